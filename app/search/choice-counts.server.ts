import type { MultiSearchQuery } from "meilisearch";
import { Prisma, type Db } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { searchEngine } from "~/platform/search-engine.server";
import { kindsOfMarks } from "./carried-marks.server";
import { FOR_SALE, FOUND_COLUMNS, packsAndStock, SHIPS_WITHIN as SHIPPED_WITHIN } from "./listing-card-store.server";
import { engineFilter, LISTINGS_INDEX } from "./listing-index.server";
import { idsSaying } from "./said-in-names.server";
import { SHARES, SHIPS_WITHIN, type SearchQuery } from "./search-query";
import { all, meaningsOf, monthOf, ofListing, ofPackAndStock, packsOf, type Asked } from "./search-listings.server";

/** How many listings each choice of a filter would leave, all else as it was asked for. What would leave none is not named. */
export type ChoiceCounts = {
  readonly category: Counts;
  /** by codes of villages and of all they lie in */
  readonly area: Counts;
  readonly certificate: Counts;
  readonly within: Counts;
  /** by percent */
  readonly share: Counts;
  readonly season: number;
};

type Counts = Readonly<Record<string, number>>;
type Choice = keyof ChoiceCounts;

/** Each choice as a query has it, and as one has it that leaves it open. */
const OPEN = {
  category: { category: undefined },
  area: { area: undefined },
  certificate: { certificate: undefined },
  within: { within: undefined },
  share: { minShareBps: undefined },
  season: { inSeason: false },
} as const satisfies Record<Choice, Partial<SearchQuery>>;

const CHOICES = Object.keys(OPEN) as Choice[];

const FIELDS = {
  category: "category",
  area: "areas",
  certificate: "certificates",
  within: "shipsWithinDays",
  share: "shareSteps",
  season: "months",
} as const satisfies Record<Choice, string>;

/** The counts beside a list, by whoever found the list; without the engine they are the same ones. */
export async function countChoices(db: Db, query: SearchQuery, asked: Asked, now: Date): Promise<ChoiceCounts> {
  if (asked.by === "database") return countInDatabase(db, query, asked.said, now);
  const counted = await askEngine({ ...query, q: asked.q }, now);
  return counted ?? countInDatabase(db, query, await idsSaying(db, meaningsOf(query)), now);
}

/** One request: a query for all choices that are open, and one more for each that was made, without it. */
async function askEngine(query: SearchQuery, now: Date): Promise<ChoiceCounts | undefined> {
  const engine = searchEngine();
  if (!engine) return undefined;
  const month = monthOf(now);
  const made = madeIn(query);
  const open = CHOICES.filter((choice) => !made.includes(choice));
  const counting = (of: SearchQuery, choices: readonly Choice[]) =>
    ({
      indexUid: LISTINGS_INDEX,
      q: query.q,
      filter: engineFilter(of, month),
      facets: choices.map((choice) => FIELDS[choice]),
      matchingStrategy: "all",
      limit: 0,
    }) satisfies MultiSearchQuery;
  try {
    const { results } = await engine.multiSearch({
      queries: [counting(query, open), ...made.map((choice) => counting({ ...query, ...OPEN[choice] }, [choice]))],
    });
    const found: Record<string, Counts> = Object.assign({}, ...results.map((one) => one.facetDistribution));
    return {
      category: found[FIELDS.category] ?? {},
      area: found[FIELDS.area] ?? {},
      certificate: found[FIELDS.certificate] ?? {},
      within: upTo(found[FIELDS.within] ?? {}),
      share: found[FIELDS.share] ?? {},
      season: found[FIELDS.season]?.[String(month)] ?? 0,
    };
  } catch (error) {
    log.warn({ err: error }, "search engine did not count: PostgreSQL does");
    return undefined;
  }
}

/**
 * What is not a choice (words, highest price, packs, stock) makes the rows; each choice is then counted among those that the
 * other choices leave. Packs and stock are only read where they are asked for.
 */
async function countInDatabase(
  db: Db,
  query: SearchQuery,
  said: readonly string[] | undefined,
  now: Date,
): Promise<ChoiceCounts> {
  if (said?.length === 0) return { category: {}, area: {}, certificate: {}, within: {}, share: {}, season: 0 };
  const open: SearchQuery = Object.assign({}, query, ...Object.values(OPEN));
  const made = madeIn(query);
  const leftBy = (choice: Choice) => all(made.filter((one) => one !== choice).map((one) => conditionOf(one, query)));
  const ofPacks = ofPackAndStock(query);
  const rows = await db.$queryRaw<{ choice: Choice; value: string; count: number }[]>`
    WITH candidate AS MATERIALIZED (
        SELECT l.id, l.preorder_id, p.category_code AS category, l.area_code AS area, ${SHIPPED_WITHIN} AS within,
          share.share_bps AS share, ${monthOf(now)}::int = ANY (l.season_months) AS season
        ${FOR_SALE}${all(ofListing(open, said, now))}),
      ${
        ofPacks.length === 0
          ? Prisma.empty
          : Prisma.sql`${packsAndStock(now, packsOf(query))},
            offered AS MATERIALIZED (
              SELECT ${FOUND_COLUMNS} FROM candidate l JOIN pack v ON v.listing_id = l.id
              LEFT JOIN stock ON stock.listing_id = l.id),`
      }
      mark AS (${kindsOfMarks(Prisma.sql`SELECT id FROM candidate`, now)}),
      one AS MATERIALIZED (
        SELECT candidate.*, coalesce(mark.kinds, '{}') AS kinds
        FROM candidate LEFT JOIN mark ON mark.listing_id = candidate.id
        ${ofPacks.length === 0 ? Prisma.empty : Prisma.sql`WHERE candidate.id IN (SELECT id FROM offered WHERE true${all(ofPacks)})`})
    SELECT 'category' AS choice, category AS value, count(*)::int AS count
    FROM one WHERE true${leftBy("category")} GROUP BY category
    UNION ALL SELECT 'area', left(area, digits), count(*)::int
    FROM one CROSS JOIN (VALUES (2), (4), (6), (9), (12)) AS level (digits) WHERE true${leftBy("area")} GROUP BY 2
    UNION ALL SELECT 'certificate', kind, count(*)::int
    FROM one CROSS JOIN LATERAL unnest(kinds) AS kind WHERE true${leftBy("certificate")} GROUP BY kind
    UNION ALL SELECT 'within', within::text, count(*)::int FROM one WHERE true${leftBy("within")} GROUP BY within
    UNION ALL SELECT 'share', percent::text, count(*)::int
    FROM one JOIN unnest(${[...SHARES]}::int[]) AS percent ON share >= percent * 100 WHERE true${leftBy("share")} GROUP BY percent
    UNION ALL SELECT 'season', '', count(*)::int FROM one WHERE season${leftBy("season")}`;
  const countsOf = (choice: Choice): Counts =>
    Object.fromEntries(rows.filter((row) => row.choice === choice).map(({ value, count }) => [value, count]));
  return {
    category: countsOf("category"),
    area: countsOf("area"),
    certificate: countsOf("certificate"),
    within: upTo(countsOf("within")),
    share: countsOf("share"),
    season: countsOf("season")[""] ?? 0,
  };
}

function madeIn(query: SearchQuery): Choice[] {
  return CHOICES.filter((choice) =>
    Object.entries(OPEN[choice]).some(([field, open]) => query[field as keyof SearchQuery] !== open),
  );
}

/** One made choice, asked of a row of `one`. */
function conditionOf(choice: Choice, query: SearchQuery): Prisma.Sql {
  switch (choice) {
    case "category":
      return Prisma.sql`category = ${query.category}`;
    case "area":
      return Prisma.sql`area LIKE ${`${query.area}%`}`;
    case "certificate":
      return Prisma.sql`${query.certificate} = ANY (kinds)`;
    case "within":
      return Prisma.sql`within <= ${query.within}::int`;
    case "share":
      return Prisma.sql`share >= ${query.minShareBps}::int`;
    case "season":
      return Prisma.sql`season`;
  }
}

/** What ships within two days also ships within three. */
function upTo(byDays: Counts): Counts {
  const within = (days: number) =>
    Object.entries(byDays).reduce((sum, [value, count]) => (Number(value) <= days ? sum + count : sum), 0);
  return Object.fromEntries(SHIPS_WITHIN.map((days) => [days, within(days)]));
}
