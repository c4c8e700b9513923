import { expect, test } from "vitest";

const table = { headers: ["户编号", "金额"], rows: [{ number: 2, cells: ["1", "12.50"] }], fileDigest: "d".repeat(64) };
const now = new Date("2026-11-28T02:00:00Z");
const to = { purpose: "income-list", userId: "0190-a", now };

/** The module reads its secret from the environment. */
async function withSecret() {
  Object.assign(process.env, {
    DATABASE_URL: "postgresql://u:p@127.0.0.1/x",
    APP_URL: "http://127.0.0.1:3000",
    APP_SECRET: "c".repeat(64),
    FIELD_KEYS: `old:${"a".repeat(64)}`,
    STRIPE_SECRET_KEY: "sk_test_sandbox",
    STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
  });
  return import("./carried-table.server");
}

test("what was uploaded and shown is what is confirmed", async () => {
  const { carryTable, carriedTable } = await withSecret();
  const back = carriedTable(carryTable(table, to), { ...to, now: new Date("2026-11-28T03:59:00Z") });
  expect(back).toEqual(table);
});

test("a form brings the file that was chosen, then what the preview carried", async () => {
  const { sentTable } = await withSecret();
  const file = new File(["户编号,金额\n1,12.50\n"], "list.csv");
  const sent = await sentTable({ file }, to);
  if (!sent.ok) throw new Error(sent.failure);
  expect(sent.value.table).toMatchObject({ headers: table.headers, rows: table.rows });
  expect(await sentTable({ carried: sent.value.carried }, to)).toEqual(sent);
  expect(await sentTable({}, to)).toEqual({ ok: false, failure: "请选择要上传的表格。" });
  expect(await sentTable({ carried: "x", file }, to)).toEqual({ ok: false, failure: "预览已过期，请重新选择文件。" });
});

test("another person, another purpose, a later hour or a changed letter opens nothing", async () => {
  const { carryTable, carriedTable } = await withSecret();
  const text = carryTable(table, to);
  expect(carriedTable(text, { ...to, userId: "0190-b" })).toBeUndefined();
  expect(carriedTable(text, { ...to, purpose: "register" })).toBeUndefined();
  expect(carriedTable(text, { ...to, now: new Date("2026-11-28T04:01:00Z") })).toBeUndefined();
  const middle = Math.floor(text.length / 2);
  const changed = text.slice(0, middle) + (text[middle] === "A" ? "B" : "A") + text.slice(middle + 1);
  expect(carriedTable(changed, to)).toBeUndefined();
  expect(carriedTable("", to)).toBeUndefined();
});
