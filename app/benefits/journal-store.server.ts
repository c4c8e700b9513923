import { createHash } from "node:crypto";
import { newId } from "~/kernel/ids";
import { periodOf, type Period } from "~/kernel/period";
import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import type { Account } from "./accounts";
import type { LineAttribution } from "./attribution-store.server";
import { partyOf } from "./accounts";
import {
  balanceChanges,
  bookingPeriod,
  journalText,
  type BalanceChange,
  type Journal,
  type JournalKind,
  type Posting,
} from "./journal";

/** What decides an event: the same source with other inputs is not "again" but an alarm. */
export type Inputs = readonly (string | number | bigint | null)[];

export type JournalDraft = {
  readonly kind: JournalKind;
  readonly sourceId: string;
  readonly inputs: Inputs;
  readonly occurredAt: Date;
  readonly postings: readonly Posting[];
  readonly reversesId?: string | null;
  readonly actorId?: string | null;
  /** who stood behind the sale, or what a refund took back of it: stored beside the postings */
  readonly attributions?: { readonly kind: "SALE" | "REVERSAL"; readonly lines: readonly LineAttribution[] };
};

/** `written` is false when the same event was posted before: nothing was stored again. */
export type WrittenJournal = { readonly id: string; readonly period: Period; readonly written: boolean };

/** The same event arrived with other contents: somebody has to look. Nothing was stored. */
export class LedgerConflict extends Error {
  constructor(kind: JournalKind, sourceId: string) {
    super(`${kind} of ${sourceId} is in the ledger already, with other contents`);
    this.name = "LedgerConflict";
  }
}

/**
 * Posts one event in one statement: journal, postings, attributions and the stored balances, locked in the order of their
 * names. Same kind, source and inputs = already done. Same kind and source with other inputs throws LedgerConflict.
 * A debit beyond a stored balance is refused by the database and rolls the whole transaction back.
 */
export async function writeJournal(tx: Db, draft: JournalDraft): Promise<WrittenJournal> {
  const changes = balanceChanges(draft.postings);
  // Nearly always the event's own month is open: it is tried first, and the statement says when it is not.
  const first = journalOf(draft, new Set());
  const tried = await insertJournal(tx, first, draft, changes);
  const journal = tried.closed.has(first.period) ? journalOf(draft, tried.closed) : first;
  const done = journal === first ? tried : await insertJournal(tx, journal, draft, changes);
  if (!done.written) return existing(tx, journal);
  if (!done.balanced) await changeBalances(tx, changes);
  return { id: journal.id, period: journal.period, written: true };
}

function journalOf(draft: JournalDraft, closed: ReadonlySet<Period>): Journal {
  const { period, memo } = bookingPeriod(draft.occurredAt, closed);
  return {
    id: newId(draft.occurredAt),
    kind: draft.kind,
    sourceId: draft.sourceId,
    inputHash: hashInputs(draft.inputs),
    occurredAt: draft.occurredAt,
    period,
    reversesId: draft.reversesId ?? null,
    actorId: draft.actorId ?? null,
    memo,
    postings: draft.postings,
  };
}

/** The journal of an event that was posted before; undefined when it was not. Other inputs throw LedgerConflict. */
export async function findJournal(
  tx: Db,
  event: { readonly kind: JournalKind; readonly sourceId: string; readonly inputs?: Inputs },
): Promise<WrittenJournal | undefined> {
  const [row] = await tx.$queryRaw<{ id: string; period: Period; inputHash: string }[]>`
    SELECT id, period, input_hash AS "inputHash" FROM journal
    WHERE kind = ${event.kind} AND source_id = ${event.sourceId}`;
  if (!row) return undefined;
  if (event.inputs && row.inputHash !== hashInputs(event.inputs)) throw new LedgerConflict(event.kind, event.sourceId);
  return { id: row.id, period: row.period, written: false };
}

async function existing(tx: Db, journal: Journal): Promise<WrittenJournal> {
  const [row] = await tx.$queryRaw<{ id: string; period: Period; inputHash: string }[]>`
    SELECT id, period, input_hash AS "inputHash" FROM journal
    WHERE kind = ${journal.kind} AND source_id = ${journal.sourceId}`;
  if (row?.inputHash !== journal.inputHash) throw new LedgerConflict(journal.kind, journal.sourceId);
  return { id: row.id, period: row.period, written: false };
}

export function hashInputs(inputs: Inputs): string {
  return sha256(inputs.map((input) => (input === null ? "" : String(input))).join("\u001f"));
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/**
 * Stores the journal with postings, attributions and balances unless its month is closed; says which months from it on are.
 * Where a party has no balance yet, none is changed: `balanced` says whether they are.
 */
async function insertJournal(
  tx: Db,
  journal: Journal,
  draft: JournalDraft,
  changes: readonly BalanceChange[],
): Promise<{ readonly written: boolean; readonly balanced: boolean; readonly closed: ReadonlySet<Period> }> {
  const { postings } = journal;
  const { cooperatives, households } = partiesOf(draft);
  const attributed = (draft.attributions?.lines ?? []).flatMap(({ orderLineId, shares }) =>
    shares.map((share) => ({ orderLineId, ...share })),
  );
  const column = <Value>(read: (posting: Posting) => Value | null | undefined) =>
    postings.map((one) => read(one) ?? null);
  const [row] = await tx.$queryRaw<{ written: boolean; balances: number; closed: Period[] }[]>`
    WITH closed AS MATERIALIZED (
      SELECT period FROM months_closed_for(${periodOf(draft.occurredAt)}, ${cooperatives}::text[], ${households}::uuid[]) AS period
    ), written AS (
      INSERT INTO journal (id, kind, source_id, input_hash, content_hash, occurred_at, period, reverses_id, actor_id, memo)
      SELECT ${journal.id}::uuid, ${journal.kind}, ${journal.sourceId}, ${journal.inputHash},
        ${sha256(journalText(journal))}, ${journal.occurredAt}::timestamptz, ${journal.period},
        ${journal.reversesId}::uuid, ${journal.actorId}::uuid, ${journal.memo}
      WHERE NOT EXISTS (SELECT FROM closed WHERE closed.period = ${journal.period})
      ON CONFLICT (kind, source_id) DO NOTHING
      RETURNING id, period
    ), posted AS (
      INSERT INTO posting (journal_id, position, source, destination, amount_fen, period, part, part_number,
        order_line_id, lot_id, intake_id, payout_id, household_id, cooperative_id, flow)
      SELECT written.id, p.position - 1, p.source, p.destination, p.amount_fen, written.period, p.part, p.part_number,
        p.order_line_id, p.lot_id, p.intake_id, p.payout_id, p.household_id, p.cooperative_id, p.flow
      FROM written, unnest(
        ${column((p) => p.source)}::text[], ${column((p) => p.destination)}::text[],
        ${column((p) => String(p.amountFen))}::bigint[], ${column((p) => p.part)}::text[],
        ${column((p) => p.partNumber)}::int[], ${column((p) => p.orderLineId)}::uuid[],
        ${column((p) => p.lotId)}::uuid[], ${column((p) => p.intakeId)}::uuid[], ${column((p) => p.payoutId)}::uuid[],
        ${column((p) => p.householdId)}::uuid[], ${column((p) => p.cooperativeId)}::uuid[], ${column((p) => p.flow)}::text[]
      ) WITH ORDINALITY AS p(source, destination, amount_fen, part, part_number, order_line_id, lot_id, intake_id,
        payout_id, household_id, cooperative_id, flow, position)
    ), attributed AS (
      INSERT INTO attribution (journal_id, position, order_line_id, lot_id, household_id, kind, amount_fen, period)
      SELECT written.id, a.position - 1, a.order_line_id, a.lot_id, a.household_id, ${draft.attributions?.kind ?? null},
        a.amount_fen, written.period
      FROM written, unnest(
        ${attributed.map((one) => one.orderLineId)}::uuid[], ${attributed.map((one) => one.lotId)}::uuid[],
        ${attributed.map((one) => one.householdId)}::uuid[], ${attributed.map((one) => String(one.amountFen))}::bigint[]
      ) WITH ORDINALITY AS a(order_line_id, lot_id, household_id, amount_fen, position)
    ), ${balancesAfter(changes)}
    SELECT EXISTS (SELECT FROM written) AS written, ARRAY(SELECT period FROM closed) AS closed,
      (SELECT count(*) FROM changed)::int AS balances`;
  return {
    written: row?.written ?? false,
    balanced: row?.balances === changes.length,
    closed: new Set(row?.closed),
  };
}

/**
 * `changed`: the stored balances after the journal of `written`, each process going through them in the order of their names.
 * Where all rise, a party's first balance is made with its change. Where one falls it is there already, or nothing is changed.
 */
function balancesAfter(changes: readonly BalanceChange[]): Prisma.Sql {
  const accounts = changes.map((change) => change.account);
  const change = Prisma.sql`unnest(${accounts}::text[], ${changes.map(({ changeFen }) => String(changeFen))}::bigint[])
    AS change(account, fen)`;
  if (changes.every(({ changeFen }) => changeFen > 0n)) {
    return Prisma.sql`changed AS (
      INSERT INTO party_balance AS stored (account, balance_fen)
      SELECT change.account, change.fen FROM written, ${change} ORDER BY change.account COLLATE "C"
      ON CONFLICT (account) DO UPDATE SET balance_fen = stored.balance_fen + EXCLUDED.balance_fen
      RETURNING 1
    )`;
  }
  return Prisma.sql`known AS MATERIALIZED (
      SELECT count(*) FROM party_balance WHERE account = ANY (${accounts}::text[])
    ), locked AS MATERIALIZED (
      SELECT account FROM party_balance
      WHERE account = ANY (${accounts}::text[]) AND (SELECT count FROM known) = ${accounts.length}::int
        AND EXISTS (SELECT FROM written)
      ORDER BY account COLLATE "C" FOR UPDATE
    ), changed AS (
      UPDATE party_balance SET balance_fen = balance_fen + change.fen
      FROM locked JOIN ${change} USING (account)
      WHERE party_balance.account = locked.account
      RETURNING 1
    )`;
}

/** The same number stands in months_closed_for, which takes the lock for every journal. */
const CLOSING_LOCK = 7_042;

/** No month is closed between the question which one is open and the commit; entries do not wait for each other. */
export async function staysOpenMeanwhile(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${CLOSING_LOCK}::int, 0)`;
}

/** Waits for the entries under way, and holds back new ones until the transaction ends: for the moment of closing a month. */
export async function holdBackEntries(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CLOSING_LOCK}::int, 0)`;
}

/** Whose closed months an event may not enter. */
function partiesOf({ postings, attributions }: JournalDraft): { cooperatives: string[]; households: string[] } {
  const cooperatives = new Set<string>();
  const households = new Set<string>();
  for (const { shares } of attributions?.lines ?? []) {
    for (const { householdId } of shares) if (householdId !== null) households.add(householdId);
  }
  for (const posting of postings) {
    if (posting.cooperativeId) cooperatives.add(posting.cooperativeId);
    for (const account of [posting.source, posting.destination]) {
      const party = partyOf(account);
      if (party?.kind === "HOUSEHOLD") households.add(party.id);
    }
  }
  return { cooperatives: [...cooperatives], households: [...households] };
}

/**
 * Locks stored balances, sorted by account, and answers them; an account without a row has nothing.
 * Whoever decides by what an account holds comes through here first.
 */
export async function lockBalances(tx: Db, accounts: readonly Account[]): Promise<Map<Account, Fen>> {
  const sorted = [...new Set(accounts)].sort();
  if (sorted.length === 0) return new Map();
  const known = await lockKnown(tx, sorted);
  if (known.length > 0) return balances(known);
  await ensureBalances(tx, sorted);
  return balances(await lockKnown(tx, sorted));
}

type Locked = { readonly account: Account; readonly balanceFen: Fen };

function balances(rows: readonly Locked[]): Map<Account, Fen> {
  return new Map(rows.map((row) => [row.account, row.balanceFen]));
}

/** All of them in their order, or none: who locked some and then made the rest could wait in a circle with another. */
function lockKnown(tx: Db, sorted: readonly Account[]): Promise<Locked[]> {
  return tx.$queryRaw<Locked[]>`
    WITH known AS MATERIALIZED (SELECT count(*) FROM party_balance WHERE account = ANY (${[...sorted]}::text[]))
    SELECT account, balance_fen AS "balanceFen" FROM party_balance
    WHERE account = ANY (${[...sorted]}::text[]) AND (SELECT count FROM known) = ${sorted.length}::int
    ORDER BY account COLLATE "C" FOR UPDATE`;
}

async function changeBalances(tx: Db, changes: readonly BalanceChange[]): Promise<void> {
  const accounts = changes.map((change) => change.account);
  await lockBalances(tx, accounts);
  await tx.$executeRaw`
    UPDATE party_balance SET balance_fen = balance_fen + change.fen
    FROM unnest(${accounts}::text[], ${changes.map((change) => String(change.changeFen))}::bigint[]) AS change(account, fen)
    WHERE party_balance.account = change.account`;
}

async function ensureBalances(tx: Db, sortedAccounts: readonly Account[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO party_balance (account, balance_fen)
    SELECT account, 0 FROM unnest(${[...sortedAccounts]}::text[]) WITH ORDINALITY AS a(account, position) ORDER BY position
    ON CONFLICT (account) DO NOTHING`;
}
