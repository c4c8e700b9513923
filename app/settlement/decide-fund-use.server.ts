import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { formatYuan, type Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { lockVillageFund, villageFund } from "./village-fund-store.server";

export type DecideFundUseFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "decided" }
  | { readonly kind: "own" }
  | { readonly kind: "no-reason" }
  | { readonly kind: "more-than-paid"; readonly leftFen: Fen };

/**
 * Somebody else than who recorded it approves a use of a village's fund, and everybody sees it; or sends it back with a reason.
 * Once. The money is compared again: the bank may have sent a payment back meanwhile.
 */
export async function decideFundUse(input: {
  readonly actor: Actor;
  readonly useId: string;
  /** why it is sent back; undefined: it is approved */
  readonly refusal: string | undefined;
  readonly now: Date;
}): Promise<Result<undefined, DecideFundUseFailure>> {
  const { actor, useId, now } = input;
  const refusal = input.refusal?.trim();
  return withTransaction("decide fund use", async (tx) => {
    const asked = await tx.villageFundUse.findUnique({ where: { id: useId }, select: { areaCode: true } });
    if (!asked) return failed({ kind: "not-found" });
    await lockVillageFund(tx, asked.areaCode);
    const fund = await villageFund(tx, asked.areaCode, areaScopes(actor));
    if (!fund || !can(actor, "fund:decide", { areaCode: fund.code })) return failed({ kind: "not-found" });
    const use = await tx.villageFundUse.findUniqueOrThrow({
      where: { id: useId },
      select: { state: true, recordedById: true, amountFen: true },
    });
    if (use.state !== "WAITING") return failed({ kind: "decided" });
    if (use.recordedById === actor.userId) return failed({ kind: "own" });
    if (refusal === "") return failed({ kind: "no-reason" });
    const leftFen = fund.receivedFen - fund.usedFen;
    if (refusal === undefined && use.amountFen > 0n && use.amountFen > leftFen)
      return failed({ kind: "more-than-paid", leftFen });
    await tx.villageFundUse.update({
      where: { id: useId },
      data:
        refusal === undefined
          ? { state: "APPROVED", approvedById: actor.userId, approvedAt: now }
          : { state: "REFUSED", refusal, refusedById: actor.userId, refusedAt: now },
      select: { id: true },
    });
    const action = refusal === undefined ? "fund:approve" : "fund:refuse";
    await logAccess(tx, { actor, action, subjectKind: "area", subjectId: fund.code, now });
    return succeeded(undefined);
  });
}

export function explainDecideFundUseFailure(failure: DecideFundUseFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一条，或不在您的权限内。";
    case "decided":
      return "这一条已经办理过，请刷新后查看。";
    case "own":
      return "您自己记的，请另一位干部核定。";
    case "no-reason":
      return "退回的，请写明理由。";
    case "more-than-paid":
      return `已付到村里、还没有用的只有 ${formatYuan(failure.leftFen)} 元，不能核定。请退回，改正后重新记。`;
  }
}
