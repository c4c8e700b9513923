import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "~/kernel/ids";
import { minuteOf } from "~/kernel/period";
import { PHOTO_TYPES } from "~/media/photo-types";
import { claimKindOf } from "~/orders/claim-state";
import { claimsOfOrder } from "~/orders/claim-view-store.server";
import { openClaim } from "~/orders/open-claim.server";
import { db } from "~/platform/db.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { readClaimForm } from "./claim-form.server";
import { claimWords } from "./claim-words";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { claimableLines, orderOf } from "./order-by-token.server";
import { ShopPage } from "./shop-page";

const HEADERS = { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  const order = await orderOf(params.token);
  const claims = await claimsOfOrder(db(), order.id);
  const asked = new URL(request.url).searchParams.get("line");
  const lines = claimableLines(order, claims, new Date()).map(({ line, quantity, until }) => ({
    id: line.id,
    kind: claimKindOf(line),
    title: line.title,
    titleEn: line.titleEn,
    variantName: line.variantName,
    variantNameEn: line.variantNameEn,
    most: quantity,
    until: minuteOf(until),
  }));
  return json(
    {
      cartCount: cartCountOf(request),
      token: params.token ?? "",
      number: order.number,
      requestKey: newId(),
      lines,
      chosen: lines.find(({ id }) => id === asked)?.id ?? lines[0]?.id ?? "",
    },
    { headers: HEADERS },
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const order = await orderOf(params.token);
  const token = params.token ?? "";
  const { locale, to } = shopOf(new URL(request.url).pathname);
  const words = claimWords(locale);
  const goods = order.shipments.flatMap(({ lines }) => lines);
  const { value, errors, typed } = await readClaimForm(request, words, (orderLineId) => {
    const line = goods.find(({ id }) => id === orderLineId);
    return line && claimKindOf(line);
  });
  if (!value) return json({ errors, typed }, { status: 422, headers: HEADERS });
  const opened = await openClaim({ access: { token }, orderId: order.id, ...value, now: new Date() });
  if (opened.ok) return redirect(to.claim(token, opened.value.claimId), 303);
  const { failure } = opened;
  const field =
    failure.kind === "photo" || failure.kind === "photo-missing"
      ? "photos"
      : failure.kind === "too-many"
        ? "quantity"
        : failure.kind === "not-found"
          ? "line"
          : "";
  return json({ errors: { [field]: [words.refused(failure)] }, typed }, { status: 422, headers: HEADERS });
}

export const meta: MetaFunction<typeof loader> = ({ location, data }) => {
  const { locale } = shopOf(location.pathname);
  const words = claimWords(locale);
  return [
    { title: `${words.opened} ${data?.number ?? ""} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex, noarchive" },
    { name: "referrer", content: "same-origin" },
  ];
};

export default function NewClaim() {
  const { cartCount, token, lines, chosen, requestKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { locale, to } = useShop();
  const words = claimWords(locale);
  const typed: Readonly<Record<string, string>> = refused?.typed ?? {};
  const line = lines.find(({ id }) => id === (typed["line"] || chosen)) ?? lines[0];
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{errorTitle(line ? words.ask[line.kind] : words.opened, refused?.errors, words.error)}</h1>
        <p>
          <a href={to.order(token)}>{words.back}</a>
        </p>
      </div>
      <ErrorSummary errors={refused?.errors} />
      {line === undefined ? (
        !refused && <Notice tone="neutral">{words.refused({ kind: "too-late" })}</Notice>
      ) : (
        <form
          method="post"
          action={to.newClaim(token, { line: line.id })}
          encType="multipart/form-data"
          className="form"
          noValidate
        >
          <p className="quiet">{words.intro[line.kind]}</p>
          <input type="hidden" name="requestKey" value={typed["requestKey"] || requestKey} />
          <RadioGroup
            label={words.goods}
            name="line"
            choices={lines.map((one) => ({
              value: one.id,
              label: `${inLocale(locale, one.title, one.titleEn)} ${inLocale(locale, one.variantName, one.variantNameEn)}`,
              hint: `${words.title[one.kind]} · ${words.most(one.most, one.until)}`,
            }))}
            defaultValue={line.id}
            error={refused?.errors["line"]}
          />
          <Field
            label={line.kind === "RETURN" ? words.return : words.quantity}
            name="quantity"
            width="short"
            inputMode="numeric"
            autoComplete="off"
            defaultValue={typed["quantity"] ?? "1"}
            error={refused?.errors["quantity"]}
          />
          <TextareaField
            label={words.words[line.kind]}
            name="words"
            rows={4}
            maxLength={500}
            optional={line.kind === "RETURN"}
            hint={`${words.wordsHint[line.kind]} ${words.noNumbers}`}
            defaultValue={typed["words"]}
            error={refused?.errors["words"]}
          />
          <Field
            label={words.photos}
            name="photos"
            type="file"
            accept={PHOTO_TYPES}
            multiple
            optional={line.kind === "RETURN"}
            hint={words.photosHint[line.kind]}
            error={refused?.errors["photos"]}
          />
          <div className="form-actions">
            <Button size="large">{words.send}</Button>
          </div>
        </form>
      )}
    </ShopPage>
  );
}
