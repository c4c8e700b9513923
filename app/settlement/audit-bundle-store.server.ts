import { householdEntries, type HouseholdEntry } from "~/benefits/household-entry-store.server";
import { householdRecord, type HouseholdRecord } from "~/benefits/household-income-store.server";
import { sum } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { BUNDLE_FORMAT, type AuditBundle, type BundledClass } from "./audit-bundle";
import {
  bundledJournals,
  bundledLines,
  bundledLots,
  bundledOrders,
  bundledPayouts,
  bundledRefunds,
  bundledSlips,
  bundledVouchers,
  costsOf,
  declarationsOf,
  classMapOf,
} from "./bundled-documents-store.server";
import { bundledSeals } from "./bundled-seals-store.server";

export type LoadedBundle = {
  readonly bundle: AuditBundle;
  /** the entries in words for the page; the bundle has ids */
  readonly entries: readonly HouseholdEntry[];
  readonly record: HouseholdRecord;
  /** journals too young to be sealed: their bundle can be had in a minute */
  readonly unsealed: number;
};

/**
 * A household's month down to its papers, read in one snapshot of the database. Undefined when there is no such household
 * within the scope.
 */
export async function loadAuditBundle(scope: {
  readonly areaPrefixes: readonly string[];
  readonly householdId: string;
  readonly period: Period;
}): Promise<LoadedBundle | undefined> {
  return withTransaction("load audit bundle", async (tx) => {
    await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    const { period } = scope;
    const record = await householdRecord(tx, { ...scope, from: period, to: period });
    if (!record) return undefined;
    const { entries } = await householdEntries(tx, scope);
    return assemble(tx, scope, record, entries);
  });
}

async function assemble(
  tx: Transaction,
  { householdId, period }: { readonly householdId: string; readonly period: Period },
  record: HouseholdRecord,
  entries: readonly HouseholdEntry[],
): Promise<LoadedBundle> {
  const lineIds = distinct(entries.map(({ orderLineId }) => orderLineId));
  const payoutIds = distinct(entries.map(({ payoutId }) => payoutId));
  const lines = await bundledLines(tx, lineIds);
  const lots = await bundledLots(
    tx,
    distinct(lines.flatMap(({ picks }) => picks.map(({ lotId }) => lotId))),
    householdId,
  );
  const intakeIds = distinct([...entries.map(({ intakeId }) => intakeId), ...lots.flatMap(({ slipIds }) => slipIds)]);
  const journals = await bundledJournals(tx, {
    journalIds: distinct(entries.map(({ journalId }) => journalId)),
    lineIds,
    intakeIds,
    payoutIds,
  });
  const orderIds = distinct(lines.map(({ orderId }) => orderId));
  const disbursed = ["DISBURSEMENT", "DISBURSEMENT_RETURNED"];
  const paying = distinct(journals.filter(({ kind }) => disbursed.includes(kind)).map(({ sourceId }) => sourceId));
  const seals = await bundledSeals(
    tx,
    journals.map(({ id }) => id),
  );
  const sealed = new Set(seals.flatMap(({ chain }) => chain.map(({ journalId }) => journalId)));
  const bundle: AuditBundle = {
    format: BUNDLE_FORMAT,
    household: { id: householdId, number: record.number, areaCode: record.areaCode },
    period,
    heads: {
      people: record.heads.people,
      on: record.heads.on,
      frozen: record.heads.frozen && { month: record.heads.frozen.month, areaCode: record.heads.frozen.areaCode },
    },
    incomeLines: record.lines.map((line) => ({ ...line, fenPerPerson: String(line.fenPerPerson) })),
    classMap: await classMapOf(tx, period),
    totals: {
      accruedFen: String(record.accruedFen),
      paidFen: String(record.paidFen),
      costFen: String(record.costFen),
      netPaidFen: String(record.netPaidFen),
      declaredNetFen: String(record.declaredNetFen),
      completeNetFen: String(record.completeNetFen),
      perHeadFen: record.perHeadCompleteFen === null ? null : String(record.perHeadCompleteFen),
    },
    classes: classesOf(record, entries),
    costs: await costsOf(tx, householdId, period),
    declarations: await declarationsOf(tx, householdId, period),
    journals,
    vouchers: await bundledVouchers(tx, paying),
    slips: await bundledSlips(tx, intakeIds, householdId),
    payouts: await bundledPayouts(tx, payoutIds),
    orders: await bundledOrders(tx, orderIds),
    lines,
    refunds: await bundledRefunds(tx, orderIds),
    lots,
    seals,
  };
  return { bundle, entries, record, unsealed: journals.filter(({ id }) => !sealed.has(id)).length };
}

/** The classes as the record sums them in SQL, beside their entries: the page and the verifier add the entries up anew. */
function classesOf(record: HouseholdRecord, entries: readonly HouseholdEntry[]): BundledClass[] {
  return record.cells.map((cell) => ({
    incomeClass: cell.incomeClass,
    accruedFen: String(cell.accruedFen),
    paidFen: String(cell.paidFen),
    pendingFen: String(sum(entriesOf(entries, cell.incomeClass).map((entry) => entry.pendingFen))),
    entries: entriesOf(entries, cell.incomeClass).map((entry) => ({
      journalId: entry.journalId,
      position: entry.position,
      accruedFen: String(entry.accruedFen),
      paidFen: String(entry.paidFen),
      pendingFen: String(entry.pendingFen),
    })),
  }));
}

function entriesOf(entries: readonly HouseholdEntry[], incomeClass: string): HouseholdEntry[] {
  return entries.filter((entry) => entry.incomeClass === incomeClass);
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))].sort();
}
