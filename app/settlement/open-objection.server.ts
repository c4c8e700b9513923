import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { isPeriod } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { openProblem } from "./open-problem.server";
import { objectionDeadline, type ProblemAbout } from "./problem";

export type ObjectionFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "no-words" }
  | { readonly kind: "too-long" }
  | { readonly kind: "already-open"; readonly number: string };

export const OBJECTION_MIN = 4;
export const OBJECTION_MAX = 500;

/**
 * A household says "this is not right", about one thing of its own record. It goes to the problem ledger with the day by
 * which it will be answered; payments go on, and what proves wrong is corrected by an entry of its own.
 */
export async function openObjection(request: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly about: ProblemAbout;
  readonly words: string;
  readonly now: Date;
}): Promise<Result<{ readonly problemId: string; readonly number: string }, ObjectionFailure>> {
  const { actor, householdId, about, now } = request;
  const words = request.words.trim();
  if (!isId(householdId) || !can(actor, "objection:open", { householdId })) return failed({ kind: "not-found" });
  if ([...words].length < OBJECTION_MIN) return failed({ kind: "no-words" });
  if ([...words].length > OBJECTION_MAX) return failed({ kind: "too-long" });
  return withTransaction("open objection", async (tx) => {
    const [household] = await tx.$queryRaw<{ area_code: string }[]>`
      SELECT area_code FROM household WHERE id = ${householdId}::uuid FOR UPDATE`;
    const subject = household && (await ownThing(tx, householdId, about));
    if (!subject) return failed({ kind: "not-found" });
    const open = await tx.problem.findFirst({
      where: { kind: "OBJECTION", householdId, aboutKind: about.kind, aboutId: about.id, state: { not: "CLOSED" } },
      select: { number: true },
    });
    if (open) return failed({ kind: "already-open", number: open.number });
    const opened = await openProblem(tx, {
      actor,
      kind: "OBJECTION",
      areaCode: household.area_code,
      householdId,
      ...subject,
      about,
      evidence: words,
      deadlineOn: objectionDeadline(now),
      now,
    });
    await logAccess(tx, { actor, action: "objection:open", subjectKind: "household", subjectId: householdId, now });
    return succeeded(opened);
  });
}

/** Whose thing it is besides, when it is the household's own; undefined when it is not, or is not there. */
async function ownThing(
  tx: Transaction,
  householdId: string,
  about: ProblemAbout,
): Promise<{ readonly cooperativeId?: string; readonly orderId?: string } | undefined> {
  if (about.kind === "CARD") return about.id === householdId ? {} : undefined;
  if (about.kind === "PERIOD") return isPeriod(about.id) ? {} : undefined;
  if (!isId(about.id)) return undefined;
  switch (about.kind) {
    case "INTAKE": {
      const row = await tx.intake.findFirst({ where: { id: about.id, householdId }, select: { cooperativeId: true } });
      return row ?? undefined;
    }
    case "PAYOUT": {
      const row = await tx.payout.findFirst({ where: { id: about.id, householdId }, select: { cooperativeId: true } });
      return row ?? undefined;
    }
    case "DISBURSEMENT": {
      const payeeAccount = `household:${householdId}:payable`;
      const row = await tx.disbursement.findFirst({ where: { id: about.id, payeeAccount }, select: { id: true } });
      return row ? {} : undefined;
    }
    case "ORDER_LINE": {
      const behind = await tx.attribution.count({ where: { orderLineId: about.id, householdId } });
      if (behind === 0) return undefined;
      const { orderId, shipment } = await tx.orderLine.findUniqueOrThrow({
        where: { id: about.id },
        select: { orderId: true, shipment: { select: { sellerKind: true, sellerId: true } } },
      });
      return { orderId, ...(shipment.sellerKind === "COOPERATIVE" ? { cooperativeId: shipment.sellerId } : {}) };
    }
  }
}

export function explainObjectionFailure(failure: ObjectionFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "找不到这一笔。";
    case "no-words":
      return `请写明哪里不对，至少 ${OBJECTION_MIN} 个字，例如“重量少记了 5 斤”。`;
    case "too-long":
      return `最多写 ${OBJECTION_MAX} 个字。`;
    case "already-open":
      return `这一笔已经提过异议（${failure.number}），正在办理。`;
  }
}
