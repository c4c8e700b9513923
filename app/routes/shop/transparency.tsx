import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { dailySeals } from "~/benefits/seal-journals.server";
import { listFeeSchedules, listSplitRules } from "~/catalog/rule-store.server";
import { percentWords } from "~/catalog/split-rule";
import { sum, toNumber } from "~/kernel/money";
import { dayOf, minuteOf, periodOf, shiftPeriod } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { Day } from "~/ui/day";
import { Money, MoneyCell } from "~/ui/money";
import type { PageHandle } from "~/ui/page-handle";
import { Seal } from "~/ui/seal";
import { Cell, Table } from "~/ui/table";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { Named } from "./chinese";
import { shopOf, useShop } from "./messages/messages";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { pageData } from "~/platform/page-data.server";
import { pageHead } from "./page-head";
import { publishable } from "./publishable";
import { inForceSince } from "./rules-in-force";
import { ShopPage } from "./shop-page";
import {
  declaredAndPaid,
  monthsOfShop,
  ofWholeLedger,
  reachedHouseholds,
  villageMonths,
} from "./transparency-store.server";

const SEAL_DAYS = 14;

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const figures = await ofWholeLedger("transparency", async () => {
    const [villages, shop, reached, declared, seals, rules, schedules] = await Promise.all([
      villageMonths(db()),
      monthsOfShop(db()),
      reachedHouseholds(db()),
      declaredAndPaid(db(), { from: shiftPeriod(periodOf(now), -11), to: periodOf(now) }),
      dailySeals(db(), { most: SEAL_DAYS }),
      listSplitRules(db()),
      listFeeSchedules(db()),
    ]);
    const months = publishable(villages, SMALLEST_PUBLIC_COUNT);
    const known = (count: number) => (count >= SMALLEST_PUBLIC_COUNT ? count : null);
    return {
      asOf: minuteOf(now),
      totals: {
        orders: shop.reduce((all, month) => all + month.orders, 0),
        paidFen: toNumber(sum(shop.map((month) => month.paidFen))),
        refundedFen: toNumber(sum(shop.map((month) => month.refundedFen))),
        householdsFen: toNumber(sum(months.map((month) => month.fen))),
        households: known(reached.households),
        paidOutFen: known(reached.paidHouseholds) === null ? null : toNumber(reached.paidFen),
      },
      months: shop.map((month) => {
        const given = months.find((one) => one.period === month.period);
        return {
          period: month.period,
          orders: month.orders,
          paidFen: toNumber(month.paidFen),
          refundedFen: toNumber(month.refundedFen),
          householdsFen: given && given.households > 0 ? toNumber(given.fen) : null,
          households: given && given.households > 0 ? given.households : null,
          leftOut: given?.leftOut ?? false,
        };
      }),
      declared: declared.map(({ paid, ...cooperative }) => ({ ...cooperative, paid: known(paid) })),
      seals,
      rules: rules
        .filter((rule) => rule.approvedAt !== null)
        .map((rule) => ({
          code: rule.code,
          name: rule.name,
          nameEn: rule.nameEn,
          version: rule.version,
          since: dayOf(inForceSince(rule)),
          cooperative: percentWords(rule.cooperativeBps),
          servicePoint: percentWords(rule.servicePointBps),
          village: percentWords(rule.villageBps),
        })),
      fees: schedules
        .filter((schedule) => schedule.approvedAt !== null)
        .map((schedule) => ({
          version: schedule.version,
          since: dayOf(inForceSince(schedule)),
          platform: percentWords(schedule.platformBps),
          processing: percentWords(schedule.processingBps),
        })),
    };
  });
  return pageData({ cartCount: cartCountOf(request), ...figures });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { m } = shopOf(location.pathname);
  return pageHead({ location, matches }, { title: m.transparency.title, description: m.transparency.lead });
};

export default function Transparency() {
  const { cartCount, asOf, totals, months, declared, seals, rules, fees } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  const few = <span className="caption">{m.home.tooFew}</span>;
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.transparency.title}</h1>
        <p className="quiet">{m.transparency.lead}</p>
      </div>
      <div className="stack-large">
        <section>
          <div className="section-head">
            <h2>{m.transparency.totals}</h2>
            <a href={paths.transparencyCsv()}>{m.transparency.csv}</a>
          </div>
          <dl className="ledger-figures">
            <Figure label={m.transparency.paid}>
              <Money fen={totals.paidFen} />
            </Figure>
            <Figure label={m.transparency.refunded}>
              <Money fen={totals.refundedFen} />
            </Figure>
            <Figure label={m.transparency.toHouseholds}>
              <Money fen={totals.householdsFen} household />
            </Figure>
            <Figure label={m.transparency.paidOut}>
              {totals.paidOutFen === null ? few : <Money fen={totals.paidOutFen} household />}
            </Figure>
            <Figure label={m.home.households}>
              {totals.households === null ? few : m.home.householdsCount(totals.households)}
            </Figure>
            <Figure label={m.transparency.orders}>{totals.orders.toLocaleString("en-US")}</Figure>
          </dl>
          <p className="caption">
            {m.transparency.asOf} <Day>{asOf}</Day>
          </p>
        </section>
        <section>
          <div className="section-head">
            <h2>{m.transparency.months}</h2>
          </div>
          <Table
            caption={m.transparency.months}
            captionHidden
            small="cards"
            columns={[
              { key: "month", label: m.village.month },
              { key: "orders", label: m.transparency.orders, align: "end" },
              { key: "paid", label: m.transparency.paid, align: "end" },
              { key: "refunded", label: m.transparency.refunded, align: "end" },
              { key: "to", label: m.transparency.toHouseholds, align: "end" },
              { key: "households", label: m.home.households, align: "end" },
            ]}
          >
            {months.map((month) => (
              <tr key={month.period}>
                <th scope="row">
                  <Day>{month.period}</Day>
                  {month.leftOut && <sup> *</sup>}
                </th>
                <Cell number label={m.transparency.orders}>
                  {month.orders}
                </Cell>
                <MoneyCell fen={month.paidFen} label={m.transparency.paid} />
                <MoneyCell fen={month.refundedFen} label={m.transparency.refunded} />
                {month.householdsFen === null ? (
                  <Cell number colSpan={2} label={m.transparency.toHouseholds}>
                    {m.village.tooFew}
                  </Cell>
                ) : (
                  <>
                    <MoneyCell fen={month.householdsFen} household label={m.transparency.toHouseholds} />
                    <Cell number label={m.home.households}>
                      {month.households}
                    </Cell>
                  </>
                )}
              </tr>
            ))}
          </Table>
          {months.some((month) => month.leftOut) && <p className="caption">{m.transparency.leftOut}</p>}
        </section>
        <section>
          <div className="section-head">
            <h2>{m.transparency.declared}</h2>
          </div>
          <p className="quiet">{m.transparency.declaredLead}</p>
          <Table
            caption={m.transparency.declared}
            captionHidden
            small="cards"
            columns={[
              { key: "name", label: m.transparency.cooperative },
              { key: "declared", label: m.transparency.says, align: "end" },
              { key: "paid", label: m.transparency.inFact, align: "end" },
            ]}
          >
            {declared.map((cooperative) => (
              <tr key={cooperative.slug}>
                <th scope="row">
                  <a href={to.cooperative(cooperative.slug)}>
                    <Named chinese={cooperative.name} english={cooperative.nameEn} />
                  </a>
                </th>
                <Cell number label={m.transparency.says}>
                  {cooperative.declared}
                </Cell>
                <Cell number label={m.transparency.inFact}>
                  {cooperative.paid ?? few}
                </Cell>
              </tr>
            ))}
          </Table>
        </section>
        <section>
          <div className="section-head">
            <h2>{m.transparency.rules}</h2>
            <a href={to.howMoneyIsSplit()}>{m.home.howLink}</a>
          </div>
          <Table
            caption={m.transparency.rules}
            captionHidden
            small="cards"
            columns={[
              { key: "rule", label: m.how.rule },
              { key: "since", label: m.transparency.since },
              { key: "cooperative", label: m.how.cooperativeCharge, align: "end" },
              { key: "point", label: m.how.serviceCharge, align: "end" },
              { key: "village", label: m.how.villagePart, align: "end" },
            ]}
          >
            {rules.map((rule) => (
              <tr key={`${rule.code} ${rule.version}`}>
                <th scope="row">
                  <Named chinese={rule.name} english={rule.nameEn} /> {m.how.version(rule.version)}
                </th>
                <Cell label={m.transparency.since}>
                  <Day>{rule.since}</Day>
                </Cell>
                <Cell number label={m.how.cooperativeCharge}>
                  {rule.cooperative}
                </Cell>
                <Cell number label={m.how.serviceCharge}>
                  {rule.servicePoint}
                </Cell>
                <Cell number label={m.how.villagePart}>
                  {rule.village}
                </Cell>
              </tr>
            ))}
          </Table>
          <Table
            caption={m.transparency.fees}
            small="cards"
            columns={[
              { key: "version", label: m.how.rule },
              { key: "since", label: m.transparency.since },
              { key: "platform", label: m.how.platformFee, align: "end" },
              { key: "processing", label: m.how.processing, align: "end" },
            ]}
          >
            {fees.map((fee) => (
              <tr key={fee.version}>
                <th scope="row">{m.how.version(fee.version)}</th>
                <Cell label={m.transparency.since}>
                  <Day>{fee.since}</Day>
                </Cell>
                <Cell number label={m.how.platformFee}>
                  {fee.platform}
                </Cell>
                <Cell number label={m.how.processing}>
                  {fee.processing}
                </Cell>
              </tr>
            ))}
          </Table>
        </section>
        <section>
          <div className="section-head">
            <h2>{m.transparency.seals}</h2>
            <Seal>{m.transparency.sealed}</Seal>
          </div>
          <p className="quiet">
            {m.transparency.sealsLead} <a href={paths.publishedSeals()}>{m.transparency.sealsAll}</a>
          </p>
          <Table
            caption={m.transparency.seals}
            captionHidden
            small="cards"
            columns={[
              { key: "day", label: m.transparency.day },
              { key: "number", label: m.transparency.number, align: "end" },
              { key: "hash", label: m.transparency.hash },
            ]}
          >
            {seals.map((seal) => (
              <tr key={seal.day}>
                <th scope="row">
                  <Day>{seal.day}</Day>
                </th>
                <Cell number label={m.transparency.number}>
                  {seal.sequence}
                </Cell>
                <Cell label={m.transparency.hash}>
                  <code className="digest">{seal.hash}</code>
                </Cell>
              </tr>
            ))}
          </Table>
        </section>
        <section>
          <div className="section-head">
            <h2>{m.transparency.method}</h2>
          </div>
          <ul className="prose">
            {m.transparency.methods.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      </div>
    </ShopPage>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
