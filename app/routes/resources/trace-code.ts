import type { LoaderFunctionArgs } from "@remix-run/node";
import { renderSVG } from "uqr";
import { notFound } from "~/access/not-found";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { parseLotCode } from "~/supply/lot-code";
import { publicTrace } from "~/supply/trace-store.server";

/** The code that stands on a lot's boxes, as the shop shows it. Drawing one takes longer than the page around it: kept a day. */
export async function loader({ params }: LoaderFunctionArgs): Promise<Response> {
  const code = parseLotCode(params["code"] ?? "");
  if (code === undefined || !(await publicTrace(db(), code, dayOf(new Date())))) throw notFound();
  return new Response(renderSVG(new URL(paths.trace(code), env().APP_URL).href, { ecc: "M", border: 2 }), {
    headers: { "Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=86400" },
  });
}
