import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { dateToDay } from "~/kernel/calendar-day";
import { isId } from "~/kernel/ids";
import { dayOf, minuteOf } from "~/kernel/period";
import { takeBackPhotos } from "~/media/drop-photos.server";
import { explainPhotoFailure } from "~/media/photo-failure";
import { PHOTO_TYPES } from "~/media/photo-types";
import { savePhotos, type PhotoToSave } from "~/media/save-photo.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm, type FormReply } from "~/platform/form.server";
import { PROBLEM_EVENTS, PROBLEM_KINDS, PROBLEM_STATES } from "~/settlement/problem";
import { findProblem, ownersFor, problemEvents } from "~/settlement/problem-store.server";
import {
  explainWorkProblemFailure,
  refusedStep,
  workProblem,
  type ProblemStep,
  type WorkProblemFailure,
} from "~/settlement/work-problem.server";
import { Button } from "~/ui/button";
import { Field, RadioGroup, SelectField, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { problemForm } from "./problem-forms.server";
import { PHOTOS_AT_MOST } from "./record-forms.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `问题 ${data.problem.number}` : "问题");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const id = params["id"];
  const problem = isId(id) ? await findProblem(db(), id, areaPrefixes) : undefined;
  if (!problem) throw notFound();
  const [events, owners] = await Promise.all([problemEvents(db(), problem.id), ownersFor(db(), problem.areaCode)]);
  const today = dayOf(new Date());
  const deadlineOn = dateToDay(problem.deadlineOn);
  const involved = [problem.ownerId, problem.openedById, problem.answeredById].includes(actor.userId);
  return {
    frame,
    today,
    problem: {
      id: problem.id,
      number: problem.number,
      kind: PROBLEM_KINDS[problem.kind],
      state: problem.state,
      area: problem.areaName ?? problem.areaCode,
      householdId: problem.householdId,
      household: problem.household,
      cooperative: problem.cooperativeName,
      noticeId: problem.aboutKind === "NOTICE" ? problem.aboutId : null,
      evidence: problem.evidence,
      ownerId: problem.ownerId,
      owner: problem.owner,
      deadlineOn,
      late: problem.state !== "CLOSED" && deadlineOn < today,
      answer: problem.answer,
      outcome: problem.outcome,
      lookBackOn: problem.lookBackOn === null ? null : dateToDay(problem.lookBackOn),
    },
    events: events.map((event) => ({ ...event, at: minuteOf(event.at) })),
    owners: owners.map(({ id: value, displayName }) => ({ value, label: displayName })),
    photosAtMost: PHOTOS_AT_MOST,
    mayClose: problem.state === "ANSWERED" && !involved,
    done: new URL(request.url).searchParams.get("done") !== null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const problemId = params["id"];
  if (!isId(problemId) || !(await findProblem(db(), problemId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, problemForm);
  if (!form.ok) return form.answer;
  const { value } = form;
  const step: ProblemStep = value.step === "look-back" ? { ...value, stays: value.stays === "yes" } : value;
  const now = new Date();
  const refuse = (failure: WorkProblemFailure) => {
    if (failure.kind === "not-found") throw notFound();
    return form.refuse({ [fieldOf(failure)]: [explainWorkProblemFailure(failure)] });
  };
  const refused = await refusedStep(db(), { actor, problemId, step, now });
  if (refused) return refuse(refused);
  const photos = value.step === "assign" ? [] : value.photos;
  const saved = await savePhotos(await Promise.all(photos.map((photo) => evidencePhoto(photo, actor, now))));
  if (!saved.ok) return form.refuse({ photos: [explainPhotoFailure(saved.failure)] });
  const worked = await workProblem({ actor, problemId, step, photoIds: saved.value, now });
  if (worked.ok) return redirect(paths.gov.problem(problemId, { done: value.step }));
  await takeBackPhotos(saved.value);
  return refuse(worked.failure);
}

/** It belongs to nobody but the ledger: a household or cooperative of the problem does not see it as its own. */
async function evidencePhoto(photo: File, actor: Actor, now: Date): Promise<PhotoToSave> {
  return {
    bytes: new Uint8Array(await photo.arrayBuffer()),
    kind: "SLIP",
    owner: { kind: "PLATFORM", id: actor.userId },
    alt: `整改佐证 ${dayOf(now)}`,
    actor,
    now,
  };
}

function fieldOf({ kind }: WorkProblemFailure): string {
  if (kind === "no-such-owner") return "ownerId";
  return kind === "deadline-past" ? "deadlineOn" : "note";
}

export default function GovProblem() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { problem } = data;
  const here = paths.gov.problem(problem.id);
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="problems"
      title={errorTitle(`${problem.number} ${problem.kind}`, answer?.errors)}
      crumbs={[{ label: "问题台账", href: paths.gov.problems() }, { label: problem.number }]}
    >
      <Outcome answer={answer} refusal="没有办理" done={data.done && "已记入台账。"} />
      <SummaryList
        items={[
          {
            label: "进度",
            value: (
              <StatusWord tone={problem.state === "CLOSED" ? "done" : problem.late ? "problem" : "waiting"}>
                {PROBLEM_STATES[problem.state]}
              </StatusWord>
            ),
          },
          { label: "问题", value: problem.evidence },
          {
            label: "对象",
            value:
              problem.householdId === null ? (
                (problem.cooperative ?? problem.area)
              ) : (
                <a href={paths.gov.household(problem.householdId)}>{problem.household}</a>
              ),
          },
          ...(problem.noticeId === null
            ? []
            : [{ label: "公示", value: <a href={paths.gov.notice(problem.noticeId)}>所对的公示</a> }]),
          { label: "责任人", value: problem.owner ?? "未指定" },
          { label: "办结期限", value: `${problem.deadlineOn}${problem.late ? "（超期）" : ""}` },
          { label: "整改答复", value: problem.answer ?? "—" },
          { label: "销号意见", value: problem.outcome ?? "—" },
          { label: "回头看", value: problem.lookBackOn ?? "—" },
        ]}
      />
      <section className="stack">
        <div className="section-head">
          <h2>经过</h2>
        </div>
        <Timeline
          label="经过"
          steps={data.events.map((event) => ({
            title: PROBLEM_EVENTS[event.kind],
            time: event.at,
            detail: (
              <>
                {[event.by ?? "系统", event.note].filter(Boolean).join("：")}
                <EvidencePhotos of={PROBLEM_EVENTS[event.kind]} ids={event.photoIds} />
              </>
            ),
            state: "done",
          }))}
        />
      </section>
      <section className="stack no-print">
        <div className="section-head">
          <h2>办理</h2>
        </div>
        {problem.state !== "CLOSED" && (
          <details open={problem.owner === null}>
            <summary>指定责任人与期限</summary>
            <PostForm className="form" action={here} noValidate>
              <input type="hidden" name="step" value="assign" />
              <SelectField
                label="责任人"
                name="ownerId"
                required
                placeholder="请选择"
                options={data.owners}
                defaultValue={typed("ownerId") ?? problem.ownerId ?? undefined}
                error={answer?.errors["ownerId"]}
              />
              <Field
                label="办结期限"
                name="deadlineOn"
                type="date"
                width="short"
                required
                min={data.today}
                defaultValue={typed("deadlineOn") ?? problem.deadlineOn}
                error={answer?.errors["deadlineOn"]}
              />
              <div className="form-actions">
                <Button>指定</Button>
              </div>
            </PostForm>
          </details>
        )}
        {problem.state === "OPEN" && (
          <NoteForm
            here={here}
            label="整改情况与依据"
            most={data.photosAtMost}
            errors={answer?.errors}
            typed={typed("note")}
          >
            <Button name="step" value="answer">
              提交答复
            </Button>
          </NoteForm>
        )}
        {problem.state === "ANSWERED" &&
          (data.mayClose ? (
            <NoteForm
              here={here}
              label="核实意见"
              most={data.photosAtMost}
              errors={answer?.errors}
              typed={typed("note")}
            >
              <Button name="step" value="close">
                销号
              </Button>
              <Button name="step" value="return" tone="quiet">
                退回重办
              </Button>
            </NoteForm>
          ) : (
            <Notice tone="waiting">等待登记人、责任人、答复人以外的人核实销号。</Notice>
          ))}
        {problem.state === "CLOSED" && problem.lookBackOn !== null && (
          <PostForm className="form" action={here} encType="multipart/form-data" noValidate>
            <input type="hidden" name="step" value="look-back" />
            <RadioGroup
              label="回头看的结果"
              name="stays"
              look="tiles"
              choices={[
                { value: "yes", label: "没有反弹" },
                { value: "no", label: "又出现，重新打开" },
              ]}
              defaultValue={typed("stays")}
              error={answer?.errors["stays"]}
            />
            <TextareaField
              label="看到的情况"
              name="note"
              rows={2}
              required
              defaultValue={typed("note")}
              error={answer?.errors["note"]}
            />
            <PhotosField most={data.photosAtMost} error={answer?.errors["photos"]} />
            <div className="form-actions">
              <Button>记录</Button>
            </div>
          </PostForm>
        )}
      </section>
    </GovFrame>
  );
}

function NoteForm({
  here,
  label,
  most,
  errors,
  typed,
  children,
}: {
  here: string;
  label: string;
  /** photos at most */
  most: number;
  errors: FormReply["errors"] | undefined;
  typed: string | undefined;
  children: ReactNode;
}) {
  return (
    <PostForm className="form" action={here} encType="multipart/form-data" noValidate>
      <TextareaField label={label} name="note" rows={3} required defaultValue={typed} error={errors?.["note"]} />
      <PhotosField most={most} error={errors?.["photos"]} />
      <div className="form-actions">{children}</div>
    </PostForm>
  );
}

function PhotosField({ most, error }: { most: number; error: readonly string[] | undefined }) {
  return (
    <Field
      label="佐证照片"
      name="photos"
      type="file"
      multiple
      accept={PHOTO_TYPES}
      optional
      hint={`最多 ${most} 张，纸质材料也拍照上传；拍摄地点等信息会自动去除，只有管辖范围内的干部能看。`}
      error={error}
    />
  );
}

function EvidencePhotos({ of, ids }: { of: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <div className="cluster">
      {ids.map((id, index) => (
        <a key={id} href={paths.media(id, "1125.webp")}>
          <img
            src={paths.media(id, "375.webp")}
            alt={`${of}的佐证照片 ${index + 1}`}
            width={120}
            height={120}
            className="thumb"
          />
        </a>
      ))}
    </div>
  );
}
