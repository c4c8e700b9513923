import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aCooperative, aLot, aSale, ledgerViolations, releaseSale, RELEASED_AT } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { approver, preparer } from "#tests/builders/settlement";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { approveBatch } from "~/settlement/approve-batch.server";
import { exportBankFile } from "~/settlement/export-bank-file.server";
import { prepareBatch } from "~/settlement/prepare-batch.server";

// A server that dies takes its connection along: here the connection is cut while the work stands in the middle.

const now = addDays(RELEASED_AT, 2);
const payer = { kind: "PLATFORM" } as const;
let owner: pg.Client;
let account: string;

beforeAll(async () => {
  owner = new pg.Client(process.env["DATABASE_OWNER_URL"] ?? process.env["DATABASE_URL"]);
  await owner.connect();
  const householdId = (await aHousehold()).id;
  account = `household:${householdId}:payable`;
  const lot = await aLot({ kind: "COOPERATIVE", id: await aCooperative() }, [
    { householdId, grams: 9_000, priceFen: 600n },
  ]);
  const sale = await aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  await releaseSale(sale, RELEASED_AT);
});

afterAll(() => owner.end());

/** Runs the work against a lock on the household's balance, cuts it off where it waits, and lets the lock go. */
async function killed(work: () => Promise<unknown>): Promise<void> {
  await owner.query("BEGIN");
  await owner.query("SELECT 1 FROM party_balance WHERE account = $1 FOR UPDATE", [account]);
  const ended = work().then(
    () => "finished",
    () => "cut off",
  );
  let cut = 0;
  for (let i = 0; i < 200 && cut === 0; i++) {
    const { rowCount } = await owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND $1 = ANY (ARRAY[wait_event_type])`,
      ["Lock"],
    );
    cut = rowCount ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await owner.query("ROLLBACK");
  expect(await ended).toBe("cut off");
}

test("killed while preparing or approving, a batch is whole or absent; its file is the same as often as it is fetched", async () => {
  await killed(() => prepareBatch({ actor: preparer, payer, cutoffAt: now, now }));
  expect(await db().disbursementBatch.count()).toBe(0);
  expect(await db().disbursement.count()).toBe(0);

  const batch = await prepareBatch({ actor: preparer, payer, cutoffAt: now, now });
  if (!batch.ok) throw new Error(batch.failure.kind);
  const { batchId } = batch.value;
  await killed(() => approveBatch({ actor: approver, batchId, now }));
  const waiting = await db().disbursementBatch.findUniqueOrThrow({ where: { id: batchId } });
  expect(waiting).toMatchObject({ state: "PREPARED", approvedById: null });
  expect(await exportBankFile({ actor: preparer, batchId, now })).toEqual({
    ok: false,
    failure: { kind: "not-approved" },
  });

  expect((await approveBatch({ actor: approver, batchId, now })).ok).toBe(true);
  const file = await exportBankFile({ actor: preparer, batchId, now });
  if (!file.ok) throw new Error(file.failure.kind);
  expect(file.value.payments).toHaveLength(await db().disbursement.count({ where: { batchId } }));
  expect(await exportBankFile({ actor: preparer, batchId, now })).toEqual(file);
  expect(await ledgerViolations()).toEqual({});
});
