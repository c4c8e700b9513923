import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { listingFacts, lockListing } from "./listing-store.server";
import { problemOfTerms, type PreorderFailure, type PreorderTerms } from "./preorder";

export type Preorder = PreorderTerms & {
  readonly id: string;
  /** of the promise, base units that orders hold */
  readonly held: number;
  /** can still be ordered: not ended, and its last day has not come */
  readonly isOpen: boolean;
};

/**
 * Promises goods of a lot to come, or changes what is promised. While a listing has such a promise it sells by it alone,
 * whatever lots are chosen. Whoever has ordered keeps the day that was promised; the promise never falls below what is held.
 */
export async function savePreorder(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly terms: PreorderTerms;
  readonly now: Date;
}): Promise<Result<{ readonly preorderId: string }, PreorderFailure>> {
  const { actor, listingId, now } = request;
  const terms = { ...request.terms, season: request.terms.season.trim(), seasonEn: request.terms.seasonEn.trim() };
  return withTransaction("save pre-order", async (tx) => {
    const listing = await lockListing(tx, listingId);
    if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-listing" });
    if (listing.sellerKind !== "COOPERATIVE") return failed({ kind: "not-a-cooperative" });
    const present = listing.preorderId === null ? undefined : await lockPreorder(tx, listing.preorderId, now);
    const problem = problemOfTerms(terms, { now, presentShipBy: present?.isOpen ? present.shipBy : undefined });
    if (problem) return failed(problem);
    if (!present && (await listingFacts(tx, listingId, now)).lotsOnStock > 0) return failed({ kind: "has-stock" });
    if (present && terms.promised < present.held) return failed({ kind: "promise-below-held", held: present.held });

    const preorderId = present?.id ?? newId(now);
    if (present) await changePreorder(tx, { ...terms, id: present.id, available: terms.promised - present.held });
    else await openPreorder(tx, { ...terms, id: preorderId, listingId, openedById: actor.userId, now });
    await noteChange(tx, listingId, actor, now);
    return succeeded({ preorderId });
  });
}

/** Nobody can order any more. Whoever has ordered waits on; when nobody does, the listing sells from its lots again. */
export async function endPreorder(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly now: Date;
  /** runs in the same transaction, before the promise is locked: locking the orders that wait */
  readonly before?: (tx: Transaction) => Promise<unknown>;
  /** runs in the same transaction: looking who still waits */
  readonly within?: (tx: Transaction) => Promise<unknown>;
}): Promise<Result<undefined, PreorderFailure>> {
  const { actor, listingId, now } = request;
  return withTransaction("end pre-order", async (tx) => {
    const listing = await lockListing(tx, listingId);
    if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-listing" });
    if (listing.preorderId === null) return succeeded(undefined);
    await request.before?.(tx);
    await tx.$executeRaw`
      UPDATE preorder SET closed_at = ${now}::timestamptz WHERE id = ${listing.preorderId}::uuid AND closed_at IS NULL`;
    await noteChange(tx, listingId, actor, now);
    await request.within?.(tx);
    return succeeded(undefined);
  });
}

/** The promise a listing sells by, or that somebody still waits for. */
export async function preorderOf(db: Db, listingId: string, now: Date): Promise<Preorder | undefined> {
  const [row] = await db.$queryRaw<Preorder[]>`
    SELECT p.id, p.promised, p.promised - p.available AS held, p.ship_by::text AS "shipBy", p.season,
      p.season_en AS "seasonEn", (p.closed_at IS NULL AND p.ship_by > ${dayOf(now)}::date) AS "isOpen"
    FROM listing l JOIN preorder p ON p.id = l.preorder_id WHERE l.id = ${listingId}::uuid`;
  return row;
}

async function lockPreorder(tx: Transaction, preorderId: string, now: Date): Promise<Preorder | undefined> {
  const [row] = await tx.$queryRaw<Preorder[]>`
    SELECT id, promised, promised - available AS held, ship_by::text AS "shipBy", season, season_en AS "seasonEn",
      (closed_at IS NULL AND ship_by > ${dayOf(now)}::date) AS "isOpen"
    FROM preorder WHERE id = ${preorderId}::uuid FOR UPDATE`;
  return row;
}

type Row = PreorderTerms & { readonly id: string };

async function openPreorder(
  tx: Transaction,
  row: Row & { readonly listingId: string; readonly openedById: string; readonly now: Date },
): Promise<void> {
  const openedById = row.openedById === SYSTEM_USER_ID ? null : row.openedById;
  await tx.$executeRaw`
    INSERT INTO preorder (id, listing_id, promised, available, ship_by, season, season_en, opened_at, opened_by_id)
    VALUES (${row.id}::uuid, ${row.listingId}::uuid, ${row.promised}, ${row.promised}, ${row.shipBy}::date, ${row.season},
      ${row.seasonEn}, ${row.now}::timestamptz, ${openedById}::uuid)`;
  await tx.$executeRaw`UPDATE listing SET preorder_id = ${row.id}::uuid WHERE id = ${row.listingId}::uuid`;
}

async function changePreorder(tx: Transaction, row: Row & { readonly available: number }): Promise<void> {
  await tx.$executeRaw`
    UPDATE preorder SET promised = ${row.promised}, available = ${row.available}, ship_by = ${row.shipBy}::date,
      season = ${row.season}, season_en = ${row.seasonEn}, closed_at = NULL
    WHERE id = ${row.id}::uuid`;
}

async function noteChange(tx: Transaction, listingId: string, actor: Actor, now: Date): Promise<void> {
  const updatedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
  await tx.listing.update({ where: { id: listingId }, data: { updatedAt: now, updatedById }, select: { id: true } });
  await enqueue(tx, { topic: "listing.changed", key: listingId });
}
