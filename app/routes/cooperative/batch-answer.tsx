import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { explainSpreadsheetFailure } from "~/platform/spreadsheet";
import type { AnswerProblem } from "~/settlement/bank-file";
import { explainBankFileExportFailure } from "~/settlement/export-bank-file.server";
import { recordBankAnswer } from "~/settlement/record-bank-answer.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { findBatch } from "./settlement-store.server";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "读入银行回单";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:record-result");
  const batch = isId(params["id"]) ? await findBatch(db(), workplace.cooperativeIds, params["id"]) : undefined;
  if (!batch) throw notFound();
  return { frame: await coopFrame(workplace.actor), id: batch.id, number: batch.number };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:record-result");
  const batch = isId(params["id"]) ? await findBatch(db(), cooperativeIds, params["id"]) : undefined;
  if (!batch) throw notFound();
  const file = await sentFile(request);
  if (!file) return refuse("请选择银行给的文件。");
  const table = await readSpreadsheet(new Uint8Array(await file.arrayBuffer()));
  if (!table.ok) return refuse(explainSpreadsheetFailure(table.failure));
  const recorded = await recordBankAnswer({ actor, batchId: batch.id, table: table.value, now: new Date() });
  if (recorded.ok) return redirect(paths.coop.batch(batch.id, { recorded: recorded.value.recorded }));
  const { failure } = recorded;
  if (failure.kind === "no-such-batch") throw notFound();
  if (failure.kind === "not-approved") return refuse(explainBankFileExportFailure(failure));
  return refuse(`有 ${failure.problems.length} 行对不上，整份回单都没有登记。`, failure.problems);
}

async function sentFile(request: Request): Promise<File | undefined> {
  try {
    const file = (await request.formData()).get("file");
    return file instanceof File && file.size > 0 ? file : undefined;
  } catch {
    return undefined;
  }
}

function refuse(message: string, problems: readonly AnswerProblem[] = []) {
  return json({ errors: { file: [message] } as Record<string, string[]>, problems }, { status: 422 });
}

export default function BatchAnswer() {
  const { frame, id, number } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const problems = refused?.problems ?? [];
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={errorTitle(TITLE, refused?.errors)}
      intro={`付款批次 ${number}`}
      crumbs={[
        { label: "结算", href: paths.coop.settlement() },
        { label: number, href: paths.coop.batch(id) },
        { label: TITLE },
      ]}
    >
      <ErrorSummary errors={refused?.errors} title="没有登记" />
      {problems.length > 0 && (
        <Table
          caption="对不上的行"
          small="cards"
          columns={[
            { key: "row", label: "第几行", align: "end" },
            { key: "words", label: "哪里不对" },
          ]}
        >
          {problems.slice(0, 200).map((problem, index) => (
            <tr key={index}>
              <th scope="row">第 {problem.row} 行</th>
              <Cell label="哪里不对">{problem.words}</Cell>
            </tr>
          ))}
        </Table>
      )}
      <p>
        把下载的银行文件交银行付款，银行填好处理结果、凭证号、付款日期（失败的填原因）以后，在这里读入。
        按业务编号核对，收款人和金额也要一致；有一行对不上，就一行也不登记。同一份文件读两次没有影响。
      </p>
      <form method="post" encType="multipart/form-data" className="form">
        <Field
          label="银行回单文件"
          name="file"
          type="file"
          accept=".xlsx,.csv"
          hint="Excel（.xlsx）或 CSV"
          error={refused?.errors["file"]}
        />
        <div className="form-actions">
          <Button>读入并登记</Button>
        </div>
      </form>
    </CoopFrame>
  );
}
