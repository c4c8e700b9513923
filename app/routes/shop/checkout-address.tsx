import type { SavedAddress } from "~/orders/address-book.server";
import { provinceOf } from "~/orders/provinces";
import { Button } from "~/ui/button";
import { CheckboxField, Field, SelectField } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import type { Locale } from "~/ui/locale";
import { AddressFields, PasteField } from "./address-fields";
import type { CheckoutFields } from "./checkout-form.server";
import { useShop } from "./messages/messages";

/** Where it goes: pasted as one piece, taken from the account's book, or typed. */
export function AddressSection({
  fields,
  errors,
  book,
  single,
}: {
  fields: CheckoutFields;
  errors: FormErrors;
  /** null: not signed in */
  book: readonly SavedAddress[] | null;
  single: { readonly variant: string; readonly quantity: number } | null;
}) {
  const { locale, m, to } = useShop();
  return (
    <section className="form">
      <div className="section-head">
        <h2>1 · {m.checkout.steps.address}</h2>
      </div>
      <details open={fields.addressLine === ""}>
        <summary>{m.checkout.paste}</summary>
        <div className="form paste-box">
          <PasteField pasted={fields.paste} rows={3} />
          <Button tone="quiet" name="intent" value="parse">
            {m.checkout.parse}
          </Button>
        </div>
      </details>
      {book && book.length > 0 && (
        <div className="cluster saved-address">
          <SelectField
            label={m.checkout.saved}
            name="saved"
            defaultValue={book.find(({ isDefault }) => isDefault)?.id ?? ""}
            options={book.map((one) => ({
              value: one.id,
              label: `${one.name} · ${provinceLabel(one.provinceCode, locale)} · ${one.addressLine.slice(0, 16)}`,
            }))}
          />
          <Button tone="quiet" name="intent" value="saved">
            {m.checkout.savedUse}
          </Button>
        </div>
      )}
      {book === null && (
        <p className="caption">
          <a href={to.account.signIn({ to: to.checkout(single ?? {}) })}>{m.checkout.signIn}</a>
        </p>
      )}
      <AddressFields typed={fields} errors={errors} required />
      <Field
        label={m.checkout.email}
        name="email"
        type="email"
        autoComplete="email"
        optional
        hint={m.checkout.emailHint}
        defaultValue={fields.email}
        error={messagesOf(errors, "email")}
      />
      {book && <CheckboxField label={m.checkout.keep} name="keep" defaultChecked={fields.keep === "on"} />}
      <p className="caption">{m.checkout.privacy}</p>
    </section>
  );
}

function provinceLabel(code: string, locale: Locale): string {
  const province = provinceOf(code);
  return (locale === "en" ? province?.nameEn : province?.name) ?? "";
}
