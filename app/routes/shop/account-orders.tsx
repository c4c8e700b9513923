import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { maskContact } from "~/access/contact";
import { shopperAccount } from "~/access/shopper-account.server";
import { pageRequest } from "~/kernel/page";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { orderToken } from "~/orders/access-token.server";
import { myOrders } from "~/orders/my-orders-store.server";
import { stageOf } from "~/orders/order-state";
import { db } from "~/platform/db.server";
import { Day } from "~/ui/day";
import type { PageHandle } from "~/ui/page-handle";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Money } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { StatusWord } from "~/ui/status-word";
import { AccountFrame, accountMeta } from "./account-frame";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { ACCOUNT_WORDS, useAccountWords } from "./messages/account";
import { Chinese } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { STAGE_TONES } from "./stage-tones";
import { stageWords } from "./stage-words";
import { requireShopper } from "./shopper.server";
import { KeptOffline } from "./offline/kept-offline";

const PAGE_SIZE = 10;

export async function loader({ request }: LoaderFunctionArgs) {
  const session = await requireShopper(request, new Date());
  const asked = pageRequest(new URL(request.url).searchParams, PAGE_SIZE);
  const [account, { rows, ...page }] = await Promise.all([
    shopperAccount(db(), session.userId),
    myOrders(db(), session.userId, asked),
  ]);
  return json(
    {
      cartCount: cartCountOf(request),
      contacts: account.contacts.map(maskContact),
      page,
      orders: rows.map((order) => ({
        token: orderToken(order.id),
        number: order.number,
        stage: stageOf(order.state, order.shipmentStates),
        isInstitution: order.isInstitution,
        placedAt: minuteOf(order.placedAt),
        totalFen: toNumber(order.totalFen),
        goods: order.goods,
      })),
    },
    { headers: { "Cache-Control": "no-store" } },
  );
}

export const handle = { ownScript: true } satisfies PageHandle;

export const meta: MetaFunction = ({ location }) => {
  const { locale } = shopOf(location.pathname);
  return accountMeta(ACCOUNT_WORDS[locale].orders.title, locale);
};

export default function AccountOrders() {
  const { cartCount, contacts, page, orders } = useLoaderData<typeof loader>();
  const { locale, to } = useShop();
  const words = useAccountWords().orders;
  return (
    <AccountFrame cartCount={cartCount} current="orders" title={words.title}>
      <KeptOffline />
      <p className="caption">
        {contacts.length > 0 ? words.contacts(contacts.join(locale === "en" ? ", " : "、")) : words.noContacts}
      </p>
      {orders.length === 0 ? (
        <EmptyState title={words.empty} action={<ButtonLink href={to.search()}>{words.browse}</ButtonLink>}>
          {words.emptyText}
        </EmptyState>
      ) : (
        <>
          <ul className="plain-list ruled">
            {orders.map((order) => {
              const first = order.goods[0];
              return (
                <li key={order.number} className="stack-small">
                  <p className="spread">
                    <a href={to.order(order.token)}>{words.number(order.number)}</a>
                    <StatusWord tone={STAGE_TONES[order.stage]}>
                      {stageWords(order.stage, { byAcceptance: order.isInstitution }, locale)}
                    </StatusWord>
                  </p>
                  <p className="spread">
                    <span>
                      {first && (
                        <Chinese>
                          {words.many(inLocale(locale, first.title, first.titleEn), order.goods.length - 1)}
                        </Chinese>
                      )}
                    </span>
                    <Money fen={order.totalFen} />
                  </p>
                  <p className="caption">
                    <Day>{order.placedAt}</Day>
                  </p>
                </li>
              );
            })}
          </ul>
          <Pagination page={page} href={(number) => to.account.orders({ page: number })} />
        </>
      )}
    </AccountFrame>
  );
}
