export type SplitTone =
  | "household"
  | "preorder"
  | "cooperative"
  | "freight"
  | "platform"
  | "processing"
  | "village"
  | "others";

/** The ribbon's order: what reaches people first, then who served them. */
export const TONE_ORDER: readonly SplitTone[] = [
  "household",
  // not with the households yet: never in their colour
  "preorder",
  "others",
  "village",
  "cooperative",
  "freight",
  "platform",
  "processing",
];

export const TONE_COLOURS = {
  household: "#b5410f",
  preorder: "#6d5b7f",
  cooperative: "#4e7f6a",
  freight: "#6e7f8f",
  platform: "#1f3a63",
  processing: "#a08a4a",
  village: "#3f6f86",
  others: "#757a66",
} as const satisfies Record<SplitTone, string>;

/** Each part's own weave, drawn in white on its colour in an 8 × 8 tile: parts can be told apart without colour. */
export const TONE_WEAVES = {
  household: "M0 2h4M4 6h4M2 4v4M6 0v4",
  preorder: "M0 4h3M5 4h3M4 0v3M4 5v3",
  cooperative: "M-2 10 10-2M-2 2 2-2M6 10l4-4",
  freight: "M2 2h1.5M6 6h1.5",
  platform: "M2 0v8M6 0v8",
  processing: "M0 0l8 8M8 0 0 8",
  village: "M0 2h8M0 6h8",
  others: "M-2-2l12 12M6-2l4 4M-2 6l4 4",
} as const satisfies Record<SplitTone, string>;
