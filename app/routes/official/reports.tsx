import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "~/access/permissions";
import { pageRequest } from "~/kernel/page";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { sentTable } from "~/platform/carried-table.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { areasByCode } from "~/regions/area-store.server";
import {
  lastEnded,
  REPORT_KIND_KEYS,
  REPORT_KINDS,
  reportTitle,
  REPORT_STATES,
  reportSpan,
  type ReportKind,
} from "~/settlement/periodic-report";
import { reportsOf } from "~/settlement/periodic-report-store.server";
import { explainSubmitReportFailure, previewReport, submitReport } from "~/settlement/submit-report.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { ExportButton } from "../consoles/export-button";
import { ownAreasAndBelow } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { ReportSheet } from "./report-sheet";

const PAGE_SIZE = 20;

export const meta: MetaFunction = () => govMeta("报告");

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const now = new Date();
  const [reports, areas] = await Promise.all([
    reportsOf(db(), areaPrefixes, pageRequest(search, PAGE_SIZE)),
    ownAreasAndBelow(db(), areaPrefixes),
  ]);
  const area = search.get("area") ?? "";
  const asked = REPORT_KIND_KEYS.find((key) => key === search.get("kind"));
  const kind: ReportKind = asked ?? "MONTH";
  const period = search.get("period")?.trim() || lastEnded(kind, dayOf(now));
  const areaName = areas.find(({ value }) => value === area)?.label;
  const chosen = asked !== undefined && areaName !== undefined;
  const preview = chosen ? await previewReport({ actor, areaCode: area, kind, period, now }) : undefined;
  const names = preview?.ok
    ? await areasByCode(
        db(),
        preview.value.body.parts.map(({ code }) => code),
      )
    : [];
  return {
    frame,
    areas,
    asked: {
      area: chosen ? area : "",
      areaName: areaName ?? "",
      kind,
      period,
      words: reportSpan(kind, period)?.words ?? null,
    },
    maySubmit: can(actor, "report:submit", { areaCode: area }),
    preview: preview?.ok ? preview.value : null,
    refused: preview && !preview.ok ? explainSubmitReportFailure(preview.failure) : null,
    names: Object.fromEntries(names.map(({ code, shortName }) => [code, shortName])),
    page: { number: reports.number, size: reports.size, total: reports.total },
    reports: reports.rows.map((report) => ({
      id: report.id,
      number: report.number,
      title: `${report.areaName} ${reportTitle(report)}`,
      state: report.state,
      by: report.submittedBy,
    })),
  };
}

const submitForm = z.object({
  area: z.string({ error: "请选择地区。" }),
  kind: z.enum(REPORT_KIND_KEYS, "请选择报告种类。"),
  period: z.string({ error: "请填写报告期。" }).max(10, "报告期太长。"),
  file: z.instanceof(File).optional(),
  remark: z.string().max(300, "最多 300 个字。").default(""),
});

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const form = await parseForm(request, submitForm);
  if (!form.ok) return form.answer;
  const { area, kind, period, file, remark } = form.value;
  const now = new Date();
  let stated: Parameters<typeof submitReport>[0]["stated"];
  if (file !== undefined && file.size > 0) {
    const sent = await sentTable({ file }, { purpose: "stated-figures", userId: actor.userId, now });
    if (!sent.ok) return form.refuse({ file: [sent.failure] });
    stated = sent.value.table;
  }
  const submitted = await submitReport({ actor, areaCode: area, kind, period, stated, remark, now });
  if (submitted.ok) return redirect(paths.gov.report(submitted.value.reportId, { done: "submitted" }));
  const { failure } = submitted;
  const field = { "not-found": "area", "stated-cells": "file", differs: "" }[failure.kind as string] ?? "period";
  const sentences = failure.kind === "differs" ? [...failure.sentences] : [explainSubmitReportFailure(failure)];
  return form.refuse({ [field]: sentences });
}

export default function GovReports() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { asked, preview } = data;
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="reports"
      title={errorTitle("报告", answer?.errors)}
      intro="月报告、季分析、半年小结、年度总结：上报 → 核对 → 批准锁定，三个人办理。合计不等于分项的，不能上报。"
      actions={
        <ButtonLink tone="quiet" href={paths.gov.statedTemplate()}>
          上报数表模板
        </ButtonLink>
      }
    >
      <ErrorSummary errors={answer?.errors} title="没有上报" />
      <nav aria-label="报表目录" className="stack-small no-print">
        <div className="section-head">
          <h2>报表目录</h2>
        </div>
        <dl className="definitions">
          {CATALOGUE.map(({ title, href, says }) => (
            <div key={title}>
              <dt>
                <a href={href}>{title}</a>
              </dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
      </nav>
      {data.reports.length === 0 ? (
        <EmptyState title="还没有报告" />
      ) : (
        <Table
          caption="报告"
          small="cards"
          columns={[
            { key: "number", label: "编号" },
            { key: "title", label: "报告" },
            { key: "by", label: "上报人" },
            { key: "state", label: "进度" },
          ]}
        >
          {data.reports.map((report) => (
            <tr key={report.id}>
              <th scope="row">
                <a href={paths.gov.report(report.id)}>{report.number}</a>
              </th>
              <Cell label="报告">{report.title}</Cell>
              <Cell label="上报人">{report.by ?? "系统"}</Cell>
              <Cell label="进度">
                <StatusWord tone={TONES[report.state]}>{REPORT_STATES[report.state]}</StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pagination page={data.page} href={(number) => paths.gov.reports({ page: number })} />
      <section className="stack no-print">
        <div className="section-head">
          <h2 id="compile">编制报告</h2>
        </div>
        <form method="get" action={paths.gov.reports()} className="query-form">
          <SelectField
            label="地区"
            name="area"
            placeholder="请选择"
            options={data.areas}
            defaultValue={asked.area}
            error={answer?.errors["area"]}
          />
          <SelectField
            label="种类"
            name="kind"
            width="short"
            options={REPORT_KIND_KEYS.map((key) => ({ value: key, label: REPORT_KINDS[key] }))}
            defaultValue={asked.kind}
          />
          <Field
            label="报告期"
            name="period"
            width="short"
            hint="2026-10、2026-Q3、2026-H1、2025；空着为最近一期"
            defaultValue={asked.area === "" ? "" : asked.period}
            error={answer?.errors["period"]}
          />
          <div className="form-actions">
            <Button tone="quiet">预览</Button>
          </div>
        </form>
      </section>
      {data.refused !== null && <Notice tone="waiting">{data.refused}</Notice>}
      {preview !== null && (
        <section className="stack">
          {preview.differences.length > 0 && (
            <Notice tone="problem" title="合计不等于分项，不能上报">
              <ul>
                {preview.differences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </Notice>
          )}
          <ExportButton
            action={paths.gov.exports()}
            kind="gov-report"
            query={{ area: asked.area, kind: asked.kind, period: asked.period }}
            rows={preview.body.parts.length + 1}
            unit="行"
          />
          <article className="print-official stack official-document" data-kind={preview.body.kind}>
            <ReportSheet areaName={asked.areaName} body={preview.body} names={data.names} />
          </article>
          {data.maySubmit && (
            <PostForm
              action={paths.gov.reports({ area: asked.area, kind: asked.kind, period: asked.period })}
              encType="multipart/form-data"
              className="form no-print"
            >
              <input type="hidden" name="area" value={asked.area} />
              <input type="hidden" name="kind" value={asked.kind} />
              <input type="hidden" name="period" value={asked.period} />
              <Field
                label="上报数表"
                name="file"
                type="file"
                accept=".xlsx,.csv"
                optional
                hint="手工填报的数：分项之和、比例、单位逐格核对，有一处不符就不能上报"
                error={answer?.errors["file"]}
              />
              <TextareaField
                label="说明"
                name="remark"
                rows={2}
                optional
                defaultValue={typed("remark")}
                error={answer?.errors["remark"]}
              />
              <div className="form-actions">
                <Button>上报</Button>
              </div>
            </PostForm>
          )}
        </section>
      )}
    </GovFrame>
  );
}

/** What an official can have as a table and a file, and where. */
const CATALOGUE = [
  { title: "农户收入报告", href: "#compile", says: "月、季、半年、年：编制、上报、核对、批准，在本页。" },
  { title: "联农带农台账", href: paths.gov.linkage(), says: "逐户：谁通过哪家合作社、以哪种方式得了多少。" },
  {
    title: "合作社绩效",
    href: paths.gov.cooperativePerformance(),
    says: "逐社：销售、退款、分给农户、售后答复、实付与申报。",
  },
  {
    title: "单位采购",
    href: paths.gov.institutionPurchases(),
    says: "逐单位：预算单位买了多少、验收多少、归农户多少。",
  },
  { title: "问题台账", href: paths.gov.problems(), says: "逐件：发现、整改、销号。" },
  { title: "导出的文件", href: paths.gov.exports(), says: "各表的文件：进度、大小、有效期。" },
] as const;

const TONES = { SUBMITTED: "waiting", CHECKED: "waiting", APPROVED: "done", REFUSED: "problem" } as const;
