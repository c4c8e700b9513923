import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { isPeriod, minuteOf, periodOf, shiftPeriod } from "~/kernel/period";
import { kilograms } from "~/kernel/quantity";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { closePeriod, explainClosePeriodFailure } from "~/settlement/close-period.server";
import {
  closedPeriod,
  periodEquation,
  periodHouseholds,
  periodReportHash,
  unexplained,
} from "~/settlement/settlement-period-store.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money, MoneyCell } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { closeForm } from "./settlement-forms.server";
import { coopFrame, requireCooperative } from "./workplace.server";

const PAGE_SIZE = 50;

export const meta: MetaFunction<typeof loader> = ({ data }) => coopMeta(data ? `${data.period} 结算` : "结算月");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:view");
  const period = params["month"];
  const search = new URL(request.url).searchParams;
  const now = new Date();
  const cooperatives = await findCooperatives(db(), workplace.cooperativeIds);
  const chosen = cooperatives.find((one) => one.id === search.get("coop")) ?? cooperatives[0];
  if (!chosen || !isPeriod(period) || period > periodOf(now)) throw notFound();
  const [frame, equation, households, closed] = await Promise.all([
    coopFrame(workplace.actor),
    periodEquation(db(), chosen.id, period),
    periodHouseholds(db(), chosen.id, period, pageRequest(search, PAGE_SIZE)),
    closedPeriod(db(), chosen.id, period),
  ]);
  const unchanged = closed && (await periodReportHash(db(), chosen.id, period)) === closed.reportHash;
  const { checks } = equation;
  return json({
    frame,
    period,
    cooperative: { id: chosen.id, name: chosen.name },
    before: shiftPeriod(period, -1),
    after: period < periodOf(now) ? shiftPeriod(period, 1) : null,
    equation: {
      salesFen: toNumber(equation.salesFen),
      refundsFen: toNumber(equation.refundsFen),
      freightFen: toNumber(equation.freightFen),
      feesFen: toNumber(equation.feesFen),
      villageFen: toNumber(equation.villageFen),
      cooperativeFen: toNumber(equation.cooperativeFen),
      preorderFen: toNumber(equation.preorderFen),
      householdsFen: toNumber(equation.householdsFen),
      platformBoreFen: toNumber(equation.platformBoreFen),
    },
    checks: [
      { words: "等式两边一样多", ...figures(checks.whole) },
      { words: "销售等于订单明细之和", ...figures(checks.sales) },
      { words: "退款等于退款明细之和", ...figures(checks.refunds) },
    ],
    unexplainedFen: toNumber(unexplained(equation)),
    closed: closed
      ? { at: minuteOf(closed.closedAt), by: closed.closedBy ?? "系统", unchanged: unchanged === true }
      : null,
    mayClose:
      closed === undefined &&
      period < periodOf(now) &&
      can(workplace.actor, "period:close", { cooperativeId: chosen.id }),
    page: { number: households.number, size: households.size, total: households.total },
    sums: {
      deliveries: households.sums.deliveries,
      dueFen: toNumber(households.sums.dueFen),
      paidFen: toNumber(households.sums.paidFen),
      balanceFen: toNumber(households.sums.balanceFen),
    },
    rows: households.rows.map((row) => ({
      id: row.householdId,
      name: row.name,
      number: row.number,
      deliveries: row.deliveries,
      weight: weightWords(row.grams, row.pieces),
      dueFen: toNumber(row.dueFen),
      paidFen: toNumber(row.paidFen),
      balanceFen: toNumber(row.balanceFen),
    })),
  });
}

function figures(check: { readonly ok: boolean; readonly shownFen: bigint; readonly recomputedFen: bigint }) {
  return { ok: check.ok, shownFen: toNumber(check.shownFen), recomputedFen: toNumber(check.recomputedFen) };
}

function weightWords(grams: bigint, pieces: bigint): string {
  const parts = [
    ...(grams > 0n ? [`${kilograms(Number(grams))} kg`] : []),
    ...(pieces > 0n ? [`${pieces} 个/只`] : []),
  ];
  return parts.length === 0 ? "—" : parts.join("，");
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "period:close");
  const period = params["month"];
  if (!isPeriod(period)) throw notFound();
  const form = await parseForm(request, closeForm);
  if (!form.ok) return form.answer;
  const { cooperativeId } = form.value;
  const closed = await closePeriod({ actor: workplace.actor, cooperativeId, period, now: new Date() });
  if (closed.ok) return redirect(paths.coop.period(period, { coop: cooperativeId }));
  if (closed.failure.kind === "no-such-period") throw notFound();
  return form.refuse({ "": [explainClosePeriodFailure(closed.failure)] });
}

export default function Period() {
  const data = useLoaderData<typeof loader>();
  const { frame, period, cooperative, before, after, equation, checks, unexplainedFen, closed, mayClose } = data;
  const { page, sums, rows } = data;
  const refused = useActionData<typeof action>();
  const coop = { coop: cooperative.id };
  const open = (id: string) => paths.coop.periodHousehold(period, id, coop);
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={errorTitle(`${period} 结算`, refused?.errors)}
      intro={cooperative.name}
      crumbs={[{ label: "结算", href: paths.coop.settlement(coop) }, { label: period }]}
    >
      <ErrorSummary errors={refused?.errors} title="没有结账" />
      <section className="stack" aria-label="本月等式">
        <p className="equation">
          <Term label="销售" fen={equation.salesFen} />
          <Term sign="−" label="退款" fen={equation.refundsFen} />
          <Term sign="−" label="物流" fen={equation.freightFen} />
          <Term sign="−" label="平台与支付" fen={equation.feesFen} />
          {equation.villageFen !== 0 && <Term sign="−" label="村集体、服务点" fen={equation.villageFen} />}
          {equation.platformBoreFen !== 0 && <Term sign="+" label="平台承担的退款" fen={equation.platformBoreFen} />}
          <Term sign="=" label="合作社" fen={equation.cooperativeFen} />
          {equation.preorderFen !== 0 && (
            <Term sign={equation.preorderFen < 0 ? "−" : "+"} label="预售待分配" fen={Math.abs(equation.preorderFen)} />
          )}
          <Term sign="+" label="农户" fen={equation.householdsFen} household />
        </p>
        <ul className="plain-list">
          {checks.map((check) => (
            <li key={check.words} className="check" data-ok={check.ok}>
              <span aria-hidden="true">{check.ok ? "✓ " : "✗ "}</span>
              <span className="visually-hidden">{check.ok ? "核对一致：" : "核对不一致："}</span>
              {check.words}：<Money fen={check.recomputedFen} />
              {!check.ok && (
                <>
                  ，上面是 <Money fen={check.shownFen} />
                </>
              )}
            </li>
          ))}
        </ul>
        <p className="quiet">
          按本月记账的分录相加：卖出当时记销售，退款记在退款的月份。买断的货款在收货时已付给农户，不在“农户”一项里，在下面各户的应付里。
        </p>
      </section>
      {closed !== null ? (
        <Notice tone={closed.unchanged ? "done" : "problem"} title={`已结账 ${closed.at} ${closed.by}`}>
          {closed.unchanged
            ? "重新计算的数字和结账时一样。以后的更正记在当月，并写明更正的是哪个月。"
            : "重新计算的数字和结账时不一样，请立即报告平台。"}
        </Notice>
      ) : (
        mayClose && (
          <PostForm className="cluster no-print">
            <input type="hidden" name="cooperativeId" value={cooperative.id} />
            <Button disabled={unexplainedFen !== 0}>结账，以后不再改</Button>
            <span className="quiet">
              {unexplainedFen === 0 ? "没有对不上的差额。" : "还有差额对不上，查清以前不能结账。"}
            </span>
          </PostForm>
        )
      )}
      {rows.length === 0 ? (
        <EmptyState title="这个月没有农户的账">收货、售出确认收货或登记工资以后，这里按户列出。</EmptyState>
      ) : (
        <>
          <Table
            caption="各户本月"
            note="点数字看每一笔"
            small="cards"
            columns={[
              { key: "name", label: "农户" },
              { key: "deliveries", label: "交货", align: "end" },
              { key: "weight", label: "净重", align: "end" },
              { key: "due", label: "本月应付", align: "end" },
              { key: "paid", label: "本月已付", align: "end" },
              { key: "balance", label: "月末余额", align: "end" },
            ]}
            foot={
              <tr>
                <th scope="row">合计 {page.total} 户</th>
                <Cell label="交货" number>
                  {sums.deliveries} 次
                </Cell>
                <Cell label="净重" number>
                  —
                </Cell>
                <MoneyCell fen={sums.dueFen} household label="本月应付" />
                <MoneyCell fen={sums.paidFen} household label="本月已付" />
                <MoneyCell fen={sums.balanceFen} household label="月末余额" />
              </tr>
            }
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.name} <span className="caption">{row.number}</span>
                </th>
                <Cell label="交货" number>
                  <a href={`${open(row.id)}#deliveries`}>{row.deliveries} 次</a>
                </Cell>
                <Cell label="净重" number>
                  {row.weight === "—" ? "—" : <a href={`${open(row.id)}#deliveries`}>{row.weight}</a>}
                </Cell>
                <MoneyCell fen={row.dueFen} household href={`${open(row.id)}#entries`} label="本月应付" />
                <MoneyCell fen={row.paidFen} household href={`${open(row.id)}#entries`} label="本月已付" />
                <MoneyCell fen={row.balanceFen} household href={open(row.id)} label="月末余额" />
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.coop.period(period, { ...coop, page: number })} />
        </>
      )}
      <p className="cluster no-print">
        <a href={paths.coop.period(before, coop)}>上一个月 {before}</a>
        {after !== null && <a href={paths.coop.period(after, coop)}>下一个月 {after}</a>}
      </p>
    </CoopFrame>
  );
}

function Term({ sign, label, fen, household }: { sign?: string; label: string; fen: number; household?: boolean }) {
  return (
    <span>
      {sign !== undefined && `${sign} `}
      {label} <Money fen={fen} household={household} />
    </span>
  );
}
