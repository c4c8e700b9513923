import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { cancelPlannedVisit, explainCancelPlannedVisitFailure } from "~/households/cancel-planned-visit.server";
import { GUARANTEE_KEYS, GUARANTEES, type GuaranteeChecks } from "~/households/guarantee";
import { householdIsWithin } from "~/households/household-store.server";
import { plannedVisitOf } from "~/households/planned-visit-store.server";
import {
  explainRecordVisitFailure,
  recordVisit,
  visitProblem,
  type RecordVisitFailure,
} from "~/households/record-visit.server";
import { visitsOf } from "~/households/record-store.server";
import { isId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { explainPhotoFailure } from "~/media/photo-failure";
import { PHOTO_TYPES } from "~/media/photo-types";
import { savePhoto } from "~/media/save-photo.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, RadioGroup, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdCardPage } from "./household-page.server";
import { plannedWords } from "./planned-words";
import { PHOTOS_AT_MOST, visitForm } from "./record-forms.server";

const SHOWN = 24;

const DONE = { recorded: "已登记走访。", cancelled: "已撤销安排。" } as const;

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `走访 ${data.card.number}` : "走访");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs, now } = await openHouseholdCardPage(request, params["id"]);
  const [visits, planned] = await Promise.all([visitsOf(db(), card.id, SHOWN), plannedVisitOf(db(), card.id)]);
  return {
    frame,
    crumbs,
    today: dayOf(now),
    photosAtMost: PHOTOS_AT_MOST,
    card: { id: card.id, number: card.number, maskedHeadName: card.maskedHeadName },
    responsible: card.assignments.find(({ toOn }) => toOn === null)?.personName ?? "",
    visits,
    planned: planned ?? null,
    done: doneWords(DONE, new URL(request.url).searchParams.get("done")),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, visitForm);
  if (!form.ok) return form.answer;
  const now = new Date();
  if (form.value.intent === "cancel-plan") {
    const { plannedVisitId, reason } = form.value;
    const cancelled = await cancelPlannedVisit({ actor, householdId, plannedVisitId, reason, now });
    if (cancelled.ok) return redirect(paths.gov.householdVisits(householdId, { done: "cancelled" }));
    if (cancelled.failure.kind === "not-found") throw notFound();
    return form.refuse({ "": [explainCancelPlannedVisitFailure(cancelled.failure)] });
  }
  const { intent: _, photos, nextVisitOn, ...visit } = form.value;
  const guarantees = Object.fromEntries(
    GUARANTEE_KEYS.map((key) => [key, { ok: visit.guarantees[key].ok === "yes", note: visit.guarantees[key].note }]),
  ) as GuaranteeChecks;
  const problem = visitProblem({ ...visit, guarantees, nextVisitOn }, dayOf(now));
  if (problem) return form.refuse({ [fieldOf(problem)]: [explainRecordVisitFailure(problem)] });

  const photoIds: string[] = [];
  for (const [index, photo] of photos.entries()) {
    const saved = await savePhoto({
      bytes: new Uint8Array(await photo.arrayBuffer()),
      kind: "SLIP",
      owner: { kind: "HOUSEHOLD", id: householdId },
      alt: `走访照片 ${visit.visitedOn}（${index + 1}）`,
      actor,
      now,
    });
    if (!saved.ok) return form.refuse({ photos: [`第 ${index + 1} 张：${explainPhotoFailure(saved.failure)}`] });
    photoIds.push(saved.value.mediaId);
  }
  const recorded = await recordVisit({ ...visit, guarantees, nextVisitOn, actor, householdId, photoIds, now });
  if (!recorded.ok) {
    if (recorded.failure.kind === "not-found") throw notFound();
    return form.refuse({ [fieldOf(recorded.failure)]: [explainRecordVisitFailure(recorded.failure)] });
  }
  return redirect(paths.gov.householdVisits(householdId, { done: "recorded" }));
}

function fieldOf(failure: Exclude<RecordVisitFailure, { kind: "not-found" }>): string {
  switch (failure.kind) {
    case "in-the-future":
      return "visitedOn";
    case "next-before-visit":
      return "nextVisitOn";
    case "note-missing":
      return `guarantees.${failure.guarantee}.note`;
  }
}

export default function GovHouseholdVisits() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { card, visits } = data;
  const typed = (name: string) => answer?.typed[name];
  const next = visits[0]?.nextVisitOn ?? null;
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${card.maskedHeadName}户的走访`, answer?.errors)}
      intro={next === null ? "没有约定下次走访。" : `下次走访：${next}${next < data.today ? "（已过期）" : ""}`}
      crumbs={data.crumbs}
    >
      <HouseholdNav id={card.id} current="visits" />
      <Outcome answer={answer} refusal="没有办理" done={data.done} />
      {data.planned !== null && (
        <Notice
          tone={data.planned.dueOn < data.today ? "problem" : "waiting"}
          title={plannedWords(data.planned, data.today)}
        >
          <p>登记这次走访后，安排即完成。</p>
          <details className="no-print" open={answer?.typed["intent"] === "cancel-plan"}>
            <summary>撤销安排</summary>
            <PostForm className="form" action={paths.gov.householdVisits(card.id)} noValidate>
              <input type="hidden" name="intent" value="cancel-plan" />
              <input type="hidden" name="plannedVisitId" value={data.planned.id} />
              <Field
                label="撤销的原因"
                name="reason"
                required
                maxLength={100}
                hint="例如“已由县里统一走访”。"
                defaultValue={typed("reason")}
                error={answer?.errors["reason"]}
              />
              <div className="form-actions">
                <Button tone="quiet">撤销安排</Button>
              </div>
            </PostForm>
          </details>
        </Notice>
      )}
      <section className="stack">
        {visits.length === 0 && <EmptyState title="还没有走访记录">在下面登记第一次走访。</EmptyState>}
        <ol className="plain-list ruled">
          {visits.map((visit) => {
            const missing = GUARANTEE_KEYS.filter((key) => !visit.guarantees[key].ok);
            return (
              <li key={visit.id} className="stack-small">
                <p className="spread">
                  <strong>
                    {visit.visitedOn} {visit.visitorName}
                  </strong>
                  <StatusWord tone={missing.length === 0 ? "done" : "problem"}>
                    {missing.length === 0 ? "六项达标" : `${missing.length} 项未达标`}
                  </StatusWord>
                </p>
                <p>{visit.summary}</p>
                {missing.map((key) => (
                  <p key={key}>
                    {GUARANTEES[key]}：{visit.guarantees[key].note}
                  </p>
                ))}
                {visit.needs !== "" && <p>需求：{visit.needs}</p>}
                {visit.nextVisitOn !== null && <p className="caption">约定下次 {visit.nextVisitOn}</p>}
                {visit.photoIds.length > 0 && (
                  <div className="cluster">
                    {visit.photoIds.map((id, index) => (
                      <a key={id} href={paths.media(id, "1125.webp")}>
                        <img
                          src={paths.media(id, "375.webp")}
                          alt={`${visit.visitedOn} 走访照片 ${index + 1}`}
                          width={120}
                          height={120}
                          className="thumb"
                        />
                      </a>
                    ))}
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      </section>
      <section className="stack no-print">
        <div className="section-head">
          <h2>登记走访</h2>
        </div>
        <PostForm className="form" action={paths.gov.householdVisits(card.id)} encType="multipart/form-data" noValidate>
          <input type="hidden" name="intent" value="record" />
          <Field
            label="走访日期"
            name="visitedOn"
            type="date"
            width="short"
            required
            max={data.today}
            defaultValue={typed("visitedOn") ?? data.today}
            error={answer?.errors["visitedOn"]}
          />
          <Field
            label="走访人"
            name="visitorName"
            width="short"
            required
            defaultValue={typed("visitorName") ?? data.planned?.personName ?? data.responsible}
            error={answer?.errors["visitorName"]}
          />
          {GUARANTEE_KEYS.map((key) => (
            <div key={key} className="halves">
              <RadioGroup
                label={GUARANTEES[key]}
                name={`guarantees.${key}.ok`}
                look="tiles"
                choices={[
                  { value: "yes", label: "达标" },
                  { value: "no", label: "未达标" },
                ]}
                defaultValue={typed(`guarantees.${key}.ok`) ?? "yes"}
                error={answer?.errors[`guarantees.${key}.ok`]}
              />
              <Field
                label={`${GUARANTEES[key]}的情况`}
                name={`guarantees.${key}.note`}
                optional
                hint="未达标时必填"
                defaultValue={typed(`guarantees.${key}.note`)}
                error={answer?.errors[`guarantees.${key}.note`]}
              />
            </div>
          ))}
          <TextareaField
            label="走访情况"
            name="summary"
            required
            rows={4}
            defaultValue={typed("summary")}
            error={answer?.errors["summary"]}
          />
          <TextareaField
            label="需求与问题"
            name="needs"
            optional
            rows={2}
            defaultValue={typed("needs")}
            error={answer?.errors["needs"]}
          />
          <Field
            label="下次走访"
            name="nextVisitOn"
            type="date"
            width="short"
            optional
            defaultValue={typed("nextVisitOn")}
            error={answer?.errors["nextVisitOn"]}
          />
          <Field
            label="照片"
            name="photos"
            type="file"
            multiple
            accept={PHOTO_TYPES}
            optional
            hint={`最多 ${data.photosAtMost} 张；拍摄地点等信息会自动去除，只有管辖范围内的干部和该户能看。`}
            error={answer?.errors["photos"]}
          />
          <div className="form-actions">
            <Button>登记走访</Button>
          </div>
        </PostForm>
      </section>
    </GovFrame>
  );
}
