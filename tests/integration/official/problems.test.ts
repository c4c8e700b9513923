import { afterAll, beforeAll, expect, test } from "vitest";
import { openExport } from "~/access/open-export.server";
import { requestExport } from "~/access/request-export.server";
import { runExport } from "~/access/run-export.server";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db, withTransaction } from "~/platform/db.server";
import { ALERT_KEYS } from "~/settlement/alert";
import { GOV_EXPORTS } from "~/settlement/export-kinds.server";
import { openProblem } from "~/settlement/open-problem.server";
import { findAlerts } from "~/settlement/alert-store.server";
import { raiseAlerts } from "~/settlement/raise-alerts.server";
import { setAlertRule } from "~/settlement/set-alert-rule.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { workProblem } from "~/settlement/work-problem.server";
import { aPerson, anOfficial, type Person } from "#tests/builders/access";
import { photoBytes } from "#tests/builders/catalog";
import { anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

const VILLAGE = "341021203201";
const NOW = new Date("2026-11-20T02:00:00Z");

let server: WebServer;
let village: Person;
let township: Person;
let county: Person;
let wang: { id: string; number: string };

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  county = await anOfficial("341021");
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

test("a problem is answered by one person and closed by another, later looked at again; a stranger sees nothing", async () => {
  const deadlineOn = dayOf(new Date());
  const opened = await visit(server, village, paths.gov.problems(), {
    kind: "FINDING",
    area: VILLAGE,
    householdNumber: wang.number,
    evidence: "户卡电话 13912345678 打不通",
    deadlineOn,
  });
  expect(opened.status).toBe(302);
  const here = opened.location.split("?")[0] ?? "";
  const problemId = here.split("/").at(-1) ?? "";
  const page = textOf(await visit(server, township, here));
  expect(page).toContain("打不通");
  expect(page).not.toContain("13912345678");
  expect(page).not.toContain("金贵");
  const stranger = await anOfficial("511129");
  expect((await visit(server, stranger, here)).status).toBe(404);
  expect((await visit(server, stranger, here, { step: "answer", note: "x" })).status).toBe(404);

  const step = (person: Person, form: Record<string, string>) => visit(server, person, here, form);
  expect((await step(village, { step: "close", note: "已改" })).status).toBe(422);
  expect((await step(village, { step: "answer" })).status).toBe(422);
  expect((await step(village, { step: "answer", note: "已换号码，入户核对" })).status).toBe(302);
  expect(textOf(await step(village, { step: "close", note: "好了" }))).toContain(
    "须由登记人、责任人、答复人以外的人办理",
  );
  expect((await step(township, { step: "return", note: "缺照片" })).status).toBe(302);
  expect((await step(village, { step: "answer", note: "补了照片" })).status).toBe(302);
  const both = await Promise.all([
    step(township, { step: "close", note: "属实" }),
    step(county, { step: "close", note: "属实" }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([302, 422]);
  expect(textOf(await visit(server, county, paths.gov.problems()))).toContain("100.00 %销号率1 / 1");
  const again = await workProblem({
    actor: county.actor,
    problemId,
    step: { step: "look-back", stays: false, note: "又打不通" },
    now: new Date(),
  });
  expect(again.ok).toBe(true);
  expect(await db().problem.findUniqueOrThrow({ where: { id: problemId } })).toMatchObject({ state: "OPEN" });
  expect(await db().$queryRaw`SELECT * FROM invariant_problem_has_history`).toEqual([]);
});

test("an answer carries its photos, seen by those who work on it and by nobody else", async () => {
  const here = paths.gov.problem(await aFinding({ householdId: wang.id, evidence: "水管漏水" }));
  const photos = [await photoBytes(), await photoBytes({ color: "#204080" })];
  expect((await sent(village, here, { step: "answer", note: "" }, photos)).status).toBe(422);
  expect((await sent(village, here, { step: "close", note: "好了" }, photos)).status).toBe(422);
  const text = new TextEncoder().encode("not a photo");
  expect((await sent(village, here, { step: "answer", note: "已修" }, [text])).status).toBe(422);
  expect((await sent(village, here, { step: "answer", note: "已修" }, Array(5).fill(photos[0]))).status).toBe(422);
  expect(await db().media.count({ where: { alt: { startsWith: "整改佐证" } } })).toBe(0);
  expect((await sent(village, here, { step: "answer", note: "已修" }, photos)).status).toBe(302);

  const page = await visit(server, township, here);
  const pictures = [...page.html.matchAll(/href="(\/media\/[^"]+)"/g)].map(([, href]) => href ?? "");
  expect(pictures).toHaveLength(2);
  const household = await aPerson({ roles: [{ role: "HOUSEHOLD", scopeId: wang.id }] });
  for (const picture of pictures) {
    const asked = (person: Person) => visit(server, person, picture).then(({ status }) => status);
    expect(await asked(township)).toBe(200);
    expect(await asked(household)).toBe(404);
    expect(await asked(await anOfficial("511129"))).toBe(404);
    expect(await asked(await anOfficial("341021203202"))).toBe(404);
    expect((await fetch(new URL(picture, server.origin))).status).toBe(404);
  }
  await expect(db().problemPhoto.deleteMany({})).rejects.toThrow();
  expect((await sent(county, here, { step: "close", note: "到户看过" }, photos)).status).toBe(302);
  expect((await visit(server, village, here)).html.match(/佐证照片 \d/g)).toHaveLength(4);
});

test("the ledger of one village or household leaves as the very list on the screen", async () => {
  const other = "341021203202";
  await aVillage(other, "双源村");
  const li = await aHousehold({ areaCode: other, headName: "李银花" });
  await aFinding({ areaCode: other, evidence: "公示栏空着" });
  await aFinding({ areaCode: other, householdId: li.id, evidence: "门牌不对", deadlineOn: "2026-11-01" });
  const listed = async (person: Person, query: Record<string, string>) => {
    const { html } = await visit(server, person, paths.gov.problems(query));
    const numbers = [...html.matchAll(/>(WT\d{4}-\d{4,})</g)].map(([, number]) => number ?? "");
    const asked = /name="query" value="([^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    return { numbers, asked, text: textOf({ html, status: 200, headers: new Headers(), location: "" }) };
  };
  expect((await listed(county, { area: other })).numbers).toHaveLength(2);
  expect((await listed(county, { household: li.number })).numbers).toHaveLength(1);
  const card = await visit(server, county, paths.gov.household(li.id));
  expect(card.html).toContain(`href="${paths.gov.problems({ household: li.number })}"`);
  expect((await listed(county, { area: other, household: wang.number })).numbers).toEqual([]);
  expect((await listed(county, { household: "没有这一户" })).text).toContain("没有这样的问题");
  // Another's village or household is as if nothing had been asked for, or as if there were none.
  expect((await listed(village, { area: other })).numbers).toEqual((await listed(village, {})).numbers);
  expect((await listed(village, { household: li.number })).numbers).toEqual([]);

  const queries: Record<string, string>[] = [
    { area: other },
    { household: li.number },
    { area: other, overdue: "1" },
    { state: "CLOSED" },
  ];
  for (const query of queries) {
    const { numbers, asked } = await listed(county, query);
    expect(numbers.length, JSON.stringify(query)).toBeGreaterThan(0);
    const rows = await exported(county, asked);
    expect(rows.map(([number]) => number)).toEqual(numbers);
    expect(JSON.stringify(rows)).not.toContain("银花");
  }
  const [late] = await exported(county, `household=${li.number}`);
  expect(late).toEqual(
    expect.arrayContaining(["检查发现", "双源村", `${li.number} 李**户`, "门牌不对", "是", "整改中"]),
  );
  const ask = { kinds: GOV_EXPORTS, kindName: "gov-problems", parameters: `household=${li.number}`, now: NOW };
  expect(await requestExport({ ...ask, actor: village.actor })).toMatchObject({ failure: { kind: "no-rows" } });
});

async function aFinding(finding: {
  areaCode?: string;
  householdId?: string;
  evidence: string;
  deadlineOn?: string;
}): Promise<string> {
  const opened = await withTransaction("a finding", (tx) =>
    openProblem(tx, {
      actor: township.actor,
      kind: "FINDING",
      areaCode: VILLAGE,
      deadlineOn: "2099-01-01",
      now: NOW,
      ...finding,
    }),
  );
  return opened.problemId;
}

async function sent(
  person: Person,
  path: string,
  fields: Readonly<Record<string, string>>,
  photos: readonly Uint8Array[],
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const photo of photos) body.append("photos", new File([new Uint8Array(photo)], "a.jpg", { type: "image/jpeg" }));
  return fetch(new URL(path, server.origin), {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: person.cookie, Origin: server.origin, "Sec-Fetch-Site": "same-origin" },
    body,
  });
}

async function exported(person: Person, parameters: string): Promise<readonly (readonly string[])[]> {
  const ask = { actor: person.actor, kinds: GOV_EXPORTS, now: new Date() };
  const requested = await requestExport({ ...ask, kindName: "gov-problems", parameters });
  if (!requested.ok) throw new Error(requested.failure.kind);
  const { jobId } = requested.value;
  expect(await runExport({ kinds: GOV_EXPORTS, jobId, clock: () => new Date() })).toBe(true);
  const file = await openExport({ ...ask, jobId });
  const table = await readSpreadsheet(new Uint8Array(await new Response(file?.body).arrayBuffer()));
  if (!table.ok) throw new Error(table.failure.kind);
  return table.value.rows.map(({ cells }) => cells);
}

test("a rule is switched on by somebody who saw how many it finds, and says the same thing once a month", async () => {
  const cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
  await db().cooperative.update({ where: { id: cooperativeId }, data: { declaredHouseholds: 40 } });
  const rule = { areaCode: VILLAGE, key: "DECLARED_NOT_PAID", factor: 100 } as const;
  for (const key of ALERT_KEYS) {
    expect(Array.isArray(await findAlerts(db(), { key, areaCode: "341021", factor: 100, month: "2026-10" })), key).toBe(
      true,
    );
  }
  const set = { actor: township.actor, ...rule, enabled: true, now: NOW };
  expect(await setAlertRule({ ...set, actor: village.actor, seen: 1 })).toMatchObject({
    failure: { kind: "not-found" },
  });
  expect(await setAlertRule({ ...set, seen: 0 })).toEqual({ ok: false, failure: { kind: "found-other", found: 1 } });
  expect(await raiseAlerts({ now: NOW })).toEqual({ raised: 0 });
  expect(await setAlertRule({ ...set, seen: 1 })).toEqual({ ok: true, value: { found: 1 } });
  const twice = await Promise.all([raiseAlerts({ now: NOW }), raiseAlerts({ now: NOW })]);
  expect(twice.map(({ raised }) => raised).sort()).toEqual([0, 1]);
  const problem = await db().problem.findFirstOrThrow({ where: { cooperativeId } });
  expect(problem.evidence).toContain("申报带动 40 户，近 12 个月实付 0 户");
  expect(textOf(await visit(server, township, paths.gov.alerts({ area: VILLAGE })))).toContain("找到 1 件");
});
