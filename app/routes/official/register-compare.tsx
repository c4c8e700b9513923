import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { sentTable } from "~/platform/carried-table.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { explainCompareListFailure, openSuspicions, previewComparison } from "~/settlement/compare-list.server";
import { COMPARED_LIST_KEYS, COMPARED_LISTS, LIST_COLUMNS, type ListProblem } from "~/settlement/list-sheet";
import { ownersFor } from "~/settlement/problem-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { dayField } from "./record-forms.server";

const TITLE = "疑点数据比对";
const SHOWN = 200;
const DAYS = 15;

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const found = await Promise.all(areaPrefixes.map((area) => ownersFor(db(), area)));
  const owners = new Map(found.flat().map(({ id, displayName }) => [id, displayName]));
  const [, opened, known] = /^(\d+)-(\d+)$/.exec(new URL(request.url).searchParams.get("done") ?? "") ?? [];
  return {
    frame,
    deadline: dayOf(addDays(new Date(), DAYS)),
    owners: [...owners].map(([value, label]) => ({ value, label })),
    done: opened === undefined ? null : { opened, known },
  };
}

const compareForm = z.object({
  list: z.enum(COMPARED_LIST_KEYS, "请选择名单的种类。"),
  source: z.string({ error: "请写明名单的来源和日期。" }).trim().max(60, "最多 60 个字。"),
  file: z.instanceof(File).optional(),
  carried: z.string().optional(),
  ownerId: z.uuid("请选择责任人。").optional(),
  deadlineOn: dayField("请填写办结期限。").optional(),
});

type Preview = {
  readonly carried: string;
  readonly rows: number;
  readonly unknown: number;
  readonly count: number;
  readonly suspicions: readonly { readonly number: string; readonly evidence: string }[];
};

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const now = new Date();
  const form = await parseForm(request, compareForm, { hide: ["carried"] });
  if (!form.ok) {
    const { errors, typed } = await form.answer.json();
    return answer({ errors, typed, status: 422 });
  }
  const { list, source, ownerId, deadlineOn } = form.value;
  const { typed } = form;
  const sent = await sentTable(form.value, { purpose: "register-compare", userId: actor.userId, now });
  if (!sent.ok) return answer({ errors: { file: [sent.failure] }, typed, status: 422 });
  const { table, carried } = sent.value;
  if (form.value.carried !== undefined) {
    const missing = {
      ...(ownerId === undefined ? { ownerId: ["请选择责任人。"] } : {}),
      ...(deadlineOn === undefined ? { deadlineOn: ["请填写办结期限。"] } : {}),
    };
    if (ownerId !== undefined && deadlineOn !== undefined) {
      const opened = await openSuspicions({ actor, list, source, table, ownerId, deadlineOn, now });
      if (opened.ok)
        return redirect(paths.gov.registerCompare({ done: `${opened.value.opened}-${opened.value.known}` }));
      const field =
        { "no-such-owner": "ownerId", "deadline-past": "deadlineOn" }[opened.failure.kind as string] ?? "file";
      const errors = { [field]: [explainCompareListFailure(opened.failure)] };
      return answer({ errors, typed, status: 422, preview: await previewOf() });
    }
    return answer({ errors: missing, typed, status: 422, preview: await previewOf() });
  }
  const compared = await previewComparison({ actor, list, table, now });
  if (!compared.ok) {
    const problems = compared.failure.kind === "problems" ? compared.failure.problems : [];
    return answer({ errors: { file: [explainCompareListFailure(compared.failure)] }, typed, status: 422, problems });
  }
  return answer({ errors: {}, typed, status: 200, preview: await previewOf() });

  async function previewOf(): Promise<Preview | null> {
    const again = await previewComparison({ actor, list, table, now });
    if (!again.ok) return null;
    const { suspicions, rows, unknown } = again.value;
    const shown = suspicions.slice(0, SHOWN).map(({ number, evidence }) => ({ number, evidence }));
    return { carried, rows, unknown, count: suspicions.length, suspicions: shown };
  }
}

function answer({
  status,
  preview = null,
  problems = [],
  ...reply
}: {
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly typed: Readonly<Record<string, string>>;
  readonly status: number;
  readonly preview?: Preview | null;
  readonly problems?: readonly ListProblem[];
}) {
  return json({ ...reply, preview, problems: problems.slice(0, SHOWN) }, { status });
}

export default function RegisterCompare() {
  const { frame, owners, deadline, done } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const errors = reply?.errors;
  const typed = (name: string) => reply?.typed[name];
  const preview = reply?.preview ?? null;
  return (
    <GovFrame
      frame={frame}
      current="register"
      title={errorTitle(TITLE, errors)}
      intro="把其他部门的名单与名册比对，差异记入问题台账，指定责任人，限期核实。"
      crumbs={[{ label: "名册", href: paths.gov.registerHome() }, { label: TITLE }]}
      actions={
        <ButtonLink tone="quiet" href={paths.gov.problems({ kind: "DATA" })}>
          数据疑点台账
        </ButtonLink>
      }
    >
      <Outcome
        answer={reply}
        refusal="没有登记"
        done={
          done !== null &&
          `已登记疑点 ${done.opened} 件${done.known === "0" ? "" : `；另有 $${done.known} 件此前已登记、尚未销号`}。`
        }
      />
      {(reply?.problems.length ?? 0) > 0 && (
        <Table
          caption="要改的单元格"
          columns={[
            { key: "cell", label: "单元格" },
            { key: "words", label: "哪里不对" },
          ]}
        >
          {reply?.problems.map((problem) => (
            <tr key={problem.cell}>
              <th scope="row">{problem.cell}</th>
              <td>{problem.words}</td>
            </tr>
          ))}
        </Table>
      )}
      {preview === null ? (
        <PostForm action={paths.gov.registerCompare()} encType="multipart/form-data" className="form" noValidate>
          <SelectField
            label="名单"
            name="list"
            required
            placeholder="请选择"
            options={COMPARED_LIST_KEYS.map((key) => ({ value: key, label: COMPARED_LISTS[key].label }))}
            defaultValue={typed("list")}
            error={errors?.["list"]}
          />
          <Field
            label="来源"
            name="source"
            required
            hint="例如：县民政局低保名单 2026 年 10 月"
            defaultValue={typed("source")}
            error={errors?.["source"]}
          />
          <Field
            label="名单文件"
            name="file"
            type="file"
            accept=".xlsx,.csv"
            hint={`Excel（.xlsx）或 CSV；按列名读取：${Object.values(LIST_COLUMNS).join("、")}`}
            error={errors?.["file"]}
          />
          <div className="form-actions">
            <Button>比对</Button>
          </div>
          <dl className="definitions">
            {COMPARED_LIST_KEYS.map((key) => (
              <div key={key}>
                <dt>{COMPARED_LISTS[key].label}</dt>
                <dd>
                  需要{COMPARED_LISTS[key].needs.map((column) => `“${LIST_COLUMNS[column]}”`).join("")}列。
                  {COMPARED_LISTS[key].hint}。
                </dd>
              </div>
            ))}
          </dl>
          <p className="caption">号码只以盲索引比对，不解密名册；上传的名单不留在服务器上。比对记入访问日志。</p>
        </PostForm>
      ) : (
        <section className="stack">
          <p>
            名单 {preview.rows} 行，其中 {preview.unknown} 行不在您辖区的名册内；发现疑点 {preview.count} 件。
          </p>
          {preview.count === 0 ? (
            <Notice tone="done" live>
              没有发现疑点。
            </Notice>
          ) : (
            <>
              <Table
                caption="疑点"
                note={preview.count > SHOWN ? `只列出前 ${SHOWN} 件，登记时全部登记` : undefined}
                small="cards"
                columns={[
                  { key: "number", label: "档案编号" },
                  { key: "evidence", label: "疑点" },
                ]}
              >
                {preview.suspicions.map((suspicion, index) => (
                  <tr key={index}>
                    <th scope="row">{suspicion.number}</th>
                    <Cell label="疑点">{suspicion.evidence}</Cell>
                  </tr>
                ))}
              </Table>
              <PostForm action={paths.gov.registerCompare()} className="form" noValidate>
                <input type="hidden" name="carried" value={preview.carried} />
                <input type="hidden" name="list" value={typed("list") ?? ""} />
                <input type="hidden" name="source" value={typed("source") ?? ""} />
                <SelectField
                  label="责任人"
                  name="ownerId"
                  required
                  placeholder="请选择"
                  options={owners}
                  defaultValue={typed("ownerId")}
                  error={errors?.["ownerId"]}
                />
                <Field
                  label="办结期限"
                  name="deadlineOn"
                  type="date"
                  width="short"
                  required
                  defaultValue={typed("deadlineOn") ?? deadline}
                  error={errors?.["deadlineOn"]}
                />
                <div className="form-actions">
                  <Button>登记 {preview.count} 件疑点</Button>
                  <ButtonLink tone="quiet" href={paths.gov.registerCompare()}>
                    不登记
                  </ButtonLink>
                </div>
              </PostForm>
            </>
          )}
        </section>
      )}
    </GovFrame>
  );
}
