import { db } from "~/platform/db.server";
import { deleteObject } from "~/platform/storage.server";
import type { ExportFormat } from "./export-job";
import { exportKey } from "./run-export.server";

/** Deletes the files whose time is over; that they were asked for and fetched stays on record. */
export async function forgetExports({ now }: { now: Date }): Promise<number> {
  const over = await db().exportJob.findMany({
    where: { state: "DONE", expiresAt: { lte: now } },
    select: { id: true, attempts: true, format: true },
  });
  for (const job of over) {
    await deleteObject(exportKey(job, job.format as ExportFormat));
    await db().exportJob.updateMany({ where: { id: job.id }, data: { state: "EXPIRED" } });
  }
  return over.length;
}
