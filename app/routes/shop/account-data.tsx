import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { browserName } from "~/access/browser-name";
import { minuteOf } from "~/kernel/period";
import { accountData } from "~/orders/account-data-store.server";
import { provinceOf } from "~/orders/provinces";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { KEEP_MESSAGES_DAYS } from "~/platform/keep-messages";
import { ButtonLink } from "~/ui/button";
import { Day } from "~/ui/day";
import { Money } from "~/ui/money";
import { SummaryList } from "~/ui/summary-list";
import { AccountFrame, accountMeta } from "./account-frame";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { acceptanceWords } from "./acceptance-words";
import { Chinese, Named } from "./chinese";
import { claimWords } from "./claim-words";
import { ACCOUNT_WORDS, useAccountWords } from "./messages/account";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { inOtherLanguage } from "./other-language";
import { requireShopper } from "./shopper.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const session = await requireShopper(request, new Date());
  const data = await accountData(db(), session.userId);
  return json({ cartCount: cartCountOf(request), data }, { headers: { "Cache-Control": "no-store" } });
}

export const meta: MetaFunction = ({ location }) => {
  const { locale } = shopOf(location.pathname);
  return accountMeta(ACCOUNT_WORDS[locale].data.title, locale);
};

function When({ children }: { children: string }) {
  return <Day>{minuteOf(new Date(children))}</Day>;
}

export default function AccountDataPage() {
  const { cartCount, data } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  const all = useAccountWords();
  const words = all.data;
  const invoiceKinds = {
    PERSONAL: m.checkout.invoicePersonal,
    COMPANY: m.checkout.invoiceCompany,
    INSTITUTION: m.checkout.invoiceInstitution,
  };
  return (
    <AccountFrame cartCount={cartCount} current="data" title={words.title}>
      <p className="quiet">
        {words.lead}
        {locale === "en" && " "}
        {words.print}
      </p>
      <p className="no-print form-actions">
        <ButtonLink tone="quiet" href={paths.account.dataJson()}>
          {all.settings.dataJson}
        </ButtonLink>
      </p>
      <div className="stack-large">
        <section>
          <SummaryList
            items={[
              { label: all.settings.name, value: <Chinese>{data.account.displayName}</Chinese> },
              { label: words.since, value: <When>{data.account.createdAt}</When> },
              ...data.contacts.map((contact) => ({
                label: contact.channel === "SMS" ? all.settings.sms : all.settings.email,
                value: contact.address,
              })),
            ]}
          />
        </section>
        <Part title={all.addresses.title} none={words.none} count={data.addresses.length}>
          {data.addresses.map((address, index) => (
            <li key={index}>
              <Chinese>{`${address.name} ${address.phone} ${provinceOf(address.provinceCode)?.name ?? ""}${address.addressLine}`}</Chinese>
            </li>
          ))}
        </Part>
        <Part title={all.orders.title} none={words.none} count={data.orders.length}>
          {data.orders.map((order) => (
            <li key={order.number} className="stack-small">
              <p className="spread">
                <a href={locale === "en" ? inOtherLanguage(order.page) : order.page}>
                  {all.orders.number(order.number)}
                </a>{" "}
                <Money fen={order.totalFen} />
              </p>
              <p className="caption">
                <When>{order.placedAt}</When>
                {order.paidAt && (
                  <>
                    {` · ${words.paid} `}
                    <When>{order.paidAt}</When>
                  </>
                )}
              </p>
              <p>
                {order.lines
                  .map((line) => `${inLocale(locale, line.title, line.titleEn)} × ${line.quantity}`)
                  .join("; ")}
              </p>
              <p>
                <Chinese>
                  {`${order.buyerName} ${order.buyerPhone} ${order.buyerEmail ?? ""} ${order.provinceName}${order.addressLine}`}
                </Chinese>
              </p>
              {order.invoiceTitle && (
                <p>
                  {words.invoice} {order.invoiceKind && `(${invoiceKinds[order.invoiceKind]}) `}
                  <Chinese>
                    {[order.invoiceTitle, order.invoiceTaxNumber, order.acceptanceContact, order.transferCode]
                      .filter((one) => one !== null)
                      .join(" ")}
                  </Chinese>
                </p>
              )}
              {order.sharedReceipt && (
                <p>
                  <a href={locale === "en" ? inOtherLanguage(order.sharedReceipt.page) : order.sharedReceipt.page}>
                    {words.sharedReceipt}
                  </a>{" "}
                  <When>{order.sharedReceipt.sharedAt}</When>
                </p>
              )}
              {order.claims.map((claim) => (
                <p key={claim.number}>
                  {claimWords(locale).number(claim.number)} <When>{claim.openedAt}</When>{" "}
                  <span className="user-words">
                    <Chinese>{claim.words}</Chinese>
                  </span>{" "}
                  {claim.photos.length > 0 && words.photos(claim.photos.length)}{" "}
                  {claim.answer && (
                    <>
                      {claimWords(locale).sellerSaid} <Chinese>{claim.answer}</Chinese>{" "}
                    </>
                  )}
                  {claim.decision && (
                    <>
                      {claimWords(locale).decision} <Chinese>{claim.decision}</Chinese>
                    </>
                  )}
                </p>
              ))}
              {order.acceptances.map((acceptance, index) => (
                <p key={index}>
                  {acceptanceWords(locale).title} <Day>{acceptance.acceptedOn}</Day>{" "}
                  <Chinese>{[acceptance.acceptedBy, acceptance.remarks ?? ""].join(" ").trim()}</Chinese>{" "}
                  {words.photos(acceptance.papers.length)}
                </p>
              ))}
              {order.refunds.map((refund, index) => (
                <p key={index}>
                  {words.refunds} <Money fen={refund.amountFen} /> <When>{refund.requestedAt}</When>
                </p>
              ))}
            </li>
          ))}
        </Part>
        <Part title={words.reviews} none={words.none} count={data.reviews.length}>
          {data.reviews.map((review, index) => (
            <li key={index}>
              <When>{review.writtenAt}</When> · <Chinese>{review.authorName}</Chinese> · {m.reviews.stars(review.stars)}
              {review.tags.map((tag) => ` · ${m.reviews.tags[tag]}`)} · <Chinese>{review.words}</Chinese>{" "}
              {review.photos.length > 0 && words.photos(review.photos.length)}
            </li>
          ))}
        </Part>
        <Part title={words.cart} none={words.none} count={data.cart.length}>
          {data.cart.map((line, index) => (
            <li key={index}>
              <When>{line.addedAt}</When> · <Named chinese={line.title} english={line.titleEn} />{" "}
              <Chinese>{line.variantName}</Chinese> × {line.quantity}
            </li>
          ))}
        </Part>
        <Part title={all.favourites.title} none={words.none} count={data.favourites.length}>
          {data.favourites.map((one, index) => (
            <li key={index}>
              <When>{one.keptAt}</When> · <Named chinese={one.title} english={one.titleEn} />
            </li>
          ))}
        </Part>
        <Part title={words.watches} none={words.none} count={data.watches.length}>
          {data.watches.map((watch, index) => (
            <li key={index}>
              <When>{watch.askedAt}</When> · {watch.kind === "LISTING" ? words.listing : words.village}
            </li>
          ))}
        </Part>
        <Part title={words.letters} none={words.none} count={data.letters.length}>
          {data.letters.map((letter, index) => (
            <li key={index} className="stack-small">
              <p className="caption">
                <When>{letter.writtenAt}</When> · {letter.address}
              </p>
              <p>
                <Chinese>{letter.subject}</Chinese>
              </p>
              <p className="user-words">
                <Chinese>{letter.words}</Chinese>
              </p>
            </li>
          ))}
          <li className="quiet">{words.lettersNote(KEEP_MESSAGES_DAYS)}</li>
        </Part>
        <Part title={words.sessions} none={words.none} count={data.sessions.length}>
          {data.sessions.map((session, index) => (
            <li key={index}>
              <Chinese>{browserName(session.userAgent)}</Chinese> · <When>{session.createdAt}</When> –{" "}
              <When>{session.lastSeenAt}</When>
            </li>
          ))}
        </Part>
      </div>
    </AccountFrame>
  );
}

function Part({ title, none, count, children }: { title: string; none: string; count: number; children: ReactNode }) {
  return (
    <section>
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      {count === 0 ? <p className="quiet">{none}</p> : <ul className="plain-list ruled">{children}</ul>}
    </section>
  );
}
