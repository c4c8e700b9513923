// bench export: 50,000 slips leave as Excel through the job, from the cursor to the file on the disk. The process's peak
// memory, and how much of it the file took beyond what was there before. `--rows 200000` shows that it stays (as CSV).
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { benchOnOwnDatabase } from "./support/own-database";

const at = process.argv.indexOf("--rows");
const ROWS = at > 0 ? Number(process.argv[at + 1]) : 50_000;

await benchOnOwnDatabase(measure);

async function measure(ownerUrl: string) {
  const mediaDir = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-bench-media-"));
  process.env["MEDIA_DIR"] = mediaDir;
  const { db, disconnect } = await import("~/platform/db.server");
  const { newId } = await import("~/kernel/ids");
  const { systemActor } = await import("~/access/actor");
  const { createUser } = await import("~/access/create-user.server");
  const { grantRole } = await import("~/access/grant-role.server");
  const { findActor } = await import("~/access/find-actor.server");
  const { requestExport } = await import("~/access/request-export.server");
  const { runExport } = await import("~/access/run-export.server");
  const { EXPORT_KINDS } = await import("~/settlement/export-kinds.server");

  const owner = new pg.Client(ownerUrl);
  owner.on("error", () => {});
  await owner.connect();
  const cooperativeId = newId();
  await fill(owner, cooperativeId, newId());
  await owner.end();

  const now = new Date("2026-11-20T02:00:00Z");
  const user = { loginName: "weigher", displayName: "收货员", password: "a-long-enough-password" };
  const made = await createUser({ actor: systemActor, ...user, now });
  if (!made.ok) throw new Error(made.failure.kind);
  const { userId } = made.value;
  await grantRole({ actor: systemActor, userId, role: "COOP_WEIGHER", scopeId: cooperativeId, now });
  const actor = await findActor(db(), userId);
  if (!actor) throw new Error("no actor");
  const ask = { actor, kinds: EXPORT_KINDS, kindName: "coop-intakes", parameters: "", now };
  const requested = await requestExport(ask);
  if (!requested.ok) throw new Error(requested.failure.kind);
  const { jobId } = requested.value;

  const before = process.memoryUsage.rss();
  const began = performance.now();
  await runExport({ kinds: EXPORT_KINDS, jobId, clock: () => now });
  const ms = performance.now() - began;
  const job = await db().exportJob.findUniqueOrThrow({ where: { id: jobId } });
  if (job.state !== "DONE" || job.rowsDone !== ROWS) throw new Error(`${job.state} after ${job.rowsDone} rows`);
  await disconnect();
  fs.rmSync(mediaDir, { recursive: true, force: true });
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  return {
    bench: "export",
    rows: ROWS,
    format: job.format,
    fileMb: Number((Number(job.bytes) / 1024 / 1024).toFixed(1)),
    seconds: Number((ms / 1000).toFixed(1)),
    residentBeforeMb: megabytes(before),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Written as a set: slips of 500 households of one cooperative. */
async function fill(owner: pg.Client, cooperativeId: string, productId: string): Promise<void> {
  await owner.query(`INSERT INTO category (code, name, name_en, position) VALUES ('fruit', '水果', 'Fruit', 1)`);
  await owner.query(
    `INSERT INTO product (id, code, name, name_en, aliases, category_code, base_unit, perishable, grades)
     VALUES ($1, 'kiwi', '猕猴桃', 'Kiwi', '', 'fruit', 'GRAM', true, '{一级}')`,
    [productId],
  );
  await owner.query(
    `INSERT INTO cooperative (id, number, slug, kind, name, name_en, area_code, licence_number, phone, story, story_en, status, created_at, approved_at)
     VALUES ($1, 'HZ1', 'hz1', 'COOPERATIVE', '合作社', 'Cooperative', '341021203201', '', '', '', '', 'APPROVED', now(), now())`,
    [cooperativeId],
  );
  await owner.query("SET session_replication_role = replica");
  await owner.query(
    `INSERT INTO intake (id, client_id, number, cooperative_id, supplier_note, product_id, grade, base_unit, gross, tare,
       deduction, net, remaining, settlement_mode, unit_price_fen, amount_fen, weighed_by, delivered_at, created_at)
     SELECT gen_random_uuid(), gen_random_uuid(), 'RK' || n, $1, '供货人' || n % 500, $2, '一级', 'GRAM', 12000, 500, 0, 11500,
       11500, 'BOUGHT_OUT', 600, 6900, '收货员', timestamptz '2026-01-01' + n * interval '1 minute', now()
     FROM generate_series(1, ${ROWS}) n`,
    [cooperativeId, productId],
  );
}
