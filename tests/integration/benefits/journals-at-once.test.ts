import { beforeAll, expect, test } from "vitest";
import { aCooperative, balanceOf, ledgerViolations, SOLD_AT } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { fundsOfCooperative, household, payable } from "~/benefits/accounts";
import { holdBackEntries, writeJournal, type JournalDraft } from "~/benefits/journal-store.server";
import { reversed } from "~/benefits/journal";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { addDays, periodOf } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { untilWaiting } from "#tests/setup/locks";

// A journal is one statement, which waits for locks in its middle: what it reads after waiting must be what is true then.

let cooperativeId: string;
let householdId: string;

beforeAll(async () => {
  cooperativeId = await aCooperative();
  householdId = (await aHousehold({ areaCode: "341021203204" })).id;
  await post(1n);
});

function entry(amountFen: Fen, occurredAt: Date): JournalDraft {
  const payoutId = newId(occurredAt);
  return {
    kind: "PAYOUT",
    sourceId: payoutId,
    inputs: [amountFen],
    occurredAt,
    postings: [
      {
        source: fundsOfCooperative(cooperativeId),
        destination: payable(household(householdId)),
        amountFen,
        payoutId,
        householdId,
        cooperativeId,
        flow: "WAGE",
      },
    ],
  };
}

const post = (amountFen: Fen, at = SOLD_AT) => withTransaction("post", (tx) => writeJournal(tx, entry(amountFen, at)));

/** Runs `first` to its end but for the commit, starts `second`, commits once that waits for a lock, and answers its value. */
async function behind<Value>(
  first: (tx: Parameters<Parameters<typeof withTransaction>[1]>[0]) => Promise<unknown>,
  second: () => Promise<Value>,
): Promise<Value> {
  let commit = () => {};
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  let holding = Promise.resolve();
  await new Promise<void>((ran, failed) => {
    holding = withTransaction("hold", async (tx) => {
      await first(tx);
      ran();
      await mayCommit;
    });
    holding.catch(failed);
  });
  const waiting = second();
  await untilWaiting(1);
  commit();
  await holding;
  return waiting;
}

const owed = () => balanceOf(`household:${householdId}:payable`);

test("an entry that waited for another adds to what that one left, or takes from it", async () => {
  const before = await owed();
  await behind(
    (tx) => writeJournal(tx, entry(500n, SOLD_AT)),
    () => post(70n),
  );
  expect(await owed()).toBe(before + 570n);
  const back = entry(570n, SOLD_AT);
  await behind(
    (tx) => writeJournal(tx, entry(1_000n, SOLD_AT)),
    () => withTransaction("take", (tx) => writeJournal(tx, { ...back, postings: reversed(back.postings) })),
  );
  expect(await owed()).toBe(before + 1_000n);
});

test("entries of the same parties at once all count", async () => {
  const before = await owed();
  await Promise.all(Array.from({ length: 12 }, (_, index) => post(BigInt(index + 1))));
  expect(await owed()).toBe(before + 78n);
});

test("an entry that waited while its month was closed is booked into the next", async () => {
  const at = addDays(SOLD_AT, -400);
  const period = periodOf(at);
  const written = await behind(
    async (tx) => {
      await holdBackEntries(tx);
      await tx.periodClose.create({
        data: {
          id: newId(),
          scopeKind: "COOPERATIVE",
          scopeId: cooperativeId,
          period,
          state: "CLOSED",
          closedAt: SOLD_AT,
          reportHash: "0".repeat(64),
        },
      });
    },
    () => post(9n, at),
  );
  expect(written.written).toBe(true);
  expect(written.period > period).toBe(true);
  expect(await db().posting.count({ where: { period, cooperativeId } })).toBe(0);
});

test("and the stored balances are those of the postings", async () => {
  const { invariant_stored_balance: stored } = await ledgerViolations();
  expect(stored).toBeUndefined();
});
