import { mobileNumber } from "~/kernel/written";

export type BuyerContact = { readonly channel: "EMAIL" | "SMS"; readonly recipient: string };

/**
 * Where a buyer hears of an order: by e-mail where an address was left, else by short message. Nowhere when all that was
 * left is a landline, which receives none: the gateway would be asked again and again.
 */
export function contactOfBuyer({
  email,
  phone,
}: {
  readonly email: string | null;
  readonly phone: string;
}): BuyerContact | undefined {
  if (email !== null) return { channel: "EMAIL", recipient: email };
  const mobile = mobileNumber(phone);
  return mobile === undefined ? undefined : { channel: "SMS", recipient: mobile };
}
