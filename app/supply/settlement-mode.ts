/** How a delivery is settled. One delivery has exactly one mode, so nothing counts twice as income. */
export const INTAKE_MODES = ["CONSIGNED", "BOUGHT_OUT", "ADVANCE"] as const;
export type IntakeMode = (typeof INTAKE_MODES)[number];

/** How a row of a lot's composition is settled; DIRECT is a household's own lot. */
export const COMPOSITION_MODES = ["CONSIGNED", "BOUGHT_OUT", "DIRECT"] as const;
export type CompositionMode = (typeof COMPOSITION_MODES)[number];

export function isIntakeMode(text: string): text is IntakeMode {
  return (INTAKE_MODES as readonly string[]).includes(text);
}

/** 买断 and 预付 pay the household at intake; 代销 pays it when the goods are sold. */
export function isPaidAtIntake(mode: IntakeMode): boolean {
  return mode !== "CONSIGNED";
}

/** An advance is bought out at the floor price; its second settlement is a payout of its own. */
export function compositionModeOf(mode: IntakeMode): CompositionMode {
  return mode === "CONSIGNED" ? "CONSIGNED" : "BOUGHT_OUT";
}

export const MODE_WORDS: Record<IntakeMode | CompositionMode, string> = {
  CONSIGNED: "代销",
  BOUGHT_OUT: "买断",
  ADVANCE: "预付",
  DIRECT: "自产自销",
};

/** What a mode means for the household, in one sentence under the choice. */
export const MODE_EXPLANATIONS: Record<IntakeMode, string> = {
  CONSIGNED: "卖出后按实际售价分给农户，合作社收服务费；价格可以稍后再定。",
  BOUGHT_OUT: "现在按这个价格付给农户，之后卖多卖少归合作社。",
  ADVANCE: "现在按保底价付给农户，卖得更好时再做二次结算。",
};
