import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { canSomewhere } from "~/access/permissions";
import { DECLARED_FLOWS, DECLARED_STATES } from "~/benefits/declared";
import { INCOME_LIST_COLUMNS, type CellProblem } from "~/benefits/income-list";
import { incomeLists } from "~/benefits/income-list-store.server";
import { explainProposeIncomeListFailure, proposeIncomeList } from "~/benefits/propose-income-list.server";
import { previewIncomeList } from "~/benefits/preview-income-list.server";
import { sum, toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { sentTable } from "~/platform/carried-table.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money, MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { DECLARED_TONES } from "./declared-tones";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const TITLE = "收入清单";
const LISTS_A_PAGE = 30;
const SHOWN_PROBLEMS = 100;
const SHOWN_ROWS = 20;

const uploadForm = z.object({
  title: z.string({ error: "请填写清单名称。" }).max(60, "最多 60 个字。"),
  evidence: z.string({ error: "请写明凭据。" }).max(200, "最多 200 个字。"),
  file: z.instanceof(File).optional(),
  carried: z.string().optional(),
});

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const page = pageRequest(new URL(request.url).searchParams, LISTS_A_PAGE);
  const { total, lists } = await incomeLists(db(), areaPrefixes, page);
  return {
    frame,
    page: { ...page, total },
    mayPropose: canSomewhere(actor, "declared:propose"),
    lists: lists.map(({ grossFen, proposedAt, ...list }) => ({
      ...list,
      grossFen: toNumber(grossFen),
      proposedOn: dayOf(proposedAt),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const form = await parseForm(request, uploadForm, { hide: ["carried"] });
  if (!form.ok) return form.answer;
  const { typed, value } = form;
  const now = new Date();
  const refuse = (words: string, problems: readonly CellProblem[] = []) =>
    json({ errors: { file: [words] }, typed, problems: problems.slice(0, SHOWN_PROBLEMS) }, { status: 422 });

  const sent = await sentTable(value, { purpose: "income-list", userId: actor.userId, now });
  if (!sent.ok) return refuse(sent.failure);
  const { table, carried } = sent.value;
  const preview = await previewIncomeList(db(), table, { areaPrefixes, now });
  if (!preview.ok) return refuse(preview.failure.words, preview.failure.problems);
  const { rows } = preview.value;
  if (value.carried === undefined) {
    return json({
      typed,
      preview: {
        carried,
        rowCount: rows.length,
        households: new Set(rows.map(({ householdId }) => householdId)).size,
        grossFen: toNumber(sum(rows.map(({ grossFen }) => grossFen))),
        rows: rows.slice(0, SHOWN_ROWS).map(({ row, householdNumber, period, flow, organisation, grossFen }) => ({
          ...{ row, householdNumber, period, flow, organisation },
          grossFen: toNumber(grossFen),
        })),
      },
    });
  }
  const { title, evidence } = value;
  const proposed = await proposeIncomeList({ actor, title, evidence, fileDigest: table.fileDigest, rows, now });
  if (proposed.ok) return redirect(paths.gov.incomeList(proposed.value.listId, { done: "proposed" }));
  const { failure } = proposed;
  if (failure.kind === "not-allowed") throw notFound();
  return refuse(explainProposeIncomeListFailure(failure), failure.kind === "problems" ? failure.problems : []);
}

export default function GovIncomeLists() {
  const { frame, page, lists, mayPropose } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer && "errors" in answer ? answer.errors : undefined;
  const problems = answer && "problems" in answer ? answer.problems : [];
  const preview = answer && "preview" in answer ? answer.preview : undefined;
  const typed: Readonly<Record<string, string>> = answer?.typed ?? {};
  return (
    <GovFrame
      frame={frame}
      current="incomeLists"
      title={errorTitle(TITLE, errors)}
      intro="一次发给多户的收入（公益性岗位、养老金、地租、分红……）用表格整份登记，由他人整份核定后计入。从不改动平台入账。"
    >
      <ErrorSummary errors={errors} title="没有登记" />
      {problems.length > 0 && <Problems problems={problems} />}
      {preview && (
        <section className="stack">
          <div className="section-head">
            <h2>核对后登记</h2>
          </div>
          <p>
            {preview.rowCount} 行，{preview.households} 户，合计 <Money fen={preview.grossFen} />
            。每一行都对得上。
          </p>
          <Table
            caption={preview.rowCount > SHOWN_ROWS ? `前 ${SHOWN_ROWS} 行` : "各行"}
            small="cards"
            columns={[
              { key: "row", label: "行" },
              { key: "household", label: "户编号" },
              { key: "period", label: "月份" },
              { key: "flow", label: "种类" },
              { key: "organisation", label: "发放单位" },
              { key: "gross", label: "金额", align: "end" },
            ]}
          >
            {preview.rows.map((row) => (
              <tr key={row.row}>
                <th scope="row">第 {row.row} 行</th>
                <Cell label="户编号">{row.householdNumber}</Cell>
                <Cell label="月份">{row.period}</Cell>
                <Cell label="种类">{DECLARED_FLOWS[row.flow]}</Cell>
                <Cell label="发放单位">{row.organisation}</Cell>
                <MoneyCell label="金额" fen={row.grossFen} />
              </tr>
            ))}
          </Table>
          <PostForm encType="multipart/form-data" className="form">
            <input type="hidden" name="carried" value={preview.carried} />
            <input type="hidden" name="title" value={typed["title"]} />
            <input type="hidden" name="evidence" value={typed["evidence"]} />
            <div className="form-actions">
              <Button>登记 {preview.rowCount} 行</Button>
              <ButtonLink tone="quiet" href={paths.gov.incomeLists()}>
                放弃
              </ButtonLink>
            </div>
          </PostForm>
        </section>
      )}
      {lists.length === 0 ? (
        <EmptyState title="还没有清单">在下面上传一份。</EmptyState>
      ) : (
        <>
          <Table
            caption="清单"
            small="cards"
            columns={[
              { key: "number", label: "编号" },
              { key: "title", label: "名称" },
              { key: "on", label: "登记" },
              { key: "rows", label: "行数", align: "end" },
              { key: "gross", label: "合计", align: "end" },
              { key: "state", label: "状态" },
            ]}
          >
            {lists.map((list) => (
              <tr key={list.id}>
                <th scope="row">
                  <a href={paths.gov.incomeList(list.id)}>{list.number}</a>
                </th>
                <Cell label="名称">{list.title}</Cell>
                <Cell label="登记">{list.proposedOn}</Cell>
                <Cell label="行数" number>
                  {list.rowCount}
                </Cell>
                <MoneyCell label="合计" fen={list.grossFen} />
                <Cell label="状态">
                  <StatusWord tone={DECLARED_TONES[list.state]}>{DECLARED_STATES[list.state]}</StatusWord>
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.gov.incomeLists({ page: number })} />
        </>
      )}
      {mayPropose && !preview && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>上传一份清单</h2>
            <a href={paths.gov.incomeListTemplate()}>下载模板</a>
          </div>
          <PostForm encType="multipart/form-data" className="form" noValidate>
            <Field
              label="清单名称"
              name="title"
              required
              hint="例如：2026 年 9 月公益性岗位工资"
              defaultValue={typed["title"]}
              error={errors && "title" in errors ? errors["title"] : undefined}
            />
            <Field
              label="凭据"
              name="evidence"
              required
              hint="例如：乡财政所发放表，银行代发回单 20260930"
              defaultValue={typed["evidence"]}
              error={errors && "evidence" in errors ? errors["evidence"] : undefined}
            />
            <Field
              label="表格"
              name="file"
              type="file"
              accept=".xlsx,.csv"
              required
              hint="Excel（.xlsx）或 CSV；先预览，确认后才登记"
              error={errors?.["file"]}
            />
            <div className="form-actions">
              <Button>预览</Button>
            </div>
          </PostForm>
        </section>
      )}
    </GovFrame>
  );
}

function Problems({ problems }: { readonly problems: readonly CellProblem[] }) {
  return (
    <Table
      caption={problems.length < SHOWN_PROBLEMS ? "对不上的单元格" : `对不上的单元格（前 ${SHOWN_PROBLEMS} 处）`}
      small="cards"
      columns={[
        { key: "row", label: "行" },
        { key: "column", label: "列" },
        { key: "words", label: "哪里不对" },
      ]}
    >
      {problems.map((problem) => (
        <tr key={`${problem.row} ${problem.column}`}>
          <th scope="row">第 {problem.row} 行</th>
          <Cell label="列">{INCOME_LIST_COLUMNS[problem.column].header}</Cell>
          <Cell label="哪里不对">{problem.words}</Cell>
        </tr>
      ))}
    </Table>
  );
}
