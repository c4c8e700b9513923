import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isId } from "~/kernel/ids";
import { addressesOf, deleteAddress, saveAddress } from "~/orders/address-book.server";
import { provinceOf } from "~/orders/provinces";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { CheckboxField, ErrorSummary } from "~/ui/form";
import type { FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { AddressFields, PasteField } from "./address-fields";
import { AccountFrame, accountMeta } from "./account-frame";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { checkRecipient } from "./checkout-form.server";
import { Chinese } from "./chinese";
import { ACCOUNT_WORDS, useAccountWords } from "./messages/account";
import { shopOf, useShop } from "./messages/messages";
import { requireShopper } from "./shopper.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const session = await requireShopper(request, new Date());
  const search = new URL(request.url).searchParams;
  const addresses = await addressesOf(db(), session.userId);
  const done = search.get("done");
  return json(
    {
      cartCount: cartCountOf(request),
      addresses,
      edited: addresses.find(({ id }) => id === search.get("edit")) ?? null,
      done: done === "saved" || done === "removed" ? (done as "saved" | "removed") : null,
    },
    { headers: { "Cache-Control": "no-store" } },
  );
}

export async function action({ request }: ActionFunctionArgs) {
  const now = new Date();
  const { userId } = await requireShopper(request, now);
  const { locale, m, to } = shopOf(new URL(request.url).pathname);
  const words = ACCOUNT_WORDS[locale].addresses;
  const form = await readForm(request);
  const named = form.get("address");
  const addressId = typeof named === "string" && isId(named) ? named : undefined;
  if (form.get("intent") === "remove") {
    if (addressId !== undefined) await deleteAddress({ userId, addressId });
    return redirect(to.account.addresses({ done: "removed" }));
  }
  const checked = checkRecipient(form, m);
  if (!checked.ok) return json({ errors: checked.errors, fields: checked.fields, addressId }, 422);
  const isDefault = form.get("usual") === "on";
  const saved = await saveAddress({ userId, addressId, address: checked.address, isDefault, now });
  if (saved.ok) return redirect(to.account.addresses({ done: "saved" }));
  const message = saved.failure.kind === "not-found" ? words.gone : words.tooMany(saved.failure.most);
  const { provinceCode: province, ...address } = checked.address;
  return json({ errors: { "": [message] } as FormErrors, fields: { ...address, province, paste: "" } }, 422);
}

export const meta: MetaFunction = ({ location }) => {
  const { locale } = shopOf(location.pathname);
  return accountMeta(ACCOUNT_WORDS[locale].addresses.title, locale);
};

export default function AccountAddresses() {
  const { cartCount, addresses, edited, done } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { locale, to } = useShop();
  const words = useAccountWords().addresses;
  const errors = answered?.errors as FormErrors | undefined;
  const fields = answered?.fields ?? (edited ? { ...edited, province: edited.provinceCode, paste: "" } : undefined);
  return (
    <AccountFrame cartCount={cartCount} current="addresses" title={words.title}>
      {done && !answered && (
        <Notice tone="done" live>
          {done === "saved" ? words.saved : words.removed}
        </Notice>
      )}
      <div className="two-columns">
        <section className="stack">
          {addresses.length === 0 && <p className="quiet">{words.empty}</p>}
          <ul className="plain-list ruled">
            {addresses.map((address) => {
              const province = provinceOf(address.provinceCode);
              return (
                <li key={address.id} className="stack-small">
                  <p>
                    <strong>
                      <Chinese>{address.name}</Chinese>
                    </strong>{" "}
                    {address.phone} {address.isDefault && <StatusWord tone="done">{words.usual}</StatusWord>}
                  </p>
                  <p>
                    {locale === "en" ? `${province?.nameEn}, ` : province?.name}
                    <Chinese>{address.addressLine}</Chinese>
                  </p>
                  <form method="post" action={to.account.addresses()} className="cluster">
                    <input type="hidden" name="address" value={address.id} />
                    <a href={to.account.addresses({ edit: address.id })}>
                      {words.change}
                      <span className="visually-hidden">
                        {" "}
                        <Chinese>{address.name}</Chinese>
                      </span>
                    </a>
                    <Button tone="link" name="intent" value="remove">
                      {words.remove}
                      <span className="visually-hidden">
                        {" "}
                        <Chinese>{address.name}</Chinese>
                      </span>
                    </Button>
                  </form>
                </li>
              );
            })}
          </ul>
        </section>
        <section>
          <div className="section-head">
            <h2>{edited ? words.edit : words.add}</h2>
          </div>
          <ErrorSummary errors={errors} />
          <form
            className="form"
            method="post"
            action={to.account.addresses(edited ? { edit: edited.id } : {})}
            noValidate
            key={edited?.id ?? "new"}
          >
            {edited && <input type="hidden" name="address" value={edited.id} />}
            {!edited && <PasteField pasted={fields?.paste} rows={2} />}
            <AddressFields typed={fields} errors={errors} />
            <CheckboxField label={words.makeUsual} name="usual" defaultChecked={edited?.isDefault ?? false} />
            <div className="form-actions">
              <Button name="intent" value="save">
                {words.save}
              </Button>
              {edited && <a href={to.account.addresses()}>{words.cancel}</a>}
            </div>
          </form>
        </section>
      </div>
    </AccountFrame>
  );
}
