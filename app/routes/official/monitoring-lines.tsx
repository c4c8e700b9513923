import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { canSomewhere } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { explainPublishIncomeLineFailure, publishIncomeLine } from "~/benefits/publish-income-line.server";
import { parseYuan, toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { monitoringLines } from "~/regions/income-line-store.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { ownAreasAndBelow } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { areaField, yearField } from "./year-and-area-fields.server";

export const meta: MetaFunction = () => govMeta("监测线");

/** 监测线 by year: each with its paper, those that were replaced beside what replaced them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const [lines, areas] = await Promise.all([monitoringLines(db(), areaPrefixes), ownAreasAndBelow(db(), areaPrefixes)]);
  return {
    frame,
    areas,
    year: Number(dayOf(new Date()).slice(0, 4)),
    lines: lines.map(({ recordedAt, fenPerPerson, areaName, ...line }) => ({
      ...line,
      area: areaName ?? (line.areaCode === "" ? "各地" : line.areaCode),
      fenPerPerson: toNumber(fenPerPerson),
      // Those from before this was written down have no day of their own.
      recordedOn: recordedAt.getTime() === 0 ? "—" : dayOf(recordedAt),
    })),
    mayPublish: canSomewhere(actor, "line:publish"),
    done: doneWords(DONE, new URL(request.url).searchParams.get("done")),
  };
}

const lineForm = z.object({
  area: areaField,
  year: yearField,
  line: z.string({ error: "请填写监测线。" }).transform((typed, context) => {
    const fen = parseYuan(typed);
    if (fen === undefined) context.addIssue({ code: "custom", message: "金额请按 8500 或 8500.50 的样子填写。" });
    return fen ?? 0n;
  }),
  source: z.string({ error: "请写明监测线出自哪份文件。" }).max(100, "最多 100 个字。"),
});

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "line:publish");
  const form = await parseForm(request, lineForm);
  if (!form.ok) return form.answer;
  const { area: areaCode, line: fenPerPerson, year, source } = form.value;
  const published = await publishIncomeLine({ actor, areaCode, year, fenPerPerson, source, now: new Date() });
  if (published.ok) return redirect(paths.gov.monitoringLines({ done: "published" }));
  const field = { "not-found": "area", year: "year", amount: "line", "source-missing": "source" } as const;
  return form.refuse({ [field[published.failure.kind]]: [explainPublishIncomeLineFailure(published.failure)] });
}

const DONE: Readonly<Record<string, string>> = { published: "已公布，尚未结账的月份按它衡量。" };

export default function GovMonitoringLines() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="overview"
      title={errorTitle("监测线", answer?.errors)}
      intro="每人每年；年内有效，最近一级地区的为准。"
      crumbs={[
        { label: "总览", href: paths.gov.overview() },
        { label: "目标", href: paths.gov.targets() },
        { label: "监测线" },
      ]}
    >
      <Outcome answer={answer} refusal="没有公布" done={data.done} />
      {data.lines.length === 0 ? (
        <EmptyState title="还没有公布监测线" />
      ) : (
        <Table
          caption="各年的监测线（每人每年）"
          small="cards"
          columns={[
            { key: "year", label: "适用年份" },
            { key: "area", label: "地区" },
            { key: "line", label: "监测线", align: "end" },
            { key: "source", label: "来源" },
            { key: "recorded", label: "录入" },
          ]}
        >
          {data.lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">{line.year}</th>
              <Cell label="地区">{line.area}</Cell>
              <Cell label="监测线" number>
                <Money fen={line.fenPerPerson} />
              </Cell>
              <Cell label="来源">{line.source}</Cell>
              <Cell label="录入">
                {line.recordedOn}
                {line.replaced && "（已由后一条更正）"}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {data.mayPublish && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>公布监测线</h2>
          </div>
          <PostForm className="form" action={paths.gov.monitoringLines()} noValidate>
            <SelectField
              label="地区"
              name="area"
              required
              placeholder="请选择"
              options={data.areas}
              defaultValue={typed("area")}
              error={answer?.errors["area"]}
            />
            <Field
              label="适用年份"
              name="year"
              width="short"
              inputMode="numeric"
              required
              defaultValue={typed("year") ?? String(data.year)}
              error={answer?.errors["year"]}
            />
            <Field
              label="监测线"
              name="line"
              width="short"
              unit="元"
              inputMode="decimal"
              required
              hint="每人每年；同一年再公布一次即为更正，已结账的月份不变"
              defaultValue={typed("line")}
              error={answer?.errors["line"]}
            />
            <Field
              label="来源"
              name="source"
              required
              hint="文件名和文号"
              defaultValue={typed("source")}
              error={answer?.errors["source"]}
            />
            <div className="form-actions">
              <Button>公布</Button>
            </div>
          </PostForm>
        </section>
      )}
    </GovFrame>
  );
}
