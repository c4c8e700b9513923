import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { dateToDay } from "~/kernel/calendar-day";
import { householdIsWithin } from "~/households/household-store.server";
import {
  explainProposeStatusChangeFailure,
  proposeStatusChange,
  type ProposeStatusChangeFailure,
} from "~/households/propose-status-change.server";
import { HEAD, RELATIONS } from "~/households/member";
import { ATTRIBUTES, isOver, mayFollow, STANDINGS, STATUS_EVENTS, type StatusEventType } from "~/households/status";
import { statusCases } from "~/households/status-case-store.server";
import { isId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { explainPhotoFailure } from "~/media/photo-failure";
import { PHOTO_TYPES } from "~/media/photo-types";
import { withPhoto } from "~/media/with-photo.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { Timeline } from "~/ui/timeline";
import { CaseStateWord } from "./case-state-word";
import { evidencePhoto } from "./evidence-photo.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdCardPage } from "./household-page.server";
import { statusForm } from "./record-forms.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `状态变动 ${data.card.number}` : "状态变动");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs, areaPrefixes, now } = await openHouseholdCardPage(request, params["id"]);
  const cases = await statusCases(db(), areaPrefixes, { householdId: card.id }, { number: 1, size: 50 });
  const types = Object.keys(STATUS_EVENTS) as StatusEventType[];
  return {
    frame,
    crumbs,
    today: dayOf(now),
    card: {
      id: card.id,
      number: card.number,
      maskedHeadName: card.maskedHeadName,
      groupName: card.groupName,
      standing: card.standing,
      events: card.statusEvents.map(({ id, type, attribute, effectiveOn, evidence }) => ({
        id,
        type,
        attribute,
        effectiveOn,
        evidence,
      })),
    },
    moves: types.filter((type) => type !== "SPLIT" && mayFollow(card, type)),
    members: isOver(card.standing)
      ? []
      : card.members
          .filter(({ present, relation }) => present && relation !== HEAD)
          .map(({ id, maskedName, relation, birthYear }) => ({
            id,
            label: `${maskedName}（${relation}，${birthYear} 年生）`,
          })),
    cases: cases.rows.map(({ id, number, type, state, noticeUntil }) => ({
      id,
      number,
      type,
      state,
      noticeUntil: dateToDay(noticeUntil),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, statusForm);
  if (!form.ok) return form.answer;
  const { photo, ...change } = form.value;
  const now = new Date();
  const paper = await evidencePhoto(photo, { householdId, alt: `状态变动的依据 ${change.effectiveOn}`, actor, now });
  const members = change.split.flatMap(({ id, relation }) => (relation === "" ? [] : [{ id, relation }]));
  const split = { groupName: change.splitGroup, members };
  const proposed = await withPhoto(paper, (evidenceMediaId) =>
    proposeStatusChange({ ...change, split, actor, householdId, evidenceMediaId, now }),
  );
  if (proposed.ok) return redirect(paths.gov.statusCase(proposed.value.caseId, { done: "proposed" }));
  if (proposed.failure.kind === "not-found") throw notFound();
  if (proposed.failure.kind === "photo") return form.refuse({ photo: [explainPhotoFailure(proposed.failure.why)] });
  return form.refuse({ [FIELDS[proposed.failure.kind]]: [explainProposeStatusChangeFailure(proposed.failure)] });
}

const FIELDS: Readonly<Record<Exclude<ProposeStatusChangeFailure["kind"], "not-found">, string>> = {
  "does-not-follow": "type",
  "before-last-event": "effectiveOn",
  "evidence-missing": "evidence",
  "case-open": "",
  "no-such-successor": "intoNumber",
  "successor-itself": "intoNumber",
  "bad-split": "split",
};

export default function GovHouseholdStatus() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { card, cases } = data;
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${card.maskedHeadName}户的状态变动`, answer?.errors)}
      intro={`目前：${STANDINGS[card.standing]}。变动须经村提出并公示、乡镇审核、县级审定后生效。`}
      crumbs={data.crumbs}
    >
      <HouseholdNav id={card.id} current="status" />
      <ErrorSummary errors={answer?.errors} title="没有提出" />
      <div className="halves">
        <section className="stack">
          <div className="section-head">
            <h2>已登记的变动</h2>
          </div>
          <Timeline
            label="已登记的变动"
            steps={card.events.toReversed().map((event) => ({
              title: `${STATUS_EVENTS[event.type]}${event.attribute === null ? "" : `（${event.attribute}）`}`,
              time: event.effectiveOn,
              detail: `依据：${event.evidence}`,
              state: "done",
            }))}
          />
        </section>
        <section className="stack">
          <div className="section-head">
            <h2>办理中与办过的</h2>
          </div>
          {cases.length === 0 ? (
            <EmptyState title="没有提出过变动" />
          ) : (
            <ul className="plain-list ruled">
              {cases.map((one) => (
                <li key={one.id} className="spread">
                  <a href={paths.gov.statusCase(one.id)}>
                    {one.number} {STATUS_EVENTS[one.type]}
                  </a>
                  <CaseStateWord state={one.state} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      {data.moves.length > 0 && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>提出变动</h2>
          </div>
          <PostForm
            className="form"
            action={paths.gov.householdStatus(card.id)}
            encType="multipart/form-data"
            noValidate
          >
            <SelectField
              label="变动"
              name="type"
              required
              placeholder="请选择"
              options={data.moves.map((type) => ({ value: type, label: STATUS_EVENTS[type] }))}
              defaultValue={typed("type")}
              error={answer?.errors["type"]}
            />
            <SelectField
              label="属性"
              name="attribute"
              optional
              placeholder="不变"
              options={ATTRIBUTES.map((value) => ({ value, label: value }))}
              defaultValue={typed("attribute")}
              error={answer?.errors["attribute"]}
            />
            <Field
              label="生效日期"
              name="effectiveOn"
              type="date"
              width="short"
              required
              defaultValue={typed("effectiveOn") ?? data.today}
              error={answer?.errors["effectiveOn"]}
            />
            <Field
              label="依据"
              name="evidence"
              required
              hint="例如入户核查、民主评议会议记录及日期"
              defaultValue={typed("evidence")}
              error={answer?.errors["evidence"]}
            />
            <Field
              label="并入户的档案编号"
              name="intoNumber"
              width="short"
              optional
              hint="只在并户时填写：并户后继续存在的那一户"
              defaultValue={typed("intoNumber")}
              error={answer?.errors["intoNumber"]}
            />
            <Field
              label="依据的照片"
              name="photo"
              type="file"
              accept={PHOTO_TYPES}
              optional
              error={answer?.errors["photo"]}
            />
            <div className="form-actions">
              <Button>提出并开始公示</Button>
            </div>
          </PostForm>
        </section>
      )}
      {data.members.length > 0 && (
        <section className="stack no-print">
          <details open={typed("type") === "SPLIT"}>
            <summary>提出分户</summary>
            <PostForm
              className="form"
              action={paths.gov.householdStatus(card.id)}
              encType="multipart/form-data"
              noValidate
            >
              <input type="hidden" name="type" value="SPLIT" />
              <p className="caption">
                分出的成员审定后迁入新立的户卡，新户沿用本户的类别与属性。户主不能分出，须先变更户主。
              </p>
              {data.members.map((member, index) => (
                <div key={member.id}>
                  <input type="hidden" name={`split[${index}].id`} value={member.id} />
                  <SelectField
                    label={`${member.label}在新户中`}
                    name={`split[${index}].relation`}
                    placeholder="不分出"
                    options={RELATIONS.map((relation) => ({ value: relation, label: relation }))}
                    defaultValue={typed(`split[${index}].relation`)}
                    error={index === 0 ? answer?.errors["split"] : undefined}
                  />
                </div>
              ))}
              <Field
                label="新户的村民组"
                name="splitGroup"
                id="split-group"
                width="short"
                defaultValue={typed("splitGroup") ?? card.groupName}
                error={answer?.errors["splitGroup"]}
              />
              <Field
                label="生效日期"
                name="effectiveOn"
                id="split-effective"
                type="date"
                width="short"
                required
                defaultValue={typed("effectiveOn") ?? data.today}
                error={answer?.errors["effectiveOn"]}
              />
              <Field
                label="依据"
                name="evidence"
                id="split-evidence"
                required
                hint="例如户口登记变更、分户协议及日期"
                defaultValue={typed("evidence")}
                error={answer?.errors["evidence"]}
              />
              <div className="form-actions">
                <Button>提出分户并开始公示</Button>
              </div>
            </PostForm>
          </details>
        </section>
      )}
    </GovFrame>
  );
}
