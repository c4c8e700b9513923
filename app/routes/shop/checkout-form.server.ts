import { z } from "zod";
import { isId } from "~/kernel/ids";
import { isDay } from "~/kernel/period";
import { isPersonName, isPlaceOrFirm, isPlainText, phoneNumber } from "~/kernel/written";
import { parseAddress, withoutProvince } from "~/orders/parse-address";
import { provinceOf } from "~/orders/provinces";
import type { ShippingAddress } from "~/orders/order-store.server";
import type { FormErrors } from "~/ui/form-errors";
import { invoiceOf } from "./checkout-invoice.server";
import type { Messages } from "./messages/messages";

/** What was typed, as it goes back into the form. */
export type CheckoutFields = {
  readonly paste: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly province: string;
  readonly addressLine: string;
  readonly note: string;
  /** "" for none, else whose */
  readonly invoiceKind: string;
  readonly invoiceTitle: string;
  readonly invoiceTaxNumber: string;
  readonly acceptanceContact: string;
  readonly transferCode: string;
  readonly promotion: string;
  /** "on": wants to hear when the households were paid; off unless said */
  readonly impact: string;
  /** "on": keeps the address in the account's book */
  readonly keep: string;
};

export const EMPTY_FIELDS: CheckoutFields = {
  paste: "",
  name: "",
  phone: "",
  email: "",
  province: "",
  addressLine: "",
  note: "",
  invoiceKind: "",
  invoiceTitle: "",
  invoiceTaxNumber: "",
  acceptanceContact: "",
  transferCode: "",
  promotion: "",
  impact: "",
  keep: "",
};

const LONGEST = 500;

/** Reads the form's texts; what is no text or far too long is cut, never an error 500. */
export function readFields(form: FormData): CheckoutFields {
  const text = (name: keyof CheckoutFields) => {
    const value = form.get(name);
    return typeof value === "string" ? value.normalize("NFC").replaceAll("\u0000", "").trim().slice(0, LONGEST) : "";
  };
  return {
    paste: text("paste"),
    name: text("name"),
    phone: text("phone"),
    email: text("email"),
    province: text("province"),
    addressLine: text("addressLine"),
    note: text("note"),
    invoiceKind: text("invoiceKind"),
    invoiceTitle: text("invoiceTitle"),
    invoiceTaxNumber: text("invoiceTaxNumber"),
    acceptanceContact: text("acceptanceContact"),
    transferCode: text("transferCode"),
    promotion: text("promotion"),
    impact: text("impact"),
    keep: text("keep"),
  };
}

/** The pasted text read into the fields; what it does not say stays as it was typed. */
export function withPasted(fields: CheckoutFields): CheckoutFields {
  const parsed = parseAddress(fields.paste);
  return {
    ...fields,
    name: parsed.name ?? fields.name,
    phone: parsed.phone ?? fields.phone,
    province: parsed.provinceCode ?? fields.province,
    addressLine: parsed.addressLine ?? fields.addressLine,
  };
}

/** Who receives a parcel, and where: of the checkout and of the address book. */
function recipientOf(m: Messages) {
  const { errors } = m.checkout;
  return {
    name: z
      .string()
      .min(1, errors.required(m.checkout.name))
      .max(40, errors.name)
      .refine((text) => text === "" || isPersonName(text), errors.nameWriting),
    phone: z
      .string()
      .min(1, errors.required(m.checkout.phone))
      .transform((text, context) => {
        const number = phoneNumber(text);
        if (number === undefined && text !== "") context.addIssue(errors.phone);
        return number ?? "";
      }),
    province: z.string().refine((code) => provinceOf(code) !== undefined, errors.province),
    addressLine: z
      .string()
      .transform(withoutProvince)
      .pipe(
        z
          .string()
          .min(5, errors.addressLine)
          .max(200, errors.addressLine)
          .refine((text) => text.length < 5 || isPlaceOrFirm(text), errors.addressWriting),
      ),
  };
}

function orderOf(m: Messages) {
  const { errors } = m.checkout;
  return z.object({
    ...recipientOf(m),
    email: z.union([z.literal(""), z.email(errors.email).max(200, errors.long).toLowerCase()]),
    note: z.string().max(200, errors.long).refine(isPlainText, errors.unseen),
    promotion: z.string().max(40, errors.long),
    impact: z.string(),
  });
}

/** The address to ship to, or what is wrong with the form, field by field: all of it at once. */
export function checkFields(
  fields: CheckoutFields,
  m: Messages,
): { ok: true; address: ShippingAddress; promotionCode: string | undefined } | { ok: false; errors: FormErrors } {
  const [order, invoice] = [orderOf(m).safeParse(fields), invoiceOf(m).safeParse(fields)];
  if (!order.success || !invoice.success) {
    return { ok: false, errors: { ...wrongIn(order), ...wrongIn(invoice) } };
  }
  const { province, promotion, email, note, impact, ...recipient } = order.data;
  return {
    ok: true,
    promotionCode: promotion || undefined,
    address: {
      ...recipient,
      ...invoice.data,
      email: email || undefined,
      note: note || undefined,
      impactConsent: impact === "on",
      provinceCode: province,
      provinceName: provinceOf(province)?.name ?? "",
    },
  };
}

function wrongIn<Read>({ error }: z.ZodSafeParseResult<Read>): FormErrors {
  return error ? (z.flattenError(error).fieldErrors as FormErrors) : {};
}

/** An address for the book, or what is wrong with it. */
export function checkRecipient(
  form: FormData,
  m: Messages,
):
  | { ok: true; address: Pick<ShippingAddress, "name" | "phone" | "provinceCode" | "addressLine"> }
  | { ok: false; errors: FormErrors; fields: CheckoutFields } {
  const fields = withPasted(readFields(form));
  const checked = z.object(recipientOf(m)).safeParse(fields);
  if (!checked.success) return { ok: false, errors: z.flattenError(checked.error).fieldErrors, fields };
  const { province, ...rest } = checked.data;
  return { ok: true, address: { ...rest, provinceCode: province } };
}

/** The form's nonce: one form, one order. */
export function readCheckoutKey(form: FormData): string | undefined {
  const key = form.get("checkoutKey");
  return typeof key === "string" && isId(key) ? key : undefined;
}

/** "11970" as shown in the hidden field; undefined when no total was shown yet. */
export function readShownTotal(form: FormData): bigint | undefined {
  const shown = form.get("shownTotal");
  return typeof shown === "string" && /^\d{1,12}$/.test(shown) ? BigInt(shown) : undefined;
}

/** "2026-12-20" as shown in the hidden field; "" when nothing is pre-ordered, or nothing was shown. */
export function readShownShipDay(form: FormData): string {
  const shown = form.get("shownShipDay");
  return typeof shown === "string" && isDay(shown) ? shown : "";
}
