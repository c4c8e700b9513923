import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dateToDay } from "~/kernel/calendar-day";
import { pageRequest } from "~/kernel/page";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { publicNotices } from "~/settlement/notice-store.server";
import { Day } from "~/ui/day";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { ShopPage } from "./shop-page";

const PAGE_SIZE = 20;

export async function loader({ request }: LoaderFunctionArgs) {
  const today = dayOf(new Date());
  const notices = await publicNotices(db(), pageRequest(new URL(request.url).searchParams, PAGE_SIZE));
  return {
    cartCount: cartCountOf(request),
    page: { number: notices.number, size: notices.size, total: notices.total },
    notices: notices.rows.map(({ number, title, fromOn, untilOn }) => ({
      number,
      title,
      from: fromOn === null ? "" : dateToDay(fromOn),
      until: untilOn === null ? "" : dateToDay(untilOn),
      over: untilOn !== null && dateToDay(untilOn) < today,
    })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { m } = shopOf(location.pathname);
  return pageHead({ location, matches }, { title: m.notices.title, description: m.notices.lead });
};

export default function Notices() {
  const { cartCount, notices, page } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.notices.title}</h1>
        <p className="quiet">{m.notices.lead}</p>
      </div>
      {notices.length === 0 ? (
        <EmptyState title={m.notices.empty}>{m.notices.emptyText}</EmptyState>
      ) : (
        <>
          <ul className="plain-list ruled">
            {notices.map((notice) => (
              <li key={notice.number} className="spread">
                <a href={to.notice(notice.number)} lang="zh-CN">
                  {notice.title}
                </a>
                <span className="caption">
                  <Day>{notice.from}</Day> – <Day>{notice.until}</Day>{" "}
                  {notice.over ? m.notices.over : m.notices.running}
                </span>
              </li>
            ))}
          </ul>
          <Pagination page={page} href={(number) => to.notices({ page: number })} />
        </>
      )}
    </ShopPage>
  );
}
