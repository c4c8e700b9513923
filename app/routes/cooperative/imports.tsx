import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "~/access/permissions";
import { uploadSheet } from "~/benefits/import-sheet.server";
import { explainImportFailure, isSheetKind, SHEET_KINDS, SHEETS } from "~/benefits/sheet-import";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { CoopFrame, coopMeta } from "./coop-frame";
import { chosenId } from "./fields.server";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "表格导入";

export const meta: MetaFunction = () => coopMeta(TITLE);

const uploadForm = z.object({
  cooperativeId: chosenId("请选择合作社。"),
  kind: z.enum(SHEET_KINDS, { error: "请选择要导入什么。" }),
  sheet: z.instanceof(File, { error: "请选择一个 Excel（.xlsx）或 CSV 文件。" }),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "intake:record");
  const asked = new URL(request.url).searchParams.get("kind");
  const kinds = SHEET_KINDS.filter((kind) =>
    cooperativeIds.some((cooperativeId) => can(actor, SHEETS[kind].needs, { cooperativeId })),
  );
  return {
    frame: await coopFrame(actor),
    cooperatives: (await findCooperatives(db(), cooperativeIds)).map(({ id, name }) => ({ value: id, label: name })),
    kinds: kinds.map((value) => ({ value, label: SHEETS[value].title })),
    kind: isSheetKind(asked) ? asked : undefined,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireCooperative(request, "intake:record");
  const form = await parseForm(request, uploadForm);
  if (!form.ok) return form.answer;
  const { cooperativeId, kind, sheet } = form.value;
  const bytes = new Uint8Array(await sheet.arrayBuffer());
  const uploaded = await uploadSheet({ actor, cooperativeId, kind, fileName: sheet.name, bytes, now: new Date() });
  if (uploaded.ok) return redirect(paths.coop.sheetImport(uploaded.value.importId));
  const field = uploaded.failure.kind === "no-such-cooperative" ? "cooperativeId" : "sheet";
  return form.refuse({ [field]: [explainImportFailure(uploaded.failure)] });
}

export default function Imports() {
  const { frame, cooperatives, kinds, kind } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [only] = cooperatives.length === 1 ? cooperatives : [];
  return (
    <CoopFrame
      frame={frame}
      current="imports"
      title={errorTitle(TITLE, refused?.errors)}
      intro="先下载模板，填好后上传；预览里每一行会怎样都看得见，确认之后才入账。同一份表传两次，不会重复。"
    >
      <ErrorSummary errors={refused?.errors} title="没有上传" />
      <section className="stack">
        <div className="section-head">
          <h2>一、下载模板</h2>
        </div>
        <ul className="plain-list ruled">
          {kinds.map(({ value, label }) => (
            <li key={value}>
              <a href={paths.coop.importTemplate({ kind: value, coop: only?.value })} download>
                {label}模板（Excel）
              </a>
              {value === "prices" && <span className="caption"> 已填好现在的商品、规格和价格</span>}
            </li>
          ))}
        </ul>
      </section>
      <section className="stack">
        <div className="section-head">
          <h2>二、上传</h2>
        </div>
        <PostForm action={paths.coop.imports()} encType="multipart/form-data" className="form" noValidate>
          {only ? (
            <input type="hidden" name="cooperativeId" value={only.value} />
          ) : (
            <SelectField
              label="合作社"
              name="cooperativeId"
              options={cooperatives}
              placeholder="请选择"
              defaultValue={refused?.typed["cooperativeId"]}
              error={refused?.errors["cooperativeId"]}
            />
          )}
          <RadioGroup
            label="导入什么"
            name="kind"
            choices={kinds}
            {...((refused?.typed["kind"] ?? kind) === undefined
              ? {}
              : { defaultValue: refused?.typed["kind"] ?? kind })}
            error={refused?.errors["kind"]}
          />
          <Field
            label="表格文件"
            name="sheet"
            type="file"
            accept=".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"
            hint="Excel（.xlsx），或 UTF-8、GB18030（GBK）编码的 CSV；一次最多 2,000 行"
            error={refused?.errors["sheet"]}
          />
          <div className="form-actions">
            <Button>上传并预览</Button>
          </div>
        </PostForm>
      </section>
    </CoopFrame>
  );
}
