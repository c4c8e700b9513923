import { beforeAll, describe, expect, test } from "vitest";
import { exportKind } from "~/access/export-kind.server";
import { forgetExports } from "~/access/forget-exports.server";
import { openExport } from "~/access/open-export.server";
import { requestExport } from "~/access/request-export.server";
import { revokeRole } from "~/access/revoke-role.server";
import { runExport } from "~/access/run-export.server";
import { systemActor, type Actor } from "~/access/actor";
import { areaScopes } from "~/access/scopes";
import { addDays } from "~/kernel/period";
import { db, Prisma } from "~/platform/db.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { rowBatches } from "~/platform/row-batches.server";
import { loader as fileLoader } from "~/routes/resources/export-file";
import { action as orderAction, loader as listLoader } from "~/routes/cooperative/exports";
import { anIntake, aProduct } from "#tests/builders/supply";
import { anOfficial, aPerson, type Person } from "#tests/builders/access";
import { aMember, anApprovedCooperative, aWeigher } from "#tests/builders/cooperatives";
import { submit, visit } from "../cooperative-console/visit";

const NOW = new Date("2026-11-20T02:00:00Z");
const clock = () => NOW;
let ran = 0;
/** What happens while the next file is being written. */
let meanwhile: (() => Promise<unknown>) | undefined;

/** A list of as many numbers as its URL asks for. */
const numbers = exportKind<{ rows: number }, { n: number }>({
  name: "numbers",
  title: "数",
  needs: "region:view",
  personal: { needs: "household:reveal", label: "全名" },
  prepare: ({ actor, search }) => ({
    query: { rows: Number(search.get("rows")) },
    subject: { kind: "area", id: areaScopes(actor).join(" ") },
  }),
  count: async (_db, { rows }) => rows,
  columns: (_query, personal) => [
    { header: "数", kind: "count", value: (row) => row.n },
    ...(personal ? [{ header: "全名", kind: "text", value: () => "张三" } as const] : []),
  ],
  batches: async function* (tx, { rows }) {
    ran += 1;
    const other = meanwhile;
    meanwhile = undefined;
    await other?.();
    yield* rowBatches<{ n: number }>(tx, Prisma.sql`SELECT n::int FROM generate_series(1, ${rows}::int) n`);
  },
  cover: async (_db, { rows }) => ({ facts: [["数到", String(rows)]], definitions: [["数", "自然数"]] }),
});
const kinds = [numbers];

let official: Person;
beforeAll(async () => {
  official = await anOfficial("341021", { now: NOW });
});

function ask(actor: Actor, parameters: string, personal?: { reason: string }) {
  return requestExport({ actor, kinds, kindName: "numbers", parameters, personal, now: NOW });
}

async function asked(actor: Actor, parameters: string, personal?: { reason: string }): Promise<string> {
  const requested = await ask(actor, parameters, personal);
  if (!requested.ok) throw new Error(requested.failure.kind);
  return requested.value.jobId;
}

async function fileOf(actor: Actor, jobId: string, now = NOW): Promise<Buffer | undefined> {
  const file = await openExport({ actor, kinds, jobId, now });
  return file && Buffer.from(await new Response(file.body).arrayBuffer());
}

function jobOf(jobId: string) {
  return db().exportJob.findUniqueOrThrow({ where: { id: jobId } });
}

describe("a list leaves as a file", () => {
  test("the file has every row once, its cover says what it is, and the job says how large", async () => {
    const jobId = await asked(official.actor, "rows=2500&page=3");
    expect(await runExport({ kinds, jobId, clock })).toBe(true);
    const bytes = await fileOf(official.actor, jobId);
    const table = await readSpreadsheet(bytes ?? Buffer.alloc(0));
    const found = table.ok ? table.value.rows.map((row) => Number(row.cells[0])) : [];
    expect(found).toEqual(Array.from({ length: 2500 }, (_, n) => n + 1));
    const job = await jobOf(jobId);
    expect(job).toMatchObject({
      state: "DONE",
      format: "XLSX",
      rowsTotal: 2500,
      rowsDone: 2500,
      parameters: "rows=2500",
    });
    expect(Number(job.bytes)).toBe(bytes?.length);
  });

  test("beyond 50,000 rows it is CSV, with the cover's words below the rows", async () => {
    const jobId = await asked(official.actor, "rows=50001");
    await runExport({ kinds, jobId, clock });
    const lines = (await fileOf(official.actor, jobId))?.toString("utf8").split("\r\n") ?? [];
    expect(lines[0]).toBe("\uFEFF数");
    expect(lines[50_001]).toBe("50001");
    expect(lines.slice(50_002, 50_005)).toEqual([",", "数,", "数到,50001"]);
    expect((await jobOf(jobId)).format).toBe("CSV");
  });

  test("the same asked twice while it waits is one job, and nothing to export is said", async () => {
    const first = await asked(official.actor, "rows=7");
    expect(await asked(official.actor, "page=2&rows=7")).toBe(first);
    expect(await ask(official.actor, "rows=0")).toMatchObject({ ok: false, failure: { kind: "no-rows" } });
    await runExport({ kinds, jobId: first, clock });
    expect(await asked(official.actor, "rows=7")).not.toBe(first);
  });

  test("an account has five open exports at most", async () => {
    const busy = await anOfficial("341021", { now: NOW });
    for (let rows = 1; rows <= 5; rows++) await asked(busy.actor, `rows=${rows}`);
    expect(await ask(busy.actor, "rows=6")).toMatchObject({ ok: false, failure: { kind: "too-many-open" } });
    expect(await db().exportJob.count({ where: { requestedById: busy.userId } })).toBe(5);
  });
});

describe("who may have it", () => {
  test("the asker alone, until it expires, and each time is in the access log", async () => {
    const jobId = await asked(official.actor, "rows=3");
    await runExport({ kinds, jobId, clock });
    const colleague = await anOfficial("341021", { now: NOW });
    expect(await fileOf(colleague.actor, jobId)).toBeUndefined();
    expect(await fileOf(systemActor, jobId)).toBeUndefined();
    expect(await fileOf(official.actor, jobId)).toBeDefined();
    const logged = await db().accessLog.findMany({ where: { action: "export:download", subjectId: jobId } });
    expect(logged.map(({ actorId, reason }) => ({ actorId, reason }))).toEqual([
      { actorId: official.userId, reason: "数 3 行" },
    ]);
    const later = addDays(NOW, 7);
    expect(await fileOf(official.actor, jobId, later)).toBeUndefined();
    await forgetExports({ now: later });
    expect(await fileOf(official.actor, jobId, NOW)).toBeUndefined();
    expect((await jobOf(jobId)).state).toBe("EXPIRED");
  });

  test("whoever loses the right gets no file, neither one that waits nor one that is written", async () => {
    const leaving = await anOfficial("341021", { now: NOW });
    const written = await asked(leaving.actor, "rows=4");
    await runExport({ kinds, jobId: written, clock });
    const waiting = await asked(leaving.actor, "rows=5");
    const grant = await db().roleGrant.findFirstOrThrow({ where: { userId: leaving.userId } });
    const revoked = await revokeRole({ actor: systemActor, grantId: grant.id, now: NOW });
    expect(revoked.ok).toBe(true);
    expect(await fileOf(leaving.actor, written)).toBeUndefined();
    await runExport({ kinds, jobId: waiting, clock });
    expect((await jobOf(waiting)).state).toBe("FAILED");
  });

  test("personal columns need their right and a reason, and the log has it", async () => {
    expect(await ask(official.actor, "rows=2", { reason: " " })).toMatchObject({ failure: { kind: "no-reason" } });
    const shopper = await aPerson({ now: NOW });
    expect(await ask(shopper.actor, "rows=2")).toMatchObject({ failure: { kind: "not-allowed" } });
    expect(await db().exportJob.count({ where: { requestedById: shopper.userId } })).toBe(0);
    const jobId = await asked(official.actor, "rows=2", { reason: "核对帮扶名单" });
    await runExport({ kinds, jobId, clock });
    const table = await readSpreadsheet((await fileOf(official.actor, jobId)) ?? Buffer.alloc(0));
    expect(table.ok && table.value.headers).toEqual(["数", "全名"]);
    const [entry] = await db().accessLog.findMany({ where: { action: "export:personal", subjectId: jobId } });
    expect(entry?.reason).toBe("核对帮扶名单");
    expect(await db().$queryRaw`SELECT * FROM invariant_personal_export_has_reason_in_log`).toEqual([]);
  });
});

function aSignal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give, given };
}

describe("bad luck", () => {
  test("a job whose worker died is taken over, and not before", async () => {
    const jobId = await asked(official.actor, "rows=11");
    await db().exportJob.update({ where: { id: jobId }, data: { state: "RUNNING", attempts: 1, beatAt: NOW } });
    const before = ran;
    expect(await runExport({ kinds, jobId, clock: () => new Date(NOW.getTime() + 60_000) })).toBe(false);
    expect(ran).toBe(before);
    expect(await runExport({ kinds, jobId, clock: () => new Date(NOW.getTime() + 91_000) })).toBe(true);
    expect(await jobOf(jobId)).toMatchObject({ state: "DONE", attempts: 2, rowsDone: 11 });
  });

  test("a worker that was silent and comes back takes nothing of the one that took over", async () => {
    const late = () => new Date(NOW.getTime() + 91_000);
    const over = await asked(official.actor, "rows=13");
    meanwhile = () => runExport({ kinds, jobId: over, clock: late });
    await runExport({ kinds, jobId: over, clock });
    expect(await jobOf(over)).toMatchObject({ state: "DONE", attempts: 2, finishedAt: late() });
    expect(await fileOf(official.actor, over)).toBeDefined();

    const under = await asked(official.actor, "rows=14");
    const [writing, released] = [aSignal(), aSignal()];
    let second: Promise<boolean> | undefined;
    meanwhile = async () => {
      meanwhile = () => {
        writing.give();
        return released.given;
      };
      second = runExport({ kinds, jobId: under, clock: late });
      await writing.given;
    };
    await runExport({ kinds, jobId: under, clock });
    released.give();
    await second;
    expect(await jobOf(under)).toMatchObject({ state: "DONE", attempts: 2, finishedAt: late() });
    expect(await fileOf(official.actor, under)).toBeDefined();
  });

  test("two workers at once write one file", async () => {
    const jobId = await asked(official.actor, "rows=12");
    const taken = await Promise.all([1, 2, 3].map(() => runExport({ kinds, jobId, clock })));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});

test("a weigher exports the slips the list shows, and the button counts them", async () => {
  const cooperativeId = await anApprovedCooperative();
  const other = await anApprovedCooperative();
  const productId = await aProduct();
  const householdId = await aMember(cooperativeId, { headName: "=张三" });
  for (const net of [1_000, 2_000]) {
    await anIntake({ cooperativeId, productId, householdId, net, at: new Date(NOW.getTime() + net) });
  }
  await anIntake({ cooperativeId, productId, net: 3_000 });
  await anIntake({ cooperativeId: other, productId, net: 4_000 });
  const weigher = await aWeigher(cooperativeId);
  const ordered = await submit(orderAction, "/coop/exports", weigher.cookie, { kind: "coop-intakes", query: "q=张三" });
  expect(ordered.status).toBe(302);
  const id = ordered.location?.split("/")[2] ?? "";
  const request = new Request(`http://127.0.0.1:3000${ordered.location}`, { headers: { Cookie: weigher.cookie } });
  const response = (await fileLoader({ request, params: { id }, context: {} })) as Response;
  const table = await readSpreadsheet(Buffer.from(await response.arrayBuffer()));
  expect(table.ok && table.value.rows.map((row) => [row.cells[2], row.cells[5]])).toEqual([
    ["=张三", "4 斤（2 kg）"],
    ["=张三", "2 斤（1 kg）"],
  ]);
  const list = await visit(listLoader, "/coop/exports", weigher.cookie);
  expect(list.data).toMatchObject({ jobs: [{ id, state: "DONE", rowsTotal: 2 }] });
  const refused = await submit(orderAction, "/coop/exports", weigher.cookie, { kind: "numbers", query: "" });
  expect(refused.status).toBe(422);
});
