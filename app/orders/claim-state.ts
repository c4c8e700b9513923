import { addDays, addHours } from "~/kernel/period";
import { lineClaimEnds } from "./order-state";

/** SPOILAGE: fresh goods that arrived bad, by photo, instead of the seven-day return. RETURN: goods that keep. */
export type ClaimKind = "SPOILAGE" | "RETURN";

export type ClaimState =
  /** the seller's answer is due */
  | "OPEN"
  /** the goods are to be sent back */
  | "RETURN_AGREED"
  | "RETURN_SENT"
  /** by the seller; the shopper may still turn to the operator */
  | "REFUSED"
  /** the operator decides */
  | "ESCALATED"
  | "ACCEPTED"
  | "REJECTED"
  | "WITHDRAWN"
  | "LAPSED";

export type ClaimParty = "SHOPPER" | "SELLER" | "OPERATOR" | "CLOCK";

export type ClaimMove =
  | "accept"
  | "agree-return"
  | "refuse"
  | "withdraw"
  | "escalate"
  | "send-back"
  | "receive-return"
  | "decide-accept"
  | "decide-return"
  | "decide-reject"
  | "lapse";

type Rule = {
  readonly from: readonly ClaimState[];
  readonly to: ClaimState;
  readonly by: ClaimParty;
  /** only for this kind of claim */
  readonly kind?: ClaimKind;
};

/** Who may move a claim from where to where: buttons, refusals and the clock all come from here. */
export const CLAIM_MOVES = {
  accept: { from: ["OPEN"], to: "ACCEPTED", by: "SELLER" },
  "agree-return": { from: ["OPEN"], to: "RETURN_AGREED", by: "SELLER", kind: "RETURN" },
  refuse: { from: ["OPEN", "RETURN_SENT"], to: "REFUSED", by: "SELLER" },
  withdraw: { from: ["OPEN", "RETURN_AGREED", "REFUSED", "ESCALATED"], to: "WITHDRAWN", by: "SHOPPER" },
  escalate: { from: ["OPEN", "REFUSED", "RETURN_SENT"], to: "ESCALATED", by: "SHOPPER" },
  "send-back": { from: ["RETURN_AGREED"], to: "RETURN_SENT", by: "SHOPPER", kind: "RETURN" },
  "receive-return": { from: ["RETURN_AGREED", "RETURN_SENT"], to: "ACCEPTED", by: "SELLER", kind: "RETURN" },
  "decide-accept": { from: ["ESCALATED"], to: "ACCEPTED", by: "OPERATOR" },
  "decide-return": { from: ["ESCALATED"], to: "RETURN_AGREED", by: "OPERATOR", kind: "RETURN" },
  "decide-reject": { from: ["ESCALATED"], to: "REJECTED", by: "OPERATOR" },
  lapse: { from: ["RETURN_AGREED"], to: "LAPSED", by: "CLOCK", kind: "RETURN" },
} as const satisfies Record<ClaimMove, Rule>;

/** The seller has two days to answer, as the shopper had to claim. */
export const ANSWER_HOURS = 48;
/** A refusal may be taken to the operator for two days. */
export const ESCALATE_HOURS = 48;
/** Agreed goods go back within a week, and the seller has ten days for what is on its way back. */
export const SEND_BACK_DAYS = 7;
export const RECEIVE_DAYS = 10;

/** What decides about a claim's moves now. */
export type ClaimStanding = {
  readonly kind: ClaimKind;
  readonly state: ClaimState;
  /** the end of what is waited for in this state */
  readonly waitsUntil: Date | null;
};

/** Whether this move is there at this moment: by its state, its kind and the time it takes. */
export function canMoveClaim(claim: ClaimStanding, move: ClaimMove, now: Date): boolean {
  const rule: Rule = CLAIM_MOVES[move];
  if (!rule.from.includes(claim.state) || (rule.kind !== undefined && rule.kind !== claim.kind)) return false;
  const isOver = claim.waitsUntil !== null && claim.waitsUntil <= now;
  // A refusal is taken further while there is time; silence only after it.
  if (move === "escalate") return claim.state === "REFUSED" ? !isOver : isOver;
  if (move === "withdraw" && claim.state === "REFUSED") return !isOver;
  if (move === "lapse") return isOver;
  return true;
}

/** What one party may do with a claim now. */
export function claimMoves(claim: ClaimStanding, party: ClaimParty, now: Date): ClaimMove[] {
  const moves = Object.keys(CLAIM_MOVES) as ClaimMove[];
  return moves.filter((move) => CLAIM_MOVES[move].by === party && canMoveClaim(claim, move, now));
}

/** Until when the state that a move leads to waits for somebody. */
export function waitsUntil(to: ClaimState, now: Date): Date | null {
  if (to === "OPEN") return addHours(now, ANSWER_HOURS);
  if (to === "REFUSED") return addHours(now, ESCALATE_HOURS);
  if (to === "RETURN_AGREED") return addDays(now, SEND_BACK_DAYS);
  if (to === "RETURN_SENT") return addDays(now, RECEIVE_DAYS);
  return null;
}

const CLOSED: ReadonlySet<ClaimState> = new Set(["ACCEPTED", "REJECTED", "WITHDRAWN", "LAPSED"]);

export function isClosed(state: ClaimState): boolean {
  return CLOSED.has(state);
}

/** While it is open, nothing of its line becomes payable. The database's release asks the same. */
export function holdsMoney(claim: ClaimStanding, now: Date): boolean {
  if (isClosed(claim.state)) return false;
  return claim.state !== "REFUSED" || (claim.waitsUntil !== null && claim.waitsUntil > now);
}

export function claimKindOf(line: { readonly perishable: boolean }): ClaimKind {
  return line.perishable ? "SPOILAGE" : "RETURN";
}

/** A line with the parcels it came in and the packs that were claimed before. */
export type ClaimableLine = {
  readonly perishable: boolean;
  readonly parcels: readonly { readonly quantity: number; readonly deliveredAt: Date | null }[];
  /** packs of claims that were not withdrawn, refused for good or lapsed */
  readonly claimed: number;
};

/** How many packs may be claimed now, and until when; 0 when none arrived yet, or every window is over. */
export function claimable(line: ClaimableLine, now: Date): { readonly quantity: number; readonly until: Date | null } {
  const open = line.parcels.flatMap(({ quantity, deliveredAt }) => {
    if (deliveredAt === null) return [];
    const until = lineClaimEnds(deliveredAt, line);
    return until > now ? [{ quantity, until }] : [];
  });
  const quantity = open.reduce((packs, parcel) => packs + parcel.quantity, 0);
  const until = open.reduce<Date | null>((last, parcel) => (last && last > parcel.until ? last : parcel.until), null);
  return { quantity: Math.max(0, quantity - line.claimed), until };
}
