import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { optionalActor } from "~/access/require-actor.server";
import { newId } from "~/kernel/ids";
import { dayOf, minuteOf } from "~/kernel/period";
import { PHOTO_TYPES } from "~/media/photo-types";
import { LONGEST_ACCEPTED_BY, LONGEST_REMARKS, nameOfContact, type RecordAcceptanceFailure } from "~/orders/acceptance";
import { acceptancesOfOrder, institutionOf } from "~/orders/acceptance-store.server";
import { recordAcceptance } from "~/orders/record-acceptance.server";
import { db } from "~/platform/db.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { readAcceptanceForm } from "./acceptance-form.server";
import { AcceptanceRecord } from "./acceptance-record";
import { acceptanceWords } from "./acceptance-words";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { orderOf } from "./order-by-token.server";
import { ShopPage } from "./shop-page";

const HEADERS = { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" };

/** The order that the link opens, when an institution bought it. */
async function institutionsOrder(token: string | undefined) {
  const order = await orderOf(token);
  const institution = await institutionOf(db(), order.id);
  if (!institution) throw notFound();
  return { order, institution };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { order, institution } = await institutionsOrder(params.token);
  const acceptances = await acceptancesOfOrder(db(), order.id);
  const asked = new URL(request.url).searchParams.get("shipment");
  const shipments = order.shipments
    .filter(({ parcels }) => parcels.length > 0)
    .map(({ id, sellerName, sellerNameEn }) => ({ id, sellerName, sellerNameEn }));
  return json(
    {
      cartCount: cartCountOf(request),
      token: params.token ?? "",
      number: order.number,
      requestKey: newId(),
      today: dayOf(new Date()),
      acceptedBy: nameOfContact(institution.contact),
      shipments,
      chosen: shipments.find(({ id }) => id === asked)?.id ?? (shipments.length === 1 ? (shipments[0]?.id ?? "") : ""),
      acceptances: acceptances.map((acceptance) => ({ ...acceptance, recordedAt: minuteOf(acceptance.recordedAt) })),
    },
    { headers: HEADERS },
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { order } = await institutionsOrder(params.token);
  const token = params.token ?? "";
  const { locale, to } = shopOf(new URL(request.url).pathname);
  const words = acceptanceWords(locale);
  const { value, errors, typed } = await readAcceptanceForm(request, words);
  if (!value) return json({ errors, typed }, { status: 422, headers: HEADERS });
  const now = new Date();
  const recordedById = (await optionalActor(request, now))?.userId;
  const recorded = await recordAcceptance({ access: { token }, orderId: order.id, ...value, recordedById, now });
  if (recorded.ok) return redirect(to.order(token, { notice: "accepted" }), 303);
  const { failure } = recorded;
  return json({ errors: { [fieldOf(failure)]: [words.refused(failure)] }, typed }, { status: 422, headers: HEADERS });
}

function fieldOf(failure: RecordAcceptanceFailure): string {
  switch (failure.kind) {
    case "not-found":
    case "not-sent":
      return "shipment";
    case "day":
      return "acceptedOn";
    case "report-missing":
    case "nothing-new":
      return "report";
    case "photo":
      return failure.page === "REPORT" ? "report" : "invoice";
    case "too-many":
      return "";
  }
}

export const meta: MetaFunction<typeof loader> = ({ location, data }) => {
  const { locale } = shopOf(location.pathname);
  return [
    { title: `${acceptanceWords(locale).title} ${data?.number ?? ""} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex, noarchive" },
    { name: "referrer", content: "same-origin" },
  ];
};

export default function Acceptance() {
  const { cartCount, token, number, shipments, acceptances } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { locale, m, to } = useShop();
  const words = acceptanceWords(locale);
  const several = shipments.length > 1 ? shipments : [];
  const sellers = new Map(several.map((one) => [one.id, inLocale(locale, one.sellerName, one.sellerNameEn)]));
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{errorTitle(`${words.title} · ${m.order.title(number)}`, refused?.errors, words.error)}</h1>
        <p>
          <a href={to.order(token)}>{words.back}</a>
        </p>
      </div>
      <ErrorSummary errors={refused?.errors} />
      {shipments.length === 0 ? (
        !refused && <Notice tone="waiting">{words.notYet}</Notice>
      ) : (
        <div className="two-columns">
          <AcceptanceForm />
          {acceptances.length > 0 && (
            <section>
              <div className="section-head">
                <h2>{words.yours}</h2>
              </div>
              <ul className="plain-list ruled">
                {acceptances.map((acceptance) => (
                  <AcceptanceRecord
                    key={acceptance.id}
                    acceptance={acceptance}
                    seller={sellers.get(acceptance.shipmentId) ?? ""}
                    photo={(id, name) => to.orderPhoto(token, id, name)}
                  />
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </ShopPage>
  );
}

function AcceptanceForm() {
  const { token, shipments, chosen, requestKey, today, acceptedBy } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { locale, to } = useShop();
  const words = acceptanceWords(locale);
  const typed: Readonly<Record<string, string>> = refused?.typed ?? {};
  const shipment = typed["shipment"] || chosen;
  const errors = refused?.errors;
  // No browser gives files back.
  const hint = (text: string) => (refused ? `${words.again} ${text}` : text);
  return (
    <form
      method="post"
      action={to.acceptance(token, shipment ? { shipment } : {})}
      encType="multipart/form-data"
      className="form"
      noValidate
    >
      <p className="quiet">
        {words.intro} <a href={to.acceptanceSheet(token, shipment ? { shipment } : {})}>{words.print}</a>
      </p>
      <input type="hidden" name="requestKey" value={typed["requestKey"] || requestKey} />
      {shipments.length === 1 ? (
        <input type="hidden" name="shipment" value={shipments[0]?.id} />
      ) : (
        <RadioGroup
          label={words.which}
          name="shipment"
          choices={shipments.map(({ id, sellerName, sellerNameEn }) => ({
            value: id,
            label: inLocale(locale, sellerName, sellerNameEn),
          }))}
          defaultValue={shipment}
          error={errors?.["shipment"]}
        />
      )}
      <Field
        label={words.by}
        name="acceptedBy"
        hint={words.byHint}
        maxLength={LONGEST_ACCEPTED_BY}
        autoComplete="name"
        defaultValue={typed["acceptedBy"] ?? acceptedBy}
        error={errors?.["acceptedBy"]}
      />
      <Field
        label={words.on}
        name="acceptedOn"
        type="date"
        width="short"
        max={today}
        defaultValue={typed["acceptedOn"] ?? today}
        error={errors?.["acceptedOn"]}
      />
      <RadioGroup
        label={words.result}
        name="result"
        choices={[
          { value: "FULL", label: words.results.FULL },
          { value: "REMARKS", label: words.results.REMARKS },
        ]}
        defaultValue={typed["result"] ?? "FULL"}
        error={errors?.["result"]}
      />
      <TextareaField
        label={words.remarks}
        name="remarks"
        rows={3}
        optional
        maxLength={LONGEST_REMARKS}
        hint={words.remarksHint}
        defaultValue={typed["remarks"]}
        error={errors?.["remarks"]}
      />
      <Field
        label={words.report}
        name="report"
        type="file"
        accept={PHOTO_TYPES}
        multiple
        hint={hint(`${words.reportHint} ${words.private}`)}
        error={errors?.["report"]}
      />
      <Field
        label={words.invoice}
        name="invoice"
        type="file"
        accept={PHOTO_TYPES}
        multiple
        optional
        hint={hint(words.invoiceHint)}
        error={errors?.["invoice"]}
      />
      <div className="form-actions">
        <Button size="large">{words.send}</Button>
      </div>
    </form>
  );
}
