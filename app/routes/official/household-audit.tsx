import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isPeriod, minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { loadAuditBundle } from "~/settlement/audit-bundle-store.server";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Money, MoneyCell } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { AuditLine } from "./audit-line";
import { AuditSteps } from "./audit-steps";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { auditView } from "./household-audit.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage } from "./household-page.server";
import { spanText } from "./span";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `查账到底 ${data.household.number} ${data.month}` : "查账到底");

/** A household's month from the figure per head down to the last paper, each level summed anew from the one below. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, household, crumbs, areaPrefixes, now } = await openHouseholdPage(request, params["id"], "entry");
  const month = new URL(request.url).searchParams.get("month");
  if (!isPeriod(month)) throw notFound();
  const loaded = await loadAuditBundle({ areaPrefixes, householdId: household.id, period: month });
  if (!loaded) throw notFound();
  const view = auditView(loaded);
  const steps = [
    ...view.steps,
    ...view.classes.flatMap((one) => one.steps),
    ...view.vouchers.flatMap((voucher) => voucher.steps),
    ...view.slips.flatMap((slip) => slip.steps),
    ...view.lines.flatMap((line) => line.steps),
  ];
  const hashes = [...view.journals, ...view.lines.flatMap(({ picks }) => picks)];
  return {
    frame,
    crumbs,
    month,
    at: minuteOf(now),
    household: { id: household.id, number: household.number, maskedHeadName: household.maskedHeadName },
    unsealed: loaded.unsealed,
    view,
    checks: steps.length + hashes.length,
    broken: steps.filter(({ ok }) => !ok).length + hashes.filter(({ unchanged }) => !unchanged).length,
  };
}

export default function GovHouseholdAudit() {
  const { frame, crumbs, household, month, at, view, unsealed, checks, broken } = useLoaderData<typeof loader>();
  return (
    <GovFrame
      frame={frame}
      current="households"
      title={`${household.maskedHeadName}户 ${spanText({ from: month, to: month })} 查账到底`}
      intro={`档案编号 ${household.number} · 人均 → 类别 → 分录 → 凭证、入库单、订单行 → 批次 → 支付、退款`}
      crumbs={[
        ...crumbs,
        { label: "收入", href: paths.gov.householdIncome(household.id, { month }) },
        { label: `${month} 查账到底` },
      ]}
      actions={
        unsealed === 0 && (
          <ButtonLink tone="quiet" href={paths.gov.householdAuditBundle(household.id, { month })}>
            导出证据包
          </ButtonLink>
        )
      }
    >
      <HouseholdNav id={household.id} current="income" />
      {broken === 0 ? (
        <Notice tone="done" title={`${checks} 项重新计算全部相符`}>
          {at} 由明细逐级相加，并重新计算每笔账和每个批次的摘要。
        </Notice>
      ) : (
        <Notice tone="problem" title={`${checks} 项中有 ${broken} 项不符`}>
          请看下面标 ✗ 的一行，并登记到<a href={paths.gov.problems()}>问题台账</a>。
        </Notice>
      )}
      <section className="stack">
        <div className="section-head">
          <h2>一、收入</h2>
        </div>
        <SummaryList
          items={[
            { label: "到户收入（已付）", value: <Money fen={view.totals.paidFen} household /> },
            { label: "应计收入", value: <Money fen={view.totals.accruedFen} /> },
            { label: "生产费用", value: <Money fen={view.totals.costFen} /> },
            { label: "申报净收入（已核定）", value: <Money fen={view.totals.declaredNetFen} /> },
            { label: "全部净收入", value: <Money fen={view.totals.completeNetFen} /> },
            {
              label: `人均（${view.totals.heads}）`,
              value: view.totals.perHeadFen === null ? "—" : <Money fen={view.totals.perHeadFen} />,
            },
            { label: "归类表", value: `第 ${view.totals.classMap} 版` },
          ]}
        />
        <AuditSteps steps={view.steps} />
      </section>
      {view.classes.length === 0 && <EmptyState title="这个月没有入账">没有售出、交货、付款或其他分录。</EmptyState>}
      {view.classes.map((one) => (
        <section key={one.name} className="stack">
          <Table
            caption={`二、${one.name}：分录`}
            note="单位：元；点项目看这一笔"
            small="cards"
            columns={[
              { key: "at", label: "时间" },
              { key: "what", label: "项目" },
              { key: "kind", label: "事项" },
              { key: "flow", label: "带动方式" },
              { key: "way", label: "从 → 到" },
              { key: "paper", label: "依据" },
              { key: "pending", label: "待确认", align: "end" },
              { key: "accrued", label: "应计", align: "end" },
              { key: "paid", label: "已付", align: "end" },
            ]}
            foot={
              <tr>
                <th scope="row" colSpan={6}>
                  合计
                </th>
                <MoneyCell label="待确认" fen={one.pendingFen} signed />
                <MoneyCell label="应计" fen={one.accruedFen} />
                <MoneyCell label="已付" fen={one.paidFen} household />
              </tr>
            }
          >
            {one.entries.map((entry) => (
              <tr key={`${entry.journalId} ${entry.position}`}>
                <th scope="row">{entry.at}</th>
                <Cell label="项目">
                  <a href={paths.gov.householdEntry(household.id, entry)}>
                    {entry.title === "" ? entry.kind : entry.title}
                  </a>
                </Cell>
                <Cell label="事项">{entry.kind}</Cell>
                <Cell label="带动方式">
                  {entry.flow}
                  {entry.stable && "（稳定）"}
                </Cell>
                <Cell label="从 → 到">{entry.way}</Cell>
                <Cell label="依据">{entry.paper}</Cell>
                <MoneyCell label="待确认" fen={entry.pendingFen} signed />
                <MoneyCell label="应计" fen={entry.accruedFen} signed />
                <MoneyCell label="已付" fen={entry.paidFen} household signed />
              </tr>
            ))}
          </Table>
          <AuditSteps steps={one.steps} />
        </section>
      ))}
      {view.vouchers.length > 0 && (
        <section className="stack">
          <Table
            caption="三、付款凭证"
            small="cards"
            columns={[
              { key: "number", label: "凭证号" },
              { key: "at", label: "付款时间" },
              { key: "batch", label: "批次" },
              { key: "payer", label: "付款方" },
              { key: "reference", label: "银行流水" },
              { key: "amount", label: "金额", align: "end" },
            ]}
          >
            {view.vouchers.map((voucher) => (
              <tr key={voucher.id}>
                <th scope="row">
                  {voucher.number}
                  {voucher.returned && "（银行退回）"}
                </th>
                <Cell label="付款时间">{voucher.at}</Cell>
                <Cell label="批次">{voucher.batch}</Cell>
                <Cell label="付款方">{voucher.payer}</Cell>
                <Cell label="银行流水">{voucher.reference}</Cell>
                <MoneyCell label="金额" fen={voucher.amountFen} household />
              </tr>
            ))}
          </Table>
          {view.vouchers.map((voucher) => (
            <AuditSteps key={voucher.id} steps={voucher.steps} of={voucher.number} />
          ))}
        </section>
      )}
      {view.payouts.length > 0 && (
        <Table
          caption="三、其他发放的依据"
          small="cards"
          columns={[
            { key: "flow", label: "带动方式" },
            { key: "basis", label: "依据" },
            { key: "amount", label: "金额", align: "end" },
          ]}
        >
          {view.payouts.map((payout) => (
            <tr key={payout.id}>
              <th scope="row">{payout.flow}</th>
              <Cell label="依据">{payout.basis}</Cell>
              <MoneyCell label="金额" fen={payout.amountFen} household />
            </tr>
          ))}
        </Table>
      )}
      {view.slips.length > 0 && (
        <section className="stack">
          <Table
            caption="四、入库单"
            small="cards"
            columns={[
              { key: "number", label: "单号" },
              { key: "at", label: "时间" },
              { key: "product", label: "产品、等级" },
              { key: "weighing", label: "毛 − 皮 − 扣" },
              { key: "net", label: "净重" },
              { key: "mode", label: "结算" },
              { key: "by", label: "过磅签字" },
              { key: "photo", label: "过磅单照片" },
              { key: "amount", label: "金额", align: "end" },
            ]}
          >
            {view.slips.map((slip) => (
              <tr key={slip.id}>
                <th scope="row">
                  <a href={paths.gov.householdIntake(household.id, slip.id)}>{slip.number}</a>
                </th>
                <Cell label="时间">{slip.at}</Cell>
                <Cell label="产品、等级">{slip.product}</Cell>
                <Cell label="毛 − 皮 − 扣">
                  {slip.weighing} {slip.weighed ? "✓" : "✗"}
                </Cell>
                <Cell label="净重">{slip.net}</Cell>
                <Cell label="结算">{slip.mode}</Cell>
                <Cell label="过磅签字">{slip.weighedBy}</Cell>
                <Cell label="过磅单照片">{slip.photo === null ? "没有" : `SHA-256 ${slip.photo.slice(0, 12)}…`}</Cell>
                {slip.amountFen === null ? (
                  <Cell label="金额">售出后计</Cell>
                ) : (
                  <MoneyCell label="金额" fen={slip.amountFen} />
                )}
              </tr>
            ))}
          </Table>
          {view.slips.map((slip) => (
            <AuditSteps key={slip.id} steps={slip.steps} of={slip.number} />
          ))}
        </section>
      )}
      {view.lines.map((line) => (
        <AuditLine key={line.id} line={line} href={paths.gov.householdOrderLine(household.id, line.id)} />
      ))}
      {view.journals.length > 0 && (
        <section className="stack">
          <Table
            caption="六、账簿与封存"
            note="摘要 = 内容的 SHA-256，现在重新计算"
            small="cards"
            columns={[
              { key: "at", label: "时间" },
              { key: "kind", label: "事项" },
              { key: "period", label: "记入" },
              { key: "hash", label: "摘要" },
              { key: "seal", label: "封存" },
            ]}
          >
            {view.journals.map((journal) => (
              <tr key={journal.id}>
                <th scope="row">{journal.at}</th>
                <Cell label="事项">
                  {journal.kind}
                  {journal.memo !== null && `（${journal.memo}）`}
                </Cell>
                <Cell label="记入">{journal.period}</Cell>
                <Cell label="摘要">
                  {journal.unchanged ? "✓ " : "✗ "}
                  <code className="digest">{journal.hash.slice(0, 16)}…</code>
                </Cell>
                <Cell label="封存">
                  {journal.seal === null ? "待封存（一分钟内）" : `${journal.seal.sequence}（${journal.seal.day}）`}
                </Cell>
              </tr>
            ))}
          </Table>
          <div className="stack-small">
            {view.seals.map((seal) => (
              <p key={seal.day} className="caption">
                {seal.day} 公布的封存：{seal.sequence} <code className="digest">{seal.hash}</code>
              </p>
            ))}
            <CheckLine ok={view.journals.every(({ unchanged }) => unchanged)}>每笔账的摘要与记账时一致</CheckLine>
          </div>
          <p className="caption">
            证据包可以不连网、不用本平台的程序核对：node scripts/verify-bundle.mjs 证据包.json 封存.json；封存在
            <a href={paths.publishedSeals()}>公布的封存</a>
            ，最好用自己平日留存的一份。包内的农户只有编号，没有姓名、电话、证件和银行账号；每次导出都留有记录。
          </p>
        </section>
      )}
    </GovFrame>
  );
}
