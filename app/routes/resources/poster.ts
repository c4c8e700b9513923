import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { posterKey } from "~/benefits/poster-key";
import { orderOfSharedReceipt } from "~/benefits/share-receipt.server";
import { getObject } from "~/platform/storage.server";

/** The poster of a public receipt, drawn by the worker; gone as soon as the receipt is taken back. */
export async function loader({ params }: LoaderFunctionArgs): Promise<Response> {
  const orderId = await orderOfSharedReceipt(params.token ?? "");
  const bytes = orderId === undefined ? undefined : await getObject(posterKey(orderId));
  if (!bytes) throw notFound();
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "image/png",
      "Content-Length": String(bytes.byteLength),
      "Content-Disposition": "inline",
      "Cache-Control": "private, no-cache",
    },
  });
}
