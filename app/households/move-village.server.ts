import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { dayOf, type Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { dayToDate } from "~/kernel/calendar-day";

export type MoveVillageFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "no-such-village" }
  | { readonly kind: "into-itself" }
  | { readonly kind: "ended" }
  | { readonly kind: "closing"; readonly period: Period }
  | { readonly kind: "not-closed-there"; readonly period: Period };

/**
 * A village goes into another (撤并): its code ends and names its successor, its households lie in the successor from now on.
 * Whatever was closed, reported or published of it stays under the old code, word for word. Every month that is closed for the
 * old village must be closed for the successor too, so that nothing can be booked into it any more.
 */
export async function moveVillage(input: {
  readonly actor: Actor;
  readonly code: string;
  readonly intoCode: string;
  readonly now: Date;
}): Promise<Result<{ readonly households: number }, MoveVillageFailure>> {
  const { actor, code, intoCode, now } = input;
  if (!can(actor, "area:move", { areaCode: code })) return failed({ kind: "not-found" });
  if (code === intoCode) return failed({ kind: "into-itself" });
  if (!can(actor, "area:move", { areaCode: intoCode })) return failed({ kind: "no-such-village" });
  return withTransaction("move village", async (tx) => {
    // Households before their village, and in the order of their ids, as whoever locks many of them.
    await tx.$queryRaw`SELECT id FROM household WHERE area_code = ${code} ORDER BY id FOR UPDATE`;
    const villages = await tx.$queryRaw<{ code: string; ended: boolean }[]>`
      SELECT code, valid_to IS NOT NULL AS ended FROM area
      WHERE code = ANY (${[code, intoCode]}::text[]) AND level = 'VILLAGE' ORDER BY code FOR UPDATE`;
    const old = villages.find((village) => village.code === code);
    const into = villages.find((village) => village.code === intoCode);
    if (!old) return failed({ kind: "not-found" });
    if (!into || into.ended) return failed({ kind: "no-such-village" });
    if (old.ended) return failed({ kind: "ended" });
    const refused = await monthsInTheWay(tx, code, intoCode);
    if (refused) return failed(refused);
    await tx.area.update({
      where: { code },
      data: { validTo: dayToDate(dayOf(now)), successorCode: intoCode },
      select: { code: true },
    });
    const moved = await tx.household.updateMany({ where: { areaCode: code }, data: { areaCode: intoCode } });
    await logAccess(tx, {
      actor,
      action: "area:move",
      subjectKind: "area",
      subjectId: code,
      reason: `${moved.count} 户并入 ${intoCode}`,
      now,
    });
    return succeeded({ households: moved.count });
  });
}

async function monthsInTheWay(
  tx: Transaction,
  code: string,
  intoCode: string,
): Promise<MoveVillageFailure | undefined> {
  const months = await tx.$queryRaw<{ period: Period; scopeId: string; state: string }[]>`
    SELECT period, scope_id AS "scopeId", state FROM period_close
    WHERE scope_kind = 'AREA' AND (${code} LIKE scope_id || '%' OR ${intoCode} LIKE scope_id || '%') ORDER BY period FOR SHARE`;
  const closing = months.find(({ state }) => state === "CLOSING");
  if (closing) return { kind: "closing", period: closing.period };
  const closedFor = (area: string) =>
    new Set(months.filter(({ scopeId }) => area.startsWith(scopeId)).map(({ period }) => period));
  const there = closedFor(intoCode);
  const missing = [...closedFor(code)].find((period) => !there.has(period));
  return missing === undefined ? undefined : { kind: "not-closed-there", period: missing };
}

export function explainMoveVillageFailure(failure: MoveVillageFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个村，或不在您的管辖范围内。";
    case "no-such-village":
      return "请选择管辖范围内、没有撤并的村。";
    case "into-itself":
      return "不能并入自己。";
    case "ended":
      return "这个村已经撤并。";
    case "closing":
      return `${failure.period} 正在结账，请先签完再撤并。`;
    case "not-closed-there":
      return `${failure.period} 在本村已结账，在并入的村还没有，请先结完，免得已结的月份再有入账。`;
  }
}
