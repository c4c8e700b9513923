import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { decideIncomeList, explainDecideIncomeListFailure } from "~/benefits/decide-income-list.server";
import { DECLARED_FLOWS, DECLARED_STATES } from "~/benefits/declared";
import { findIncomeList, incomeListEntries } from "~/benefits/income-list-store.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money, MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { DECLARED_TONES } from "./declared-tones";
import { GovFrame, govMeta } from "./gov-frame";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { requireOfficial } from "./gov-frame.server";

const ROWS_A_PAGE = 100;

const decisionForm = z.object({
  intent: z.enum(["approve", "reject"]),
  note: z.string().max(200, "最多 200 个字。").default(""),
});

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `收入清单 ${data.list.number}` : "收入清单");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const list = isId(id) ? await findIncomeList(db(), areaPrefixes, id) : undefined;
  if (!list) throw notFound();
  const search = new URL(request.url).searchParams;
  const page = pageRequest(search, ROWS_A_PAGE);
  const entries = await incomeListEntries(db(), list.id, page);
  const { proposedById, proposedAt, grossFen, ...shown } = list;
  return {
    frame,
    list: { ...shown, grossFen: toNumber(grossFen), proposedAt: minuteOf(proposedAt) },
    page: { ...page, total: list.rowCount },
    entries: entries.map((entry) => ({
      ...entry,
      grossFen: toNumber(entry.grossFen),
      costFen: toNumber(entry.costFen),
    })),
    mayDecide:
      list.state === "PROPOSED" &&
      proposedById !== actor.userId &&
      can(actor, "declared:decide", { areaCode: list.areaCode }),
    done: doneWords(DONE, search.get("done")),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const listId = params["id"];
  const list = isId(listId) ? await findIncomeList(db(), areaPrefixes, listId) : undefined;
  if (!list || !can(actor, "declared:decide", { areaCode: list.areaCode })) throw notFound();
  const form = await parseForm(request, decisionForm);
  if (!form.ok) return form.answer;
  const { intent, note } = form.value;
  const decided = await decideIncomeList({
    actor,
    listId: list.id,
    approve: intent === "approve",
    note,
    now: new Date(),
  });
  if (decided.ok) return redirect(paths.gov.incomeList(list.id, { done: intent }));
  if (decided.failure.kind === "not-found") throw notFound();
  return form.refuse({ note: [explainDecideIncomeListFailure(decided.failure)] });
}

const DONE: Readonly<Record<string, string>> = {
  proposed: "已登记，由他人核定后计入各户收入。",
  approve: "已核定，计入各户收入。",
  reject: "已整份退回，一行也没有计入。",
};

export default function GovIncomeList() {
  const { frame, list, page, entries, mayDecide, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="incomeLists"
      title={errorTitle(list.title, answer?.errors)}
      crumbs={[{ label: "收入清单", href: paths.gov.incomeLists() }, { label: list.number }]}
    >
      <Outcome answer={answer} refusal="没有办理" done={done} />
      <div className="stack-small">
        <p className="spread">
          <span>
            {list.rowCount} 行，合计 <Money fen={list.grossFen} />
          </span>
          <StatusWord tone={DECLARED_TONES[list.state]}>{DECLARED_STATES[list.state]}</StatusWord>
        </p>
        <p>凭据：{list.evidence}</p>
        <p className="caption">
          {list.proposedBy ?? "系统"} {list.proposedAt} 登记
          {list.decidedBy !== null && `，${list.decidedBy}${list.state === "APPROVED" ? "核定" : "退回"}`}
          {list.decisionNote !== null && `；意见：${list.decisionNote}`}
        </p>
      </div>
      {mayDecide && (
        <PostForm className="form no-print">
          <Field
            label="意见"
            name="note"
            optional
            hint="退回时必填"
            defaultValue={answer?.typed["note"]}
            error={answer?.errors["note"]}
          />
          <div className="form-actions">
            <Button name="intent" value="approve">
              整份核定
            </Button>
            <Button name="intent" value="reject" tone="quiet">
              整份退回
            </Button>
          </div>
        </PostForm>
      )}
      <Table
        caption="各行"
        note="户编号链到该户的申报收入"
        small="cards"
        columns={[
          { key: "row", label: "行" },
          { key: "household", label: "户编号" },
          { key: "period", label: "月份" },
          { key: "flow", label: "种类" },
          { key: "organisation", label: "发放单位" },
          { key: "basis", label: "依据" },
          { key: "cost", label: "费用", align: "end" },
          { key: "gross", label: "金额", align: "end" },
        ]}
      >
        {entries.map((entry) => (
          <tr key={entry.listRow}>
            <th scope="row">第 {entry.listRow} 行</th>
            <Cell label="户编号">
              <a href={paths.gov.householdDeclared(entry.householdId, { from: entry.period, to: entry.period })}>
                {entry.householdNumber}
              </a>
            </Cell>
            <Cell label="月份">
              {entry.period}
              {entry.appliesTo !== null && <span className="caption"> 所属 {entry.appliesTo}</span>}
            </Cell>
            <Cell label="种类">{DECLARED_FLOWS[entry.flow]}</Cell>
            <Cell label="发放单位">{entry.organisation}</Cell>
            <Cell label="依据">{entry.basis}</Cell>
            <MoneyCell label="费用" fen={entry.costFen} />
            <MoneyCell label="金额" fen={entry.grossFen} />
          </tr>
        ))}
      </Table>
      <Pagination page={page} href={(number) => paths.gov.incomeList(list.id, { page: number })} />
    </GovFrame>
  );
}
