import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { openExport } from "~/access/open-export.server";
import { requireActor } from "~/access/require-actor.server";
import { downloadResponse } from "~/platform/write-spreadsheet.server";
import { EXPORT_KINDS } from "~/settlement/export-kinds.server";

/** The file of an export, for whoever asked for it and nobody else. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const actor = await requireActor(request);
  const file = await openExport({ actor, kinds: EXPORT_KINDS, jobId: params["id"] ?? "", now: new Date() });
  if (!file) throw notFound();
  const response = downloadResponse(file.body, file.name, file.format === "XLSX" ? "xlsx" : "csv");
  response.headers.set("Content-Length", String(file.size));
  return response;
}
