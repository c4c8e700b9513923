import type { ActionFunctionArgs } from "@remix-run/node";
import { receiveStripeEvent } from "~/payments/receive-stripe-event.server";

/** More than any event of ours needs; what is longer is not read. */
const MOST_BYTES = 512 * 1024;

/** Stripe delivers here. No cookie, no session: the signature over the raw body is the only door. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { Allow: "POST" } });
  if (Number(request.headers.get("Content-Length") ?? 0) > MOST_BYTES) return new Response(null, { status: 413 });
  const rawBody = await request.text();
  const received = await receiveStripeEvent({
    rawBody,
    signature: request.headers.get("Stripe-Signature"),
    now: new Date(),
  });
  if (!received.ok) return new Response(received.failure.kind, { status: 400 });
  return new Response(received.value.outcome, { status: 200 });
}

export function loader(): Response {
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}
