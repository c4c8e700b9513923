import { createHash } from "node:crypto";
import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { compareWithList, type Comparison, type Suspicion } from "./compare-list-store.server";
import { COMPARED_LISTS, readListSheet, type ComparedList, type ListProblem } from "./list-sheet";
import { lockListProblems, openProblem } from "./open-problem.server";
import { ownersFor } from "./problem-store.server";

type Table = Parameters<typeof readListSheet>[1];

export type CompareListFailure =
  | { readonly kind: "problems"; readonly problems: readonly ListProblem[] }
  | { readonly kind: "no-area" }
  | { readonly kind: "deadline-past" }
  | { readonly kind: "no-such-owner" }
  | { readonly kind: "nothing-found" };

/** What the comparison of a list with the register finds; nothing is written but that it was asked. */
export async function previewComparison(input: {
  readonly actor: Actor;
  readonly list: ComparedList;
  readonly table: Table;
  readonly now: Date;
}): Promise<Result<Comparison, CompareListFailure>> {
  const { actor, list, now } = input;
  const read = readListSheet(list, input.table);
  if (read.problems.length > 0) return failed({ kind: "problems", problems: read.problems });
  const prefixes = areaScopes(actor).filter((areaCode) => can(actor, "problem:work", { areaCode }));
  const [subjectId] = prefixes;
  if (subjectId === undefined) return failed({ kind: "no-area" });
  const found = await compareWithList(db(), prefixes, list, read.rows, dayOf(now));
  // Whoever sends a list learns who of it is registered: that is an access to the register.
  const reason = `${COMPARED_LISTS[list].label} ${found.rows} 行，疑点 ${found.suspicions.length} 件`;
  await logAccess(db(), { actor, action: "register:compare", subjectKind: "area", subjectId, reason, now });
  return succeeded(found);
}

/** Writes every difference into the problem ledger, each with the owner and the day that were given; what stands there open is not said twice. */
export async function openSuspicions(input: {
  readonly actor: Actor;
  readonly list: ComparedList;
  /** what the list is called, and of when */
  readonly source: string;
  readonly table: Table;
  readonly ownerId: string;
  readonly deadlineOn: string;
  readonly now: Date;
}): Promise<Result<{ readonly opened: number; readonly known: number }, CompareListFailure>> {
  const { actor, list, now } = input;
  if (input.deadlineOn < dayOf(now)) return failed({ kind: "deadline-past" });
  const found = await previewComparison(input);
  if (!found.ok) return found;
  const { suspicions } = found.value;
  if (suspicions.length === 0) return failed({ kind: "nothing-found" });
  return withTransaction(
    "open suspicions",
    async (tx) => {
      await lockListProblems(tx);
      for (const areaCode of new Set(suspicions.map((one) => one.areaCode))) {
        const owners = await ownersFor(tx, areaCode);
        if (!owners.some(({ id }) => id === input.ownerId)) return failed({ kind: "no-such-owner" });
      }
      const ids = suspicions.map((one) => aboutId(list, one));
      const standing = await tx.problem.findMany({
        where: { aboutKind: "LIST", aboutId: { in: ids }, state: { not: "CLOSED" } },
        select: { aboutId: true },
      });
      const known = new Set(standing.map((one) => one.aboutId));
      let opened = 0;
      for (const suspicion of suspicions) {
        const id = aboutId(list, suspicion);
        if (known.has(id)) continue;
        known.add(id);
        await openProblem(tx, {
          actor,
          kind: "DATA",
          areaCode: suspicion.areaCode,
          householdId: suspicion.householdId,
          about: { kind: "LIST", id },
          evidence: `${input.source.trim()}：${suspicion.evidence}`,
          ownerId: input.ownerId,
          deadlineOn: input.deadlineOn,
          now,
        });
        opened += 1;
      }
      return succeeded({ opened, known: suspicions.length - opened });
    },
    { timeoutMs: 60_000 },
  );
}

function aboutId(list: ComparedList, { householdId, evidence }: Suspicion): string {
  return `${list}:${householdId}:${createHash("sha256").update(evidence).digest("hex").slice(0, 16)}`;
}

export function explainCompareListFailure(failure: CompareListFailure): string {
  switch (failure.kind) {
    case "problems":
      return `有 ${failure.problems.length} 个单元格读不出来，改好后重新上传。`;
    case "no-area":
      return "您没有管辖的地区。";
    case "deadline-past":
      return "办结期限不能早于今天。";
    case "no-such-owner":
      return "有的疑点所在的村不归这位责任人管，请另选一位，例如乡镇或县的责任人。";
    case "nothing-found":
      return "没有发现疑点，不需要登记。";
  }
}
