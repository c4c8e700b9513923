import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { isPeriod } from "~/kernel/period";
import { explainExportAuditBundleFailure, exportAuditBundle } from "~/settlement/export-audit-bundle.server";
import { requireOfficial } from "./gov-frame.server";

/** The month as a signed file, for whoever checks it without us (scripts/verify-bundle.mjs). Each export is in the access log. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const householdId = params["id"];
  const period = new URL(request.url).searchParams.get("month");
  if (!isId(householdId) || !isPeriod(period)) throw notFound();
  const exported = await exportAuditBundle({ actor, householdId, period, now: new Date() });
  if (!exported.ok && exported.failure.kind === "not-found") throw notFound();
  if (!exported.ok)
    return new Response(explainExportAuditBundleFailure(exported.failure), {
      status: 409,
      headers: { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "60" },
    });
  return new Response(exported.value.text, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${exported.value.name}"`,
      "Cache-Control": "no-store",
    },
  });
}
