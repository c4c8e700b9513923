import { z } from "zod";
import { isPlaceOrFirm, isPlainText } from "~/kernel/written";
import type { InvoiceKind, ShippingAddress } from "~/orders/order-store.server";
import { parseTaxNumber } from "~/orders/tax-number";
import type { Messages } from "./messages/messages";

type Invoice = Pick<
  ShippingAddress,
  "invoiceKind" | "invoiceTitle" | "invoiceTaxNumber" | "acceptanceContact" | "transferCode"
>;

/** Whose invoice it is and what it says, as it goes onto the order; nothing when none is wanted. */
export function invoiceOf(m: Messages) {
  const { errors } = m.checkout;
  return z
    .object({
      invoiceKind: z.enum(["", "PERSONAL", "COMPANY", "INSTITUTION"], errors.invoiceKind),
      invoiceTitle: z
        .string()
        .max(100, errors.long)
        .refine((text) => text === "" || isPlaceOrFirm(text), errors.invoiceTitle),
      invoiceTaxNumber: z.string().max(40, errors.taxNumber),
      acceptanceContact: z.string().max(60, errors.long).refine(isPlainText, errors.unseen),
      transferCode: z
        .string()
        .max(40, errors.long)
        .regex(/^[\w-]*$/, errors.transferCode),
    })
    .superRefine(({ invoiceKind, ...written }, context) => {
      const refuse = (name: string, message: string) =>
        context.addIssue({ code: "custom", path: [name], message, input: "" });
      if (invoiceKind === "") {
        if (Object.values(written).some((text) => text !== "")) refuse("invoiceKind", errors.invoiceKind);
        return;
      }
      if (written.invoiceTitle === "") refuse("invoiceTitle", errors.required(m.checkout.invoiceTitle));
      if (hasTaxNumber(invoiceKind) && parseTaxNumber(written.invoiceTaxNumber) === undefined) {
        refuse("invoiceTaxNumber", errors.taxNumber);
      }
      if (invoiceKind === "INSTITUTION" && written.acceptanceContact === "") {
        refuse("acceptanceContact", errors.required(m.checkout.acceptanceContact));
      }
    })
    .transform(({ invoiceKind, invoiceTitle, invoiceTaxNumber, acceptanceContact, transferCode }): Invoice => {
      if (invoiceKind === "") return {};
      return {
        invoiceKind,
        invoiceTitle,
        ...(hasTaxNumber(invoiceKind) ? { invoiceTaxNumber: parseTaxNumber(invoiceTaxNumber) } : {}),
        ...(invoiceKind === "INSTITUTION" ? { acceptanceContact, transferCode: transferCode || undefined } : {}),
      };
    });
}

function hasTaxNumber(kind: InvoiceKind): boolean {
  return kind === "COMPANY" || kind === "INSTITUTION";
}
