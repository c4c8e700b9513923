import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { dateToDay } from "~/kernel/calendar-day";
import { decideStatusChange, explainDecideStatusChangeFailure } from "~/households/decide-status-change.server";
import { explainReviewStatusChangeFailure, reviewStatusChange } from "~/households/review-status-change.server";
import { STATUS_EVENTS } from "~/households/status";
import { findStatusCase } from "~/households/status-case-store.server";
import { isId } from "~/kernel/ids";
import { dayOf, minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { Timeline, type TimelineStep } from "~/ui/timeline";
import { CaseStateWord } from "./case-state-word";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { caseForm } from "./record-forms.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `状态变动 ${data.case.number}` : "状态变动");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const found = isId(id) ? await findStatusCase(db(), id, areaPrefixes) : undefined;
  if (!found) throw notFound();
  const subject = { areaCode: found.areaCode };
  const own = found.proposedById === actor.userId;
  const open = found.state === "ON_NOTICE" || found.state === "REVIEWED";
  const noticeUntil = dateToDay(found.noticeUntil);
  return {
    frame,
    case: {
      id: found.id,
      number: found.number,
      householdId: found.householdId,
      household: `${found.householdNumber} ${found.maskedHeadName}户`,
      village: found.villageName,
      type: found.type,
      attribute: found.attribute,
      effectiveOn: dateToDay(found.effectiveOn),
      evidence: found.evidence,
      evidenceMediaId: found.evidenceMediaId,
      intoNumber: found.intoNumber,
      leaving: found.splitPlan?.members.length ?? null,
      newHouseholdId: found.newHouseholdId,
      newNumber: found.newNumber,
      state: found.state,
      noticeFrom: dateToDay(found.noticeFrom),
      noticeUntil,
      noticeResult: found.noticeResult,
      decisionNote: found.decisionNote,
      proposedBy: found.proposedBy ?? "系统",
      proposedAt: minuteOf(found.proposedAt),
      reviewedBy: found.reviewedBy,
      reviewedAt: found.reviewedAt === null ? null : minuteOf(found.reviewedAt),
      decidedBy: found.decidedBy,
      decidedAt: found.decidedAt === null ? null : minuteOf(found.decidedAt),
    },
    noticeRuns: found.state === "ON_NOTICE" && dayOf(new Date()) <= noticeUntil,
    may: {
      review: found.state === "ON_NOTICE" && !own && can(actor, "status:review", subject),
      approve:
        found.state === "REVIEWED" &&
        !own &&
        found.reviewedById !== actor.userId &&
        can(actor, "status:decide", subject),
      refuse: open && !own && can(actor, "status:review", subject),
    },
    done: doneWords(DONE, new URL(request.url).searchParams.get("done")),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const caseId = params["id"];
  if (!isId(caseId) || !(await findStatusCase(db(), caseId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, caseForm);
  if (!form.ok) return form.answer;
  const { value } = form;
  const now = new Date();
  const done = (what: string) => redirect(paths.gov.statusCase(caseId, { done: what }));
  if (value.intent === "review") {
    const reviewed = await reviewStatusChange({ actor, caseId, noticeResult: value.noticeResult, now });
    if (reviewed.ok) return done("reviewed");
    if (reviewed.failure.kind === "not-found") throw notFound();
    return form.refuse({ noticeResult: [explainReviewStatusChangeFailure(reviewed.failure)] });
  }
  const decided = await decideStatusChange({
    actor,
    caseId,
    approve: value.intent === "approve",
    note: value.note,
    now,
  });
  if (decided.ok) return done(value.intent === "approve" ? "approved" : "refused");
  if (decided.failure.kind === "not-found") throw notFound();
  return form.refuse({ note: [explainDecideStatusChangeFailure(decided.failure)] });
}

const DONE: Readonly<Record<string, string>> = {
  proposed: "已提出，公示期从今天开始。",
  reviewed: "已审核，等待县级审定。",
  approved: "已审定，变动已记入户卡。",
  refused: "已记为不予通过。",
};

export default function GovStatusCase() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const one = data.case;
  const here = paths.gov.statusCase(one.id);
  const typed = (name: string) => answer?.typed[name];
  const word = `${STATUS_EVENTS[one.type]}${one.attribute === null ? "" : `（${one.attribute}）`}`;
  return (
    <GovFrame
      frame={data.frame}
      current="cases"
      title={errorTitle(`${one.number} ${STATUS_EVENTS[one.type]}`, answer?.errors)}
      crumbs={[{ label: "状态变动审批", href: paths.gov.statusCases() }, { label: one.number }]}
    >
      <Outcome answer={answer} refusal="没有办理" done={data.done} />
      <SummaryList
        items={[
          { label: "进度", value: <CaseStateWord state={one.state} /> },
          {
            label: "农户",
            value: (
              <a href={paths.gov.household(one.householdId)}>
                {one.village} {one.household}
              </a>
            ),
          },
          { label: "变动", value: word },
          { label: "生效日期", value: one.effectiveOn },
          ...(one.leaving === null ? [] : [{ label: "分出", value: `${one.leaving} 人` }]),
          ...(one.newHouseholdId === null
            ? []
            : [{ label: "新户", value: <a href={paths.gov.household(one.newHouseholdId)}>{one.newNumber}</a> }]),
          ...(one.intoNumber === null ? [] : [{ label: "并入", value: one.intoNumber }]),
          { label: "依据", value: one.evidence },
          ...(one.evidenceMediaId === null
            ? []
            : [
                {
                  label: "依据的照片",
                  value: (
                    <a href={paths.media(one.evidenceMediaId, "1125.webp")}>
                      <img src={paths.media(one.evidenceMediaId, "375.webp")} alt="依据的照片" className="thumb" />
                    </a>
                  ),
                },
              ]),
          {
            label: "公示期",
            value: (
              <>
                {one.noticeFrom} 至 {one.noticeUntil} <a href={paths.gov.statusCaseNotice(one.id)}>公示单</a>
              </>
            ),
          },
        ]}
      />
      <section className="stack">
        <div className="section-head">
          <h2>办理经过</h2>
        </div>
        <Timeline label="办理经过" steps={steps(data)} />
      </section>
      {data.may.review && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>乡镇审核</h2>
          </div>
          {data.noticeRuns ? (
            <Notice tone="waiting">公示到 {one.noticeUntil} 才满，之后可以审核。</Notice>
          ) : (
            <PostForm className="form" action={here} noValidate>
              <input type="hidden" name="intent" value="review" />
              <TextareaField
                label="公示结果"
                name="noticeResult"
                required
                rows={3}
                hint="有无异议，如何核实、答复"
                defaultValue={typed("noticeResult")}
                error={answer?.errors["noticeResult"]}
              />
              <div className="form-actions">
                <Button>审核通过</Button>
              </div>
            </PostForm>
          )}
        </section>
      )}
      {(data.may.approve || data.may.refuse) && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>{data.may.approve ? "县级审定" : "退回"}</h2>
          </div>
          <PostForm className="form" action={here}>
            <TextareaField
              label="意见"
              name="note"
              rows={2}
              optional={data.may.approve}
              hint="不予通过的，须写明理由"
              defaultValue={typed("note")}
              error={answer?.errors["note"]}
            />
            <div className="form-actions">
              {data.may.approve && (
                <Button name="intent" value="approve">
                  审定通过
                </Button>
              )}
              <Button name="intent" value="refuse" tone="quiet">
                不予通过
              </Button>
            </div>
          </PostForm>
        </section>
      )}
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

function steps({ case: one, noticeRuns }: PageData): TimelineStep[] {
  const over = one.state === "APPROVED" || one.state === "REFUSED";
  return [
    { title: "村提出", time: one.proposedAt, detail: one.proposedBy, state: "done" },
    {
      title: "公示",
      time: `${one.noticeFrom} 至 ${one.noticeUntil}`,
      detail: one.noticeResult === null ? undefined : `公示结果：${one.noticeResult}`,
      state: noticeRuns ? "current" : "done",
    },
    ...(one.state === "REFUSED" && one.reviewedAt === null
      ? []
      : [
          {
            title: "乡镇审核",
            ...(one.reviewedAt === null ? {} : { time: one.reviewedAt, detail: one.reviewedBy ?? "" }),
            state: one.reviewedAt !== null ? "done" : noticeRuns ? "upcoming" : "current",
          } as const,
        ]),
    {
      title: one.state === "REFUSED" ? "不予通过" : "县级审定",
      ...(one.decidedAt === null
        ? {}
        : { time: one.decidedAt, detail: [one.decidedBy ?? "", one.decisionNote ?? ""].filter(Boolean).join("：") }),
      state: one.state === "REFUSED" ? "problem" : over ? "done" : one.state === "REVIEWED" ? "current" : "upcoming",
    },
  ];
}
