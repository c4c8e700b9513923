import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { listBatches } from "~/settlement/batch-page-store.server";
import { explainPrepareBatchFailure, prepareBatch } from "~/settlement/prepare-batch.server";
import { settlementPeriods } from "~/settlement/settlement-period-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money, MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { Table } from "~/ui/table";
import { batchLine, BatchTable } from "../consoles/batch-table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { prepareForm } from "./settlement-forms.server";
import { householdBalances } from "./settlement-store.server";
import { coopFrame, payersOf, requireCooperative } from "./workplace.server";

const TITLE = "结算";
const PAGE_SIZE = 50;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:view");
  const search = new URL(request.url).searchParams;
  const cooperatives = await findCooperatives(db(), workplace.cooperativeIds);
  const chosen = cooperatives.find((one) => one.id === search.get("coop")) ?? cooperatives[0];
  if (!chosen) throw notFound();
  const [frame, balances, batches, periods] = await Promise.all([
    coopFrame(workplace.actor),
    householdBalances(db(), chosen.id, pageRequest(search, PAGE_SIZE)),
    listBatches(db(), payersOf([chosen.id])),
    settlementPeriods(db(), chosen.id),
  ]);
  const amounts = (row: (typeof balances)["sums"]) => ({
    pendingFen: toNumber(row.pendingFen),
    fromSalesFen: toNumber(row.fromSalesFen),
    fromCooperativeFen: toNumber(row.fromCooperativeFen),
    paidFen: toNumber(row.paidFen),
  });
  return json({
    frame,
    cooperative: { id: chosen.id, name: chosen.name },
    others: cooperatives.filter((one) => one.id !== chosen.id).map(({ id, name }) => ({ id, name })),
    may: {
      prepare: can(workplace.actor, "batch:prepare", { cooperativeId: chosen.id }),
      payout: can(workplace.actor, "payout:record", { cooperativeId: chosen.id }),
    },
    page: { number: balances.number, size: balances.size, total: balances.total },
    sums: amounts(balances.sums),
    rows: balances.rows.map((row) => ({ id: row.householdId, name: row.name, number: row.number, ...amounts(row) })),
    periods: [...periods],
    batches: batches.map(batchLine),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:prepare");
  const form = await parseForm(request, prepareForm);
  if (!form.ok) return form.answer;
  const now = new Date();
  const prepared = await prepareBatch({
    actor: workplace.actor,
    payer: { kind: "COOPERATIVE", cooperativeId: form.value.cooperativeId },
    cutoffAt: now,
    now,
  });
  if (!prepared.ok) return form.refuse({ "": [explainPrepareBatchFailure(prepared.failure)] });
  return redirect(paths.coop.batch(prepared.value.batchId));
}

export default function Settlement() {
  const { frame, cooperative, others, may, page, sums, rows, periods, batches } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={errorTitle(TITLE, refused?.errors)}
      intro={`${cooperative.name}：销售款由平台付给农户，收货款、工资、租金和分红由合作社付。`}
      actions={may.payout && <ButtonLink href={paths.coop.newPayout()}>登记工资、租金或分红</ButtonLink>}
    >
      {others.length > 0 && (
        <p className="cluster">
          {others.map((other) => (
            <a key={other.id} href={paths.coop.settlement({ coop: other.id })}>
              换到 {other.name}
            </a>
          ))}
        </p>
      )}
      <ErrorSummary errors={refused?.errors} title="没有生成" />
      {rows.length === 0 ? (
        <EmptyState title="还没有应付农户的钱">买断收货、卖出代销的货或登记工资以后，这里按户列出。</EmptyState>
      ) : (
        <>
          <Table
            caption="应付各户"
            note="从账本逐笔相加"
            small="cards"
            columns={[
              { key: "name", label: "农户" },
              { key: "pending", label: "待确认", align: "end" },
              { key: "sales", label: "应付（平台付）", align: "end" },
              { key: "own", label: "应付（合作社付）", align: "end" },
              { key: "paid", label: "累计已付", align: "end" },
            ]}
            foot={
              <tr>
                <th scope="row">合计 {page.total} 户</th>
                <MoneyCell fen={sums.pendingFen} household label="待确认" />
                <MoneyCell fen={sums.fromSalesFen} household label="应付（平台付）" />
                <MoneyCell fen={sums.fromCooperativeFen} household label="应付（合作社付）" />
                <MoneyCell fen={sums.paidFen} household label="累计已付" />
              </tr>
            }
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.name} <span className="caption">{row.number}</span>
                </th>
                <MoneyCell fen={row.pendingFen} household label="待确认" />
                <MoneyCell fen={row.fromSalesFen} household label="应付（平台付）" />
                <MoneyCell fen={row.fromCooperativeFen} household label="应付（合作社付）" />
                <MoneyCell fen={row.paidFen} household label="累计已付" />
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.coop.settlement({ coop: cooperative.id, page: number })} />
        </>
      )}
      <section className="stack">
        <div className="section-head">
          <h2>按月结算</h2>
        </div>
        <ul className="plain-list cluster">
          {periods.map(({ period, closed }) => (
            <li key={period}>
              <a href={paths.coop.period(period, { coop: cooperative.id })}>
                {period}
                {closed ? "（已结账）" : ""}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="stack">
        <div className="section-head">
          <h2>合作社付款批次</h2>
        </div>
        {may.prepare && (
          <PostForm action={paths.coop.settlement()} className="cluster">
            <input type="hidden" name="cooperativeId" value={cooperative.id} />
            <Button disabled={sums.fromCooperativeFen === 0}>生成付款批次</Button>
            <span className="quiet">
              到现在为止合作社应付 <Money fen={sums.fromCooperativeFen} household />
              ，生成后由负责人复核。
            </span>
          </PostForm>
        )}
        {batches.length === 0 ? (
          <p className="quiet">还没有付款批次。</p>
        ) : (
          <BatchTable batches={batches} paths={paths.coop} />
        )}
      </section>
    </CoopFrame>
  );
}
