import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { findAuditDraw } from "~/settlement/audit-store.server";
import { requireOfficial } from "./gov-frame.server";

/** The archive numbers a sample was drawn from, a line each, without names: with the seed, the draw can be done again. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { areaPrefixes } = await requireOfficial(request);
  const id = params["id"];
  const draw = isId(id) ? await findAuditDraw(db(), id, areaPrefixes) : undefined;
  if (!draw) throw notFound();
  return new Response(`${draw.population}\n`, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="audit-${draw.areaCode}-${draw.period}.txt"`,
      "Cache-Control": "no-store",
    },
  });
}
