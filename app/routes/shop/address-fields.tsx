import { PROVINCES } from "~/orders/provinces";
import { Field, SelectField, TextareaField } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import { Chinese } from "./chinese";
import { useShop } from "./messages/messages";

type TypedAddress = {
  readonly name: string;
  readonly phone: string;
  readonly province: string;
  readonly addressLine: string;
};

/** Name, phone, province and the rest: what a parcel needs, the same in the checkout and in the account's book. */
export function AddressFields({
  typed,
  errors,
  required = false,
}: {
  typed: TypedAddress | undefined;
  errors: FormErrors | undefined;
  required?: boolean;
}) {
  const { locale, m } = useShop();
  return (
    <>
      <Field
        label={m.checkout.name}
        name="name"
        autoComplete="name"
        required={required}
        maxLength={40}
        defaultValue={typed?.name}
        error={messagesOf(errors, "name")}
      />
      <Field
        label={m.checkout.phone}
        name="phone"
        type="tel"
        autoComplete="tel"
        required={required}
        hint={m.checkout.phoneHint}
        defaultValue={typed?.phone}
        error={messagesOf(errors, "phone")}
      />
      <SelectField
        label={m.checkout.province}
        name="province"
        autoComplete="address-level1"
        required={required}
        placeholder={m.checkout.chooseProvince}
        defaultValue={typed?.province ?? ""}
        options={PROVINCES.map((one) => ({ value: one.code, label: locale === "en" ? one.nameEn : one.name }))}
        error={messagesOf(errors, "province")}
      />
      <Field
        label={m.checkout.addressLine}
        name="addressLine"
        autoComplete="street-address"
        required={required}
        maxLength={200}
        width="full"
        hint={m.checkout.addressHint}
        defaultValue={typed?.addressLine}
        error={messagesOf(errors, "addressLine")}
      />
    </>
  );
}

/** An address as one piece, as people send it to each other. */
export function PasteField({ pasted, rows }: { pasted: string | undefined; rows: number }) {
  const { m } = useShop();
  return (
    <TextareaField
      label={m.checkout.paste}
      name="paste"
      hint={
        <>
          {m.checkout.pasteHint} <Chinese>{m.checkout.pasteExample}</Chinese>
        </>
      }
      rows={rows}
      optional
      width="full"
      defaultValue={pasted}
    />
  );
}
