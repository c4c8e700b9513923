import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SHEETS, type SheetKind } from "~/benefits/sheet-import";
import { household, payable } from "~/benefits/accounts";
import { forgetSheets } from "~/benefits/import-sheet.server";
import { lockBalances } from "~/benefits/journal-store.server";
import { recordIntake } from "~/benefits/record-intake.server";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { loader as templateLoader } from "~/routes/cooperative/import-template";
import { action as uploadAction } from "~/routes/cooperative/imports";
import { action as confirmAction, loader as previewLoader } from "~/routes/cooperative/sheet-import";
import type { Person } from "#tests/builders/access";
import { aPublishedListing, aFeeSchedule, aSplitRule } from "#tests/builders/catalog";
import { anApprovedCooperative, aManager, aMember, aWeigher } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aDelivery, anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { letGoTogether } from "#tests/setup/locks";
import { errorsOf, submit, visit } from "./visit";

let cooperativeId: string;
let manager: Person;
let productName: string;
let productId: string;

beforeAll(async () => {
  productName = `笋干${newId().slice(-6)}`;
  productId = await aProduct({ name: productName });
});

beforeEach(async () => {
  cooperativeId = await anApprovedCooperative();
  manager = await aManager(cooperativeId);
});

type Cells = Readonly<Record<string, string>>;

/** An Excel file with the kind's columns and these rows. */
async function excel(kind: SheetKind, rows: readonly Cells[]): Promise<Buffer> {
  const columns = SHEETS[kind].columns.map(({ key, header }) => ({
    header,
    kind: "identifier" as const,
    value: (row: Cells) => row[key] ?? null,
  }));
  return writeExcel({ title: "表", facts: [], definitions: [] }, [tableSheet({ name: "表", columns, rows })]);
}

async function upload(kind: SheetKind, bytes: Uint8Array, person = manager) {
  const sheet = new File([new Uint8Array(bytes)], "我们的表.xlsx");
  return submit(uploadAction, "/coop/imports", person.cookie, { cooperativeId, kind, sheet });
}

async function uploaded(kind: SheetKind, rows: readonly Cells[]): Promise<string> {
  const answer = await upload(kind, await excel(kind, rows));
  if (answer.status !== 302) throw new Error(JSON.stringify(answer.data));
  return answer.location?.split("/").at(-1) ?? "";
}

async function preview(id: string) {
  const { data } = await visit(previewLoader, `/coop/imports/${id}`, manager.cookie, { id });
  return data as {
    counts: { all: number; added: number; unchanged: number; wrong: number };
    confirmed: { added: number; unchanged: number; skipped: number } | null;
    shown: { number: number; state: string; errors: Cells }[];
  };
}

function confirm(id: string, rows: "all" | "right" = "all") {
  return submit(confirmAction, `/coop/imports/${id}`, manager.cookie, { rows }, { id });
}

const delivery = (changes: Cells = {}): Cells => ({
  supplier: "路过的人",
  product: productName,
  grade: "一级",
  gross: "20.5",
  tare: "0.5",
  unit: "斤",
  mode: "代销",
  price: "3",
  deliveredOn: "2026-11-10",
  weighedBy: "李四",
  ...changes,
});

const slips = () => db().intake.findMany({ where: { cooperativeId }, orderBy: { number: "asc" } });

describe("deliveries from a sheet", () => {
  test("are shown first, then stored as typed ones are, and what is bought out is owed at once", async () => {
    const householdId = await aMember(cooperativeId);
    const { number } = await db().household.findUniqueOrThrow({ where: { id: householdId } });
    const bought = delivery({ supplier: "", number, mode: "买断", unit: "公斤", gross: "10", tare: "", price: "6" });
    const id = await uploaded("intakes", [delivery({ paperNumber: "A001" }), bought]);
    expect((await preview(id)).counts).toEqual({ all: 2, added: 2, unchanged: 0, wrong: 0 });
    expect(await slips()).toHaveLength(0);
    expect((await confirm(id)).status).toBe(302);
    expect((await slips()).map(({ net, unitPriceFen, amountFen }) => ({ net, unitPriceFen, amountFen }))).toEqual([
      { net: 10_000, unitPriceFen: 600n, amountFen: null },
      { net: 10_000, unitPriceFen: 600n, amountFen: 6_000n },
    ]);
    const owed = await db().posting.findMany({ where: { householdId }, select: { amountFen: true } });
    expect(owed).toEqual([{ amountFen: 6_000n }]);
    expect((await preview(id)).confirmed).toEqual({ added: 2, unchanged: 0, skipped: 0 });
  });

  test("sent again they change nothing, and it says so; equal rows of one sheet are two deliveries", async () => {
    const rows = [delivery(), delivery(), delivery({ paperNumber: "A002" })];
    await confirm(await uploaded("intakes", rows));
    expect(await slips()).toHaveLength(3);
    const again = await uploaded("intakes", rows);
    expect((await preview(again)).counts).toEqual({ all: 3, added: 0, unchanged: 3, wrong: 0 });
    await confirm(again);
    expect((await preview(again)).confirmed).toEqual({ added: 0, unchanged: 3, skipped: 0 });
    expect(await slips()).toHaveLength(3);
  });

  test("one wrong row and none is stored, unless one says to skip it; each cell says what it wants", async () => {
    const id = await uploaded("intakes", [
      delivery(),
      delivery({ gross: "很多", unit: "筐", grade: "神级", deliveredOn: "昨天", mode: "白送", weighedBy: "" }),
      delivery({ gross: "123456789012345678" }),
      delivery({ gross: "-3" }),
      delivery({ number: "没有这户", supplier: "" }),
      delivery({ deliveredOn: "2099-01-01" }),
    ]);
    const seen = await preview(id);
    expect(seen.counts).toEqual({ all: 6, added: 1, unchanged: 0, wrong: 5 });
    expect(Object.keys(seen.shown[0]?.errors ?? {}).sort()).toEqual(
      ["deliveredOn", "grade", "gross", "mode", "unit", "weighedBy"].sort(),
    );
    const refused = await confirm(id);
    expect(refused.status).toBe(422);
    expect(errorsOf(refused)[""]?.[0]).toContain("有 5 行有错，一行也没有导入");
    expect(await slips()).toHaveLength(0);
    expect((await confirm(id, "right")).status).toBe(302);
    expect(await slips()).toHaveLength(1);
    expect((await preview(id)).confirmed).toEqual({ added: 1, unchanged: 0, skipped: 5 });
    expect((await confirm(id, "right")).status).toBe(422);
  });

  test("two who confirm at once store once", async () => {
    const id = await uploaded("intakes", [delivery(), delivery({ paperNumber: "A003" })]);
    const answers = await Promise.all([confirm(id), confirm(id), confirm(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 422, 422]);
    expect(await slips()).toHaveLength(2);
  });
});

/** Whatever else moves the money of the two households at once, in the order of their accounts. */
const whoeverPays = (accounts: readonly ReturnType<typeof payable>[]) => async () => {
  await withTransaction("test", (tx) => lockBalances(tx, accounts));
  return { status: 200 };
};

test("what is bought out of several households does not wait in a circle with whoever pays them", async () => {
  const ids = [await aMember(cooperativeId), await aMember(cooperativeId)].sort();
  const accounts = ids.map((id) => payable(household(id)));
  await whoeverPays(accounts)();
  const members = await db().household.findMany({ where: { id: { in: ids } }, orderBy: { id: "desc" } });
  const rows = members.map(({ number }) => delivery({ supplier: "", number, mode: "买断", unit: "公斤", price: "6" }));
  const id = await uploaded("intakes", rows);
  const done = await letGoTogether<{ readonly status: number }>(
    (tx) => lockBalances(tx, accounts.slice(0, 1)),
    whoeverPays(accounts),
    () => confirm(id),
  );
  expect(done.map(({ status }) => status)).toEqual([200, 302]);
  expect(await slips()).toHaveLength(2);
});

test("a paper slip that is typed while it comes with a sheet is one delivery", async () => {
  const householdId = await aMember(cooperativeId);
  const accounts = [payable(household(householdId))];
  await whoeverPays(accounts)();
  const { number } = await db().household.findUniqueOrThrow({ where: { id: householdId } });
  const paperNumber = "A009";
  const row = delivery({
    supplier: "",
    number,
    mode: "买断",
    unit: "公斤",
    gross: "10",
    tare: "",
    price: "6",
    paperNumber,
  });
  const id = await uploaded("intakes", [row]);
  const typed = {
    ...aDelivery({ cooperativeId, productId, householdId, mode: "BOUGHT_OUT" as const, priceFen: 600n }),
    paperNumber,
  };
  const done = await letGoTogether<unknown>(
    (tx) => lockBalances(tx, accounts),
    () => confirm(id),
    () => recordIntake(typed),
  );
  expect(done).toMatchObject([{ status: 302 }, { ok: true }]);
  expect(await slips()).toHaveLength(1);
});

describe("members and prices from a sheet", () => {
  test("two sheets of the same prices in another order take turns", async () => {
    await aSplitRule();
    await aFeeSchedule();
    const lot = await aSealedLot(cooperativeId, [await anIntake({ cooperativeId, productId, net: 50_000 })]);
    const seller = { kind: "COOPERATIVE", id: cooperativeId } as const;
    const first = await aPublishedListing(seller, productId, [lot.lotId]);
    const second = await aPublishedListing(seller, productId, [lot.lotId]);
    const packs = await db().variant.findMany({ where: { listingId: { in: [first.listingId, second.listingId] } } });
    const rowsOf = (price: string, ...listings: readonly { readonly listingId: string }[]) =>
      listings.map(({ listingId }) => ({
        variantId: packs.find((pack) => pack.listingId === listingId)?.id ?? "",
        price,
      }));
    const answered: bigint[] = [];
    const confirming = (id: string, priceFen: bigint) => async () => {
      const { status } = await confirm(id);
      answered.push(priceFen);
      return status;
    };
    const one = await uploaded("prices", rowsOf("41.20", first, second));
    const other = await uploaded("prices", rowsOf("42.20", second, first));
    const done = await letGoTogether(
      (tx) => tx.$queryRaw`SELECT 1 FROM listing WHERE id = ${first.listingId}::uuid FOR UPDATE`,
      confirming(one, 4_120n),
      confirming(other, 4_220n),
    );
    expect(done).toEqual([302, 302]);
    const after = await db().variant.findMany({ where: { id: { in: packs.map(({ id }) => id) } } });
    const last = answered.at(-1);
    expect(after.map(({ priceFen }) => priceFen)).toEqual([last, last]);
  });

  test("members join with day and share; the same again is unchanged, another share is an error", async () => {
    const household = await aHousehold();
    const row = { number: household.number, headName: household.headName, joinedOn: "2026-02-01", share: "1,000.50" };
    await confirm(await uploaded("members", [row]));
    const membership = await db().membership.findFirstOrThrow({ where: { cooperativeId } });
    expect(membership).toMatchObject({ householdId: household.id, shareFen: 100_050n });
    const rows = [row, { ...row, share: "5" }, { ...row, headName: "别人" }];
    const again = await preview(await uploaded("members", rows));
    expect(again.counts).toEqual({ all: 3, added: 0, unchanged: 1, wrong: 2 });
    expect(await db().membership.count({ where: { cooperativeId } })).toBe(1);
  });

  test("prices come with the template, and only a filled one changes", async () => {
    await aSplitRule();
    await aFeeSchedule();
    const lot = await aSealedLot(cooperativeId, [await anIntake({ cooperativeId, productId, net: 50_000 })]);
    const seller = { kind: "COOPERATIVE", id: cooperativeId } as const;
    const { listingId } = await aPublishedListing(seller, productId, [lot.lotId]);
    const request = new Request("http://127.0.0.1:3000/coop/imports/template?kind=prices", {
      headers: { Cookie: manager.cookie },
    });
    const response = await templateLoader({ request, params: {}, context: {} });
    const template = await readSpreadsheet(Buffer.from(await response.arrayBuffer()));
    const [variantId = ""] = template.ok ? (template.value.rows[0]?.cells ?? []) : [];
    const before = await db().variant.findUniqueOrThrow({ where: { id: variantId } });
    expect(before.listingId).toBe(listingId);
    await confirm(await uploaded("prices", [{ variantId, price: "" }]));
    expect((await db().variant.findUniqueOrThrow({ where: { id: variantId } })).priceFen).toBe(before.priceFen);
    await confirm(await uploaded("prices", [{ variantId, price: "41.20" }]));
    expect((await db().variant.findUniqueOrThrow({ where: { id: variantId } })).priceFen).toBe(4_120n);
    const wrong = await preview(
      await uploaded("prices", [
        { variantId: newId(), price: "1" },
        { variantId, price: "0" },
      ]),
    );
    expect(wrong.counts.wrong).toBe(2);
  });
});

describe("a sheet that is none", () => {
  const header = SHEETS.members.columns.map((column) => column.header);

  test.each([
    ["empty", Buffer.alloc(0), "文件里没有数据"],
    ["another type", Buffer.from("%PDF-1.4\0\0"), "这不是 Excel"],
    ["200 columns", Buffer.from(`${header.join(",")},${"x,".repeat(200)}\n1,2,3,4,${"y,".repeat(200)}`), "最多 64 列"],
    ["other columns", Buffer.from("姓名,电话\n张三,1"), "缺少这些列：农户编号、户主姓名、入社日期"],
    ["one column too many", Buffer.from(`${header.join(",")},身份证\n1,2,3,4,5`), "不认识这些列：身份证"],
  ])("%s is refused with a sentence, and nothing is kept", async (_name, bytes, words) => {
    const refused = await upload("members", bytes);
    expect(refused.status).toBe(422);
    expect(errorsOf(refused)["sheet"]?.[0]).toContain(words);
    expect(await db().sheetImport.count({ where: { cooperativeId } })).toBe(0);
  });

  test("a CSV in GB18030 is read like one in UTF-8", async () => {
    const household = await aHousehold({ headName: "王" });
    // 农户编号,户主姓名,入社日期 and 王 in GB18030
    const bytes = Buffer.concat([
      Buffer.from("c5a9bba7b1e0bac52cbba7d6f7d0d5c3fb2cc8ebc9e7c8d5c6da0d0a", "hex"),
      Buffer.from(`${household.number},`),
      Buffer.from("cdf5", "hex"),
      Buffer.from(",2026-02-01\r\n"),
    ]);
    const answer = await upload("members", bytes);
    expect(answer.status).toBe(302);
    expect((await preview(answer.location?.split("/").at(-1) ?? "")).counts.added).toBe(1);
  });

  test("merged cells are refused by name", async () => {
    const { default: writeXlsxFile } = await import("write-excel-file/node");
    const data = [header.map((value) => ({ value })), [{ value: "并", columnSpan: 2 }, null, { value: "x" }]];
    const refused = await upload("members", await writeXlsxFile(data).toBuffer());
    expect(errorsOf(refused)["sheet"]?.[0]).toContain("处合并的单元格（A2:B2");
  });
});

describe("whose sheet", () => {
  test("a weigher sends deliveries, no members; nobody else sees a sheet, and it is forgotten after a day", async () => {
    const weigher = await aWeigher(cooperativeId);
    const members = await upload(
      "members",
      await excel("members", [{ number: "1", headName: "a", joinedOn: "x" }]),
      weigher,
    );
    expect(members.status).toBe(422);
    const answer = await upload("intakes", await excel("intakes", [delivery()]), weigher);
    const id = answer.location?.split("/").at(-1) ?? "";
    const stranger = await aWeigher(await anApprovedCooperative());
    expect((await visit(previewLoader, "/x", stranger.cookie, { id })).status).toBe(404);
    expect((await submit(confirmAction, "/x", stranger.cookie, { rows: "all" }, { id })).status).toBe(404);
    expect(await slips()).toHaveLength(0);
    await forgetSheets({ now: addDays(new Date(), 2) });
    expect((await visit(previewLoader, "/x", weigher.cookie, { id })).status).toBe(404);
  });
});
