import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { dateToDay } from "~/kernel/calendar-day";
import { db } from "~/platform/db.server";
import { findPublicNotice } from "~/settlement/notice-store.server";
import { NoticeSheet } from "../official/notice-sheet";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { ShopPage } from "./shop-page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const notice = await findPublicNotice(db(), params["number"] ?? "");
  if (!notice) throw notFound();
  const { fromOn, untilOn, ...shown } = notice;
  return {
    cartCount: cartCountOf(request),
    notice: {
      ...shown,
      fromOn: fromOn === null ? null : dateToDay(fromOn),
      untilOn: untilOn === null ? null : dateToDay(untilOn),
    },
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  const { m } = shopOf(location.pathname);
  return pageHead(
    { location, matches },
    { title: data ? data.notice.title : m.notices.title, description: m.notices.lead },
  );
};

export default function PublicNoticePage() {
  const { cartCount, notice } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <p className="no-print">
          <a href={to.notices()}>{m.notices.title}</a>
        </p>
        <h1>{notice.number}</h1>
      </div>
      <NoticeSheet notice={notice} />
    </ShopPage>
  );
}
