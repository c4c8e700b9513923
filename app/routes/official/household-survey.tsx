import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { householdIsWithin } from "~/households/household-store.server";
import { HOUSEHOLD_FIELDS, MEMBER_FIELDS, type ProfileField } from "~/households/profile-fields";
import { recordProfile } from "~/households/record-profile.server";
import { latestProfile } from "~/households/record-store.server";
import { isId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdCardPage } from "./household-page.server";
import { surveyForm } from "./record-forms.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `生产生活条件 ${data.card.number}` : "生产生活条件");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs, now } = await openHouseholdCardPage(request, params["id"]);
  const profile = await latestProfile(db(), card.id);
  return {
    frame,
    crumbs,
    today: dayOf(now),
    card: { id: card.id, number: card.number, maskedHeadName: card.maskedHeadName },
    members: card.members
      .filter((member) => member.present)
      .map(({ id, maskedName, relation }) => ({ id, maskedName, relation })),
    profile: profile ?? null,
    done: new URL(request.url).searchParams.get("done") === "1",
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, surveyForm);
  if (!form.ok) return form.answer;
  const { surveyedOn, household, members } = form.value;
  const recorded = await recordProfile({
    actor,
    householdId,
    surveyedOn,
    facts: { household, members: Object.fromEntries(members.map(({ id, answers }) => [id, answers])) },
    now: new Date(),
  });
  if (recorded.ok) return redirect(paths.gov.householdSurvey(householdId, { done: "1" }));
  const { failure } = recorded;
  if (failure.kind === "not-found") throw notFound();
  if (failure.kind === "in-the-future") return form.refuse({ surveyedOn: ["调查日期不能晚于今天。"] });
  return form.refuse(
    Object.fromEntries([
      ...failure.household.map(({ field, message }) => [`household.${field}`, [message]] as const),
      ...members.flatMap(({ id }, index) =>
        (failure.members[id] ?? []).map(
          ({ field, message }) => [`members[${index}].answers.${field}`, [message]] as const,
        ),
      ),
    ]),
  );
}

export default function GovHouseholdSurvey() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { card, members, profile } = data;
  const groups = [...new Set(HOUSEHOLD_FIELDS.map(({ group }) => group))];
  const value = (name: string, stored: string | undefined) => answer?.typed[name] ?? stored ?? "";
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${card.maskedHeadName}户的生产生活条件`, answer?.errors)}
      intro={
        profile
          ? `第 ${profile.version} 版，${profile.surveyedOn} 调查；保存为新的一版，旧版保留。`
          : "还没有调查记录。"
      }
      crumbs={data.crumbs}
    >
      <HouseholdNav id={card.id} current="survey" />
      <Outcome answer={answer} refusal="没有保存" done={data.done && "已保存为新的一版。"} />
      <PostForm className="form" action={paths.gov.householdSurvey(card.id)} noValidate>
        <Field
          label="调查日期"
          name="surveyedOn"
          type="date"
          width="short"
          required
          defaultValue={value("surveyedOn", data.today)}
          error={answer?.errors["surveyedOn"]}
        />
        {groups.map((group) => (
          <fieldset key={group} className="form-section field-group">
            <legend>{group}</legend>
            <div className="thirds">
              {HOUSEHOLD_FIELDS.filter((field) => field.group === group).map((field) => {
                const name = `household.${field.key}`;
                return (
                  <AnswerField
                    key={field.key}
                    field={field}
                    name={name}
                    value={value(name, profile?.facts.household[field.key])}
                    error={answer?.errors[name]}
                  />
                );
              })}
            </div>
          </fieldset>
        ))}
        {members.map((member, index) => (
          <fieldset key={member.id} className="form-section field-group">
            <legend>
              {member.maskedName}（{member.relation}）
            </legend>
            <input type="hidden" name={`members[${index}].id`} value={member.id} />
            <div className="thirds">
              {MEMBER_FIELDS.map((field) => {
                const name = `members[${index}].answers.${field.key}`;
                return (
                  <AnswerField
                    key={field.key}
                    field={field}
                    name={name}
                    value={value(name, profile?.facts.members[member.id]?.[field.key])}
                    error={answer?.errors[name]}
                  />
                );
              })}
            </div>
          </fieldset>
        ))}
        <div className="form-actions">
          <Button>保存新的一版</Button>
        </div>
      </PostForm>
    </GovFrame>
  );
}

function AnswerField({
  field,
  name,
  value,
  error,
}: {
  field: ProfileField;
  name: string;
  value: string;
  error: readonly string[] | undefined;
}) {
  if (field.kind === "choice") {
    return (
      <SelectField
        label={field.label}
        name={name}
        optional
        placeholder="未填"
        options={(field.choices ?? []).map((choice) => ({ value: choice, label: choice }))}
        defaultValue={value}
        error={error}
      />
    );
  }
  return (
    <Field
      label={field.label}
      name={name}
      optional
      unit={field.unit}
      inputMode={field.kind === "number" ? "decimal" : undefined}
      defaultValue={value}
      error={error}
    />
  );
}
