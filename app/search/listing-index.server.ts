import { setTimeout as pause } from "node:timers/promises";
import type { Meilisearch, Settings, Task } from "meilisearch";
import { db, type Db } from "~/platform/db.server";
import { searchEngine } from "~/platform/search-engine.server";
import { listingDocuments } from "./listing-document-store.server";
import type { SearchDocument } from "./search-document";
import type { SearchQuery, SearchSort } from "./search-query";
import { SYNONYMS } from "./synonyms";

export const LISTINGS_INDEX = "listings";
const REBUILT_INDEX = "listings_rebuilt";
const BATCH = 500;
/** Batches that wait at the engine while the next is read: what waits is taken up as one, which is several times faster. */
const BATCHES_AHEAD = 20;
const TASK_MS = 60_000;
const REBUILD_TASK_MS = 600_000;
const POLL_MS = 50;
const ANSWER_MS = 10_000;
const ROUND_MINUTES = 10;

const SETTINGS: Settings = {
  searchableAttributes: [
    "title",
    "product",
    "aliases",
    "titleEn",
    "productEn",
    "goodsBigrams",
    "goodsChars",
    "village",
    "villageEn",
    "seller",
    "sellerEn",
    "pinyin",
    "initials",
    "placeBigrams",
    "placeChars",
  ] satisfies (keyof SearchDocument)[],
  filterableAttributes: [
    "category",
    "areas",
    "certificates",
    "months",
    "shipsWithinDays",
    "available",
    "largePack",
    "pricePerJinFen",
    "shareBps",
    "shareSteps",
  ] satisfies (keyof SearchDocument)[],
  sortableAttributes: ["lowestPriceFen", "harvestedOn", "householdFen"] satisfies (keyof SearchDocument)[],
  displayedAttributes: ["id"],
  rankingRules: ["sort", "words", "typo", "proximity", "attribute", "exactness"],
  typoTolerance: { disableOnAttributes: ["goodsBigrams", "goodsChars", "placeBigrams", "placeChars", "initials"] },
  synonyms: SYNONYMS,
  // Counts are exact, however many listings say a word.
  pagination: { maxTotalHits: 1_000_000 },
  // So are those of the filters' choices: a code for each village and all it lies in.
  faceting: { maxValuesPerFacet: 20_000 },
};

/** A listing that changed: its present state is read again, and it is put into the index or taken out. May run twice. */
export async function indexListing({ key }: { key: string }, now: Date): Promise<void> {
  const engine = searchEngine();
  if (!engine) return;
  const [document] = await listingDocuments(db(), { ids: [key] }, now);
  const index = engine.index(LISTINGS_INDEX);
  const task = document ? await index.addDocuments([document]) : await index.deleteDocument(key);
  await succeeded(engine, task.taskUid);
}

/**
 * Builds the index anew beside the old one and swaps them: searching never sees a gap. What changed meanwhile was put into the
 * old one only, so it is put in again after the swap. Answers how many were read.
 */
export async function rebuildListingIndex(now: Date): Promise<number> {
  const engine = searchEngine();
  if (!engine) return 0;
  const [{ began }] = await db().$queryRaw<[{ began: Date }]>`SELECT now() AS began`;
  await ensureIndex(engine, LISTINGS_INDEX);
  await dropIndex(engine, REBUILT_INDEX);
  await ensureIndex(engine, REBUILT_INDEX);
  const waiting: number[] = [];
  let count = 0;
  for (let after = ""; ;) {
    const documents = await listingDocuments(db(), { after, limit: BATCH }, now);
    const last = documents.at(-1);
    if (!last) break;
    waiting.push((await engine.index(REBUILT_INDEX).addDocuments([...documents])).taskUid);
    for (const task of waiting.splice(0, waiting.length - BATCHES_AHEAD)) {
      await succeeded(engine, task, REBUILD_TASK_MS);
    }
    count += documents.length;
    after = last.id;
  }
  for (const task of waiting) await succeeded(engine, task, REBUILD_TASK_MS);
  const swap = await engine.swapIndexes([{ indexes: [LISTINGS_INDEX, REBUILT_INDEX], rename: false }]);
  await succeeded(engine, swap.taskUid);
  await dropIndex(engine, REBUILT_INDEX);
  await indexAgain(engine, await changedSince(db(), began), now);
  return count;
}

/** The present state of many listings, put in or taken out. */
async function indexAgain(engine: Meilisearch, ids: readonly string[], now: Date): Promise<void> {
  const index = engine.index(LISTINGS_INDEX);
  for (let from = 0; from < ids.length; from += BATCH) {
    const asked = ids.slice(from, from + BATCH);
    const documents = await listingDocuments(db(), { ids: asked }, now);
    const forSale = new Set(documents.map(({ id }) => id));
    const gone = asked.filter((id) => !forSale.has(id));
    if (documents.length > 0) await succeeded(engine, (await index.addDocuments([...documents])).taskUid);
    if (gone.length > 0) await succeeded(engine, (await index.deleteDocuments(gone)).taskUid);
  }
}

/**
 * Listings told to have changed since then. A message is available from its writing on, and each try to handle it moves that
 * forward: so this holds for what was written before and handled meanwhile, too. Some minutes more than asked for, because
 * a transaction may last, and a worker gives all the messages of one round the same hour.
 */
async function changedSince(db: Db, began: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT key FROM outbox
    WHERE topic = 'listing.changed' AND available_at >= ${began}::timestamptz - make_interval(mins => ${ROUND_MINUTES}::int)
    ORDER BY key`;
  return rows.map(({ key }) => key);
}

async function ensureIndex(engine: Meilisearch, uid: string): Promise<void> {
  await ended(engine, (await engine.createIndex(uid, { primaryKey: "id" })).taskUid, TASK_MS);
  await succeeded(engine, (await engine.index(uid).updateSettings(SETTINGS)).taskUid);
}

async function dropIndex(engine: Meilisearch, uid: string): Promise<void> {
  await ended(engine, (await engine.deleteIndex(uid)).taskUid, TASK_MS);
}

async function succeeded(engine: Meilisearch, taskUid: number, withinMs = TASK_MS): Promise<void> {
  const task = await ended(engine, taskUid, withinMs);
  if (task.status !== "succeeded") throw new Error(`search task ${taskUid}: ${task.error?.message ?? task.status}`);
}

// why not the library's waiting: it asks with one signal and leaves a listener on it each time it asks. A signal of our own for
// each, because an engine that builds an index may answer later than the half second a search is given.
async function ended(engine: Meilisearch, taskUid: number, withinMs: number): Promise<Task> {
  for (const giveUp = AbortSignal.timeout(withinMs); ; await pause(POLL_MS, undefined, { signal: giveUp })) {
    const task = await engine.tasks.getTask(taskUid, { signal: AbortSignal.timeout(ANSWER_MS) });
    if (task.status !== "enqueued" && task.status !== "processing") return task;
  }
}

/** The filter of a query. Strings are quoted by one function; the parts are joined by AND, so nothing typed can widen it. */
export function engineFilter(query: SearchQuery, month: number): string[] {
  return [
    ...(query.category ? [`category = ${quoted(query.category)}`] : []),
    ...(query.area ? [`areas = ${quoted(query.area)}`] : []),
    ...(query.certificate ? [`certificates = ${quoted(query.certificate)}`] : []),
    ...(query.within ? [`shipsWithinDays <= ${query.within}`] : []),
    ...(query.maxPerJinFen === undefined ? [] : [`pricePerJinFen <= ${query.maxPerJinFen}`]),
    ...(query.minShareBps === undefined ? [] : [`shareBps >= ${query.minShareBps}`]),
    ...(query.inLargePacks ? ["largePack = true"] : []),
    ...(query.inSeason ? [`months = ${month}`] : []),
    ...(query.inStock ? ["available = true"] : []),
  ];
}

export function engineSort(sort: SearchSort): string[] | undefined {
  const sorts = {
    relevance: undefined,
    households: ["householdFen:desc"],
    price: ["lowestPriceFen:asc"],
    "price-desc": ["lowestPriceFen:desc"],
    harvest: ["harvestedOn:desc"],
  } as const satisfies Record<SearchSort, readonly string[] | undefined>;
  const found = sorts[sort];
  return found ? [...found] : undefined;
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
