import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { confirmSheet, previewSheet } from "~/benefits/import-sheet.server";
import { explainImportFailure, SHEETS } from "~/benefits/sheet-import";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "导入预览";
/** Wrong rows are all shown; of the right ones enough to see that the columns are read as meant. */
const RIGHT_ROWS_SHOWN = 20;
const WRONG_ROWS_SHOWN = 200;

export const meta: MetaFunction = () => coopMeta(TITLE);

const confirmForm = z.object({ rows: z.enum(["all", "right"], { error: "请选择怎样导入。" }) });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor } = await requireCooperative(request, "intake:record");
  const importId = params["id"];
  const preview = isId(importId) ? await previewSheet({ actor, importId, now: new Date() }) : undefined;
  if (!preview) throw notFound();
  const { rows, outcomes, kind } = preview;
  const [cooperative] = await findCooperatives(db(), [preview.cooperativeId]);
  const all = rows.map((row, index) => ({ ...row, outcome: outcomes[index] }));
  const wrong = all.filter(({ outcome }) => outcome?.state === "wrong");
  const right = all.filter(({ outcome }) => outcome?.state !== "wrong");
  const count = (state: string) => outcomes.filter((outcome) => outcome.state === state).length;
  return {
    frame: await coopFrame(actor),
    id: preview.id,
    fileName: preview.fileName,
    cooperative: cooperative?.name ?? "",
    title: SHEETS[kind].title,
    columns: SHEETS[kind].columns.map(({ key, header }) => ({ key, header })),
    confirmed: preview.confirmed ?? null,
    counts: { all: rows.length, added: count("added"), unchanged: count("unchanged"), wrong: wrong.length },
    shown: [...wrong.slice(0, WRONG_ROWS_SHOWN), ...right.slice(0, RIGHT_ROWS_SHOWN)].map((row) => ({
      number: row.number,
      cells: row.cells,
      state: row.outcome?.state ?? "added",
      because: row.outcome?.state === "unchanged" ? row.outcome.because : "",
      errors: row.outcome?.state === "wrong" ? row.outcome.errors : {},
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor } = await requireCooperative(request, "intake:record");
  const importId = params["id"];
  const now = new Date();
  if (!isId(importId) || !(await previewSheet({ actor, importId, now }))) throw notFound();
  const form = await parseForm(request, confirmForm);
  if (!form.ok) return form.answer;
  const confirmed = await confirmSheet({ actor, importId, skipWrong: form.value.rows === "right", now });
  if (confirmed.ok) return redirect(paths.coop.sheetImport(importId));
  return form.refuse({ "": [explainImportFailure(confirmed.failure)] });
}

export default function SheetImport() {
  const { frame, id, fileName, cooperative, title, columns, confirmed, counts, shown } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="imports"
      title={errorTitle(`${title}：${confirmed ? "导入结果" : "预览"}`, refused?.errors)}
      intro={`${fileName}，导入到 ${cooperative}`}
      crumbs={[{ label: "表格导入", href: paths.coop.imports() }, { label: title }]}
    >
      <ErrorSummary errors={refused?.errors} title="没有导入" />
      {confirmed ? (
        <Notice
          tone="done"
          live
          title={
            confirmed.added === 0 ? "没有改动任何数据：表里的内容都已经在账上。" : `已导入 ${confirmed.added} 行。`
          }
        >
          {`不变 ${confirmed.unchanged} 行，跳过有错的 ${confirmed.skipped} 行。`}
        </Notice>
      ) : (
        <>
          <p>
            共 {counts.all} 行：将导入 <strong>{counts.added}</strong> 行，已在账上、不变 {counts.unchanged} 行，有错{" "}
            <strong>{counts.wrong}</strong> 行。现在还没有改动任何数据。
          </p>
          <Confirm id={id} counts={counts} />
          <Table
            caption={counts.wrong > 0 ? "有错的行在前" : "前几行"}
            small="cards"
            columns={[
              { key: "row", label: "行" },
              { key: "state", label: "会怎样" },
              ...columns.map(({ key, header }) => ({ key, label: header })),
            ]}
          >
            {shown.map((row) => (
              <tr key={row.number}>
                <th scope="row">{row.number}</th>
                <Cell label="会怎样">
                  <StatusWord tone={row.state === "wrong" ? "problem" : row.state === "added" ? "done" : "neutral"}>
                    {row.state === "wrong" ? "有错" : row.state === "added" ? "导入" : `不变：${row.because}`}
                  </StatusWord>
                </Cell>
                {columns.map(({ key, header }) => (
                  <Cell key={key} label={header}>
                    {row.cells[key] || "—"}
                    {row.errors[key] !== undefined && <p className="field-error">{row.errors[key]}</p>}
                  </Cell>
                ))}
              </tr>
            ))}
          </Table>
        </>
      )}
      <p>
        <ButtonLink tone="quiet" href={paths.coop.imports()}>
          {confirmed ? "再导一份" : "重新上传"}
        </ButtonLink>
      </p>
    </CoopFrame>
  );
}

function Confirm({ id, counts }: { id: string; counts: { all: number; added: number; wrong: number } }) {
  if (counts.wrong === 0) {
    return (
      <PostForm action={paths.coop.sheetImport(id)}>
        <input type="hidden" name="rows" value="all" />
        <Button>{counts.added === 0 ? "确认：没有要改的" : `确认导入 ${counts.added} 行`}</Button>
      </PostForm>
    );
  }
  return (
    <>
      <Notice tone="problem" title={`有 ${counts.wrong} 行有错，请改好表格再传一次。`}>
        默认全部正确才导入，免得漏掉哪一行。也可以只导入正确的行：
      </Notice>
      {counts.added > 0 && (
        <PostForm action={paths.coop.sheetImport(id)}>
          <input type="hidden" name="rows" value="right" />
          <Button tone="quiet">
            跳过有错的 {counts.wrong} 行，导入其余 {counts.added} 行
          </Button>
        </PostForm>
      )}
    </>
  );
}
