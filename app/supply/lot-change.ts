import { WRITE_OFF_WORDS } from "./write-off-kind";

/** What somebody else wrote down about a lot since a page was drawn, the newest one, and what is left now. */
export type LotChange = {
  readonly kind: string;
  readonly quantity: number;
  readonly reason: string;
  readonly by: string | null;
  readonly left: number;
};

export const MOVE_WORDS: Readonly<Record<string, string>> = { SPLIT: "拆出", MERGE: "并入别的批次", PROCESS: "加工" };
export const LOT_EVENT_WORDS: Readonly<Record<string, string>> = {
  ...MOVE_WORDS,
  ...WRITE_OFF_WORDS,
  STOCKTAKE: "盘点",
  RETURN: "退货回库",
};

export function isMove(kind: string): boolean {
  return Object.hasOwn(MOVE_WORDS, kind);
}

/** `words` says a quantity in the product's own unit. */
export function explainLotChange(change: LotChange, words: (quantity: number) => string): string {
  const amount = change.quantity < 0 ? `多 ${words(-change.quantity)}` : words(change.quantity);
  const what = `${change.by ?? "系统"}登记了${LOT_EVENT_WORDS[change.kind] ?? change.kind} ${amount}（${change.reason}）`;
  return `刚才${what}，可售余量现在是 ${words(change.left)}。请看过以后再登记。`;
}
