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
import { soundOf, spelledAs } from "./search-help";
import { withSynonyms } from "./synonyms";

export type FoundListings = Page<ListingCard> & {
  /** who answered, for the operator's page and for tests; shoppers are told nothing */
  readonly by: "engine" | "database";
  /** nothing is written as asked; these sound like it (獼猴桃, 弥猴桃 → 猕猴桃) */
  readonly bySound: boolean;
};

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
    const rows = await listingCards(db, found.ids, now, packsOf(query));
    return { rows, total: found.total, number: page.number, size: page.size, by: "engine", bySound: false };
  }
  // Nothing by the engine's cutting of words: a plain substring may still find it.
  const plain = await searchDatabase(db, query, page, now);
  if (plain.total === 0 && found) {
    const sound = soundOf(query.q);
    const alike = sound === undefined ? undefined : await askEngine({ ...query, q: sound }, page, now);
    if (alike && alike.total > 0) {
      const rows = await listingCards(db, alike.ids, now, packsOf(query));
      return { rows, total: alike.total, number: page.number, size: page.size, by: "engine", bySound: true };
    }
  }
  if (plain.total === 0 && !found && query.q !== "") {
    const names = await namesToHear(db);
    const spelled = wordsOf(query)
      .map((word) => spelledAs(word, names) ?? word)
      .join(" ");
    const alike = spelled === query.q ? undefined : await searchDatabase(db, { ...query, q: spelled }, page, now);
    if (alike && alike.total > 0) return { ...alike, by: "database", bySound: true };
  }
  return { ...plain, by: "database", bySound: false };
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
async function searchDatabase(db: Db, query: SearchQuery, page: PageRequest, now: Date): Promise<Page<ListingCard>> {
  const words = wordsOf(query);
  const said = words.length === 0 ? undefined : await idsSaying(db, words.map(withSynonyms));
  if (said?.length === 0) return { rows: [], total: 0, number: page.number, size: page.size };
  const matching = matchingListings(query, said, now);
  const rows = await db.$queryRaw<(ListingCard & { total: bigint })[]>`
    WITH ${matching},
      found AS MATERIALIZED (
        SELECT first.*, (SELECT count(*) FROM matching) AS total, row_number() OVER (ORDER BY ${ordering(query)}, id) AS place
        FROM (SELECT * FROM matching ORDER BY ${ordering(query)}, id LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int) first),
      ${cardDetails(now)}
    SELECT ${CARD_COLUMNS}, found.total ${CARD_TABLES} ORDER BY found.place`;
  const total = rows[0] ? Number(rows[0].total) : page.number === 1 ? 0 : await countOf(db, matching);
  return { rows: rows.map(({ total: _total, ...row }) => row), total, number: page.number, size: page.size };
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

function packsOf(query: SearchQuery): Packs {
  return query.inLargePacks ? "large" : "all";
}

function all(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.empty : Prisma.sql` AND ${Prisma.join([...conditions], " AND ")}`;
}

function ofListing(query: SearchQuery, said: readonly string[] | undefined, now: Date): Prisma.Sql[] {
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

function ofPackAndStock(query: SearchQuery): Prisma.Sql[] {
  return [
    ...(query.maxPerJinFen === undefined
      ? []
      : [Prisma.sql`price_fen * 500 <= ${query.maxPerJinFen}::bigint * quantity`]),
    ...(query.inStock ? [Prisma.sql`in_stock`] : []),
  ];
}

function ordering(query: SearchQuery): Prisma.Sql {
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
      return query.q === ""
        ? Prisma.sql`in_stock DESC, harvested DESC NULLS LAST`
        : Prisma.sql`${wordsInTitle(query)} DESC, in_stock DESC, similarity(title, ${query.q}) DESC`;
  }
}

/** Who asks for 茶 means 绿茶 before anything else of 昌溪茶笋合作社. */
function wordsInTitle(query: SearchQuery): Prisma.Sql {
  const said = wordsOf(query).map((word) => Prisma.sql`(title ILIKE ${anywhere(word)})::int`);
  return Prisma.sql`(${Prisma.join(said, " + ")})`;
}

function wordsOf(query: SearchQuery): string[] {
  return query.q.split(" ").filter(Boolean);
}

function monthOf(now: Date): number {
  return yearAndMonth(periodOf(now)).month;
}
