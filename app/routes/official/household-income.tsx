import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { householdRecord } from "~/benefits/household-income-store.server";
import { headsWords } from "~/households/head-count";
import { sum, toNumber } from "~/kernel/money";
import { minuteOf, periodsBetween, yearAndMonth } from "~/kernel/period";
import { paths } from "~/paths";
import { pageData } from "~/platform/page-data.server";
import { incomeLineName } from "~/regions/income-line";
import { rateOf, rateText } from "~/regions/target";
import { Money, MoneyCell } from "~/ui/money";
import { SummaryList } from "~/ui/summary-list";
import { Table } from "~/ui/table";
import { Tiles } from "~/ui/tiles";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage, type Asked } from "./household-page.server";
import { MonthBars } from "./month-bars";
import { parseSpan, spanQuery, spanText } from "./span";
import { SpanPicker } from "./span-picker";
import { CLASS_WORDS, FOUR_CLASSES } from "./words";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `收入 ${data.household.number}` : "收入");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const read = async ({ db, areaPrefixes, householdId, now }: Asked) => {
    const span = parseSpan(search, now);
    const scope = { areaPrefixes, householdId, from: span.from, to: span.to };
    const record = await householdRecord(db, scope);
    return record && { span, record };
  };
  const opened = await openHouseholdPage(request, params["id"], "income", read);
  const { frame, household, crumbs, now } = opened;
  const { span, record } = opened.shown;

  const cellFen = (month: string, incomeClass: string, stage: "paidFen" | "accruedFen") =>
    toNumber(
      sum(
        record.cells
          .filter((cell) => cell.period === month && cell.incomeClass === incomeClass)
          .map((cell) => cell[stage]),
      ),
    );
  const monthFen = (figures: typeof record.costs, month: string) =>
    toNumber(figures.find(({ period }) => period === month)?.amountFen ?? 0n);
  const months = periodsBetween(span.from, span.to).map((month) => ({
    month,
    paid: FOUR_CLASSES.map((incomeClass) => cellFen(month, incomeClass, "paidFen")),
    accrued: FOUR_CLASSES.map((incomeClass) => cellFen(month, incomeClass, "accruedFen")),
    excludedFen: cellFen(month, "EXCLUDED", "paidFen"),
    declaredFen: toNumber(
      sum(
        record.declared
          .filter((cell) => cell.period === month && cell.incomeClass !== "EXCLUDED")
          .map((cell) => cell.grossFen - cell.costFen),
      ),
    ),
    attributedFen: monthFen(record.attributed, month),
    costFen: monthFen(record.costs, month),
  }));
  return pageData({
    frame,
    crumbs,
    span,
    latest: parseSpan(new URLSearchParams(), now).month,
    household: { id: household.id, number: household.number, maskedHeadName: household.maskedHeadName },
    months,
    paidFen: toNumber(record.paidFen),
    accruedFen: toNumber(record.accruedFen),
    pendingFen: toNumber(record.pendingFen),
    costFen: toNumber(record.costFen),
    netPaidFen: toNumber(record.netPaidFen),
    netAccruedFen: toNumber(record.netAccruedFen),
    attributedFen: toNumber(sum(record.attributed.map(({ amountFen }) => amountFen))),
    declaredNetFen: toNumber(record.declaredNetFen),
    completeNetFen: toNumber(record.completeNetFen),
    perHeadCompleteFen: record.perHeadCompleteFen === null ? null : toNumber(record.perHeadCompleteFen),
    platformShare:
      record.completeNetFen <= 0n
        ? "—"
        : rateText(rateOf(toNumber(record.netPaidFen), toNumber(record.completeNetFen))),
    waiting: record.declarationsWaiting,
    people: record.heads.people,
    headsWords: headsWords(record.heads),
    perHeadPaidFen: record.perHeadPaidFen === null ? null : toNumber(record.perHeadPaidFen),
    perHeadAccruedFen: record.perHeadAccruedFen === null ? null : toNumber(record.perHeadAccruedFen),
    year: yearAndMonth(span.to).year,
    lines: (["NATIONAL_STANDARD", "MONITORING"] as const).map((kind) => {
      const line = record.lines.find((one) => one.kind === kind);
      return {
        name: incomeLineName(kind),
        fenPerPerson: line ? toNumber(line.fenPerPerson) : null,
        source: line?.source ?? null,
      };
    }),
    checks: {
      at: minuteOf(now),
      paid: {
        ok: record.checks.paid.ok,
        shownFen: toNumber(record.checks.paid.shownFen),
        recomputedFen: toNumber(record.checks.paid.recomputedFen),
      },
      accrued: {
        ok: record.checks.accrued.ok,
        shownFen: toNumber(record.checks.accrued.shownFen),
        recomputedFen: toNumber(record.checks.accrued.recomputedFen),
      },
    },
  });
}

export default function GovHouseholdIncome() {
  const data = useLoaderData<typeof loader>();
  const { household, span, months, checks } = data;
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={`${household.maskedHeadName}户的收入`}
      intro={`档案编号 ${household.number} · ${spanText(span)} · 平台与合作社入账部分`}
      crumbs={data.crumbs}
    >
      <HouseholdNav id={household.id} current="income" span={span} />
      <SpanPicker span={span} action={paths.gov.householdIncome(household.id)} latest={data.latest} />
      <section className="stack">
        <Tiles
          tiles={[
            { label: "到户收入（已付）", figure: <Money fen={data.paidFen} />, household: true },
            { label: "应计收入", figure: <Money fen={data.accruedFen} />, note: "已确认归农户，含尚未付款的" },
            {
              label: "人均（已付，减生产费用）",
              figure: data.perHeadPaidFen === null ? "—" : <Money fen={data.perHeadPaidFen} />,
              note: data.headsWords,
            },
          ]}
        />
        <p className="attributed-line">
          带动销售额 <Money fen={data.attributedFen} />
          <span className="caption">：该户供的货在平台上卖了多少，是另一种口径，不与收入相加。</span>
        </p>
        {data.pendingFen > 0 && (
          <p className="quiet">
            另有待确认 <Money fen={data.pendingFen} />
            （截至现在）。
          </p>
        )}
      </section>
      <MonthBars
        caption={`${spanText(span)}，按月`}
        bars={months.map((month) => ({
          month: month.month,
          paidFen: month.paid.reduce((total, fen) => total + fen, 0),
          accruedFen: month.accrued.reduce((total, fen) => total + fen, 0),
        }))}
      />
      <IncomeTable stage="paid" caption="到户收入（已付），按月与四类" data={data} />
      <IncomeTable stage="accrued" caption="应计收入，按月与四类" data={data} />
      <div className="stack-small">
        <CheckLine ok={checks.paid.ok} shownFen={checks.paid.shownFen} recomputedFen={checks.paid.recomputedFen}>
          已付合计 = 该户账户的全部付款分录之和
        </CheckLine>
        <CheckLine
          ok={checks.accrued.ok}
          shownFen={checks.accrued.shownFen}
          recomputedFen={checks.accrued.recomputedFen}
        >
          应计合计 = 该户应付账户的全部分录之和
        </CheckLine>
        <p className="caption">{checks.at} 由分录重新计算。</p>
      </div>
      <section className="stack">
        <div className="section-head">
          <h2>人均与标准</h2>
        </div>
        <p className="equation">
          <span>
            <small>已付</small>
            <Money fen={data.paidFen} household />
          </span>
          <span>−</span>
          <span>
            <small>生产费用</small>
            <Money fen={data.costFen} />
          </span>
          <span>=</span>
          <span>
            <small>净收入</small>
            <Money fen={data.netPaidFen} />
          </span>
          <span>÷</span>
          <span>
            <small>人口</small>
            {data.people}
          </span>
          <span>=</span>
          <span>
            <small>人均</small>
            {data.perHeadPaidFen === null ? "—" : <Money fen={data.perHeadPaidFen} />}
          </span>
        </p>
        <p className="equation">
          <span>
            <small>平台净收入（已付）</small>
            <Money fen={data.netPaidFen} household />
          </span>
          <span>+</span>
          <span className="declared-mark">
            <small>申报净收入（已核定）</small>
            <Money fen={data.declaredNetFen} />
          </span>
          <span>=</span>
          <span>
            <small>全部净收入</small>
            <Money fen={data.completeNetFen} />
          </span>
          <span>÷</span>
          <span>
            <small>人口</small>
            {data.people}
          </span>
          <span>=</span>
          <span>
            <small>人均</small>
            {data.perHeadCompleteFen === null ? "—" : <Money fen={data.perHeadCompleteFen} />}
          </span>
        </p>
        <p>
          <a href={paths.gov.householdDeclared(household.id, spanQuery(span))}>申报收入的明细与核定</a>
          {data.waiting > 0 && `（${data.waiting} 条待核定，未计入）`}{" "}
          <a href={paths.gov.householdCosts(household.id, spanQuery(span))}>生产费用的登记与核定</a>
        </p>
        <SummaryList
          items={[
            { label: "平台收入占全部净收入", value: data.platformShare },
            { label: "人口取数", value: data.headsWords },
            { label: "按应计计算的净收入", value: <Money fen={data.netAccruedFen} /> },
            {
              label: "按应计计算的人均",
              value: data.perHeadAccruedFen === null ? "—" : <Money fen={data.perHeadAccruedFen} />,
            },
            ...data.lines.map((line) => ({
              label: `${line.name}（${data.year} 年，每人每年）`,
              value:
                line.fenPerPerson === null ? (
                  "该年没有公布"
                ) : (
                  <>
                    <Money fen={line.fenPerPerson} /> <span className="caption">来源：{line.source}</span>
                  </>
                ),
            })),
          ]}
        />
        <p className="caption">
          标准按全年、全部收入衡量。平台入账与申报分开列示：申报须有凭据并由他人核定才计入，从不改动平台入账；馈赠、一次性救助和借款本金不计收入。人均所除的人口，取期间内最后一个已结账月份结账时冻结的人数，以后改户卡也不变；期间内没有结账的，取期末登记的人数。
        </p>
      </section>
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

function IncomeTable({ stage, caption, data }: { stage: "paid" | "accrued"; caption: string; data: PageData }) {
  const { household, months } = data;
  const isPaid = stage === "paid";
  const total = (pick: (month: PageData["months"][number]) => number) =>
    months.reduce((fen, month) => fen + pick(month), 0);
  const entries = (month: string, incomeClass?: string) =>
    paths.gov.householdEntries(household.id, { month, class: incomeClass });
  const costs = (month: string) => paths.gov.householdCosts(household.id, { month, span: "month" });
  const declared = (month: string) => paths.gov.householdDeclared(household.id, { month, span: "month" });
  return (
    <Table
      caption={caption}
      note="单位：元；点任一数字看它的明细"
      columns={[
        { key: "month", label: "月份" },
        ...FOUR_CLASSES.map((incomeClass) => ({
          key: incomeClass,
          label: CLASS_WORDS[incomeClass],
          align: "end" as const,
        })),
        { key: "sum", label: "合计", align: "end" },
        { key: "cost", label: "生产费用", align: "end" },
        ...(isPaid ? [{ key: "excluded", label: "不计收入", align: "end" as const }] : []),
        { key: "attributed", label: inTwoLines("带动销售额", "另一口径"), align: "end" },
        ...(isPaid ? [{ key: "declared", label: inTwoLines("申报", "已核定，另列"), align: "end" as const }] : []),
      ]}
      foot={
        <tr>
          <th scope="row">合计</th>
          {FOUR_CLASSES.map((incomeClass, index) => (
            <Amount key={incomeClass} fen={total((month) => month[stage][index] ?? 0)} household={isPaid} />
          ))}
          <Amount fen={isPaid ? data.paidFen : data.accruedFen} household={isPaid} />
          <Amount fen={data.costFen} />
          {isPaid && <Amount fen={total((month) => month.excludedFen)} />}
          <Amount fen={data.attributedFen} />
          {isPaid && <Amount fen={data.declaredNetFen} />}
        </tr>
      }
    >
      {months.map((month) => (
        <tr key={month.month}>
          <th scope="row" className="nowrap">
            <a href={entries(month.month)}>{month.month}</a>
          </th>
          {FOUR_CLASSES.map((incomeClass, index) => (
            <Amount
              key={incomeClass}
              fen={month[stage][index] ?? 0}
              household={isPaid}
              href={() => entries(month.month, incomeClass)}
            />
          ))}
          <Amount
            fen={month[stage].reduce((fen, one) => fen + one, 0)}
            household={isPaid}
            href={() => entries(month.month)}
          />
          <Amount fen={month.costFen} href={() => costs(month.month)} />
          {isPaid && <Amount fen={month.excludedFen} href={() => entries(month.month, "EXCLUDED")} />}
          <Amount fen={month.attributedFen} href={() => entries(month.month)} />
          {isPaid && <Amount fen={month.declaredFen} href={() => declared(month.month)} />}
        </tr>
      ))}
    </Table>
  );
}

/** A month's figure, which leads to what it is made of. Most are nothing, and nothing is not made of anything. */
function Amount({ fen, household, href }: { fen: number; household?: boolean; href?: () => string }) {
  if (fen === 0) return <td className="number">0</td>;
  return <MoneyCell fen={fen} household={household} href={href?.()} />;
}

/** A head with its remark below, or ten columns do not fit beside each other. */
function inTwoLines(name: string, remark: string) {
  return (
    <>
      {name}
      <br />
      <small>{remark}</small>
    </>
  );
}
