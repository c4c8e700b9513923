import { CheckboxField, Field, RadioGroup, TextareaField } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import type { CheckoutFields } from "./checkout-form.server";
import { useShop } from "./messages/messages";

/** Styles hide what belongs to an invoice while none is wanted and nothing is written: the placeholder is how they see that. */
const NOTHING_WRITTEN = " ";

/** `asked`: of everybody who wants an invoice, of whoever has a tax number, of institutions. */
const INVOICE_FIELDS = [
  { name: "invoiceTitle", asked: "any", hint: undefined, maxLength: 100, autoComplete: "organization" },
  { name: "invoiceTaxNumber", asked: "company", hint: undefined, maxLength: 40, autoComplete: "off" },
  { name: "acceptanceContact", asked: "institution", hint: "acceptanceHint", maxLength: 60, autoComplete: "off" },
  { name: "transferCode", asked: "institution", hint: "transferHint", maxLength: 40, autoComplete: "off" },
] as const;

/** What a shopper may add: a discount's word, an invoice, a note, and to hear where the money went. */
export function WishesSection({ fields, errors }: { fields: CheckoutFields; errors: FormErrors }) {
  const { m } = useShop();
  return (
    <section className="form">
      <div className="section-head">
        <h2>3 · {m.checkout.steps.invoice}</h2>
      </div>
      <Field
        label={m.checkout.promotion}
        name="promotion"
        optional
        width="short"
        maxLength={40}
        autoComplete="off"
        defaultValue={fields.promotion}
        error={messagesOf(errors, "promotion")}
      />
      <RadioGroup
        label={m.checkout.invoiceKind}
        name="invoiceKind"
        look="tiles"
        hint={m.checkout.invoiceHint}
        defaultValue={fields.invoiceKind}
        choices={[
          { value: "", label: m.checkout.invoiceNone },
          { value: "PERSONAL", label: m.checkout.invoicePersonal },
          { value: "COMPANY", label: m.checkout.invoiceCompany },
          { value: "INSTITUTION", label: m.checkout.invoiceInstitution },
        ]}
        error={messagesOf(errors, "invoiceKind")}
      />
      {INVOICE_FIELDS.map(({ name, asked, hint, ...field }) => (
        <div key={name} data-invoice={asked}>
          <Field
            label={m.checkout[name]}
            name={name}
            optional
            placeholder={NOTHING_WRITTEN}
            defaultValue={fields[name]}
            error={messagesOf(errors, name)}
            {...(hint && { hint: m.checkout[hint] })}
            {...field}
          />
        </div>
      ))}
      <TextareaField
        label={m.checkout.note}
        name="note"
        optional
        maxLength={200}
        rows={2}
        defaultValue={fields.note}
        error={messagesOf(errors, "note")}
      />
      <CheckboxField
        label={m.checkout.impact}
        name="impact"
        hint={m.checkout.impactHint}
        defaultChecked={fields.impact === "on"}
      />
    </section>
  );
}
