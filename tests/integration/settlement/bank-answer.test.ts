import { beforeAll, expect, test } from "vitest";
import { visit } from "../cooperative-console/visit";
import { aPerson, type Person } from "#tests/builders/access";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { systemActor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { db } from "~/platform/db.server";
import { loader as bankFile } from "~/routes/cooperative/batch-file";
import { approveBatch } from "~/settlement/approve-batch.server";
import { enterPayout } from "~/settlement/enter-payout.server";
import { prepareBatch } from "~/settlement/prepare-batch.server";
import { recordBankAnswer } from "~/settlement/record-bank-answer.server";

const NOW = new Date("2026-11-24T02:00:00Z");
const ACCOUNTS = ["6228480000000007781", "6228480000000007799"];

let cooperativeId: string;
let treasurer: Person;
let batchId: string;

beforeAll(async () => {
  cooperativeId = await anApprovedCooperative();
  treasurer = await aPerson({ roles: [{ role: "COOP_TREASURER", scopeId: cooperativeId }] });
  const manager = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: cooperativeId }] });
  for (const [index, headName] of ["=1+1程桂兰", "吴长根"].entries()) {
    const { id: householdId } = await aHousehold({ headName, bankAccount: ACCOUNTS[index] ?? "" });
    await joined(cooperativeId, householdId);
    const payout = { actor: systemActor, payoutId: newId(), cooperativeId, householdId, flow: "WAGE" } as const;
    await enterPayout({ ...payout, period: "2026-11", amountFen: 12_050n, basis: "1 天", now: NOW });
  }
  const prepared = await prepareBatch({
    actor: treasurer.actor,
    payer: { kind: "COOPERATIVE", cooperativeId },
    cutoffAt: NOW,
    now: NOW,
  });
  if (!prepared.ok) throw new Error(prepared.failure.kind);
  batchId = prepared.value.batchId;
  expect((await download()).status).toBe(409);
  const approved = await approveBatch({ actor: manager.actor, batchId, now: NOW });
  if (!approved.ok) throw new Error(approved.failure.kind);
  expect((await download(manager)).status).toBe(404);
});

async function download(by = treasurer, query = ""): Promise<Response> {
  const request = new Request(`http://127.0.0.1:3000/coop/settlement/${batchId}/file${query}`, {
    headers: { Cookie: by.cookie },
  });
  try {
    return (await bankFile({ request, params: { id: batchId }, context: {} })) as Response;
  } catch (thrown) {
    return thrown as Response;
  }
}

test.each(["", "?as=csv"])("the bank's file%s comes back as it went, and nothing in it computes", async (query) => {
  const bytes = new Uint8Array(await (await download(treasurer, query)).arrayBuffer());
  const table = await readSpreadsheet(bytes);
  if (!table.ok) throw new Error(table.failure.kind);
  const [references, names, accounts] = [0, 1, 2].map((column) => table.value.rows.map((row) => row.cells[column]));
  expect(references?.every((reference) => /^FK261124-\d\d-000\d$/.test(reference ?? ""))).toBe(true);
  expect(new Set(names)).toEqual(new Set(["=1+1程桂兰", "吴长根"]));
  expect(new Set(accounts)).toEqual(new Set(ACCOUNTS));
  if (query !== "") expect(new TextDecoder().decode(bytes)).toContain(`"'=1+1程桂兰"`);
  const logged = await db().accessLog.count({ where: { action: "batch:file", subjectId: batchId } });
  expect(logged).toBeGreaterThan(0);
});

test("the bank's answer is read whole or not at all; the same file twice changes nothing; what failed is payable again", async () => {
  const table = await readSpreadsheet(new Uint8Array(await (await download()).arrayBuffer()));
  if (!table.ok) throw new Error(table.failure.kind);
  const { headers, rows } = table.value;
  const filled = rows.map(({ number, cells }, index) => ({
    number,
    cells: [
      ...cells.slice(0, 6),
      ...(index === 0 ? ["成功", "YH0001", "2026-11-24", ""] : ["失败", "", "", "户名不符"]),
    ],
  }));
  const record = (answer: typeof filled) =>
    recordBankAnswer({ actor: treasurer.actor, batchId, table: { headers, rows: answer }, now: NOW });

  const stranger = {
    number: 9,
    cells: ["FK261124-01-0099", "陌生人", "", "", "1.00", "", "成功", "YH9", "2026-11-24", ""],
  };
  expect(await record([...filled, stranger])).toMatchObject({ ok: false, failure: { kind: "problems" } });
  expect(await db().disbursement.count({ where: { batchId, state: "PREPARED" } })).toBe(2);

  expect(await record(filled)).toEqual({ ok: true, value: { recorded: 2 } });
  expect(await record(filled)).toEqual({ ok: true, value: { recorded: 0 } });
  const payments = await db().disbursement.findMany({ where: { batchId }, orderBy: { state: "asc" } });
  expect(payments.map(({ state, voucherNumber }) => [state, voucherNumber])).toEqual([
    ["FAILED", null],
    ["PAID", "YH0001"],
  ]);
  const failed = payments[0]?.payeeAccount ?? "";
  const balance = await db().partyBalance.findUnique({ where: { account: failed } });
  expect(balance?.balanceFen).toBe(12_050n);
  expect(await visit(bankFile, `/coop/settlement/${batchId}/file`, undefined, { id: batchId })).toMatchObject({
    status: 302,
  });
});
