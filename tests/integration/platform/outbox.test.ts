import { beforeEach, describe, expect, test } from "vitest";
import { db, withTransaction } from "~/platform/db.server";
import { drainOutbox, enqueue, enqueueAll, forgetHandled, outboxState } from "~/platform/outbox.server";

/** Later than every row's own time of writing, so that all are due. */
const soon = (seconds = 1) => new Date(Date.now() + seconds * 1000);

beforeEach(async () => {
  await db().$executeRaw`DELETE FROM outbox`;
});

function notebook() {
  const seen: string[] = [];
  const note = async ({ key }: { key: string }) => void seen.push(key);
  return { seen, note };
}

describe("effects that follow a transaction", () => {
  test("an effect is done once when its transaction is committed", async () => {
    const { seen, note } = notebook();
    await withTransaction("sell", (tx) => enqueue(tx, { topic: "index", key: "p1", payload: { a: 1 } }));
    expect(await drainOutbox({ index: note }, { now: soon() })).toEqual({ handled: 1, failed: 0 });
    expect(await drainOutbox({ index: note }, { now: soon() })).toEqual({ handled: 0, failed: 0 });
    expect(seen).toEqual(["p1"]);
  });

  test("an effect of a transaction that fails is never done", async () => {
    const { seen, note } = notebook();
    const failing = withTransaction("sell", async (tx) => {
      await enqueue(tx, { topic: "index", key: "p1" });
      throw new Error("sold out");
    });
    await expect(failing).rejects.toThrow("sell: sold out");
    await drainOutbox({ index: note }, { now: soon() });
    expect(seen).toEqual([]);
    expect(await outboxState(soon())).toMatchObject({ waiting: 0 });
  });

  test("effects of one topic are done in the order they were written", async () => {
    const { seen, note } = notebook();
    const keys = Array.from({ length: 130 }, (_, i) => `k${i}`);
    await enqueueAll(
      db(),
      keys.map((key) => ({ topic: "index", key })),
    );
    await drainOutbox({ index: note }, { now: soon() });
    expect(seen).toEqual(keys);
  });

  test("an effect nobody here knows is left for a worker that does", async () => {
    await enqueue(db(), { topic: "of-tomorrow", key: "x" });
    expect(await drainOutbox({ index: async () => {} }, { now: soon() })).toEqual({ handled: 0, failed: 0 });
    expect(await outboxState(soon())).toMatchObject({ waiting: 1, failing: 0 });
  });

  test("an effect held back waits for its time", async () => {
    const { seen, note } = notebook();
    await enqueue(db(), { topic: "index", key: "later", availableAt: soon(3600) });
    await drainOutbox({ index: note }, { now: soon() });
    expect(seen).toEqual([]);
    await drainOutbox({ index: note }, { now: soon(3601) });
    expect(seen).toEqual(["later"]);
  });

  test("equal effects that wait together are done once, different ones each", async () => {
    const { seen, note } = notebook();
    await enqueueAll(db(), [
      { topic: "index", key: "same" },
      { topic: "index", key: "same" },
      { topic: "index", key: "same", payload: { other: true } },
    ]);
    expect(await drainOutbox({ index: note }, { now: soon() })).toEqual({ handled: 3, failed: 0 });
    expect(seen).toEqual(["same", "same"]);
  });
});

describe("effects that fail", () => {
  test("one is tried again after 5, 10, 20 … seconds, the others go on", async () => {
    const now = soon();
    const { seen, note } = notebook();
    await enqueueAll(db(), [
      { topic: "index", key: "bad" },
      { topic: "index", key: "good" },
    ]);
    const handlers = {
      index: async (m: { key: string }) => (m.key === "bad" ? Promise.reject(new Error("away")) : note(m)),
    };
    expect(await drainOutbox(handlers, { now })).toEqual({ handled: 1, failed: 1 });
    expect(seen).toEqual(["good"]);

    for (const [wait, at] of [
      [5, 5],
      [10, 15],
      [20, 35],
    ] as const) {
      const due = new Date(now.getTime() + at * 1000);
      const early = new Date(due.getTime() - 1);
      expect(await drainOutbox(handlers, { now: early }), `not before ${wait} s`).toEqual({ handled: 0, failed: 0 });
      expect(await drainOutbox(handlers, { now: due })).toEqual({ handled: 0, failed: 1 });
    }
    expect(await outboxState(now)).toMatchObject({ waiting: 1, failing: 1 });
    const [row] = await db().$queryRaw<{ error: string }[]>`SELECT error FROM outbox WHERE key = 'bad'`;
    expect(row?.error).toBe("away");

    const healed = { index: note };
    await drainOutbox(healed, { now: new Date(now.getTime() + 3_700_000) });
    expect(seen).toEqual(["good", "bad"]);
    expect(await outboxState(now)).toMatchObject({ waiting: 0, failing: 0 });
  });

  test("what a killed worker had claimed is done by another, two minutes later", async () => {
    const now = soon();
    await enqueue(db(), { topic: "index", key: "claimed" });
    const neverEnds = { index: () => new Promise<void>(() => {}) };
    void drainOutbox(neverEnds, { now });
    await expect.poll(async () => (await claimedCount()) === 1).toBe(true);

    const { seen, note } = notebook();
    await drainOutbox({ index: note }, { now });
    expect(seen).toEqual([]);
    await drainOutbox({ index: note }, { now: new Date(now.getTime() + 121_000) });
    expect(seen).toEqual(["claimed"]);
  });

  test("two workers at once do each effect exactly once between them", async () => {
    const keys = Array.from({ length: 300 }, (_, i) => `k${i}`);
    await enqueueAll(
      db(),
      keys.map((key) => ({ topic: "index", key })),
    );
    const one = notebook();
    const two = notebook();
    const now = soon();
    await Promise.all([drainOutbox({ index: one.note }, { now }), drainOutbox({ index: two.note }, { now })]);
    expect([...one.seen, ...two.seen].toSorted()).toEqual(keys.toSorted());
    expect(one.seen.length).toBeGreaterThan(0);
    expect(two.seen.length).toBeGreaterThan(0);
  });

  test("what was done is forgotten after a fortnight, what waits is not", async () => {
    await enqueueAll(db(), [
      { topic: "index", key: "done" },
      { topic: "other", key: "waits" },
    ]);
    const now = soon();
    await drainOutbox({ index: async () => {} }, { now });
    expect(await forgetHandled({ now: new Date(now.getTime() + 13 * 86_400_000) })).toBe(0);
    expect(await forgetHandled({ now: new Date(now.getTime() + 15 * 86_400_000) })).toBe(1);
    expect(await outboxState(now)).toMatchObject({ waiting: 1 });
  });
});

async function claimedCount(): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM outbox WHERE attempts > 0`;
  return row?.n ?? 0;
}
