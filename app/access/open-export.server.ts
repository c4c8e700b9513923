import { dayOf } from "~/kernel/period";
import { isId } from "~/kernel/ids";
import { db, withTransaction } from "~/platform/db.server";
import { openObject } from "~/platform/storage.server";
import { logAccess } from "./access-log-store.server";
import type { Actor } from "./actor";
import type { ExportFormat } from "./export-job";
import type { ExportKinds } from "./export-kind.server";
import { allowedExport, exportKey } from "./run-export.server";

export type OpenedExport = {
  readonly name: string;
  readonly format: ExportFormat;
  readonly size: number;
  readonly body: ReadableStream<Uint8Array>;
};

/**
 * The file of a job, for its asker alone, as long as it is kept and they still have the right; undefined otherwise. Each
 * fetching is in the access log.
 */
export async function openExport(request: {
  readonly actor: Actor;
  readonly kinds: ExportKinds;
  readonly jobId: string;
  readonly now: Date;
}): Promise<OpenedExport | undefined> {
  const { actor, jobId, now } = request;
  if (!isId(jobId)) return undefined;
  const job = await db().exportJob.findFirst({
    where: { id: jobId, requestedById: actor.userId, state: "DONE", expiresAt: { gt: now } },
  });
  const kind = request.kinds.find(({ name }) => name === job?.kind);
  if (!job || !kind || !(await allowedExport(kind, job))) return undefined;
  const format = job.format as ExportFormat;
  const file = await openObject(exportKey(job, format));
  if (!file) return undefined;
  await withTransaction("open export", async (tx) => {
    await tx.exportJob.updateMany({ where: { id: jobId }, data: { fetched: { increment: 1 } } });
    await logAccess(tx, {
      actor,
      action: "export:download",
      subjectKind: "export",
      subjectId: jobId,
      reason: `${job.title} ${job.rowsTotal} 行${job.personal ? "，含个人信息" : ""}`,
      now,
    });
  });
  return { name: `${job.title}-${dayOf(job.requestedAt)}`, format, ...file };
}
