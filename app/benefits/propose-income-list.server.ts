import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { sum } from "~/kernel/money";
import { periodOf, type Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { checkIncomeRows, type CheckedIncomeRow } from "./check-income-list.server";
import type { CellProblem, IncomeListRow } from "./income-list";
import { staysOpenMeanwhile } from "./journal-store.server";
import { openPeriod } from "./by-two-people.server";

export type ProposeIncomeListFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "evidence-missing" }
  | { readonly kind: "no-rows" }
  | { readonly kind: "same-file"; readonly listId: string; readonly number: string }
  | { readonly kind: "problems"; readonly problems: readonly CellProblem[] };

/**
 * Proposes a whole sheet of income, all rows or none; it counts when somebody else has approved it. A row about a month that is
 * closed stands in the next open one and names its own. The same file of the same office twice is the same list.
 */
export async function proposeIncomeList(input: {
  readonly actor: Actor;
  readonly title: string;
  readonly evidence: string;
  readonly fileDigest: string;
  readonly rows: readonly IncomeListRow[];
  readonly now: Date;
}): Promise<Result<{ readonly listId: string; readonly number: string }, ProposeIncomeListFailure>> {
  const { actor, rows, fileDigest, now } = input;
  const title = input.title.trim();
  const evidence = input.evidence.trim();
  const areaPrefixes = areaScopes(actor);
  const areaCode = areaPrefixes.find((code) => can(actor, "declared:propose", { areaCode: code }));
  if (areaCode === undefined) return failed({ kind: "not-allowed" });
  if (title === "" || evidence === "") return failed({ kind: "evidence-missing" });
  if (rows.length === 0) return failed({ kind: "no-rows" });
  return withTransaction("propose income list", async (tx) => {
    await staysOpenMeanwhile(tx);
    // Two uploads of one file, or of two sheets with the same payment, take turns within an office.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('income-list:' || ${areaCode}, 0))`;
    const same = await tx.incomeList.findFirst({
      where: { areaCode, fileDigest, state: { not: "REJECTED" } },
      select: { id: true, number: true },
    });
    if (same) return failed({ kind: "same-file", listId: same.id, number: same.number });
    const checked = await checkIncomeRows(tx, rows, { areaPrefixes: [areaCode], now });
    if (checked.problems.length > 0) return failed({ kind: "problems", problems: checked.problems });

    const [next] = await tx.$queryRaw<[{ serial: bigint }]>`SELECT nextval('income_list_number') AS serial`;
    const number = `SR-${periodOf(now).slice(0, 4)}-${String(next.serial).padStart(4, "0")}`;
    const listId = newId(now);
    await tx.incomeList.create({
      data: {
        id: listId,
        number,
        areaCode,
        title,
        evidence,
        fileDigest,
        rowCount: rows.length,
        grossFen: sum(rows.map(({ grossFen }) => grossFen)),
        state: "PROPOSED",
        proposedById: actor.userId,
        proposedAt: now,
      },
      select: { id: true },
    });
    const bookedIn = await bookingMonths(checked.rows, (row) => openPeriod(tx, row.areaCode, row.period));
    await tx.declaredIncome.createMany({
      data: checked.rows.map((row) => {
        const period = bookedIn.get(bookingKey(row)) ?? row.period;
        return {
          id: newId(now),
          listId,
          listRow: row.row,
          householdId: row.householdId,
          period,
          appliesTo: period === row.period ? null : row.period,
          flow: row.flow,
          organisation: row.organisation,
          product: row.product,
          quantity: row.quantity,
          basis: row.basis,
          grossFen: row.grossFen,
          costFen: row.costFen,
          source: "IMPORTED",
          evidence,
          state: "PROPOSED",
          proposedById: actor.userId,
          proposedAt: now,
        };
      }),
    });
    const subject = { subjectKind: "area" as const, subjectId: areaCode };
    await logAccess(tx, { actor, action: "declared:import", ...subject, reason: `${number} ${rows.length} 行`, now });
    return succeeded({ listId, number });
  });
}

/** In which month each row is booked, asked once for a village and a month. */
async function bookingMonths(
  rows: readonly CheckedIncomeRow[],
  ask: (row: CheckedIncomeRow) => Promise<Period>,
): Promise<Map<string, Period>> {
  const answers = new Map<string, Period>();
  for (const row of rows) {
    const key = bookingKey(row);
    if (!answers.has(key)) answers.set(key, await ask(row));
  }
  return answers;
}

function bookingKey(row: CheckedIncomeRow): string {
  return `${row.areaCode} ${row.period}`;
}

export function explainProposeIncomeListFailure(failure: ProposeIncomeListFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "您的账号不能登记收入清单。";
    case "evidence-missing":
      return "请写明清单名称和凭据。";
    case "no-rows":
      return "文件里没有一行收入。";
    case "same-file":
      return `这份文件已经登记过（${failure.number}），没有重复登记。`;
    case "problems":
      return `有 ${new Set(failure.problems.map(({ row }) => row)).size} 行对不上，整份清单都没有登记。`;
  }
}
