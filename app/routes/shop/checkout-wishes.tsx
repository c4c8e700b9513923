import { CheckboxField, Field, RadioGroup, TextareaField } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import type { CheckoutFields } from "./checkout-form.server";
import { useShop } from "./messages/messages";

/** Styles hide what belongs to an invoice while none is wanted and nothing is written: the placeholder is how they see that. */
const NOTHING_WRITTEN = " ";

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
      <div data-invoice="any">
        <Field
          label={m.checkout.invoiceTitle}
          name="invoiceTitle"
          optional
          placeholder={NOTHING_WRITTEN}
          maxLength={100}
          autoComplete="organization"
          defaultValue={fields.invoiceTitle}
          error={messagesOf(errors, "invoiceTitle")}
        />
      </div>
      <div data-invoice="company">
        <Field
          label={m.checkout.invoiceTaxNumber}
          name="invoiceTaxNumber"
          optional
          placeholder={NOTHING_WRITTEN}
          maxLength={40}
          autoComplete="off"
          defaultValue={fields.invoiceTaxNumber}
          error={messagesOf(errors, "invoiceTaxNumber")}
        />
      </div>
      <div data-invoice="institution">
        <Field
          label={m.checkout.acceptanceContact}
          name="acceptanceContact"
          hint={m.checkout.acceptanceHint}
          optional
          placeholder={NOTHING_WRITTEN}
          maxLength={60}
          autoComplete="off"
          defaultValue={fields.acceptanceContact}
          error={messagesOf(errors, "acceptanceContact")}
        />
      </div>
      <div data-invoice="institution">
        <Field
          label={m.checkout.transferCode}
          name="transferCode"
          hint={m.checkout.transferHint}
          optional
          placeholder={NOTHING_WRITTEN}
          maxLength={40}
          autoComplete="off"
          defaultValue={fields.transferCode}
          error={messagesOf(errors, "transferCode")}
        />
      </div>
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
