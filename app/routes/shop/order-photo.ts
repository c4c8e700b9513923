import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { parseRenditionName } from "~/media/media-kind";
import { findRendition } from "~/media/media-store.server";
import { db } from "~/platform/db.server";
import { pictureResponse } from "../resources/picture-response.server";
import { orderOf } from "./order-by-token.server";

const OF_BUYER: ReadonlySet<string> = new Set(["CLAIM", "ACCEPTANCE", "REVIEW"]);

/** A photo that came with a claim, an acceptance or a review, for whoever holds the order's link: their own, and nobody else's. */
export async function loader({ params }: LoaderFunctionArgs): Promise<Response> {
  const order = await orderOf(params.token);
  const name = parseRenditionName(params.name);
  if (!isId(params.id) || name === undefined) throw notFound();
  const rendition = await findRendition(db(), params.id, name);
  const isOfBuyer = rendition !== undefined && OF_BUYER.has(rendition.kind);
  const isOwn = isOfBuyer && rendition.ownerKind === "ORDER" && rendition.ownerId === order.id;
  if (!rendition || !isOwn) throw notFound();
  return pictureResponse(rendition);
}
