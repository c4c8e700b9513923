import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { readSpreadsheet } from "./read-spreadsheet.server";
import { columnName, explainSpreadsheetFailure, IMPORT_LIMITS, type SheetColumn } from "./spreadsheet";
import { csvText, tableSheet, writeExcel } from "./write-spreadsheet.server";

type Row = { name: string; account: string; fen: bigint; people: number; day: string };

const columns: SheetColumn<Row>[] = [
  { header: "户主", kind: "text", value: (row) => row.name },
  { header: "账号", kind: "identifier", value: (row) => row.account },
  { header: "收入（元）", kind: "yuan", value: (row) => row.fen },
  { header: "人口", kind: "count", value: (row) => row.people },
  { header: "日期", kind: "day", value: (row) => row.day },
];
const ROWS: Row[] = [
  {
    name: '=HYPERLINK("http://evil")',
    account: "6228480402564890018",
    fen: 123_456_789_012n,
    people: 4,
    day: "2026-11-23",
  },
  { name: "＝1+1", account: "00123", fen: -5n, people: 0, day: "2026-11-24" },
  { name: '引号"和,逗号\n换行', account: "52262219800101001X", fen: 0n, people: 1, day: "" },
];
const COVER = { title: "表", facts: [["范围", "岑巩县"]], definitions: [["收入", "已付"]] } as const;

async function excel(rows: readonly Row[]) {
  return writeExcel(COVER, [tableSheet({ name: "数据", columns, rows })]);
}

test("what goes out as Excel comes back digit by digit, and nothing in it is a formula", async () => {
  const table = await readSpreadsheet(await excel(ROWS));
  expect(table).toEqual({
    ok: true,
    value: {
      headers: ["户主", "账号", "收入（元）", "人口", "日期"],
      rows: [
        { number: 2, cells: ['=HYPERLINK("http://evil")', "6228480402564890018", "1234567890.12", "4", "2026-11-23"] },
        { number: 3, cells: ["＝1+1", "00123", "-0.05", "0", "2026-11-24"] },
        { number: 4, cells: ['引号"和,逗号\n换行', "52262219800101001X", "0", "1", ""] },
      ],
    },
  });
});

test("a CSV cell never begins like a formula, keeps long digits, and reads back as it was", async () => {
  const text = await csvText(columns, ROWS);
  expect(text.startsWith("\uFEFF户主,账号")).toBe(true);
  expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect(text).toContain(`"\t6228480402564890018"`);
  const table = await readSpreadsheet(Buffer.from(text, "utf8"));
  expect(table.ok && table.value.rows.map((row) => row.cells.slice(0, 2))).toEqual(
    ROWS.map((row) => [row.name, row.account]),
  );
});

test("any text survives the way through a CSV", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { minLength: 1, maxLength: 4 }),
      async (names) => {
        const rows = names.map((name) => ({ name: `户${name}`.trim(), account: "1", fen: 1n, people: 1, day: "" }));
        const clean = rows.filter((row) => !/[\p{Cc}\ue000-\uf8ff\p{Cs}]|'$/u.test(row.name));
        if (clean.length === 0) return;
        const table = await readSpreadsheet(Buffer.from(await csvText(columns, clean), "utf8"));
        expect(table.ok && table.value.rows.map((row) => row.cells[0])).toEqual(clean.map((row) => row.name));
      },
    ),
    { numRuns: 200 },
  );
});

test("a CSV in GB18030 is read, one in neither code is refused in words", async () => {
  // 户主,村 / 张三,孔雀 in GBK
  const gbk = Buffer.from("bba7d6f72cb4e50d0ad5c5c8fd2cbfd7c8b80d0a", "hex");
  expect(await readSpreadsheet(gbk)).toEqual({
    ok: true,
    value: { headers: ["户主", "村"], rows: [{ number: 2, cells: ["张三", "孔雀"] }] },
  });
  const neither = Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a, 0x62, 0x0a]);
  const refused = await readSpreadsheet(neither);
  expect(refused).toEqual({ ok: false, failure: { kind: "unknown-encoding" } });
});

test("a sheet of 200 columns is refused with the number, also when only a late row has them", async () => {
  const wide = Array.from({ length: 200 }, (_, index) => `列${index}`);
  const file = await writeXlsxFile([{ sheet: "a", data: [["户主"], ["张"], wide] }]).toBuffer();
  const refused = await readSpreadsheet(file);
  expect(refused).toEqual({ ok: false, failure: { kind: "too-many-columns", found: 200, limit: 64 } });
  const csv = await readSpreadsheet(Buffer.from(`户主\n张\n${wide.join(",")}\n`));
  expect(csv).toEqual({ ok: false, failure: { kind: "too-many-columns", found: 200, limit: 64 } });
});

test("formulas are refused and named", async () => {
  const file = await writeXlsxFile([
    {
      sheet: "a",
      data: [
        ["户主", "收入"],
        ["张", { value: "=SUM(A1:A2)", type: "Formula" }],
      ],
    },
  ]).toBuffer();
  const refused = await readSpreadsheet(file);
  expect(refused).toEqual({ ok: false, failure: { kind: "formulas", cells: ["B2"], count: 1 } });
  expect(!refused.ok && explainSpreadsheetFailure(refused.failure)).toContain("B2");
});

test("a document number typed as a number has lost digits, and is refused", async () => {
  const file = await writeXlsxFile([
    {
      sheet: "a",
      data: [
        ["户主", "身份证号"],
        ["张", { value: Number("522622198001010011"), type: Number }],
      ],
    },
  ]).toBuffer();
  expect(await readSpreadsheet(file)).toEqual({
    ok: false,
    failure: { kind: "rounded-numbers", cells: ["B2"], count: 1 },
  });
});

test("a zip bomb is stopped before it unpacks, whatever it declares", async () => {
  const packed = deflateRawSync(Buffer.alloc(300 * 1024 * 1024, " "), { level: 1 });
  const bomb = zipOf("xl/worksheets/sheet1.xml", packed, 1000);
  expect(bomb.length).toBeLessThan(IMPORT_LIMITS.bytes);
  const before = process.memoryUsage().rss;
  expect(await readSpreadsheet(bomb)).toEqual({ ok: false, failure: { kind: "unpacks-too-large" } });
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

test("what is no table gets its own sentence", async () => {
  const limits = { bytes: 1000, rows: 2, columns: 3, cellLength: 5 };
  const failureOf = async (bytes: Buffer) => {
    const read = await readSpreadsheet(bytes, limits);
    return read.ok ? "read" : read.failure.kind;
  };
  expect(await failureOf(Buffer.alloc(0))).toBe("empty");
  expect(await failureOf(Buffer.from("户主\n"))).toBe("empty");
  expect(await failureOf(Buffer.alloc(1001, "a"))).toBe("too-large");
  expect(await failureOf(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).toBe("old-excel");
  expect(await failureOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]))).toBe("not-a-table");
  expect(await failureOf(Buffer.from([0x50, 0x4b, 3, 4, 9, 9, 9]))).toBe("damaged");
  expect(await failureOf((await excel(ROWS)).subarray(0, 900))).toBe("damaged");
  expect(await failureOf(Buffer.from("a\n1\n2\n3\n"))).toBe("too-many-rows");
  expect(await failureOf(Buffer.from("a\n123456\n"))).toBe("cell-too-long");
  expect(await failureOf(Buffer.from("a,a\n1,2\n"))).toBe("repeated-header");
  expect(await failureOf(zipOf("word/document.xml", deflateRawSync(Buffer.from("x")), 1))).toBe("not-a-table");
});

test("columns are called as a spreadsheet calls them", () => {
  expect([0, 25, 26, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
});

/** A zip of one entry that declares any size it likes. */
function zipOf(name: string, packed: Buffer, declared: number): Buffer {
  const bytes = Buffer.from(name, "utf8");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(declared, 22);
  local.writeUInt16LE(bytes.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(declared, 24);
  central.writeUInt16LE(bytes.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + bytes.length, 12);
  end.writeUInt32LE(30 + bytes.length + packed.length, 16);
  return Buffer.concat([local, bytes, packed, central, bytes, end]);
}

test("merged cells are refused and named", async () => {
  const data = [
    ["户主", "村"],
    [{ value: "张", columnSpan: 2 }, null],
  ];
  const file = await writeXlsxFile([{ sheet: "a", data }]).toBuffer();
  const refused = await readSpreadsheet(file);
  expect(refused).toEqual({ ok: false, failure: { kind: "merged-cells", cells: ["A2:B2"], count: 1 } });
  expect(!refused.ok && explainSpreadsheetFailure(refused.failure)).toContain("请取消合并");
});

test("tabs in front of numbers do not part the columns of a CSV", async () => {
  const table = await readSpreadsheet(
    Buffer.from("编号,账号,电话\r\n\t341021203201,\t6228480000001234567,\t13900001234\r\n"),
  );
  expect(table.ok && table.value.rows[0]?.cells).toEqual(["341021203201", "6228480000001234567", "13900001234"]);
});
