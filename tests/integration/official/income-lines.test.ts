import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { holdBackEntries } from "~/benefits/journal-store.server";
import { publishIncomeLine } from "~/benefits/publish-income-line.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { action as lineForm, loader as linesPage } from "~/routes/official/monitoring-lines";
import { incomeLinesOf } from "~/regions/income-line-store.server";
import { areaReportBody, type AreaReportBody } from "~/settlement/area-report-store.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { violationsOf } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { letGoTogether } from "#tests/setup/locks";
import { errorsOf, submit, visit } from "../cooperative-console/visit";

const VILLAGE = "341021203201";
const COUNTY = "341021";
const NOW = new Date("2026-05-03T02:00:00Z");

let county: Person;
let township: Person;
let village: Person;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  county = await anOfficial(COUNTY);
  township = await anOfficial("341021203");
  village = await anOfficial(VILLAGE);
  await aHousehold({ areaCode: VILLAGE });
}, 120_000);

const line = () =>
  ({
    actor: county.actor,
    areaCode: COUNTY,
    year: 2026,
    fenPerPerson: 880_000n,
    source: "县振兴〔2026〕2 号",
    now: NOW,
  }) as const;

async function closed(period: string): Promise<{ closeId: string; body: string }> {
  const begun = await beginAreaClose({ actor: village.actor, areaCode: VILLAGE, period, now: NOW });
  if (!begun.ok) throw new Error(begun.failure.kind);
  const { closeId } = begun.value;
  for (const { actor } of [village, township, county]) {
    const signed = await signAreaClose({ actor, closeId, remark: "", now: NOW });
    if (!signed.ok) throw new Error(signed.failure.kind);
  }
  const { body } = await db().areaReport.findUniqueOrThrow({ where: { closeId }, select: { body: true } });
  return { closeId, body };
}

const linesOf = (body: string) => (JSON.parse(body) as AreaReportBody).lines;

test("a line without sense, paper or right is not published", async () => {
  expect(await publishIncomeLine({ ...line(), year: 1999 })).toMatchObject({ failure: { kind: "year" } });
  expect(await publishIncomeLine({ ...line(), fenPerPerson: 0n })).toMatchObject({ failure: { kind: "amount" } });
  expect(await publishIncomeLine({ ...line(), fenPerPerson: 10_000_001n })).toMatchObject({
    failure: { kind: "amount" },
  });
  expect(await publishIncomeLine({ ...line(), source: " " })).toMatchObject({ failure: { kind: "source-missing" } });
  for (const areaCode of ["", "34", "511129", "341021999"])
    expect(await publishIncomeLine({ ...line(), areaCode })).toMatchObject({ failure: { kind: "not-found" } });
  for (const { actor } of [township, village, await anOfficial("511129")])
    expect(await publishIncomeLine({ ...line(), actor })).toMatchObject({ failure: { kind: "not-found" } });
  expect(await db().incomeLine.count()).toBe(0);
});

test("a line that is published or corrected later leaves the report of a closed month as it was", async () => {
  expect((await publishIncomeLine(line())).ok).toBe(true);
  const march = await closed("2026-03");
  expect(linesOf(march.body)).toEqual([{ kind: "MONITORING", fen: "880000", source: "县振兴〔2026〕2 号" }]);

  // By the clock of whoever publishes it stands before the closing, which did not see it.
  const before = new Date(NOW.getTime() - 60_000);
  const corrected = { ...line(), fenPerPerson: 900_000n, source: "更正：县振兴〔2026〕5 号", now: before };
  expect((await publishIncomeLine(corrected)).ok).toBe(true);
  expect(await areaReportBody(db(), march.closeId)).toBe(march.body);
  expect((await incomeLinesOf(db(), VILLAGE, 2026)).monitoring?.fenPerPerson).toBe(900_000n);

  const april = await closed("2026-04");
  expect(linesOf(april.body)).toEqual(linesOf(march.body));
});

test("what closes later is told by the line that holds then", async () => {
  const later = new Date("2026-05-04T02:00:00Z");
  const begun = await beginAreaClose({ actor: village.actor, areaCode: VILLAGE, period: "2026-02", now: later });
  if (!begun.ok) throw new Error(begun.failure.kind);
  const { closeId } = begun.value;
  for (const { actor } of [village, township, county])
    expect(await signAreaClose({ actor, closeId, remark: "", now: later })).toMatchObject({ ok: true });
  expect(linesOf(await areaReportBody(db(), closeId))[0]?.fen).toBe("900000");
  expect(await violationsOf("area_report_hash")).toEqual([]);
});

test("a published line is never changed, nor is a version of the class map set into a closed month", async () => {
  await expect(db().incomeLine.updateMany({ data: { fenPerPerson: 1n } })).rejects.toThrow();
  await expect(db().incomeLine.deleteMany()).rejects.toThrow();
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  await expect(owner.query("UPDATE income_line SET fen_per_person = 1")).rejects.toThrow(/append-only/);
  await expect(owner.query("DELETE FROM income_line")).rejects.toThrow(/append-only/);
  const version = (from: string) =>
    owner.query(
      "INSERT INTO class_map (version, flow, income_class, stable, valid_from, source) VALUES (9, 'SALE', 'BUSINESS', true, $1, '试')",
      [from],
    );
  await expect(version("2026-04")).rejects.toThrow(/after every closed one/);
  await owner.query("BEGIN");
  await version("2026-05");
  await owner.query("ROLLBACK");
  await owner.end();
});

test("the county publishes it; a township may read it only", async () => {
  const form = { area: COUNTY, year: "2027", line: "9,200", source: "县振兴〔2027〕1 号" };
  const send = (person: Person, changed: Partial<typeof form> = {}) =>
    submit(lineForm, paths.gov.monitoringLines(), person.cookie, { ...form, ...changed });
  for (const [field, value] of [
    ["line", "九千"],
    ["line", "0"],
    ["year", "2099"],
    ["source", " "],
    ["area", "511129"],
  ] as const) {
    const refused = await send(county, { [field]: value });
    expect([value, refused.status, Object.keys(errorsOf(refused))]).toEqual([value, 422, [field]]);
  }
  for (const person of [township, village]) expect((await send(person)).status).toBe(404);
  expect((await send(county)).location).toBe(paths.gov.monitoringLines({ done: "published" }));
  const page = (await visit(linesPage, paths.gov.monitoringLines(), township.cookie)).data as {
    mayPublish: boolean;
    lines: { year: number; fenPerPerson: number; replaced: boolean }[];
  };
  expect(page.mayPublish).toBe(false);
  expect(page.lines.map(({ year, fenPerPerson, replaced }) => [year, fenPerPerson, replaced])).toEqual([
    [2027, 920_000, false],
    [2026, 900_000, false],
    [2026, 880_000, true],
  ]);
});

test("two lines of a year that are published in the same instant are both written, one after the other", async () => {
  const publish = (fenPerPerson: bigint) => () => publishIncomeLine({ ...line(), year: 2031, fenPerPerson });
  const both = await letGoTogether((tx) => holdBackEntries(tx), publish(910_000n), publish(920_000n));
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  const [first, second] = both.map((published) => (published.ok ? published.value.lineId : ""));
  const written = await db().incomeLine.findMany({ where: { year: 2031 }, orderBy: { recordedAt: "asc" } });
  expect(written.map(({ id }) => id).sort()).toEqual([first, second].sort());
  expect(new Set(written.map(({ recordedAt }) => recordedAt.getTime())).size).toBe(2);
});
