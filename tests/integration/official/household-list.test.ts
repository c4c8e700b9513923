import type { SerializeFrom } from "@remix-run/node";
import Papa from "papaparse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { confirmConsent, giveConsent, withdrawConsent } from "~/households/consent.server";
import { recordStatusEvent } from "~/households/record-status-event.server";
import type { StatusEventType } from "~/households/status";
import { newId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db, withTransaction } from "~/platform/db.server";
import { loader as listPage } from "~/routes/official/households";
import { loader as exportFile } from "~/routes/official/households-csv";
import { loader as problemsPage } from "~/routes/official/problems";
import type { AlertKey } from "~/settlement/alert";
import { openProblem } from "~/settlement/open-problem.server";
import { workProblem } from "~/settlement/work-problem.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aSale } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { visit as open } from "../cooperative-console/visit";
import { textOf, visit } from "./browse";

// Two townships, three villages, households of every standing and attribute, one that came late, one merged and one struck off.

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const OTHER = "341021204201";
const NOW = new Date("2026-04-01T02:00:00Z");
const MARCH = { month: "2026-03", span: "month" };

let server: WebServer;
let county: Person;
let stranger: Person;
const house: Record<string, { id: string; number: string }> = {};
const idOf = (name: string) => house[name]?.id ?? "";

beforeAll(async () => {
  for (const [code, name] of [
    [VILLAGE, "昌溪村"],
    [NEIGHBOUR, "双源村"],
    [OTHER, "别村"],
  ] as const)
    await aVillage(code, name);
  house["monitored"] = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  house["helped"] = await aHousehold({ areaCode: VILLAGE, headName: "李银花", attribute: "低保户" });
  house["exited"] = await aHousehold({ areaCode: NEIGHBOUR, headName: "赵脱贫", attribute: "特困供养户" });
  house["merged"] = await aHousehold({ areaCode: NEIGHBOUR, headName: "钱并户" });
  house["cancelled"] = await aHousehold({ areaCode: OTHER, headName: "孙注销" });
  house["general"] = await aHousehold({ areaCode: OTHER, headName: "周一般" });
  house["late"] = await aHousehold({ areaCode: OTHER, headName: "吴新来", registeredOn: "2026-03-20" });
  // What an old register brought along without a word on its attribute, and without people.
  const unfilled = { id: newId(), number: `${OTHER}-9001` };
  house["unfilled"] = unfilled;
  await db().household.create({
    data: {
      ...unfilled,
      areaCode: OTHER,
      groupName: "第一组",
      headName: "郑未填",
      headPinyin: "zwt",
      registeredOn: new Date("2024-01-01"),
      wrappedKey: "",
      createdAt: NOW,
    },
  });
  for (const [name, type, effectiveOn] of [
    ["monitored", "MONITORED_MARGINAL", "2026-03-10"],
    ["helped", "NEWLY_IDENTIFIED", "2025-05-01"],
    ["exited", "NEWLY_IDENTIFIED", "2025-01-01"],
    ["exited", "EXITED", "2026-03-15"],
    ["merged", "MERGED", "2026-03-16"],
    ["cancelled", "CANCELLED", "2026-02-01"],
  ] as const satisfies readonly (readonly [string, StatusEventType, string])[]) {
    const recorded = await recordStatusEvent({
      actor: systemActor,
      householdId: idOf(name),
      type,
      effectiveOn,
      evidence: "公示",
      now: NOW,
    });
    if (!recorded.ok) throw new Error(`${name}: ${recorded.failure.kind}`);
  }
  county = await anOfficial("341021");
  stranger = await anOfficial("511129");

  const cooperativeId = await anApprovedCooperative();
  for (const name of ["monitored", "exited"]) await joined(cooperativeId, idOf(name));
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: idOf("monitored"), grams: 40_000, priceFen: 600n },
    { householdId: idOf("exited"), grams: 30_000, priceFen: 480n },
  ]);
  await aSale([{ lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }], freightFen: 800n }]);
  await anAlert("monitored", "NO_INCOME");
  await anAlert("helped", "SUDDEN_FALL");
  const { id: problemId } = await db().problem.findFirstOrThrow({ where: { householdId: idOf("helped") } });
  for (const step of ["answer", "close"] as const) {
    const { actor } = await anOfficial("341021203");
    const worked = await workProblem({ actor, problemId, step: { step, note: "已核实" }, now: NOW });
    if (!worked.ok) throw new Error(worked.failure.kind);
  }

  for (const [name, purpose, confirmed] of [
    ["helped", "STORY", true],
    ["helped", "NAME", true],
    ["exited", "PHOTO", false],
    ["general", "STORY", true],
  ] as const) {
    const consent = { actor: county.actor, householdId: idOf(name), purpose, now: NOW };
    await giveConsent(consent);
    if (confirmed) await confirmConsent(consent);
    if (name === "general") await withdrawConsent(consent);
  }
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

async function anAlert(name: string, key: AlertKey): Promise<void> {
  await withTransaction("test", async (tx) => {
    const { problemId } = await openProblem(tx, {
      actor: systemActor,
      kind: "ALERT",
      areaCode: VILLAGE,
      householdId: idOf(name),
      evidence: "近3月 0 笔",
      deadlineOn: "2026-04-20",
      now: NOW,
    });
    const alert = { id: newId(), key, subjectId: idOf(name), period: "2026-03", problemId, raisedAt: NOW };
    await tx.alert.create({ data: alert, select: { id: true } });
  });
}

type Query = Readonly<Record<string, string>>;

async function list(query: Query, person = county) {
  return (await open(listPage, paths.gov.households(query), person.cookie)).data as SerializeFrom<typeof listPage>;
}

/** Whom a query finds, by the names of this file. */
async function found(query: Query, person = county): Promise<string[]> {
  const { rows, page } = await list({ ...MARCH, ...query }, person);
  expect(page.total).toBe(rows.length);
  const names = rows.map(({ id }) => Object.keys(house).find((name) => idOf(name) === id) ?? id);
  return names.toSorted();
}

async function exported(query: Query): Promise<string[][]> {
  const { data } = await open(exportFile, paths.gov.householdsCsv(query), county.cookie);
  return Papa.parse<string[]>((data as string).replace(/^\uFEFF/, ""), { skipEmptyLines: true }).data;
}

const ALL = ["cancelled", "exited", "general", "helped", "late", "merged", "monitored", "unfilled"];
const but = (...names: readonly string[]) => ALL.filter((name) => !names.includes(name));

test.each<[Query, string[]]>([
  [{}, ALL],
  [{ sold: "quarter" }, ["exited", "monitored"]],
  [{ sold: "quarter", month: "2026-02" }, []],
  [{ sold: "notQuarter", month: "2026-02" }, ALL],
  [{ sold: "notYear" }, but("exited", "monitored")],
  [{ sold: "never" }, but("exited", "monitored")],
  [{ sold: "never", month: "2026-02" }, ALL],
  [{ alert: "open" }, ["monitored"]],
  [{ alert: "NO_INCOME" }, ["monitored"]],
  [{ alert: "SUDDEN_FALL" }, []],
  [{ alert: "none" }, but("monitored")],
  [{ consent: "STORY" }, ["helped"]],
  [{ consent: "NAME" }, ["helped"]],
  [{ consent: "PHOTO" }, []],
  [{ consent: "waiting" }, ["exited"]],
  [{ consent: "none" }, but("helped")],
  [{ attribute: "未填" }, ["unfilled"]],
  [{ attribute: "低保户" }, ["helped"]],
  [{ sold: "sometimes", alert: "LOUD", consent: "MAYBE", registerDay: "2026-02-30" }, ALL],
])(
  "asked for %o, the page and the file have the same households, and nobody else's official finds one",
  async (query, expected) => {
    expect(await found(query)).toEqual(expected);
    const numbers = (await exported({ ...MARCH, ...query })).slice(1).map(([number]) => number);
    expect(numbers.toSorted()).toEqual(expected.map((name) => house[name]?.number).toSorted());
    expect(await found(query, stranger)).toEqual([]);
  },
);

test.each(["2026-04-01", "2026-03-12", "2024-06-01", "2020-01-01"])(
  "on %s each count of the archive opens as a list of exactly those households and people",
  async (day) => {
    let counts = 0;
    for (const code of ["341021", "341021203", "341021204"]) {
      const page = await visit(server, county, paths.gov.register(code, { day }));
      const links = [
        ...page.html.matchAll(/href="(\/gov\/households\?[^"]*registerDay=[^"]*)">([^<]*(?:<!-- -->[^<]*)*)</g),
      ];
      for (const [, href = "", text = ""] of links) {
        const [, households = 0, people = 0] = /^(\d+) 户 (\d+) 人$/.exec(text.replaceAll("<!-- -->", "")) ?? [];
        const address = new URL(href.replaceAll("&amp;", "&"), "http://page").searchParams;
        const listed = await list(Object.fromEntries(address));
        const sum = listed.totals[listed.columns.indexOf("people")];
        expect([address.toString(), listed.page.total, sum]).toEqual([
          address.toString(),
          Number(households),
          Number(people),
        ]);
        counts += Number(households);
      }
    }
    // Standing and attribute count everybody once each, and so does the sum: three times in the county, three in its townships, with their feet.
    const register = await found({ registerDay: day });
    expect(counts).toBe(register.length * 3 * 4);
    expect(register).toEqual(REGISTERED[day]);
  },
);

const REGISTERED: Readonly<Record<string, string[]>> = {
  "2026-04-01": ["exited", "general", "helped", "late", "monitored", "unfilled"],
  "2026-03-12": ["exited", "general", "helped", "merged", "monitored", "unfilled"],
  "2024-06-01": ["cancelled", "exited", "general", "helped", "merged", "monitored", "unfilled"],
  "2020-01-01": [],
};

test("columns are chosen without a script; links keep them, and the file has exactly these in this order", async () => {
  const picker = `${paths.gov.households({ ...MARCH, sort: "paid" })}&col=number&col=alerts&col=paid&col=name&col=idNumber`;
  const chosen = await open(listPage, picker, county.cookie);
  const { location = "" } = chosen;
  expect([chosen.status, location]).toEqual([
    302,
    paths.gov.households({ cols: "number.name.alerts.paid", sort: "paid", ...MARCH }),
  ]);
  const page = await visit(server, county, location);
  const heads = [...page.html.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g)].map(([, head = ""]) =>
    head.replace(/<span.*?<\/span>|<[^>]+>/g, ""),
  );
  expect(heads).toEqual(["档案编号", "户主", "未销号预警", "到户收入（已付）"]);
  expect(textOf(page)).toContain("选择列（4 / 19）");
  const sorting = [...page.html.matchAll(/<th scope="col"[^>]*><a href="([^"]+)"/g)].map(([, href = ""]) => href);
  const [file = ""] = /\/gov\/households\.csv\?[^"]*/.exec(page.html) ?? [];
  for (const href of [...sorting, file]) expect(href).toContain("cols=number.name.alerts.paid");
  expect(sorting).toHaveLength(2);

  const [fields, ...rows] = await exported({ ...MARCH, cols: "number.name.alerts.paid" });
  expect(fields).toEqual(["档案编号", "户主", "未销号预警", "到户收入（已付），元，2026 年 3 月"]);
  expect(rows.find(([number]) => number === house["monitored"]?.number)).toEqual([
    house["monitored"]?.number,
    "王**",
    "1",
    "0",
  ]);
  const alerts = await list({ cols: "alerts" });
  const shown = alerts.rows.find(({ id }) => id === idOf("monitored"));
  const problems = await open(
    problemsPage,
    paths.gov.problems({ household: shown?.number, kind: "ALERT", open: 1 }),
    county.cookie,
  );
  expect((problems.data as SerializeFrom<typeof problemsPage>).page.total).toBe(shown?.cells[1]);
});

test("what is shown beside the usual is what the cards say, masked as everywhere", async () => {
  const cols = "number.name.cause.registered.responsible.visited.nextVisit.consents.alerts.sold";
  const [, ...rows] = await exported({ ...MARCH, cols });
  const of = (name: string) => rows.find(([number]) => number === house[name]?.number)?.slice(1);
  expect(of("helped")).toEqual(["李**", "缺技术", "2024-01-15", "", "", "", "展示姓氏（张**）、讲述家庭故事", "0", ""]);
  expect(of("exited")).toEqual(["赵**", "缺技术", "2024-01-15", "", "", "", "", "0", "2026-03"]);
  expect(JSON.stringify(rows)).not.toMatch(/银花|金贵|脱贫/);
  const { columns, totals } = await list({ cols });
  expect([columns.length, totals.every((total) => total === null)]).toEqual([10, true]);
});
