// bench official: a county of 100,000 households and 200,000 order lines, then three (with --counties=10 also ten) in one
// database. Each page of the officials' desk over HTTP beside the bare indexed SQL it stands on; the county's overview also
// beside the same worked out from postings; 24 months closed and reported beside one raw GROUP BY; how soon a sale is in the
// kept record. Ratios within one run: of one machine they say nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import pg from "pg";
import type { Db } from "~/platform/db.server";
import { ask } from "./support/ask";
import { memoryOf } from "./support/memory";
import { middle } from "./support/middle";
import { startShop } from "./support/shop";
import { fillCounty, LAST_MONTH } from "./support/official-county";
import { BEFORE, COUNTY, pagesOf, SPAN, VILLAGE, type MeasuredPage } from "./support/official-pages";

const option = (name: string, otherwise: string) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise;
const SHARE = Number(option("share", "1"));
const COUNTY_COUNT = Number(option("counties", "3"));
const CLOSES = option("close", "24");
/** whatever is not done by then is not measured at all */
const MINUTES = Number(option("minutes", "40"));
const TIMES = 40;
/** A server that serves has its programs translated; one that just started has not. */
const WARM = { requests: 40, ms: 3_000 };

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
  await filled(0);
  const filledMs = performance.now() - began;
  const cookie = await officialCookie();
  const { rows } = await owner.query("SELECT id FROM household WHERE area_code = $1 ORDER BY number LIMIT 1", [
    VILLAGE,
  ]);
  const householdId: string = rows[0].id;
  const pages = pagesOf(owner, householdId, cookie.split("=")[1] ?? "");

  const once = await measured(pages, cookie);
  const overview = await beside(cookie);
  const fresh = await untilInTheRecord();
  const closing = Number(CLOSES) === 0 ? null : await closed(Number(CLOSES));
  const exact = await figuresAreExact(db());

  const grown: { counties: number; measured: Record<string, Measured> }[] = [];
  for (let counties = 2; counties <= COUNTY_COUNT; counties += 1) {
    console.error(`filling county ${counties} …`);
    await filled(counties - 1);
    if (counties === 3 || counties === COUNTY_COUNT) {
      grown.push({ counties, measured: await measured(pages, cookie) });
    }
  }
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
            const one = measurement(once, name);
            return [
              name,
              {
                ms: rounded(one.page),
                bareMs: rounded(one.bare),
                ratio: rounded(one.page / one.bare),
                kilobytesSent: rounded(one.bytes / 1024),
                grown: grown.map(({ counties, measured: found }) => {
                  const more = measurement(found, name);
                  return {
                    counties,
                    ratio: rounded(more.page / more.bare),
                    timesTheDataCosts: rounded(more.page / one.page),
                    bareCosts: rounded(more.bare / one.bare),
                  };
                }),
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

/** A county with its journals sealed, as the worker would have long ago: it is not to do that while something is measured. */
async function filled(nth: number): Promise<void> {
  const { sealJournals } = await import("~/benefits/seal-journals.server");
  await fillCounty(owner, nth, SHARE);
  await sealJournals({ now: new Date() });
  await owner.query("VACUUM ANALYZE seal");
  await owner.query("CHECKPOINT");
}

type Measured = { page: number; bare: number; bytes: number };
async function measured(pages: readonly MeasuredPage[], cookie: string): Promise<Record<string, Measured>> {
  const found: Record<string, Measured> = {};
  for (const { name, path, bare } of pages) {
    let bytes = 0;
    const page = async () => {
      const headers = { Cookie: cookie, "Accept-Encoding": "gzip, deflate, br" };
      const { status, body } = await ask(`${shop.url}${path}`, { method: "GET", headers });
      if (status !== 200) throw new Error(`${path}: ${status}`);
      bytes = body.length;
    };
    for (let n = 0, spent = 0; n < WARM.requests && spent < WARM.ms; n += 1)
      spent += (await timed(page)) + (await timed(bare));
    // One after the other in turns, so that whatever else the machine does falls on both.
    const times: [number, number][] = [];
    for (let i = 0; i < TIMES; i += 1) times.push([await timed(page), await timed(bare)]);
    found[name] = { page: undisturbed(times.map(([ms]) => ms)), bare: undisturbed(times.map(([, ms]) => ms)), bytes };
    console.error(name, found[name]);
  }
  return found;
}

function measurement(found: Record<string, Measured>, name: string): Measured {
  const one = found[name];
  if (!one) throw new Error(`${name} was not measured`);
  return one;
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
    await summed(...SPAN);
    await summed(...BEFORE);
    await summed("2025-11", SPAN[1]);
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
    // It ends its jobs first; what follows is measured without it.
    worker.kill("SIGTERM");
    if (worker.exitCode === null) await once(worker, "exit");
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
  const raw = () =>
    owner.query(
      `SELECT count(*), sum(accrued), sum(paid) FROM (
         SELECT p.household_id, p.period, p.flow, sum(amount_fen) FILTER (WHERE destination LIKE '%:payable') AS accrued,
           sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%') AS paid FROM posting p WHERE household_id IS NOT NULL GROUP BY 1, 2, 3) g`,
    );
  const rawMs = [await timed(raw), await timed(raw)];
  const before = process.memoryUsage().rss;
  let peak = before;
  const each: number[] = [];
  for (let back = months - 1; back >= 0; back -= 1) {
    const began = performance.now();
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
    each.push(performance.now() - began);
  }
  rawMs.push(await timed(raw));
  const ms = each.reduce((total, one) => total + one, 0);
  const rawOnceMs = middle(rawMs);
  return {
    months,
    s: rounded(ms / 1000),
    firstS: rounded((each[0] ?? 0) / 1000),
    middleS: rounded(middle(each) / 1000),
    rawGroupByS: rounded(rawOnceMs / 1000),
    ratio: rounded(ms / rawOnceMs),
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
  const totals = await areaTotals(db, { areaPrefixes: [COUNTY], areaCode: COUNTY, from: SPAN[0], to: SPAN[1] });
  const { rows } = await owner.query(
    `SELECT coalesce(sum(CASE WHEN p.source ~ '^bank:' THEN -amount_fen WHEN p.destination ~ '^bank:' THEN amount_fen ELSE 0 END), 0)::bigint::text AS paid
     FROM posting p JOIN household h ON h.id = p.household_id WHERE h.area_code LIKE $1 || '%' AND p.period BETWEEN $2 AND $3`,
    [COUNTY, ...SPAN],
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

/** The lower quartile: what a turn takes in which the machine did little else. */
function undisturbed(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
