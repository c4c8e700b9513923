import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { importRegister, MOST_REGISTER_ROWS, previewRegister } from "~/households/import-register.server";
import { countsOf, type RegisterPlan } from "~/households/register-plan";
import type { CellProblem } from "~/households/register-sheet";
import { paths } from "~/paths";
import { sentTable } from "~/platform/carried-table.server";
import { parseForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { Tiles } from "~/ui/tiles";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const TITLE = "导入名册";
const SHOWN = 200;

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { frame } = await requireOfficial(request);
  const done = new URL(request.url).searchParams.get("done") ?? "";
  const [, created, changed, same, cases] = /^(\d+)-(\d+)-(\d+)-(\d+)$/.exec(done) ?? [];
  return { frame, done: created === undefined ? null : { created, changed, same, cases } };
}

const importForm = z.object({
  file: z.instanceof(File).optional(),
  carried: z.string().optional(),
});

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const now = new Date();
  const form = await parseForm(request, importForm, { hide: ["carried"] });
  if (!form.ok) return refuse("请选择名册文件。");
  const sent = await sentTable(form.value, { purpose: "register-import", userId: actor.userId, now });
  if (!sent.ok) return refuse(sent.failure);
  const { table, carried } = sent.value;
  if (table.rows.length > MOST_REGISTER_ROWS) return refuse(`最多 ${MOST_REGISTER_ROWS} 行，请分成几个文件。`);
  if (form.value.carried !== undefined) {
    const imported = await importRegister({ actor, table, fileDigest: table.fileDigest, now });
    if (imported.ok) {
      const { new: created, changed, same, cases } = imported.value;
      return redirect(paths.gov.registerImport({ done: [created, changed, same, cases].join("-") }));
    }
    if (imported.failure.kind === "nothing-new") return refuse("与户卡完全一致，没有要导入的。");
    const { problems } = imported.failure;
    return refuse(`预览以后户卡有了变化，有 ${problems.length} 处对不上，没有导入。`, problems);
  }
  const plan = await previewRegister({ actor, table, now });
  if (plan.problems.length > 0) {
    return refuse(`有 ${plan.problems.length} 个单元格需要改，改好后重新上传；没有导入任何一行。`, plan.problems);
  }
  const counts = countsOf(plan);
  const nothing = counts.new + counts.changed === 0;
  return json({
    errors: {} as Record<string, string[]>,
    problems: [] as CellProblem[],
    preview: { counts, households: shown(plan), nothing },
    carried: nothing ? null : carried,
  });
}

/** What the page shows of a plan: no name, number or illness that the card itself hides. */
function shown({ households }: RegisterPlan) {
  return households
    .filter(({ kind, notes }) => kind !== "same" || notes.length > 0)
    .slice(0, SHOWN)
    .map(({ number, maskedHeadName, kind, changes, notes }) => ({ number, maskedHeadName, kind, changes, notes }));
}

function refuse(message: string, problems: readonly CellProblem[] = []) {
  return json(
    {
      errors: { file: [message] } as Record<string, string[]>,
      problems: problems.slice(0, SHOWN),
      preview: null,
      carried: null,
    },
    { status: 422 },
  );
}

export default function RegisterImport() {
  const { frame, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = answer?.problems ?? [];
  const preview = answer?.preview ?? null;
  return (
    <GovFrame
      frame={frame}
      current="register"
      title={errorTitle(TITLE, answer?.errors)}
      intro="按档案编号新建或更新户卡：先预览，再确认。"
      crumbs={[{ label: "名册", href: paths.gov.registerHome() }, { label: TITLE }]}
      actions={
        <ButtonLink tone="quiet" href={paths.gov.registerTemplate()}>
          下载模板
        </ButtonLink>
      }
    >
      <Outcome
        answer={answer}
        refusal="没有导入"
        done={
          done !== null &&
          `已导入：新增 ${done.created} 户，更改 ${done.changed} 户，未变 ${done.same} 户；提出状态变动 ${done.cases} 件。`
        }
      />
      {problems.length > 0 && <Problems problems={problems} />}
      {preview !== null && (
        <section className="stack">
          <div className="section-head">
            <h2>预览</h2>
          </div>
          <Tiles
            tiles={[
              { label: "新增", figure: `${preview.counts.new} 户` },
              { label: "更改", figure: `${preview.counts.changed} 户` },
              { label: "未变", figure: `${preview.counts.same} 户` },
              { label: "提出状态变动", figure: `${preview.counts.cases} 件` },
            ]}
          />
          {preview.nothing ? (
            <Notice tone="done" live>
              与户卡完全一致，没有要导入的。
            </Notice>
          ) : (
            <PostForm action={paths.gov.registerImport()} className="form">
              <input type="hidden" name="carried" value={answer?.carried ?? ""} />
              <div className="form-actions">
                <Button>确认导入</Button>
                <ButtonLink tone="quiet" href={paths.gov.registerImport()}>
                  不导入
                </ButtonLink>
              </div>
            </PostForm>
          )}
          {preview.households.length > 0 && <Changes households={preview.households} />}
        </section>
      )}
      {preview === null && (
        <PostForm action={paths.gov.registerImport()} encType="multipart/form-data" className="form">
          <p>
            表格的每一处问题都指到单元格；有一处不对，就一行也不导入。状态变动由您提出，仍须经公示、乡镇审核、县级审定。
            上传的文件不留在服务器上，号码写入时即加密。
          </p>
          <Field
            label="名册文件"
            name="file"
            type="file"
            accept=".xlsx,.csv"
            hint={`Excel（.xlsx）或 CSV（UTF-8、GB18030），一人一行，最多 ${MOST_ROWS} 行`}
            error={answer?.errors["file"]}
          />
          <div className="form-actions">
            <Button>上传并预览</Button>
          </div>
        </PostForm>
      )}
    </GovFrame>
  );
}

const MOST_ROWS = "5,000";

function Problems({ problems }: { problems: readonly CellProblem[] }) {
  return (
    <Table
      caption="要改的单元格"
      note={problems.length === SHOWN ? `只列出前 ${SHOWN} 处` : undefined}
      small="cards"
      columns={[
        { key: "cell", label: "单元格" },
        { key: "header", label: "列" },
        { key: "words", label: "哪里不对" },
      ]}
    >
      {problems.map((problem, index) => (
        <tr key={index}>
          <th scope="row">{problem.cell}</th>
          <Cell label="列">{problem.header}</Cell>
          <Cell label="哪里不对">{problem.words}</Cell>
        </tr>
      ))}
    </Table>
  );
}

type Shown = ReturnType<typeof shown>;

function Changes({ households }: { households: Shown }) {
  return (
    <Table
      caption="逐户变化"
      note={`姓名与号码已遮盖${households.length === SHOWN ? `；只列出前 ${SHOWN} 户` : ""}`}
      small="cards"
      columns={[
        { key: "number", label: "档案编号" },
        { key: "head", label: "户主" },
        { key: "kind", label: "处理" },
        { key: "changes", label: "旧 → 新" },
      ]}
    >
      {households.map((household) => (
        <tr key={household.number}>
          <th scope="row">{household.number}</th>
          <Cell label="户主">{household.maskedHeadName}</Cell>
          <Cell label="处理">{KINDS[household.kind]}</Cell>
          <Cell label="旧 → 新">
            <ul className="plain-list">
              {household.changes.map((change, index) => (
                <li key={index}>
                  {change.label}：{change.from} → {change.to}
                </li>
              ))}
              {household.notes.map((note) => (
                <li key={note} className="caption">
                  {note}
                </li>
              ))}
            </ul>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

const KINDS = { new: "新建", changed: "更改", same: "未变" } as const;
