import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { carrierName, CARRIERS } from "~/orders/carriers";
import { claimMoves, holdsMoney } from "~/orders/claim-state";
import { findClaim } from "~/orders/claim-view-store.server";
import { moveOwnClaim } from "~/orders/shopper-claim.server";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { Chinese } from "./chinese";
import { CLAIM_TONES, claimWords } from "./claim-words";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { orderOf } from "./order-by-token.server";
import { ShopPage } from "./shop-page";

const HEADERS = { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" };

async function claimOf(params: { token?: string; id?: string }) {
  const order = await orderOf(params.token);
  const claim = isId(params.id) ? await findClaim(db(), params.id) : undefined;
  if (!claim || claim.orderId !== order.id) throw notFound();
  return claim;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const claim = await claimOf(params);
  const now = new Date();
  const { locale } = shopOf(new URL(request.url).pathname);
  return json(
    {
      cartCount: cartCountOf(request),
      token: params.token ?? "",
      moves: claimMoves(claim, "SHOPPER", now),
      claim: {
        id: claim.id,
        number: claim.number,
        orderNumber: claim.orderNumber,
        kind: claim.kind,
        state: claim.state,
        until: claim.waitsUntil === null ? "" : minuteOf(claim.waitsUntil),
        isRefusedForGood: claim.state === "REFUSED" && !holdsMoney(claim, now),
        goods: `${inLocale(locale, claim.title, claim.titleEn)} ${inLocale(locale, claim.variantName, claim.variantNameEn)}`,
        quantity: claim.quantity,
        words: claim.words,
        answer: claim.answer,
        decision: claim.decision,
        amountFen: claim.amountFen === null ? null : toNumber(claim.amountFen),
        returnAddress: claim.returnAddress,
        sentWith:
          claim.trackingNumber === null
            ? null
            : `${carrierName(claim.returnCarrier ?? "OTHER", "", locale)} ${claim.trackingNumber}`,
        photos: claim.photoIds,
        events: claim.events.map(({ at, kind }) => ({ at: minuteOf(at), kind })),
      },
    },
    { headers: HEADERS },
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const claim = await claimOf(params);
  const token = params.token ?? "";
  const { locale, to } = shopOf(new URL(request.url).pathname);
  const words = claimWords(locale);
  const form = await readForm(request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.slice(0, 60) : "";
  };
  const typed = { carrier: text("carrier"), trackingNumber: text("trackingNumber") };
  const move = text("intent");
  const base = { access: { token }, claimId: claim.id, now: new Date() };
  if (move !== "withdraw" && move !== "escalate" && move !== "send-back") throw notFound();
  const moved = await moveOwnClaim(move === "send-back" ? { ...base, move, ...typed } : { ...base, move });
  if (moved.ok) return redirect(to.claim(token, claim.id), 303);
  const errors: Record<string, string[]> =
    moved.failure.kind === "tracking-number" ? { trackingNumber: [words.wrongTracking] } : { "": [words.notNow] };
  return json({ errors, typed }, { status: 422, headers: HEADERS });
}

export const meta: MetaFunction<typeof loader> = ({ location, data }) => {
  const { locale } = shopOf(location.pathname);
  return [
    { title: `${claimWords(locale).number(data?.claim.number ?? "")} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex, noarchive" },
    { name: "referrer", content: "same-origin" },
  ];
};

export default function Claim() {
  const { cartCount, token, claim, moves } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { locale, m, to } = useShop();
  const words = claimWords(locale);
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{errorTitle(words.number(claim.number), refused?.errors, words.error)}</h1>
        <p className="order-stage">
          <StatusWord tone={CLAIM_TONES[claim.state]}>{words.states[claim.state]}</StatusWord>
        </p>
        <p>{claim.isRefusedForGood ? words.refusedOver : words.next[claim.state](claim.until)}</p>
        <p>
          <a href={to.order(token)}>{words.back}</a>
        </p>
      </div>
      <ErrorSummary errors={refused?.errors} />
      <div className="two-columns">
        <div className="stack-large">
          <SummaryList
            items={[
              {
                label: words.title[claim.kind],
                value: <Chinese>{`${claim.goods} × ${words.pack(claim.quantity)}`}</Chinese>,
              },
              ...(claim.words
                ? [
                    {
                      label: words.said,
                      value: (
                        <span className="user-words">
                          <Chinese>{claim.words}</Chinese>
                        </span>
                      ),
                    },
                  ]
                : []),
              ...(claim.answer ? [{ label: words.sellerSaid, value: <Chinese>{claim.answer}</Chinese> }] : []),
              ...(claim.decision ? [{ label: words.decision, value: <Chinese>{claim.decision}</Chinese> }] : []),
              ...(claim.amountFen === null ? [] : [{ label: words.amount, value: <Money fen={claim.amountFen} /> }]),
              ...(claim.returnAddress
                ? [{ label: words.sendTo, value: <Chinese>{claim.returnAddress}</Chinese> }]
                : []),
              ...(claim.sentWith ? [{ label: words.sentWith, value: claim.sentWith }] : []),
            ]}
          />
          {claim.photos.length > 0 && (
            <ul className="plain-list cluster">
              {claim.photos.map((photo, index) => (
                <li key={photo}>
                  <a href={to.orderPhoto(token, photo, "1125.webp")}>
                    <img
                      className="claim-photo"
                      src={to.orderPhoto(token, photo, "375.webp")}
                      alt={words.photoAlt(index + 1)}
                      width="160"
                      height="160"
                      loading="lazy"
                    />
                  </a>
                </li>
              ))}
            </ul>
          )}
          {moves.includes("send-back") && (
            <form method="post" className="form" noValidate>
              <input type="hidden" name="intent" value="send-back" />
              <SelectField
                label={words.carrier}
                name="carrier"
                width="short"
                options={CARRIERS.map((one) => ({ value: one.code, label: carrierName(one.code, one.name, locale) }))}
                defaultValue={refused?.typed.carrier}
              />
              <Field
                label={words.tracking}
                name="trackingNumber"
                autoComplete="off"
                defaultValue={refused?.typed.trackingNumber}
                error={refused?.errors["trackingNumber"]}
              />
              <div className="form-actions">
                <Button>{words.actions["send-back"]}</Button>
              </div>
            </form>
          )}
          {(moves.includes("escalate") || moves.includes("withdraw")) && (
            <form method="post" className="cluster">
              {moves.includes("escalate") && (
                <Button name="intent" value="escalate">
                  {words.actions.escalate}
                </Button>
              )}
              {moves.includes("withdraw") && (
                <Button tone="quiet" name="intent" value="withdraw">
                  {words.actions.withdraw}
                </Button>
              )}
            </form>
          )}
        </div>
        <section>
          <div className="section-head">
            <h2>{words.progress}</h2>
          </div>
          <Timeline
            label={words.progress}
            steps={claim.events.map((event) => ({
              title: m.order.events[event.kind],
              time: event.at,
              state: "done" as const,
            }))}
          />
        </section>
      </div>
    </ShopPage>
  );
}
