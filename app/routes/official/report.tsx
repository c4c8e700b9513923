import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { dayOf, minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { areasByCode } from "~/regions/area-store.server";
import { advanceReport, explainAdvanceReportFailure } from "~/settlement/advance-report.server";
import { REPORT_STATES, reportSpan, reportTitle } from "~/settlement/periodic-report";
import { findReport } from "~/settlement/periodic-report-store.server";
import { reportDifferences } from "~/settlement/report-differences";
import { reportTotal } from "~/settlement/report-figures-store.server";
import { statedDifferences } from "~/settlement/stated-figures";
import { Button, ButtonLink } from "~/ui/button";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Timeline } from "~/ui/timeline";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { ReportSheet } from "./report-sheet";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `报告 ${data.report.number}` : "报告");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const report = isId(id) ? await findReport(db(), id, areaPrefixes) : undefined;
  const span = report && reportSpan(report.kind, report.period);
  if (!report || !span) throw notFound();
  const { areaCode, kind, period, body } = report;
  const [again, names, close] = await Promise.all([
    reportTotal(db(), { areaCode, span }),
    areasByCode(
      db(),
      body.parts.map(({ code }) => code),
    ),
    kind === "MONTH"
      ? db().periodClose.findFirst({
          where: { scopeKind: "AREA", scopeId: areaCode, period, state: "CLOSED" },
          select: { id: true },
        })
      : null,
  ]);
  const subject = { areaCode };
  const own = report.submittedById === actor.userId;
  const at = (day: Date | null) => (day === null ? null : minuteOf(day));
  return {
    frame,
    report: {
      id: report.id,
      number: report.number,
      areaName: report.areaName,
      title: `${report.areaName}${reportTitle(report)}`,
      state: report.state,
      hash: report.hash,
      remark: report.remark,
      body,
      submittedBy: report.submittedBy ?? "系统",
      submittedAt: minuteOf(report.submittedAt),
      checkedBy: report.checkedBy,
      checkedAt: at(report.checkedAt),
      approvedBy: report.approvedBy,
      approvedAt: at(report.approvedAt),
      approvedOn: report.approvedAt === null ? "" : dayOf(report.approvedAt),
      refusedBy: report.refusedBy,
      refusedReason: report.refusedReason,
    },
    names: Object.fromEntries(names.map(({ code, shortName }) => [code, shortName])),
    restated: JSON.stringify(again) === JSON.stringify(body.total) ? null : again,
    adds: [...reportDifferences(body), ...statedDifferences(body.stated)].length === 0,
    closeId: close?.id ?? null,
    may: {
      check: report.state === "SUBMITTED" && !own && can(actor, "report:check", subject),
      approve:
        report.state === "CHECKED" &&
        !own &&
        report.checkedById !== actor.userId &&
        can(actor, "report:approve", subject),
      refuse:
        (report.state === "SUBMITTED" || report.state === "CHECKED") && !own && can(actor, "report:check", subject),
    },
    done: new URL(request.url).searchParams.get("done"),
  };
}

const stepForm = z.discriminatedUnion("step", [
  z.object({ step: z.literal("check") }),
  z.object({ step: z.literal("approve") }),
  z.object({
    step: z.literal("refuse"),
    reason: z.string({ error: "请写明退回的理由。" }).max(200, "最多 200 个字。"),
  }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const reportId = params["id"];
  if (!isId(reportId) || !(await findReport(db(), reportId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, stepForm);
  if (!form.ok) return form.answer;
  const advanced = await advanceReport({ actor, reportId, step: form.value, now: new Date() });
  if (advanced.ok) return redirect(paths.gov.report(reportId, { done: form.value.step }));
  if (advanced.failure.kind === "not-found") throw notFound();
  const field = advanced.failure.kind === "reason-missing" ? "reason" : "";
  return form.refuse({ [field]: [explainAdvanceReportFailure(advanced.failure)] });
}

export default function GovReport() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { report, may } = data;
  const here = paths.gov.report(report.id);
  return (
    <GovFrame
      frame={data.frame}
      current="reports"
      title={errorTitle(report.title, answer?.errors)}
      crumbs={[{ label: "报告", href: paths.gov.reports() }, { label: report.number }]}
      actions={
        (report.state === "APPROVED" || data.closeId !== null) && (
          <ButtonLink
            tone="quiet"
            href={paths.gov.notices({ of: report.state === "APPROVED" ? report.id : (data.closeId ?? "") })}
          >
            生成公示
          </ButtonLink>
        )
      }
    >
      <Outcome
        answer={answer}
        refusal="没有办理"
        done={data.done !== null && (data.done === "submitted" ? "已上报，等待核对。" : "已办理。")}
      />
      <div className="stack no-print">
        <p>
          <StatusWord tone={report.state === "APPROVED" ? "done" : report.state === "REFUSED" ? "problem" : "waiting"}>
            {REPORT_STATES[report.state]}
          </StatusWord>
        </p>
        <Timeline
          label="办理经过"
          steps={[
            {
              title: "上报",
              time: report.submittedAt,
              detail: [report.submittedBy, report.remark].filter(Boolean).join("："),
            },
            ...(report.state === "REFUSED"
              ? [{ title: "退回", detail: `${report.refusedBy ?? ""}：${report.refusedReason ?? ""}` }]
              : [
                  { title: "核对", time: report.checkedAt, detail: report.checkedBy ?? "" },
                  { title: "批准锁定", time: report.approvedAt, detail: report.approvedBy ?? "" },
                ]),
          ].map(({ title, detail, ...step }) => {
            const time = "time" in step ? step.time : null;
            const state = title === "退回" ? "problem" : time === null ? "upcoming" : "done";
            return { title, detail, state, ...(time === null ? {} : { time }) } as const;
          })}
        />
        {(may.check || may.approve) && (
          <PostForm action={here} className="cluster">
            {may.check && (
              <Button name="step" value="check">
                核对无误
              </Button>
            )}
            {may.approve && (
              <Button name="step" value="approve">
                批准并锁定
              </Button>
            )}
          </PostForm>
        )}
        {may.refuse && (
          <PostForm action={here} className="cluster">
            <Field
              label="退回理由"
              name="reason"
              defaultValue={answer?.typed["reason"]}
              error={answer?.errors["reason"]}
            />
            <Button name="step" value="refuse" tone="quiet">
              退回
            </Button>
          </PostForm>
        )}
      </div>
      <article className="print-official stack official-document" data-kind={report.body.kind}>
        <ReportSheet areaName={report.areaName} body={report.body} names={data.names} now={data.restated} />
        <CheckLine ok={data.adds}>合计 = 各分项之和，比例与单位逐格相符</CheckLine>
        <CheckLine ok={data.restated === null}>
          {data.restated === null ? "存档的合计与现在重新计算的相同" : "上报以后有更正，公布数与重述数并列如上"}
        </CheckLine>
        <p className="caption digest">
          {report.number}；报告指纹（SHA-256）：{report.hash}
        </p>
        <p className="stamp-area">
          <span className="signature">上报：{report.submittedBy}</span>
          <span className="signature">核对：{report.checkedBy ?? "　　"}</span>
          <span className="signature">
            批准：{report.approvedBy ?? "　　"} {report.approvedOn}
          </span>
        </p>
      </article>
    </GovFrame>
  );
}
