import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { dateToDay } from "~/kernel/calendar-day";
import { dayOf } from "~/kernel/period";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { advanceNotice, explainAdvanceNoticeFailure, type NoticeStep } from "~/settlement/advance-notice.server";
import { noticeStateWords } from "~/settlement/notice";
import { periodWords } from "~/settlement/periodic-report";
import { findNotice } from "~/settlement/notice-store.server";
import { explainNoticeObjectionFailure, openNoticeObjection } from "~/settlement/open-notice-objection.server";
import { OBJECTION_MAX } from "~/settlement/open-objection.server";
import { objectionsToNotice } from "~/settlement/problem-store.server";
import { Button } from "~/ui/button";
import { Field, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { NoticeSheet } from "./notice-sheet";
import { PROGRESS_COLUMNS, ProgressCells } from "./problem-cells";
import { text } from "../cooperative/fields.server";
import { dayField, optionalText } from "./record-forms.server";

const stepForm = z.discriminatedUnion("step", [
  z.object({ step: z.literal("check") }),
  z.object({
    step: z.literal("publish"),
    days: z.coerce
      .number({ error: "请填写公示天数。" })
      .int("天数请填整数。")
      .min(1, "至少 1 天。")
      .max(90, "最多 90 天。"),
  }),
  z.object({ step: z.literal("refuse") }),
  z.object({
    step: z.literal("object"),
    words: text("请写明对哪一项有异议。", OBJECTION_MAX),
    receivedOn: dayField("请填写收到日期。"),
    householdNumber: optionalText(40),
  }),
  z.object({
    step: z.literal("withdraw"),
    reason: z.string({ error: "请写明撤回的理由。" }).max(200, "最多 200 个字。"),
  }),
]);

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `公示 ${data.notice.number}` : "公示");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const notice = isId(id) ? await findNotice(db(), id, areaPrefixes) : undefined;
  if (!notice) throw notFound();
  const subject = { areaCode: notice.areaCode };
  const own = notice.createdById === actor.userId;
  const { createdById: _createdById, checkedById, fromOn, untilOn, ...shown } = notice;
  const today = dayOf(new Date());
  const objections = await objectionsToNotice(db(), notice.id);
  return {
    frame,
    today,
    objections: objections.map((row) => ({
      id: row.id,
      number: row.number,
      household: row.household,
      evidence: row.evidence,
      owner: row.owner,
      deadlineOn: dateToDay(row.deadlineOn),
      late: row.state !== "CLOSED" && dateToDay(row.deadlineOn) < today,
      state: row.state,
      outcome: row.outcome,
    })),
    notice: {
      ...shown,
      fromOn: fromOn === null ? null : dateToDay(fromOn),
      untilOn: untilOn === null ? null : dateToDay(untilOn),
      progress: noticeStateWords(notice.state, untilOn && dateToDay(untilOn), dayOf(new Date())),
    },
    may: {
      // Who heard of it late heard it all the same: after the period, and of a notice that was withdrawn.
      object: fromOn !== null && can(actor, "problem:work", subject),
      check: notice.state === "SUBMITTED" && !own && can(actor, "notice:check", subject),
      publish:
        notice.state === "CHECKED" && !own && checkedById !== actor.userId && can(actor, "notice:publish", subject),
      withdraw: notice.state === "PUBLISHED" && can(actor, "notice:publish", subject),
    },
    done: new URL(request.url).searchParams.get("done") !== null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const noticeId = params["id"];
  if (!isId(noticeId) || !(await findNotice(db(), noticeId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, stepForm);
  if (!form.ok) return form.answer;
  if (form.value.step === "object") {
    const { step: _step, ...objection } = form.value;
    const opened = await openNoticeObjection({ actor, noticeId, ...objection, now: new Date() });
    if (opened.ok) return redirect(paths.gov.notice(noticeId, { done: "object" }));
    if (opened.failure.kind === "not-found") throw notFound();
    return form.refuse(explainNoticeObjectionFailure(opened.failure));
  }
  const step: NoticeStep = form.value;
  const advanced = await advanceNotice({ actor, noticeId, step, now: new Date() });
  if (advanced.ok) return redirect(paths.gov.notice(noticeId, { done: step.step }));
  if (advanced.failure.kind === "not-found") throw notFound();
  const field = advanced.failure.kind === "reason-missing" ? "reason" : "";
  return form.refuse({ [field]: [explainAdvanceNoticeFailure(advanced.failure)] });
}

export default function GovNotice() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { notice, may } = data;
  const here = paths.gov.notice(notice.id);
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="notices"
      title={errorTitle(`公示 ${notice.number}`, answer?.errors)}
      crumbs={[{ label: "公示", href: paths.gov.notices() }, { label: notice.number }]}
    >
      <Outcome answer={answer} refusal="没有办理" done={data.done && "已办理。"} />
      <SummaryList
        items={[
          {
            label: "进度",
            value: <StatusWord tone={notice.state === "PUBLISHED" ? "done" : "waiting"}>{notice.progress}</StatusWord>,
          },
          { label: "提交、核对、批准", value: notice.people.map((name) => name ?? "—").join(" → ") },
          {
            label: "依据",
            value:
              notice.reportId !== null ? (
                <a href={paths.gov.report(notice.reportId)}>{periodWords(notice.period)}的报告</a>
              ) : (
                <a href={paths.gov.close(notice.closeId ?? "")}>{periodWords(notice.period)}结账的报告</a>
              ),
          },
          ...(notice.state === "PUBLISHED"
            ? [
                {
                  label: "公开页",
                  value: <a href={paths.shop("zh").notice(notice.number)}>{notice.number}</a>,
                },
              ]
            : []),
          ...(notice.withdrawnReason === null ? [] : [{ label: "撤回理由", value: notice.withdrawnReason }]),
        ]}
      />
      <div className="cluster no-print">
        {may.check && (
          <PostForm action={here} className="cluster">
            <Button name="step" value="check">
              核对无误
            </Button>
            <Button name="step" value="refuse" tone="quiet">
              退回
            </Button>
          </PostForm>
        )}
        {may.publish && (
          <PostForm action={here} className="cluster">
            <Field
              label="公示天数"
              name="days"
              width="short"
              inputMode="numeric"
              defaultValue="7"
              error={answer?.errors["days"]}
            />
            <Button name="step" value="publish">
              批准并公示
            </Button>
            <Button name="step" value="refuse" tone="quiet">
              退回
            </Button>
          </PostForm>
        )}
        {may.withdraw && (
          <PostForm action={here} className="cluster">
            <Field label="撤回理由" name="reason" error={answer?.errors["reason"]} />
            <Button name="step" value="withdraw" tone="danger">
              撤回
            </Button>
          </PostForm>
        )}
      </div>
      <NoticeSheet notice={notice} />
      {notice.fromOn !== null && <Objections rows={data.objections} />}
      {may.object && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>登记异议</h2>
          </div>
          <PostForm className="form" action={here} noValidate>
            <input type="hidden" name="step" value="object" />
            <TextareaField
              label="异议"
              name="words"
              rows={3}
              required
              hint="对哪一项、为什么。不写提出人的姓名和电话。"
              defaultValue={typed("words")}
              error={answer?.errors["words"]}
            />
            <Field
              label="收到日期"
              name="receivedOn"
              type="date"
              width="short"
              required
              min={notice.fromOn ?? undefined}
              max={data.today}
              defaultValue={typed("receivedOn") ?? data.today}
              error={answer?.errors["receivedOn"]}
            />
            <Field
              label="提出异议的户（档案编号）"
              name="householdNumber"
              width="short"
              optional
              hint="不是在册农户或不愿具名的，不填"
              defaultValue={typed("householdNumber")}
              error={answer?.errors["householdNumber"]}
            />
            <div className="form-actions">
              <Button>登记异议</Button>
            </div>
          </PostForm>
        </section>
      )}
    </GovFrame>
  );
}

/** 公示异议: what came against the notice and what became of it. Not on the sheet that hangs on the wall. */
function Objections({ rows }: { rows: ReturnType<typeof useLoaderData<typeof loader>>["objections"] }) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>异议及处理</h2>
      </div>
      {rows.length === 0 ? (
        <p>没有收到异议。</p>
      ) : (
        <Table
          caption={`异议 ${rows.length} 件`}
          small="cards"
          columns={[
            { key: "number", label: "编号" },
            { key: "household", label: "提出的户" },
            { key: "evidence", label: "异议" },
            ...PROGRESS_COLUMNS,
            { key: "outcome", label: "处理结果" },
          ]}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={paths.gov.problem(row.id)}>{row.number}</a>
              </th>
              <Cell label="提出的户">{row.household ?? "未具名"}</Cell>
              <Cell label="异议">{row.evidence}</Cell>
              <ProgressCells of={row} />
              <Cell label="处理结果">{row.outcome ?? "—"}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
