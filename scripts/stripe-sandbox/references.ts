import type Stripe from "stripe";

/** An object's id where the other object holds either the id or the whole. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string {
  return typeof reference === "string" ? reference : (reference?.id ?? "");
}

export function isCard(charge: Stripe.Charge): boolean {
  return charge.payment_method_details?.type === "card";
}
