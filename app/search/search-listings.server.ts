import type { SearchParams } from "meilisearch";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { periodOf, yearAndMonth } from "~/kernel/period";
import { db as openDb, Prisma, type Db } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { searchEngine } from "~/platform/search-engine.server";
import { kindsOfMarks } from "./carried-marks.server";
import {
  CARD_COLUMNS,
  CARD_TABLES,
  FOR_SALE,
  FOUND_COLUMNS,
  listingCards,
  cardDetails,
  packsAndStock,
  SHIPS_WITHIN,
  type ListingCard,
  type Packs,
} from "./listing-card-store.server";
import { IN_LARGE_PACKS } from "./large-packs.server";
import { engineFilter, engineSort, LISTINGS_INDEX } from "./listing-index.server";
import type { SearchQuery } from "./search-query";
import { anywhere, idsSaying, namesToHear } from "./said-in-names.server";
import { abbreviatedAs, soundOf, spelledAs } from "./search-help";
import { withSynonyms } from "./synonyms";

/** Words, each in all its meanings. */
type Meanings = readonly (readonly string[])[];

export type FoundListings = Page<ListingCard> & {
  /** who answered, for the operator's page and for tests; shoppers are told nothing */
  readonly by: "engine" | "database";
  /** nothing is written as asked; these sound like it (獼猴桃, 弥猴桃 → 猕猴桃) */
  readonly bySound: boolean;
  /** what was asked in the end, for counting what its filters leave */
  readonly asked: Asked;
};

/** By whom the words were understood, and how: a query of the engine's, or the listings that say them (all, where there are none). */
export type Asked =
  | { readonly by: "engine"; readonly q: string }
  | { readonly by: "database"; readonly said: readonly string[] | undefined };

/**
 * Finds published listings. The engine only names them, price, stock and whether they are still for sale come from
 * PostgreSQL in one statement. An engine that is absent, slow or broken is answered for by PostgreSQL alone.
 */
export async function searchListings(
  query: SearchQuery,
  page: PageRequest,
  now: Date,
  db: Db = openDb(),
): Promise<FoundListings> {
  const found = query.q === "" ? undefined : await askEngine(query, page, now);
  if (found && found.total > 0) {
    const named = await namedBy(db, query, query.q, found, page, now);
    // An index that is behind may name only what is off sale: no list that says how many and shows none.
    if (named.rows.length > 0 || page.number > 1) return named;
  }
  // Nothing by the engine's cutting of words: a plain substring may still find it.
  const plain = await searchDatabase(db, query, meaningsOf(query), page, now);
  if (plain.total > 0 || query.q === "") return { ...plain, by: "database", bySound: false };
  if (found) {
    const sound = soundOf(query.q);
    const alike = sound === undefined ? undefined : await askEngine({ ...query, q: sound }, page, now);
    if (sound !== undefined && alike && alike.total > 0) return namedBy(db, query, sound, alike, page, now);
    // Its words may find something that the filters leave out: the counts beside them are the engine's.
    return { ...plain, by: "database", bySound: false, asked: { by: "engine", q: query.q } };
  }
  const heard = heardIn(query, await namesToHear(db));
  const alike = heard && (await searchDatabase(db, query, heard, page, now));
  return alike && alike.total > 0
    ? { ...alike, by: "database", bySound: true }
    : { ...plain, by: "database", bySound: false };
}

/** What the engine found for `q`, as it is now. */
async function namedBy(
  db: Db,
  query: SearchQuery,
  q: string,
  found: { readonly ids: readonly string[]; readonly total: number },
  page: PageRequest,
  now: Date,
): Promise<FoundListings> {
  const rows = await listingCards(db, found.ids, now, packsOf(query));
  return { ...page, rows, total: found.total, by: "engine", bySound: q !== query.q, asked: { by: "engine", q } };
}

/** The words as the names that sound so, or that begin with these letters (mht); undefined where nothing does. */
function heardIn(query: SearchQuery, names: readonly string[]): Meanings | undefined {
  const heard = wordsOf(query).map((word) => {
    const spelled = spelledAs(word, names);
    return spelled === undefined ? abbreviatedAs(word, names) : [spelled];
  });
  if (heard.every((meanings) => meanings.length === 0)) return undefined;
  return wordsOf(query).map((word, index) => (heard[index]?.length ? heard[index] : [word]).flatMap(withSynonyms));
}

async function askEngine(
  query: SearchQuery,
  page: PageRequest,
  now: Date,
): Promise<{ ids: string[]; total: number } | undefined> {
  const engine = searchEngine();
  if (!engine) return undefined;
  try {
    const asked = {
      filter: engineFilter(query, monthOf(now)),
      sort: engineSort(query.sort),
      attributesToRetrieve: ["id"],
      matchingStrategy: "all",
      page: page.number,
      hitsPerPage: page.size,
    } as const satisfies SearchParams;
    const answer = await engine.index(LISTINGS_INDEX).search<{ id: string }, typeof asked>(query.q, asked);
    return { ids: answer.hits.map((hit) => hit.id), total: answer.totalHits };
  } catch (error) {
    log.warn({ err: error }, "search engine did not answer: PostgreSQL does");
    return undefined;
  }
}

/**
 * First which listings, in what order and how many; then what a page of them shows. Which of them say the words is asked
 * before, so that the planner knows how many they are: of a guess it makes loops within loops.
 */
async function searchDatabase(
  db: Db,
  query: SearchQuery,
  words: Meanings,
  page: PageRequest,
  now: Date,
): Promise<Page<ListingCard> & Pick<FoundListings, "asked">> {
  const said = words.length === 0 ? undefined : await idsSaying(db, words);
  const asked = { by: "database", said } as const;
  if (said?.length === 0) return { rows: [], total: 0, number: page.number, size: page.size, asked };
  const matching = matchingListings(query, said, now);
  const rows = await db.$queryRaw<(ListingCard & { total: bigint })[]>`
    WITH ${matching},
      found AS MATERIALIZED (
        SELECT first.*, (SELECT count(*) FROM matching) AS total, row_number() OVER (ORDER BY ${ordering(query, words)}, id) AS place
        FROM (SELECT * FROM matching ORDER BY ${ordering(query, words)}, id LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int) first),
      ${cardDetails(now)}
    SELECT ${CARD_COLUMNS}, found.total ${CARD_TABLES} ORDER BY found.place`;
  const total = rows[0] ? Number(rows[0].total) : page.number === 1 ? 0 : await countOf(db, matching);
  return { rows: rows.map(({ total: _total, ...row }) => row), total, number: page.number, size: page.size, asked };
}

async function countOf(db: Db, matching: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<[{ total: bigint }]>`WITH ${matching} SELECT count(*) AS total FROM matching`;
  return Number(row.total);
}

/**
 * What is asked of the listing itself makes the shortlist; packs and stock are then read for all of it together. What is
 * asked of those is asked of the joined rows: asked before, the planner expects hardly any, and joins row by row.
 */
function matchingListings(query: SearchQuery, said: readonly string[] | undefined, now: Date): Prisma.Sql {
  const asked = ofPackAndStock(query);
  const joined = Prisma.sql`AS MATERIALIZED (
      SELECT ${FOUND_COLUMNS}, l.title, l.household_fen
      FROM candidate l JOIN pack v ON v.listing_id = l.id LEFT JOIN stock ON stock.listing_id = l.id)`;
  return Prisma.sql`
    candidate AS MATERIALIZED (
      SELECT l.id, l.preorder_id, l.title, share.household_fen ${FOR_SALE}${all(ofListing(query, said, now))}),
    ${packsAndStock(now, packsOf(query))},
    ${
      asked.length === 0
        ? Prisma.sql`matching ${joined}`
        : Prisma.sql`offered ${joined}, matching AS MATERIALIZED (SELECT * FROM offered WHERE true${all(asked)})`
    }`;
}

export function packsOf(query: SearchQuery): Packs {
  return query.inLargePacks ? "large" : "all";
}

export function all(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.empty : Prisma.sql` AND ${Prisma.join([...conditions], " AND ")}`;
}

export function ofListing(query: SearchQuery, said: readonly string[] | undefined, now: Date): Prisma.Sql[] {
  return [
    ...(said === undefined ? [] : [Prisma.sql`l.id = ANY (${[...said]}::uuid[])`]),
    ...(query.category ? [Prisma.sql`p.category_code = ${query.category}`] : []),
    ...(query.area ? [Prisma.sql`l.area_code LIKE ${`${query.area}%`}`] : []),
    ...(query.certificate ? [carrying(query.certificate, now)] : []),
    ...(query.within ? [Prisma.sql`${SHIPS_WITHIN} <= ${query.within}::int`] : []),
    ...(query.minShareBps === undefined ? [] : [Prisma.sql`share.share_bps >= ${query.minShareBps}::int`]),
    ...(query.maxPerJinFen === undefined ? [] : [Prisma.sql`p.base_unit = 'GRAM'`]),
    ...(query.inLargePacks ? [IN_LARGE_PACKS] : []),
    ...(query.inSeason ? [Prisma.sql`${monthOf(now)}::int = ANY (l.season_months)`] : []),
  ];
}

function carrying(certificate: string, now: Date): Prisma.Sql {
  const everyListing = Prisma.sql`SELECT id FROM listing`;
  return Prisma.sql`l.id IN (SELECT listing_id FROM (${kindsOfMarks(everyListing, now)}) m WHERE ${certificate} = ANY (m.kinds))`;
}

export function ofPackAndStock(query: SearchQuery): Prisma.Sql[] {
  return [
    ...(query.maxPerJinFen === undefined
      ? []
      : [Prisma.sql`price_fen * 500 <= ${query.maxPerJinFen}::bigint * quantity`]),
    ...(query.inStock ? [Prisma.sql`in_stock`] : []),
  ];
}

function ordering(query: SearchQuery, words: Meanings): Prisma.Sql {
  switch (query.sort) {
    case "price":
      return Prisma.sql`price_fen`;
    case "households":
      return Prisma.sql`household_fen DESC NULLS LAST`;
    case "price-desc":
      return Prisma.sql`price_fen DESC`;
    case "harvest":
      return Prisma.sql`harvested DESC NULLS LAST`;
    case "relevance":
      return words.length === 0
        ? Prisma.sql`in_stock DESC, harvested DESC NULLS LAST`
        : Prisma.sql`${wordsInTitle(words)} DESC, in_stock DESC, similarity(title, ${query.q}) DESC`;
  }
}

/** Who asks for 茶 means 绿茶 before anything else of 昌溪茶笋合作社. */
function wordsInTitle(words: Meanings): Prisma.Sql {
  const said = words.map(([word = ""]) => Prisma.sql`(title ILIKE ${anywhere(word)})::int`);
  return Prisma.sql`(${Prisma.join(said, " + ")})`;
}

/** Each word with all that mean the same, the word itself first. */
export function meaningsOf(query: SearchQuery): Meanings {
  return wordsOf(query).map(withSynonyms);
}

function wordsOf(query: SearchQuery): string[] {
  return query.q.split(" ").filter(Boolean);
}

export function monthOf(now: Date): number {
  return yearAndMonth(periodOf(now)).month;
}
