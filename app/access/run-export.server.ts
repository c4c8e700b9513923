import { addDays, minuteOf } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { excelStream, type StreamedSheet } from "~/platform/excel-stream.server";
import { log } from "~/platform/log.server";
import type { Cover } from "~/platform/spreadsheet";
import { deleteObject, putObjectInPieces } from "~/platform/storage.server";
import { csvSheet } from "~/platform/write-spreadsheet.server";
import type { Actor } from "./actor";
import {
  EXPORT_KEPT_DAYS,
  EXPORT_SILENT_SECONDS,
  type ExportFormat,
  exportFormat,
  MOST_EXPORT_ATTEMPTS,
} from "./export-job";
import { findActor } from "./find-actor.server";
import type { ExportKind, ExportKinds, PreparedExport } from "./export-kind.server";
import { mayHavePersonal } from "./request-export.server";

type Job = {
  readonly id: string;
  readonly kind: string;
  readonly parameters: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly personal: boolean;
  readonly requestedById: string;
  readonly requestedAt: Date;
  readonly attempts: number;
};

const LONGEST_MS = 20 * 60_000;

/** Where a job's file is kept. A runner that took over writes another one than the silent one before, which may come back. */
export function exportKey({ id, attempts }: Pick<Job, "id" | "attempts">, format: ExportFormat): string {
  const run = attempts > 1 ? `-${attempts}` : "";
  return `exports/${id}${run}.${format.toLowerCase()}`;
}

/**
 * Writes the file of one waiting job (of `jobId`, or the oldest); false when none waits. May be called by many at once: a
 * job has one runner, and one whose runner fell silent is taken over. Whoever asked and lost the right gets no file.
 */
export async function runExport(options: {
  readonly kinds: ExportKinds;
  readonly jobId?: string;
  readonly clock: () => Date;
}): Promise<boolean> {
  const { kinds, clock } = options;
  const job = await takeJob(options.jobId, clock());
  if (!job) return false;
  try {
    const kind = kinds.find(({ name }) => name === job.kind);
    const allowed = kind && (await allowedExport(kind, job));
    if (!allowed) {
      await endJob(job, { state: "FAILED", finishedAt: clock() });
      return true;
    }
    await writeFile(job, allowed, clock);
  } catch (error) {
    log.error({ err: error, exportJob: job.id }, "an export failed");
    const again = job.attempts < MOST_EXPORT_ATTEMPTS;
    await endJob(job, again ? { state: "WAITING" } : { state: "FAILED", finishedAt: clock() });
  }
  return true;
}

export type AllowedExport = { readonly kind: ExportKind; readonly actor: Actor; readonly prepared: PreparedExport };

/** The export as its asker may have it now; undefined when their rights or their scope are not what they were. */
export async function allowedExport(
  kind: ExportKind,
  job: Pick<Job, "parameters" | "subjectKind" | "subjectId" | "personal" | "requestedById" | "requestedAt">,
): Promise<AllowedExport | undefined> {
  const actor = await findActor(db(), job.requestedById);
  if (!actor) return undefined;
  const prepared = await kind.prepare({ actor, search: new URLSearchParams(job.parameters), now: job.requestedAt });
  if (!prepared || prepared.subject.kind !== job.subjectKind || prepared.subject.id !== job.subjectId) return undefined;
  if (job.personal && !mayHavePersonal(actor, kind)) return undefined;
  return { kind, actor, prepared };
}

async function takeJob(jobId: string | undefined, now: Date): Promise<Job | undefined> {
  const silent = new Date(now.getTime() - EXPORT_SILENT_SECONDS * 1000);
  const [job] = await db().$queryRaw<Job[]>`
    UPDATE export_job SET state = 'RUNNING', attempts = attempts + 1, beat_at = ${now}, rows_done = 0
    WHERE id = (
      SELECT id FROM export_job
      WHERE (state = 'WAITING' OR (state = 'RUNNING' AND beat_at < ${silent}))
        AND (${jobId ?? null}::uuid IS NULL OR id = ${jobId ?? null}::uuid)
      ORDER BY requested_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, parameters, subject_kind AS "subjectKind", subject_id AS "subjectId", personal,
      requested_by_id AS "requestedById", requested_at AS "requestedAt", attempts`;
  return job;
}

async function writeFile(job: Job, { kind, actor, prepared }: AllowedExport, clock: () => Date): Promise<void> {
  const rows = await prepared.count(db());
  const format = exportFormat(rows);
  const { facts, definitions } = await prepared.cover(db());
  const cover: Cover = {
    title: kind.title,
    facts: [
      ...facts,
      ["行数", String(rows)],
      ["查询时间", minuteOf(job.requestedAt)],
      ["导出人", actor.displayName],
      ...(job.personal ? ([["含个人信息", "是，仅限所写用途使用，不得外传"]] as const) : []),
    ],
    definitions,
  };
  let written = 0;
  const onRows = async (count: number) => {
    written = count;
    await db().exportJob.updateMany({ where: runOf(job), data: { rowsDone: count, beatAt: clock() } });
  };
  const key = exportKey(job, format);
  const bytes = await withTransaction(
    "write export",
    (tx) => putObjectInPieces(key, fileOf(format, cover, prepared.sheet(tx, job.personal, onRows))),
    { timeoutMs: LONGEST_MS },
  );
  const finishedAt = clock();
  const done = {
    state: "DONE",
    format,
    // Rows may have come or gone between asking and writing: what counts is what is in the file.
    rowsTotal: Math.max(1, written),
    bytes: BigInt(bytes),
    finishedAt,
    expiresAt: addDays(finishedAt, EXPORT_KEPT_DAYS),
  };
  if (!(await endJob(job, done))) await deleteObject(key);
}

function fileOf(format: ExportFormat, cover: Cover, sheet: StreamedSheet): AsyncIterable<Uint8Array> {
  return format === "CSV" ? csvSheet(cover, sheet) : excelStream(cover, [sheet]);
}

/** The job as long as this runner has it: nobody took it over. */
function runOf({ id, attempts }: Pick<Job, "id" | "attempts">) {
  return { id, attempts, state: "RUNNING" };
}

async function endJob(
  job: Pick<Job, "id" | "attempts">,
  data: {
    readonly state: string;
    readonly finishedAt?: Date;
    readonly format?: ExportFormat;
    readonly rowsTotal?: number;
    readonly bytes?: bigint;
    readonly expiresAt?: Date;
  },
): Promise<boolean> {
  const ended = await db().exportJob.updateMany({ where: runOf(job), data });
  return ended.count === 1;
}
