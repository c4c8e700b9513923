import { beforeAll, expect, test } from "vitest";
import { areaFacts, breadcrumb, childAreas, findArea } from "~/regions/area-store.server";
import { incomeLinesOf } from "~/regions/income-line-store.server";
import { withinAreas } from "~/regions/within-areas.server";
import { newId } from "~/kernel/ids";
import { db, Prisma } from "~/platform/db.server";
import { aVillage } from "#tests/builders/regions";

beforeAll(async () => {
  for (const code of ["341021203201", "341021203202", "341021204201", "511129105200"]) await aVillage(code);
});

test("an area is found within the scope, and not found beside it as if it were not there", async () => {
  expect(await findArea(db(), "341021203", ["341021"])).toMatchObject({ level: "TOWNSHIP" });
  expect(await findArea(db(), "341021203", ["341021204"])).toBeUndefined();
  expect(await findArea(db(), "341021999", ["341021"])).toBeUndefined();
  expect(await findArea(db(), "341021203", [])).toBeUndefined();
});

test("the way down to a village and the areas right below one are read in order", async () => {
  const way = await breadcrumb(db(), "341021203201");
  expect(way.map((area) => area.code)).toEqual(["34", "3410", "341021", "341021203", "341021203201"]);
  expect((await childAreas(db(), "341021203")).map((area) => area.code)).toEqual(["341021203201", "341021203202"]);
  expect(await childAreas(db(), "341021203201")).toEqual([]);
});

test("a scope in a raw query takes what lies in it and nothing else", async () => {
  const codes = async (prefixes: string[]) =>
    (
      await db().$queryRaw<{ code: string }[]>`
        SELECT code FROM area WHERE level = 'VILLAGE' AND ${withinAreas(Prisma.sql`code`, prefixes)} ORDER BY code`
    ).map(({ code }) => code);
  expect(await codes(["341021203"])).toEqual(["341021203201", "341021203202"]);
  expect(await codes(["341021203201", "51"])).toEqual(["341021203201", "511129105200"]);
  expect(await codes([])).toEqual([]);
  expect(await codes([""])).toHaveLength(4);
  expect(await codes(["34' OR true --", "x", "34%"])).toEqual([]);
});

test("the lines of a year come from the most local source that names them", async () => {
  const line = (areaCode: string, kind: string, fenPerPerson: bigint) =>
    db().incomeLine.create({
      data: {
        id: newId(),
        areaCode,
        year: 2025,
        kind,
        fenPerPerson,
        source: `文件${areaCode}`,
        recordedAt: new Date("2025-01-01T00:00:00Z"),
      },
    });
  await line("", "NATIONAL_STANDARD", 400_000n);
  await line("34", "MONITORING", 800_000n);
  await line("341021", "MONITORING", 850_000n);
  const lines = await incomeLinesOf(db(), "341021203201", 2025);
  expect(lines.national?.fenPerPerson).toBe(400_000n);
  expect(lines.monitoring).toMatchObject({ fenPerPerson: 850_000n, source: "文件341021" });
  expect((await incomeLinesOf(db(), "511129105200", 2025)).monitoring).toBeUndefined();
});

test("an area cannot stand under a parent its code does not name", async () => {
  const area = { level: "VILLAGE", name: "x", shortName: "x", nameEn: "x" };
  await expect(
    db().area.create({ data: { ...area, code: "341021203209", parentCode: "341021204" } }),
  ).rejects.toThrow();
  await expect(db().area.create({ data: { ...area, code: "3410212032", parentCode: "341021203" } })).rejects.toThrow();
});

test("a fact of an area is given with its source", async () => {
  await db().areaFact.create({
    data: { areaCode: "341021203201", key: "households", value: "36", unit: "户", source: "昌溪乡规划" },
  });
  expect(await areaFacts(db(), "341021203201")).toEqual([
    { key: "households", value: "36", unit: "户", source: "昌溪乡规划", synthetic: false },
  ]);
});
