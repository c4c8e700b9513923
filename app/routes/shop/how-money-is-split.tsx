import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listFeeSchedules, listSplitRules } from "~/catalog/rule-store.server";
import { percentWords } from "~/catalog/split-rule";
import { formatYuan, toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { SummaryList } from "~/ui/summary-list";
import { Table } from "~/ui/table";
import type { PageHandle } from "~/ui/page-handle";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { pageData } from "~/platform/page-data.server";
import { AverageOrder } from "./average-order";
import { Named } from "./chinese";
import { shopOf, useShop } from "./messages/messages";
import { openLedger } from "./open-ledger-store.server";
import { remembered } from "~/platform/remembered.server";
import { pageHead } from "./page-head";
import { inForceSince, rulesInForce } from "./rules-in-force";
import { ShopPage } from "./shop-page";

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const [rules, schedules, ledger] = await Promise.all([
    remembered("split-rules", 60, () => listSplitRules(db())),
    remembered("fee-schedules", 60, () => listFeeSchedules(db())),
    remembered("ledger", 30, () => openLedger(db(), now)),
  ]);
  const fees = schedules.find((one) => one.approvedAt !== null && one.approvedAt <= now && one.validFrom <= now);
  return pageData({
    cartCount: cartCountOf(request),
    rules: rulesInForce(rules, now).map((rule) => ({
      code: rule.code,
      name: rule.name,
      nameEn: rule.nameEn,
      version: rule.version,
      since: dayOf(inForceSince(rule)),
      cooperative: percentWords(rule.cooperativeBps),
      reserve: percentWords(rule.reserveBps),
      servicePoint: percentWords(rule.servicePointBps),
      village: percentWords(rule.villageBps),
    })),
    fees: fees && {
      version: fees.version,
      since: dayOf(inForceSince(fees)),
      platform: percentWords(fees.platformBps),
      processing: percentWords(fees.processingBps),
      fixed: fees.processingFixedFen > 0n ? formatYuan(fees.processingFixedFen) : null,
    },
    average: ledger.average && {
      ...ledger.average,
      parts: ledger.average.parts.map((part) => ({ ...part, amountFen: toNumber(part.amountFen) })),
    },
  });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { m } = shopOf(location.pathname);
  return pageHead({ location, matches }, { title: m.how.title, description: m.how.lead });
};

export default function HowMoneyIsSplit() {
  const { cartCount, rules, fees, average } = useLoaderData<typeof loader>();
  const { m } = useShop();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.how.title}</h1>
        <p className="lead">{m.how.lead}</p>
      </div>
      <div className="two-columns">
        <div className="stack-large">
          <ol className="way-steps">
            {m.how.steps.map(([title, text]) => (
              <li key={title}>
                <h2 className="h3">{title}</h2>
                <p>{text}</p>
              </li>
            ))}
          </ol>
          <section>
            <div className="section-head">
              <h2>{m.how.rates}</h2>
            </div>
            {fees && (
              <SummaryList
                items={[
                  { label: m.how.platformFee, value: fees.platform },
                  {
                    label: m.how.processing,
                    value: fees.fixed === null ? fees.processing : `${fees.processing} + ¥${fees.fixed}`,
                  },
                ]}
              />
            )}
            <Table
              caption={m.how.rule}
              captionHidden
              small="cards"
              columns={[
                { key: "c1", label: m.how.rule },
                { key: "c2", label: m.how.cooperativeCharge, align: "end" },
                { key: "c3", label: m.how.reserve, align: "end" },
                { key: "c4", label: m.how.serviceCharge, align: "end" },
                { key: "c5", label: m.how.villagePart, align: "end" },
              ]}
            >
              {rules.map((rule) => (
                <tr key={rule.code}>
                  <th scope="row">
                    <Named chinese={rule.name} english={rule.nameEn} />
                    <span className="caption rule-version">
                      {m.how.version(rule.version)}, {m.how.since(rule.since)}
                    </span>
                  </th>
                  <td className="number" data-label={m.how.cooperativeCharge}>
                    {rule.cooperative}
                  </td>
                  <td className="number" data-label={m.how.reserve}>
                    {rule.reserve}
                  </td>
                  <td className="number" data-label={m.how.serviceCharge}>
                    {rule.servicePoint}
                  </td>
                  <td className="number" data-label={m.how.villagePart}>
                    {rule.village}
                  </td>
                </tr>
              ))}
            </Table>
          </section>
        </div>
        <div className="stack-large">
          <section>
            <div className="section-head">
              <h2>{m.how.example}</h2>
            </div>
            <AverageOrder average={average} rules={[]} />
          </section>
          <section>
            <div className="section-head">
              <h2>{m.how.words}</h2>
            </div>
            <SummaryList items={m.how.wordList.map(([label, value]) => ({ label, value }))} />
            <p className="caption">{m.how.privacy}</p>
          </section>
        </div>
      </div>
    </ShopPage>
  );
}
