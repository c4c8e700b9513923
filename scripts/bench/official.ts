// bench official: a county of 100,000 households and 200,000 order lines, then three (with --counties=N any number) in one
// database. Each page of the officials' desk over HTTP beside the bare indexed SQL it stands on; the county's overview also
// beside the same worked out from postings; 24 months closed and reported beside one raw GROUP BY; how soon a sale is in the
// kept record. Ratios within one run: of one machine they say nothing.
import { spawn } from "node:child_process";
import pg from "pg";
import type { Db } from "~/platform/db.server";
import { memoryOf } from "./support/memory";
import { startShop } from "./support/shop";
import { COUNTIES, fillCounty, LAST_MONTH } from "./support/official-county";

const option = (name: string, otherwise: string) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise;
const SHARE = Number(option("share", "1"));
const COUNTY_COUNT = Number(option("counties", "3"));
const CLOSES = option("close", "24");
/** whatever is not done by then is not measured at all */
const MINUTES = Number(option("minutes", "40"));
const TIMES = 7;
const COUNTY = COUNTIES[0] ?? "";
const VILLAGE = `${COUNTY}100200`;
const TOWNSHIP = `${COUNTY}100`;
const [FROM, TO] = [`${LAST_MONTH.slice(0, 4)}-01`, LAST_MONTH];
const [FROM_BEFORE, TO_BEFORE] = ["2025-01", "2025-10"];

const shop = await startShop();
// As the server's connections have it.
const owner = new pg.Client({ connectionString: shop.ownerUrl, options: "-c work_mem=16MB" });
owner.on("error", () => {}); // the server stops under it when a measurement throws
setTimeout(() => {
  console.error(`not done in ${MINUTES} minutes: --minutes=N gives it longer, --share=0.1 a tenth of the data`);
  void shop.stop().finally(() => process.exit(1));
}, MINUTES * 60_000).unref();
try {
  await owner.connect();
  const { db } = await import("~/platform/db.server");
  console.error("filling the first county …");
  const began = performance.now();
  await fillCounty(owner, 0, SHARE);
  const filledMs = performance.now() - began;
  const cookie = await officialCookie();
  const { rows } = await owner.query("SELECT id FROM household WHERE area_code = $1 ORDER BY number LIMIT 1", [
    VILLAGE,
  ]);
  const householdId: string = rows[0].id;
  const pages = pagesOf(householdId);

  const once = await measured(pages, cookie);
  const overview = await beside(cookie);
  const fresh = await untilInTheRecord();
  const closing = Number(CLOSES) === 0 ? null : await closed(Number(CLOSES));
  const exact = await figuresAreExact(db());

  for (let n = 1; n < COUNTY_COUNT; n += 1) {
    console.error(`filling county ${n + 1} …`);
    await fillCounty(owner, n, SHARE);
  }
  const more = COUNTY_COUNT > 1 ? await measured(pages, cookie) : once;
  const counted = await owner.query(
    `SELECT (SELECT count(*) FROM household)::int AS households, (SELECT count(*) FROM order_line)::int AS lines,
       (SELECT count(*) FROM posting)::int AS postings, (SELECT count(*) FROM household_month)::int AS months,
       pg_size_pretty(pg_database_size(current_database())) AS size`,
  );
  console.log(
    JSON.stringify(
      {
        bench: "official",
        data: { counties: COUNTY_COUNT, ...counted.rows[0], firstCountyFilledS: rounded(filledMs / 1000) },
        pages: Object.fromEntries(
          pages.map(({ name }) => {
            const [a, b] = [once[name], more[name]];
            if (!a || !b) throw new Error(name);
            return [
              name,
              {
                ms: rounded(a.page),
                bareMs: rounded(a.bare),
                ratio: rounded(a.page / a.bare),
                ratioWithAllCounties: rounded(b.page / b.bare),
                timesTheDataCosts: rounded(b.page / a.page),
                kilobytes: rounded(a.bytes / 1024),
              },
            ];
          }),
        ),
        overviewFromPostings: overview,
        saleInTheRecordAfterS: fresh,
        closeAndReport: closing,
        figuresEqualRawRecomputation: exact,
        serverMemoryMb: memoryOf(shop.serverPid),
      },
      null,
      2,
    ),
  );
} finally {
  await owner.end();
  await shop.stop();
}
process.exit(0);

type Measured = { page: number; bare: number; bytes: number };
type MeasuredPage = { name: string; path: string; bare: () => Promise<unknown> };

function pagesOf(householdId: string): readonly MeasuredPage[] {
  const run = (text: string, values: unknown[]) => owner.query({ name: text.slice(0, 60), text, values });
  const range = (code: string) => [code.padEnd(12, "0"), code.padEnd(12, "9")];
  const people = `SELECT household_id, count(*) AS people FROM household_member m JOIN household h ON h.id = m.household_id
    WHERE h.area_code BETWEEN $1 AND $2 AND left_on IS NULL GROUP BY 1`;
  const record = `SELECT household_id, accrued[$4::int] AS accrued, paid[$4::int] AS paid, stable[$4::int] AS stable, attributed[$4::int] AS attributed
    FROM household_year WHERE year = $3::int AND area_code BETWEEN $1 AND $2`;
  const span = [Number(TO.slice(0, 4)), Number(TO.slice(5))];
  /** an area's figures by the areas below: this year, the year before, and by month */
  const area = (code: string, below: number) => async () => {
    await run(
      `SELECT left(h.area_code, ${below}) AS code, count(*), sum(p.people), sum(r.accrued), sum(r.paid), sum(r.stable), sum(r.attributed),
         count(*) FILTER (WHERE r.paid <> 0), percentile_disc(0.5) WITHIN GROUP (ORDER BY r.paid)
       FROM household h LEFT JOIN (${record}) r ON r.household_id = h.id LEFT JOIN (${people}) p ON p.household_id = h.id
       WHERE h.area_code BETWEEN $1 AND $2 GROUP BY 1`,
      [...range(code), ...span],
    );
    await run(
      `/* the year before ${code} */ SELECT left(area_code, ${below}) AS code, sum(paid_fen) FROM area_month
       WHERE area_code BETWEEN $1 AND $2 AND period BETWEEN $3 AND $4 GROUP BY 1`,
      [...range(code), FROM_BEFORE, TO_BEFORE],
    );
    await run(
      `/* by month ${code} */ SELECT period, sum(accrued_fen), sum(paid_fen) FROM area_month
       WHERE area_code BETWEEN $1 AND $2 AND period BETWEEN $3 AND $4 GROUP BY 1`,
      [...range(code), "2025-11", TO],
    );
  };
  return [
    { name: "county overview", path: `/gov/areas/${COUNTY}?month=${LAST_MONTH}`, bare: area(COUNTY, 9) },
    {
      name: "village page",
      path: `/gov/areas/${VILLAGE}?month=${LAST_MONTH}`,
      bare: async () => {
        await area(VILLAGE, 12)();
        await run(
          `SELECT h.id, h.number, h.head_name, h.group_name, p.people, r.accrued, r.paid, r.attributed
           FROM household h LEFT JOIN (${record}) r ON r.household_id = h.id LEFT JOIN (${people}) p ON p.household_id = h.id
           WHERE h.area_code BETWEEN $1 AND $2 ORDER BY h.number LIMIT 100`,
          [...range(VILLAGE), ...span],
        );
      },
    },
    {
      name: "household drill-down",
      path: `/gov/households/${householdId}/income?month=${LAST_MONTH}`,
      bare: async () => {
        await run("SELECT * FROM household WHERE id = $1", [householdId]);
        await run("SELECT * FROM household_member WHERE household_id = $1", [householdId]);
        await run("SELECT * FROM household_status_event WHERE household_id = $1", [householdId]);
        await run(
          `SELECT period, flow, sum(amount_fen) FILTER (WHERE destination LIKE '%:payable'), sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%')
           FROM posting WHERE household_id = $1 AND period BETWEEN $2 AND $3 GROUP BY 1, 2`,
          [householdId, FROM, TO],
        );
        await run(
          "SELECT period, sum(amount_fen) FROM attribution WHERE household_id = $1 AND period BETWEEN $2 AND $3 GROUP BY 1",
          [householdId, FROM, TO],
        );
        await run("SELECT sum(amount_fen) FROM posting WHERE destination = $1 AND destination LIKE '%:payable'", [
          `household:${householdId}:payable`,
        ]);
        await run("SELECT sum(amount_fen) FROM posting WHERE source = $1 AND source LIKE '%:payable'", [
          `household:${householdId}:payable`,
        ]);
        await run("SELECT * FROM cost_entry WHERE household_id = $1", [householdId]);
        await run("SELECT * FROM declared_income WHERE household_id = $1", [householdId]);
      },
    },
    {
      name: "filtered household list",
      path: `/gov/households?area=${TOWNSHIP}&band=any&sort=paid&month=${LAST_MONTH}`,
      bare: async () => {
        const listed = `FROM household h JOIN (${record}) r ON r.household_id = h.id
          CROSS JOIN LATERAL (SELECT count(*) AS people FROM household_member m WHERE m.household_id = h.id AND left_on IS NULL) p
          WHERE h.area_code BETWEEN $1 AND $2 AND r.paid > 0`;
        const values = [...range(TOWNSHIP), ...span];
        await run(`SELECT count(*), sum(p.people), sum(r.accrued), sum(r.paid), sum(r.attributed) ${listed}`, values);
        await run(`SELECT h.*, p.people, r.accrued, r.paid ${listed} ORDER BY r.paid DESC, h.number LIMIT 20`, values);
      },
    },
  ];
}

async function measured(pages: readonly MeasuredPage[], cookie: string): Promise<Record<string, Measured>> {
  const found: Record<string, Measured> = {};
  for (const { name, path, bare } of pages) {
    let bytes = 0;
    const page = async () => {
      const answer = await fetch(`${shop.url}${path}`, { headers: { Cookie: cookie }, redirect: "manual" });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      bytes = Buffer.byteLength(text);
    };
    // One after the other in turns, so that whatever else the machine does falls on both.
    const times: [number, number][] = [];
    for (let i = 0; i < TIMES + 2; i += 1) times.push([await timed(page), await timed(bare)]);
    const last = times.slice(2);
    found[name] = { page: median(last.map(([ms]) => ms)), bare: median(last.map(([, ms]) => ms)), bytes };
    console.error(name, found[name]);
  }
  return found;
}

/** The overview's figures of the year worked out from postings, the way a page without a record would have to. */
async function beside(cookie: string) {
  const path = `/gov/areas/${COUNTY}?month=${LAST_MONTH}`;
  const page = await timed(async () => (await fetch(`${shop.url}${path}`, { headers: { Cookie: cookie } })).text());
  const summed = (from: string, to: string) =>
    owner.query(
      `SELECT left(h.area_code, 9) AS code, count(DISTINCT s.household_id), sum(s.accrued_fen), sum(s.paid_fen), sum(s.attributed_fen)
       FROM household_month_summed s JOIN household h ON h.id = s.household_id
       WHERE h.area_code LIKE $1 || '%' AND s.period BETWEEN $2 AND $3 GROUP BY 1`,
      [COUNTY, from, to],
    );
  const recomputed = await timed(async () => {
    await summed(FROM, TO);
    await summed(FROM_BEFORE, TO_BEFORE);
    await summed("2025-11", TO);
  });
  return { recomputedMs: rounded(recomputed), pageOfIt: rounded(page / recomputed) };
}

/** From the commit of a sale until the worker has it in the kept record; the pages read it at once. */
async function untilInTheRecord(): Promise<number> {
  const { aLot, aSale } = await import("#tests/builders/benefits");
  const { anApprovedCooperative } = await import("#tests/builders/cooperatives");
  const worker = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts"], {
    env: process.env,
    stdio: "ignore",
  });
  try {
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    const cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
    const { rows } = await owner.query("SELECT id FROM household WHERE area_code = $1 ORDER BY number DESC LIMIT 1", [
      VILLAGE,
    ]);
    const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
      { householdId: rows[0].id, grams: 9_000, priceFen: 600n },
    ]);
    const sale = await aSale([{ lines: [{ unitPriceFen: 3_990n, picks: [{ lot, grams: 2_500 }] }] }], {
      at: new Date(),
    });
    const began = performance.now();
    for (;;) {
      const kept = await owner.query(
        `SELECT FROM household_month WHERE household_id = $1 AND pending_fen > 0
           AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = $1)`,
        [rows[0].id],
      );
      if ((kept.rowCount ?? 0) > 0) return rounded((performance.now() - began) / 1000);
      if (performance.now() - began > 60_000) throw new Error(`${sale.orderId} is not in the record after a minute`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    worker.kill("SIGTERM");
  }
}

async function closed(months: number) {
  const { beginAreaClose } = await import("~/settlement/begin-area-close.server");
  const { signAreaClose } = await import("~/settlement/sign-area-close.server");
  const { shiftPeriod } = await import("~/kernel/period");
  const { anOfficial } = await import("#tests/builders/access");
  const county = await anOfficial(COUNTY);
  const now = new Date("2026-11-20T02:00:00Z");
  // The sums are asked for outside, or PostgreSQL would not work them out.
  const rawMs = await timed(() =>
    owner.query(
      `SELECT count(*), sum(accrued), sum(paid) FROM (
         SELECT p.household_id, p.period, p.flow, sum(amount_fen) FILTER (WHERE destination LIKE '%:payable') AS accrued,
           sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%') AS paid FROM posting p WHERE household_id IS NOT NULL GROUP BY 1, 2, 3) g`,
    ),
  );
  const before = process.memoryUsage().rss;
  let peak = before;
  const began = performance.now();
  for (let back = months - 1; back >= 0; back -= 1) {
    const begun = await beginAreaClose({
      actor: county.actor,
      areaCode: COUNTY,
      period: shiftPeriod(LAST_MONTH, -back),
      now,
    });
    if (!begun.ok) throw new Error(begun.failure.kind);
    const signed = await signAreaClose({ actor: county.actor, closeId: begun.value.closeId, remark: "", now });
    if (!signed.ok || !signed.value.closed) throw new Error(signed.ok ? "not closed" : signed.failure.kind);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const ms = performance.now() - began;
  return {
    months,
    s: rounded(ms / 1000),
    rawGroupByS: rounded(rawMs / 1000),
    ratio: rounded(ms / rawMs),
    memoryGrewMb: rounded((peak - before) / 1024 / 1024),
  };
}

/** Every household, month and class kept is what its postings add up to; and the county's totals what the ledger says without any of the project's SQL. */
async function figuresAreExact(db: Db) {
  const { areaTotals } = await import("~/benefits/region-income-store.server");
  const differing = await owner.query(
    `SELECT ((SELECT count(*) FROM invariant_household_month) + (SELECT count(*) FROM invariant_area_month)
       + (SELECT count(*) FROM invariant_household_year) + (SELECT count(*) FROM invariant_linkage_year)
       + (SELECT count(*) FROM invariant_closed_area_unchanged) + (SELECT count(*) FROM invariant_frozen_households_counted))::int AS count`,
  );
  const totals = await areaTotals(db, { areaPrefixes: [COUNTY], areaCode: COUNTY, from: FROM, to: TO });
  const { rows } = await owner.query(
    `SELECT coalesce(sum(CASE WHEN p.source ~ '^bank:' THEN -amount_fen WHEN p.destination ~ '^bank:' THEN amount_fen ELSE 0 END), 0)::bigint::text AS paid
     FROM posting p JOIN household h ON h.id = p.household_id WHERE h.area_code LIKE $1 || '%' AND p.period BETWEEN $2 AND $3`,
    [COUNTY, FROM, TO],
  );
  return differing.rows[0].count === 0 && String(totals.paidFen) === rows[0].paid && totals.paidFen > 0n;
}

async function officialCookie(): Promise<string> {
  const { anOfficial } = await import("#tests/builders/access");
  return (await anOfficial(COUNTY)).cookie;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
