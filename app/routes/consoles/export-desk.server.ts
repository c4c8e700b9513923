import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { Actor } from "~/access/actor";
import { EXPORT_STATE_WORDS, explainExportFailure, ROWS_AT_ONCE } from "~/access/export-job";
import { exportsOf } from "~/access/export-job-store.server";
import type { ExportKinds } from "~/access/export-kind.server";
import { requestExport } from "~/access/request-export.server";
import { runExport } from "~/access/run-export.server";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";

// What the pages of exports do, whichever console they stand in.

const PAGE_SIZE = 20;

const exportForm = z.object({
  kind: z.string({ error: "请从列表页导出。" }).max(60),
  query: z.string().max(2_000, "查询条件太长，请缩短后再导。").default(""),
  personal: z.literal("on").optional(),
  reason: z.string().trim().max(200, "用途请不超过 200 字。").default(""),
});

/** The asker's own exports of this console. */
export async function exportList(actor: Actor, kinds: ExportKinds, search: URLSearchParams) {
  const now = new Date();
  const page = await exportsOf(
    db(),
    actor.userId,
    kinds.map(({ name }) => name),
    pageRequest(search, PAGE_SIZE),
    now,
  );
  return {
    page: { number: page.number, size: page.size, total: page.total },
    jobs: page.rows.map((job) => ({
      id: job.id,
      title: job.title,
      state: job.state,
      word: EXPORT_STATE_WORDS[job.state],
      format: job.format,
      personal: job.personal,
      rowsTotal: job.rowsTotal,
      rowsDone: job.rowsDone,
      bytes: job.bytes === null ? null : Number(job.bytes),
      requested: minuteOf(job.requestedAt),
      expires: job.expiresAt === null ? null : minuteOf(job.expiresAt),
    })),
  };
}

export type ExportList = Awaited<ReturnType<typeof exportList>>;

/** Takes the order for a file. A short one is written at once and its download begins; a long one is the worker's. */
export async function orderExport(request: Request, actor: Actor, kinds: ExportKinds, listPath: string) {
  const form = await parseForm(request, exportForm);
  if (!form.ok) return form.answer;
  const { kind, query, personal, reason } = form.value;
  const requested = await requestExport({
    actor,
    kinds,
    kindName: kind,
    parameters: query,
    personal: personal === undefined ? undefined : { reason },
    now: new Date(),
  });
  if (!requested.ok) return form.refuse({ "": [explainExportFailure(requested.failure)] });
  const { jobId, rows } = requested.value;
  if (rows > ROWS_AT_ONCE) return redirect(listPath);
  await runExport({ kinds, jobId, clock: () => new Date() });
  return redirect(paths.exportFile(jobId));
}
