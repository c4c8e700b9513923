import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { areaTotals, regionTotals, villageHouseholds } from "~/benefits/region-income-store.server";
import { maskName } from "~/households/masking";
import { sum, toNumber } from "~/kernel/money";
import { minuteOf, periodsBetween, shiftPeriod } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { coversAny, levelBelow, levelName } from "~/regions/area";
import { areaFacts, breadcrumb, findArea } from "~/regions/area-store.server";
import { EmptyState } from "~/ui/empty-state";
import { Money, MoneyCell } from "~/ui/money";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { Tiles } from "~/ui/tiles";
import { changeText } from "./change";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { MonthBars } from "./month-bars";
import { incomeByMonth, medianPaid } from "./region-desk-store.server";
import { parseSpan, spanQuery, spanText, yearBefore } from "./span";
import { SpanPicker } from "./span-picker";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data?.area.name ?? "总览");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const now = new Date();
  const span = parseSpan(new URL(request.url).searchParams, now);
  const area = await findArea(db(), params["code"] ?? "", areaPrefixes);
  if (!area) throw notFound();

  const scope = { areaPrefixes, areaCode: area.code, from: span.from, to: span.to };
  const chart = { ...scope, from: shiftPeriod(span.month, -11), to: span.month };
  const [way, totals, before, median, months, facts, children, households] = await Promise.all([
    breadcrumb(db(), area.code),
    areaTotals(db(), scope),
    areaTotals(db(), { ...scope, ...yearBefore(span) }),
    medianPaid(db(), scope),
    incomeByMonth(db(), chart),
    areaFacts(db(), area.code),
    area.level === "VILLAGE" ? [] : regionTotals(db(), { ...scope, parentCode: area.code }),
    area.level === "VILLAGE" ? villageHouseholds(db(), { ...scope, villageCode: area.code }) : [],
  ]);
  const parts: readonly { readonly paidFen: bigint; readonly accruedFen: bigint; readonly attributedFen: bigint }[] =
    area.level === "VILLAGE" ? households : children;
  const partsPaid = sum(parts.map((part) => part.paidFen));
  const partsAccrued = sum(parts.map((part) => part.accruedFen));
  const below = levelBelow(area.level);
  return {
    frame,
    span,
    latest: parseSpan(new URLSearchParams(), now).month,
    area: { code: area.code, name: area.name, level: levelName(area.level), isVillage: area.level === "VILLAGE" },
    below: below ? levelName(below) : "户",
    way: way.map(({ code, name }) => ({ code, name, open: coversAny(areaPrefixes, code) })),
    totals: {
      households: totals.households,
      people: totals.people,
      earningHouseholds: totals.earningHouseholds,
      paidFen: toNumber(totals.paidFen),
      accruedFen: toNumber(totals.accruedFen),
      pendingFen: toNumber(totals.pendingFen),
      attributedFen: toNumber(totals.attributedFen),
    },
    change: changeText(totals.paidFen, before.paidFen),
    medianFen: median === undefined ? null : toNumber(median),
    months: periodsBetween(chart.from, chart.to).map((month) => {
      const found = months.find(({ period }) => period === month);
      return { month, paidFen: toNumber(found?.paidFen ?? 0n), accruedFen: toNumber(found?.accruedFen ?? 0n) };
    }),
    facts,
    children: children.map((child) => ({
      code: child.code,
      name: child.name,
      households: child.households,
      earningHouseholds: child.earningHouseholds,
      paidFen: toNumber(child.paidFen),
      accruedFen: toNumber(child.accruedFen),
      pendingFen: toNumber(child.pendingFen),
      attributedFen: toNumber(child.attributedFen),
    })),
    households: households.map((household) => ({
      id: household.householdId,
      number: household.number,
      name: maskName(household.headName),
      groupName: household.groupName,
      people: household.people,
      paidFen: toNumber(household.paidFen),
      accruedFen: toNumber(household.accruedFen),
      pendingFen: toNumber(household.pendingFen),
      attributedFen: toNumber(household.attributedFen),
    })),
    checks: {
      at: minuteOf(now),
      paidOk: partsPaid === totals.paidFen,
      accruedOk: partsAccrued === totals.accruedFen,
      partsPaidFen: toNumber(partsPaid),
      partsAccruedFen: toNumber(partsAccrued),
    },
  };
}

export default function GovArea() {
  const data = useLoaderData<typeof loader>();
  const { area, span, totals, checks } = data;
  const query = spanQuery(span);
  const list = (more: Readonly<Record<string, string>> = {}) =>
    paths.gov.households({ area: area.code, ...query, ...more });
  return (
    <GovFrame
      frame={data.frame}
      current="overview"
      title={area.name}
      intro={`${area.level} · ${area.code} · ${spanText(span)}`}
      crumbs={data.way.map(({ code, name, open }) => ({
        label: name,
        href: open && code !== area.code ? paths.gov.area(code, query) : undefined,
      }))}
    >
      <SpanPicker span={span} action={paths.gov.area(area.code)} latest={data.latest} />
      <section className="stack">
        <Tiles
          tiles={[
            {
              label: "到户收入（已付）",
              figure: <Money fen={totals.paidFen} />,
              household: true,
              note: data.change,
              href: list({ band: "any", sort: "paid" }),
            },
            {
              label: "应计收入",
              figure: <Money fen={totals.accruedFen} />,
              note: "已确认归农户，含尚未付款的",
              href: list({ sort: "accrued" }),
            },
            {
              label: "有收入的户 / 登记户",
              figure: `${totals.earningHouseholds} / ${totals.households}`,
              note: `${totals.people} 人`,
              href: list(),
            },
            {
              label: "户中位数（已付）",
              figure: data.medianFen === null ? "—" : <Money fen={data.medianFen} />,
              note: "有到户收入的户，一半不低于此数",
              href: list({ band: "any", sort: "paid" }),
            },
          ]}
        />
        <p className="attributed-line">
          带动销售额 <Money fen={totals.attributedFen} />
          <span className="caption">：这些农户的货在平台上卖了多少，是另一种口径，不与收入相加。</span>
        </p>
        {totals.pendingFen > 0 && (
          <p className="quiet">
            另有待确认 <Money fen={totals.pendingFen} />
            （买家尚未确认收货或仍在售后期内，确认后转为应计）。
          </p>
        )}
      </section>
      <MonthBars bars={data.months} caption={`${area.name}，截至 ${span.month} 的 12 个月`} />
      {area.isVillage ? <HouseholdTable data={data} /> : <ChildTable data={data} />}
      <div className="stack-small">
        <CheckLine ok={checks.paidOk} shownFen={totals.paidFen} recomputedFen={checks.partsPaidFen}>
          已付合计 = 各{data.below}之和
        </CheckLine>
        <CheckLine ok={checks.accruedOk} shownFen={totals.accruedFen} recomputedFen={checks.partsAccruedFen}>
          应计合计 = 各{data.below}之和
        </CheckLine>
        <p className="caption">{checks.at} 由分录重新计算。</p>
      </div>
      <Definitions />
      {data.facts.length > 0 && (
        <section className="stack">
          <div className="section-head">
            <h2>基本情况</h2>
          </div>
          <SummaryList
            items={data.facts.map((fact) => ({
              label: fact.key,
              value: (
                <>
                  {fact.value}
                  {fact.unit}{" "}
                  <span className="caption">
                    {fact.source}
                    {fact.synthetic && "（演示数据）"}
                  </span>
                </>
              ),
            }))}
          />
        </section>
      )}
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

function ChildTable({ data }: { data: PageData }) {
  const query = spanQuery(data.span);
  if (data.children.length === 0) return <EmptyState title={`没有下辖的${data.below}`} />;
  return (
    <Table
      caption={`各${data.below}`}
      note="单位：元"
      small="cards"
      columns={[
        { key: "name", label: data.below },
        { key: "households", label: "登记户", align: "end" },
        { key: "earning", label: "有收入户", align: "end" },
        { key: "paid", label: "到户收入（已付）", align: "end" },
        { key: "accrued", label: "应计", align: "end" },
        { key: "pending", label: "待确认", align: "end" },
        { key: "attributed", label: "带动销售额（另一口径）", align: "end" },
      ]}
      foot={<TotalRow data={data} />}
    >
      {data.children.map((child) => {
        const href = paths.gov.area(child.code, query);
        return (
          <tr key={child.code}>
            <th scope="row">
              <a href={href}>{child.name}</a>
            </th>
            <Cell label="登记户" number>
              <a href={paths.gov.households({ area: child.code, ...query })}>{child.households}</a>
            </Cell>
            <Cell label="有收入户" number>
              <a href={paths.gov.households({ area: child.code, band: "any", ...query })}>{child.earningHouseholds}</a>
            </Cell>
            <MoneyCell label="到户收入（已付）" fen={child.paidFen} household href={href} />
            <MoneyCell label="应计" fen={child.accruedFen} href={href} />
            <MoneyCell label="待确认" fen={child.pendingFen} href={href} />
            <MoneyCell label="带动销售额（另一口径）" fen={child.attributedFen} href={href} />
          </tr>
        );
      })}
    </Table>
  );
}

function HouseholdTable({ data }: { data: PageData }) {
  const query = spanQuery(data.span);
  if (data.households.length === 0) return <EmptyState title="本村还没有登记的农户" />;
  return (
    <Table
      caption="各户"
      note="单位：元；姓名已遮盖"
      small="cards"
      columns={[
        { key: "number", label: "档案编号" },
        { key: "name", label: "户主" },
        { key: "group", label: "村民组" },
        { key: "people", label: "人口", align: "end" },
        { key: "paid", label: "到户收入（已付）", align: "end" },
        { key: "accrued", label: "应计", align: "end" },
        { key: "pending", label: "待确认", align: "end" },
        { key: "attributed", label: "带动销售额（另一口径）", align: "end" },
      ]}
      foot={<TotalRow data={data} />}
    >
      {data.households.map((household) => {
        const href = paths.gov.householdIncome(household.id, query);
        return (
          <tr key={household.id}>
            <th scope="row">
              <a href={paths.gov.household(household.id)}>{household.number}</a>
            </th>
            <Cell label="户主">{household.name}</Cell>
            <Cell label="村民组">{household.groupName}</Cell>
            <Cell label="人口" number>
              {household.people}
            </Cell>
            <MoneyCell label="到户收入（已付）" fen={household.paidFen} household href={href} />
            <MoneyCell label="应计" fen={household.accruedFen} href={href} />
            <MoneyCell label="待确认" fen={household.pendingFen} href={href} />
            <MoneyCell label="带动销售额（另一口径）" fen={household.attributedFen} href={href} />
          </tr>
        );
      })}
    </Table>
  );
}

function TotalRow({ data: { area, totals } }: { data: PageData }) {
  return (
    <tr>
      <th scope="row" colSpan={area.isVillage ? 3 : undefined}>
        合计
      </th>
      <Cell label={area.isVillage ? "人口" : "登记户"} number>
        {area.isVillage ? totals.people : totals.households}
      </Cell>
      {!area.isVillage && (
        <Cell label="有收入户" number>
          {totals.earningHouseholds}
        </Cell>
      )}
      <MoneyCell label="到户收入（已付）" fen={totals.paidFen} household />
      <MoneyCell label="应计" fen={totals.accruedFen} />
      <MoneyCell label="待确认" fen={totals.pendingFen} />
      <MoneyCell label="带动销售额（另一口径）" fen={totals.attributedFen} />
    </tr>
  );
}

function Definitions() {
  return (
    <details className="no-print">
      <summary>指标口径</summary>
      <dl className="definitions">
        <dt>到户收入（已付）</dt>
        <dd>已由银行付到农户并有凭证的金额，减去银行退回的；按付款所在月份。</dd>
        <dt>应计收入</dt>
        <dd>买家确认收货、售后期满后归农户的货款，以及买断入库款、务工、分红、租金等；退款按月冲减。含尚未付款的。</dd>
        <dt>待确认</dt>
        <dd>买家已付款、尚未确认归农户的货款，截至现在，不分月份。</dd>
        <dt>带动销售额</dt>
        <dd>农户供的货在平台售出的金额，按批次构成归属。说明带动面，不是收入，不与收入相加。</dd>
        <dt>不计收入</dt>
        <dd>捐赠、慰问、借款本金等按口径不计收入，单独列示。</dd>
      </dl>
    </details>
  );
}
