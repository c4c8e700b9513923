import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { shiftPeriod } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { loader as auditsPage } from "~/routes/official/audits";
import { loader as closesPage } from "~/routes/official/closes";
import { loader as noticesPage } from "~/routes/official/notices";
import { loader as reportsPage } from "~/routes/official/reports";
import { loader as publicNoticesPage } from "~/routes/shop/notices";
import { anOfficial, type Person } from "#tests/builders/access";
import { aVillage } from "#tests/builders/regions";
import { visit } from "../cooperative-console/visit";

// An archive of 45 of each, older than any list showed.

const VILLAGE = "341021203201";
const ROWS = 45;
const AT = new Date("2026-01-05T02:00:00Z");

let county: Person;
let stranger: Person;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  county = await anOfficial("341021");
  stranger = await anOfficial("511129");
  const each = Array.from({ length: ROWS }, (_, index) => ({ index, period: shiftPeriod("2022-01", index) }));
  const closes = each.map(({ period }) => ({ id: newId(), period }));
  await db().periodClose.createMany({
    data: closes.map((close) => ({ ...close, scopeKind: "AREA", scopeId: VILLAGE, state: "CLOSED", closedAt: AT })),
  });
  await db().auditDraw.createMany({
    data: each.map(({ period }) => ({
      id: newId(),
      areaCode: VILLAGE,
      period,
      algorithm: "v1",
      sealDay: "2026-01-02",
      sealSequence: 1n,
      sealHash: "0".repeat(64),
      population: "",
      populationCount: 10,
      sampleSize: 1,
      drawnAt: AT,
    })),
  });
  const body = JSON.stringify({ rows: [] });
  const hash = createHash("sha256").update(body).digest("hex");
  const people = { createdById: newId(), checkedById: newId(), publishedById: newId() };
  const signed = { submittedById: newId(), submittedAt: AT };
  await db().periodicReport.createMany({
    data: each.map(({ index, period }) => ({
      id: newId(),
      number: `BG2601-${String(index).padStart(4, "0")}`,
      areaCode: VILLAGE,
      kind: "MONTH",
      period,
      body,
      hash,
      remark: "",
      state: "SUBMITTED",
      ...signed,
    })),
  });
  // All in one moment: nothing but the number tells them apart.
  await db().notice.createMany({
    data: closes.map(({ id: closeId, period }, index) => ({
      id: newId(),
      number: `GS2601-${String(index).padStart(4, "0")}`,
      closeId,
      areaCode: VILLAGE,
      period,
      title: "公示",
      preface: "",
      contact: "",
      body,
      hash,
      state: "PUBLISHED",
      fromOn: AT,
      untilOn: AT,
      createdAt: AT,
      ...people,
      checkedAt: AT,
      publishedAt: AT,
    })),
  });
}, 120_000);

type Shown = { readonly page: { readonly total: number } } & Readonly<Record<string, unknown>>;

test.each([
  ["closes", closesPage, (page: number) => paths.gov.closes({ page })],
  ["draws", auditsPage, (page: number) => paths.gov.audits({ page })],
  ["reports", reportsPage, (page: number) => paths.gov.reports({ page })],
  ["notices", noticesPage, (page: number) => paths.gov.notices({ page })],
  ["notices", publicNoticesPage, (page: number) => paths.shop("zh").notices({ page })],
] as const)("every one of the %s stands on exactly one page", async (key, loader, path) => {
  const rowsOf = async (page: number, person = county) => {
    const shown = (await visit(loader, path(page), person.cookie)).data as unknown as Shown;
    return { total: shown.page.total, rows: shown[key] as readonly { id?: string; number?: string }[] };
  };
  const pages = [await rowsOf(1), await rowsOf(2), await rowsOf(3), await rowsOf(4)];
  expect(pages.map(({ total, rows }) => [total, rows.length])).toEqual([
    [ROWS, 20],
    [ROWS, 20],
    [ROWS, 5],
    [ROWS, 0],
  ]);
  expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id, number }) => id ?? number))).size).toBe(ROWS);
  if (loader !== publicNoticesPage) expect(await rowsOf(1, stranger)).toEqual({ total: 0, rows: [] });
});
