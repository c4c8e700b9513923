import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { areaScopes } from "~/access/scopes";
import { villageHouseholds } from "~/benefits/region-income-store.server";
import { areaOverview } from "~/benefits/region-overview-store.server";
import { explainMoveVillageFailure, moveVillage } from "~/households/move-village.server";
import { maskName } from "~/households/masking";
import { registerErrors } from "~/households/register-book-store.server";
import { formatYuan, sum, toNumber } from "~/kernel/money";
import { dayOf, minuteOf, periodsBetween, shiftPeriod, yearAndMonth } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { coversAny, levelBelow, levelName } from "~/regions/area";
import { isMet, isTargetKey, rateOf, rateText, TARGETS } from "~/regions/target";
import { areaFacts, areaMoves, breadcrumb, findArea, villagesWithin } from "~/regions/area-store.server";
import { EmptyState } from "~/ui/empty-state";
import { Money, MoneyCell } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { Tiles } from "~/ui/tiles";
import { changeText } from "./change";
import { AreaMoves, MoveVillageForm } from "./area-moves";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { lastCheck } from "./last-check-store.server";
import { measuredTargets } from "./measured-targets";
import { MonthBars } from "./month-bars";
import { collectiveIncome, incomeByMonth, linkageClaims, targetsFor } from "./region-desk-store.server";
import { parseSpan, spanQuery, spanText, yearBefore } from "./span";
import { SpanPicker } from "./span-picker";
import { TileMap } from "./tile-map";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data?.area.name ?? "总览");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const now = new Date();
  const span = parseSpan(new URL(request.url).searchParams, now);
  const area = await findArea(db(), params["code"] ?? "", areaPrefixes);
  if (!area) throw notFound();

  const scope = { areaPrefixes, areaCode: area.code, from: span.from, to: span.to };
  const chart = { ...scope, from: shiftPeriod(span.month, -11), to: span.month };
  const isVillage = area.level === "VILLAGE";
  const [way, overview, months, facts, households] = await Promise.all([
    breadcrumb(db(), area.code),
    areaOverview(db(), { ...scope, below: digitsBelow(area.code), before: yearBefore(span) }),
    incomeByMonth(db(), chart),
    areaFacts(db(), area.code),
    isVillage ? villageHouseholds(db(), { ...scope, villageCode: area.code }) : [],
  ]);
  const { whole: totals, parts: children } = overview;
  const [claims, targets, collective, errors, checked] = await Promise.all([
    linkageClaims(db(), scope),
    targetsFor(db(), area.code, yearAndMonth(span.to).year),
    collectiveIncome(db(), scope),
    registerErrors(db(), areaPrefixes, area.code, dayOf(now)),
    lastCheck(db()),
  ]);
  const moves = await areaMoves(db(), area.code);
  const mayMove = isVillage && moves.into === null && can(actor, "area:move", { areaCode: area.code });
  const measured = measuredTargets({ totals, spread: totals, collective, errors });
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
    moves,
    villages: mayMove
      ? (await villagesWithin(db(), areaPrefixes))
          .filter(({ code }) => code !== area.code)
          .map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))
      : null,
    totals: {
      households: totals.households,
      people: totals.people,
      earningHouseholds: totals.earningHouseholds,
      paidFen: toNumber(totals.paidFen),
      accruedFen: toNumber(totals.accruedFen),
      pendingFen: toNumber(totals.pendingFen),
      attributedFen: toNumber(totals.attributedFen),
      declaredFen: toNumber(totals.declaredFen),
      sellingHouseholds: totals.sellingHouseholds,
      stableHouseholds: totals.stableHouseholds,
    },
    change: changeText(totals.paidFen, totals.paidBeforeFen),
    spread: {
      medianFen: totals.medianFen === null ? null : toNumber(totals.medianFen),
      meanFen: totals.meanFen === null ? null : toNumber(totals.meanFen),
      measured: totals.measured,
      above: totals.above,
      lineFen: totals.lineFen === null ? null : toNumber(totals.lineFen),
      lineSource: totals.lineSource,
      aboveText: rateText(rateOf(totals.above, totals.measured)),
    },
    stableText: rateText(rateOf(totals.stableHouseholds, totals.households)),
    claims: claims.map((claim) => ({ ...claim, paidFen: toNumber(claim.paidFen) })),
    targets: targets.flatMap(({ key, goal, source, year }) => {
      if (!isTargetKey(key)) return [];
      const value = measured[key];
      const amount = (of: number) =>
        TARGETS[key].unit === "fen" ? `${formatYuan(of)} 元` : TARGETS[key].unit === "rate" ? rateText(of) : `${of} 户`;
      return {
        key,
        label: TARGETS[key].label,
        goal: `${TARGETS[key].atLeast ? "不低于" : "不高于"} ${amount(toNumber(goal))}`,
        measured: value === undefined ? "—" : amount(value),
        met: value !== undefined && isMet(key, value, toNumber(goal)),
        source: `${source}（${year} 年）`,
      };
    }),
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
      change: changeText(child.paidFen, child.paidBeforeFen),
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
      ledger: checked,
      paidOk: partsPaid === totals.paidFen,
      accruedOk: partsAccrued === totals.accruedFen,
      partsPaidFen: toNumber(partsPaid),
      partsAccruedFen: toNumber(partsAccrued),
    },
  };
}

/** 2, 4, 6, 9, 12: a village has nothing below it but households. */
function digitsBelow(code: string): 4 | 6 | 9 | 12 {
  return code.length < 4 ? 4 : code.length < 6 ? 6 : code.length < 9 ? 9 : 12;
}

const moveForm = z.object({ into: z.string({ error: "请选择并入的村。" }) });

/** 撤并: the county says that a village went into another. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "area:move");
  const code = params["code"] ?? "";
  const area = await findArea(db(), code, areaScopes(actor));
  if (area?.level !== "VILLAGE") throw notFound();
  const form = await parseForm(request, moveForm);
  if (!form.ok) return form.answer;
  const moved = await moveVillage({ actor, code, intoCode: form.value.into, now: new Date() });
  if (moved.ok) return redirect(paths.gov.area(code));
  if (moved.failure.kind === "not-found") throw notFound();
  return form.refuse({ into: [explainMoveVillageFailure(moved.failure)] });
}

export default function GovArea() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
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
      <AreaMoves moves={data.moves} />
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
              href: list({ has: "earning" }),
            },
            {
              label: "户中位数（已付）",
              figure: data.spread.medianFen === null ? "—" : <Money fen={data.spread.medianFen} />,
              note:
                data.spread.meanFen === null
                  ? "有到户收入的户，一半不低于此数"
                  : `平均 ${formatYuan(data.spread.meanFen)} 元`,
              href: list({ band: "any", sort: "paid" }),
            },
          ]}
        />
        <Tiles
          tiles={[
            {
              label: "有货卖出的户",
              figure: `${totals.sellingHouseholds}`,
              note: "带动销售额大于 0",
              href: list({ has: "selling" }),
            },
            {
              label: "有稳定增收项的户",
              figure: data.stableText,
              note: `${totals.stableHouseholds} / ${totals.households} 户`,
              href: list({ has: "stable" }),
            },
            {
              label: "监测线以上的户",
              figure: data.spread.lineFen === null ? "—" : data.spread.aboveText,
              note:
                data.spread.lineFen === null
                  ? "本年没有公布监测线"
                  : `线 ${formatYuan(data.spread.lineFen)} 元/人·年；${data.spread.above} / ${data.spread.measured} 户`,
              href: list({ sort: "paid" }),
            },
            {
              label: "申报收入（已核定）",
              figure: <Money fen={totals.declaredFen} />,
              note: "平台以外，减费用；不在到户收入内",
              href: list(),
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
      {!area.isVillage && data.children.length > 1 && (
        <TileMap
          title={`${area.name}各${data.below}到户收入示意图`}
          tiles={data.children.map((child) => ({
            key: child.code,
            name: child.name,
            fen: child.paidFen,
            href: paths.gov.area(child.code, query),
          }))}
        />
      )}
      {area.isVillage ? <HouseholdTable data={data} /> : <ChildTable data={data} />}
      <div className="stack-small">
        <CheckLine ok={checks.paidOk} shownFen={totals.paidFen} recomputedFen={checks.partsPaidFen}>
          已付合计 = 各{data.below}之和
        </CheckLine>
        <CheckLine ok={checks.accruedOk} shownFen={totals.accruedFen} recomputedFen={checks.partsAccruedFen}>
          应计合计 = 各{data.below}之和
        </CheckLine>
        {checks.ledger !== null && (
          <CheckLine ok={checks.ledger.ok}>
            各级合计同出一源：逐户逐月与分录全部比对，{checks.ledger.at}
            {checks.ledger.ok ? "无差异" : `有 ${checks.ledger.differences} 处差异`}
          </CheckLine>
        )}
        <p className="caption">{checks.at} 重新计算。</p>
      </div>
      <Claims data={data} />
      <Targets data={data} />
      <Definitions />
      {data.villages !== null && (
        <MoveVillageForm code={area.code} villages={data.villages} errors={answer?.errors} typed={answer?.typed} />
      )}
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
        { key: "change", label: "已付较上年同期" },
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
              <a href={paths.gov.households({ area: child.code, has: "earning", ...query })}>
                {child.earningHouseholds}
              </a>
            </Cell>
            <MoneyCell label="到户收入（已付）" fen={child.paidFen} household href={href} />
            <MoneyCell label="应计" fen={child.accruedFen} href={href} />
            <MoneyCell label="待确认" fen={child.pendingFen} href={href} />
            <MoneyCell label="带动销售额（另一口径）" fen={child.attributedFen} href={href} />
            <Cell label="已付较上年同期">{child.change}</Cell>
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

function TotalRow({ data: { area, totals, change } }: { data: PageData }) {
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
      {!area.isVillage && <Cell label="已付较上年同期">{change}</Cell>}
    </tr>
  );
}

function Claims({ data }: { data: PageData }) {
  if (data.claims.length === 0) return null;
  return (
    <Table
      caption="带动户数核对"
      note="申报 = 合作社自报；实付 = 本期在本地区确有付款凭证的户"
      small="cards"
      columns={[
        { key: "name", label: "合作社" },
        { key: "declared", label: "申报带动户", align: "end" },
        { key: "members", label: "社员户", align: "end" },
        { key: "paid", label: "实付户", align: "end" },
        { key: "fen", label: "实付（元）", align: "end" },
        { key: "word", label: "核对" },
      ]}
    >
      {data.claims.map((claim) => (
        <tr key={claim.id}>
          <th scope="row">{claim.name}</th>
          <Cell label="申报带动户" number>
            {claim.declared}
          </Cell>
          <Cell label="社员户" number>
            {claim.members}
          </Cell>
          <Cell label="实付户" number>
            {claim.paid}
          </Cell>
          <MoneyCell label="实付（元）" fen={claim.paidFen} household />
          <Cell label="核对">
            {claim.paid >= claim.declared ? "实付不少于申报" : `少 ${claim.declared - claim.paid} 户`}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Targets({ data }: { data: PageData }) {
  if (data.targets.length === 0) return null;
  return (
    <Table
      caption="目标进度"
      small="cards"
      columns={[
        { key: "label", label: "目标" },
        { key: "goal", label: "目标值" },
        { key: "measured", label: "目前", align: "end" },
        { key: "met", label: "进度" },
        { key: "source", label: "来源" },
      ]}
    >
      {data.targets.map((target) => (
        <tr key={target.key}>
          <th scope="row">{target.label}</th>
          <Cell label="目标值">{target.goal}</Cell>
          <Cell label="目前" number>
            {target.measured}
          </Cell>
          <Cell label="进度">
            <StatusWord tone={target.met ? "done" : "waiting"}>{target.met ? "达到" : "未达到"}</StatusWord>
          </Cell>
          <Cell label="来源">{target.source}</Cell>
        </tr>
      ))}
    </Table>
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
        <dt>申报收入（已核定）</dt>
        <dd>平台以外的收入，凭据齐全、由申报人以外的人核定后计入，减去生产费用；单列，从不改动平台入账。</dd>
        <dt>有稳定增收项的户</dt>
        <dd>本期应计或已核定申报中，有归类表标为“稳定”的收入的户；分母为登记户。</dd>
        <dt>监测线以上的户</dt>
        <dd>
          （已付 − 生产费用 + 已核定申报）÷ 期末在册人口，不低于本地当年监测线；线是全年的数，不满一年的期间只作参考。
          合计、同级、下级都由同一份逐户逐月记录相加。
        </dd>
        <dt>错退率、漏评率、错评率</dt>
        <dd>
          退出后又返贫或回退的户 ÷ 退出户；补录户 ÷（新识别 + 补录）户；清退户 ÷（新识别 + 补录）户，按状态变动累计。
        </dd>
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
