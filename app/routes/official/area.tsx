import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { areaScopes } from "~/access/scopes";
import { areaOverview } from "~/benefits/region-overview-store.server";
import { explainMoveVillageFailure, moveVillage } from "~/households/move-village.server";
import { maskName } from "~/households/masking";
import { registerErrors } from "~/households/register-book-store.server";
import { formatYuan, sum, toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { boundsOf, dayOf, minuteOf, periodsBetween, shiftPeriod, yearAndMonth } from "~/kernel/period";
import { paths } from "~/paths";
import { db, readTogether } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { pageData } from "~/platform/page-data.server";
import { coversAny, isAreaCode, levelBelow, levelName, levelOf } from "~/regions/area";
import { rateOf, rateText } from "~/regions/target";
import { targetsFor } from "~/regions/target-store.server";
import { areaFacts, areaMoves, findArea, villagesWithin } from "~/regions/area-store.server";
import { collectiveVillages } from "~/settlement/collective-store.server";
import { linkageClaims } from "~/settlement/linkage-claims-store.server";
import { targetProgress } from "~/settlement/measured-targets.server";
import { reportTitle } from "~/settlement/periodic-report";
import { Money, yuanText } from "~/ui/money";
import { SummaryList } from "~/ui/summary-list";
import { TileMap } from "~/ui/tile-map";
import { Tiles } from "~/ui/tiles";
import { changeOf, changeText } from "./change";
import { incompleteCardsBelow, lastReportsBelow, openAlertsBelow, type Counts } from "./child-figures-store.server";
import { AreaMoves, MoveVillageForm } from "./area-moves";
import { ChildTable, Claims, DeskTable, HouseholdTable, Targets } from "./area-tables";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { frameAndWay, requireGrants } from "./gov-frame.server";
import { Indicators, Means } from "./indicators";
import { lastCheck } from "./last-check-store.server";
import { MonthBars } from "./month-bars";
import { parseSpan, spanQuery, spanText, yearBefore } from "./span";
import { SpanPicker } from "./span-picker";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data?.area.name ?? "总览");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const who = await requireGrants(request);
  const { actor, areaPrefixes } = who;
  const now = new Date();
  const search = new URL(request.url).searchParams;
  const span = parseSpan(search, now);
  const areaCode = params["code"];
  if (!isAreaCode(areaCode) || !coversAny(areaPrefixes, areaCode)) throw notFound();

  const scope = { areaPrefixes, areaCode, from: span.from, to: span.to };
  const chart = { from: shiftPeriod(span.month, -11), to: span.month };
  const isVillage = levelOf(areaCode) === "VILLAGE";
  const page = pageRequest(search, HOUSEHOLDS_SHOWN);
  const asked = { ...scope, below: digitsBelow(areaCode), before: yearBefore(span), chart };
  const [{ frame, way }, overview, facts, moves, claims, targets, collective, errors, checked, alerts, cards, reports] =
    await readTogether((db) =>
      Promise.all([
        frameAndWay(db, who, areaCode),
        areaOverview(db, isVillage ? { ...asked, households: page } : asked),
        areaFacts(db, areaCode),
        areaMoves(db, areaCode),
        linkageClaims(db, scope),
        targetsFor(db, areaCode, yearAndMonth(span.to).year),
        collectiveVillages(db, { ...scope, from: `${span.to.slice(0, 4)}-01` }),
        registerErrors(db, areaPrefixes, areaCode, dayOf(new Date(boundsOf(span.to).to.getTime() - 1))),
        lastCheck(db),
        isVillage ? NOTHING : openAlertsBelow(db, asked),
        isVillage ? NOTHING : incompleteCardsBelow(db, asked),
        isVillage ? [] : lastReportsBelow(db, asked),
      ]),
    );
  const area = way.find(({ code }) => code === areaCode);
  if (!area) throw notFound();
  const { whole: totals, parts: children, months, households } = overview;
  const mayMove = isVillage && moves.into === null && can(actor, "area:move", { areaCode: area.code });
  // A village's households are added up by the same statement that shows them: its months are the other way to the sum.
  const partsPaid = isVillage ? overview.byMonth.paidFen : sum(children.map((part) => part.paidFen));
  const partsAccrued = isVillage ? overview.byMonth.accruedFen : sum(children.map((part) => part.accruedFen));
  const below = levelBelow(area.level);
  /** What an area's row says beside its money. */
  const desk = (code: string) => {
    const report = reports.find((one) => one.code === code);
    return {
      alerts: alerts.get(code) ?? 0,
      incompleteCards: cards.get(code) ?? 0,
      report: report === undefined ? null : { id: report.id, name: reportTitle(report), state: report.state },
    };
  };
  return pageData({
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
    desk: { ...desk(areaCode), change: changeOf(totals.paidFen, totals.paidBeforeFen) },
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
    targets: targetProgress(targets, { totals, spread: totals, collective, errors }),
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
      medianFen: child.medianFen === null ? null : toNumber(child.medianFen),
      desk: { ...desk(child.code), change: changeOf(child.paidFen, child.paidBeforeFen) },
      paidFen: toNumber(child.paidFen),
      accruedFen: toNumber(child.accruedFen),
      pendingFen: toNumber(child.pendingFen),
      attributedFen: toNumber(child.attributedFen),
    })),
    page: { ...page, total: isVillage ? totals.households : 0 },
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
  });
}

/** A village has no areas below it. */
const NOTHING: Counts = new Map();

/** Of a village with many households a page shows so many; its sums are of all. */
const HOUSEHOLDS_SHOWN = 50;

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
  const sumOf = area.isVillage ? "各户之和 = 各月之和" : `各${data.below}之和`;
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
              means: <Means of="paid" />,
              figure: <Money fen={totals.paidFen} />,
              household: true,
              note: data.change,
              href: list({ band: "any", sort: "paid" }),
            },
            {
              label: "应计收入",
              means: <Means of="accrued" />,
              figure: <Money fen={totals.accruedFen} />,
              note: "已确认归农户，含尚未付款的",
              href: list({ sort: "accrued" }),
            },
            {
              label: "有收入的户 / 登记户",
              means: <Means of="earning" />,
              figure: `${totals.earningHouseholds} / ${totals.households}`,
              note: `${totals.people} 人`,
              href: list({ has: "earning" }),
            },
            {
              label: "户中位数（已付）",
              means: <Means of="median" />,
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
              means: <Means of="selling" />,
              figure: `${totals.sellingHouseholds}`,
              note: "带动销售额大于 0",
              href: list({ has: "selling" }),
            },
            {
              label: "有稳定增收项的户",
              means: <Means of="stable" />,
              figure: data.stableText,
              note: `${totals.stableHouseholds} / ${totals.households} 户`,
              href: list({ has: "stable" }),
            },
            {
              label: "监测线以上的户",
              means: <Means of="above" />,
              figure: data.spread.lineFen === null ? "—" : data.spread.aboveText,
              note:
                data.spread.lineFen === null
                  ? "本年没有公布监测线"
                  : `线 ${formatYuan(data.spread.lineFen)} 元/人·年；${data.spread.above} / ${data.spread.measured} 户`,
              href: data.spread.lineFen === null ? undefined : list({ has: "above" }),
            },
            {
              label: "申报收入（已核定）",
              means: <Means of="declared" />,
              figure: <Money fen={totals.declaredFen} />,
              note: "平台以外，减费用；不在到户收入内",
              href: list({ has: "declared" }),
            },
          ]}
        />
        <p className="attributed-line">
          带动销售额{" "}
          <a href={list({ has: "selling" })}>
            <Money fen={totals.attributedFen} />
          </a>
          <span className="caption">：这些农户的货在平台上卖了多少，是另一种口径，不与收入相加。</span>{" "}
          <Means of="attributed" />
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
          household
          title={`${area.name}各${data.below}到户收入示意图`}
          note="示意图：按代码顺序排列，不表示位置与边界；颜色越深，到户收入（已付）越多。"
          groups={[
            {
              tiles: data.children.map((child) => ({
                key: child.code,
                name: child.name,
                weight: child.paidFen,
                figure: yuanText(child.paidFen),
                href: paths.gov.area(child.code, query),
              })),
            },
          ]}
        />
      )}
      {area.isVillage ? <HouseholdTable data={data} /> : <ChildTable data={data} />}
      <div className="stack-small">
        <CheckLine ok={checks.paidOk} shownFen={totals.paidFen} recomputedFen={checks.partsPaidFen}>
          已付合计 = {sumOf}
        </CheckLine>
        <CheckLine ok={checks.accruedOk} shownFen={totals.accruedFen} recomputedFen={checks.partsAccruedFen}>
          应计合计 = {sumOf}
        </CheckLine>
        {checks.ledger !== null && (
          <CheckLine ok={checks.ledger.ok}>
            各级合计同出一源：逐户逐月与分录全部比对，{checks.ledger.at}
            {checks.ledger.ok ? "无差异" : `有 ${checks.ledger.differences} 处差异`}
          </CheckLine>
        )}
        <p className="caption">{checks.at} 重新计算。</p>
      </div>
      {!area.isVillage && <DeskTable data={data} />}
      <Claims data={data} />
      <Targets data={data} />
      <p className="no-print">
        <a href={paths.gov.targets({ area: area.code })}>目标从哪里来、改目标</a>
      </p>
      <Indicators
        of={[
          "paid",
          "accrued",
          "earning",
          "median",
          "selling",
          "stable",
          "above",
          "declared",
          "attributed",
          "pending",
          "change",
          ...(area.isVillage ? [] : (["alerts", "cards", "report"] as const)),
          "claims",
          "errors",
          "collective",
          "excluded",
        ]}
      />
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

export type AreaPage = ReturnType<typeof useLoaderData<typeof loader>>;
