import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { causeChangesOf, changeCauses, explainChangeCausesFailure } from "~/households/change-causes.server";
import { changeContact, explainChangeContactFailure } from "~/households/change-contact.server";
import { changeHead, explainChangeHeadFailure } from "~/households/change-head.server";
import { addMember, endMembership, explainMemberFailure } from "~/households/change-members.server";
import { householdIsWithin } from "~/households/household-store.server";
import { HEAD, LEAVING_REASONS, RELATIONS } from "~/households/member";
import { isOver, STANDINGS } from "~/households/status";
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
import { Cell, Table } from "~/ui/table";
import { CauseFields } from "./cause-fields";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdCardPage } from "./household-page.server";
import { membersForm } from "./member-forms.server";
import { PersonFields } from "./person-fields";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `成员与联系 ${data.card.number}` : "成员与联系");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs, now } = await openHouseholdCardPage(request, params["id"]);
  return {
    frame,
    crumbs,
    today: dayOf(now),
    card: {
      id: card.id,
      number: card.number,
      maskedHeadName: card.maskedHeadName,
      groupName: card.groupName,
      bankName: card.bankName,
      causes: card.causes,
      standing: STANDINGS[card.standing],
      over: isOver(card.standing),
      members: card.members.map(({ id, maskedName, relation, birthYear, joinedOn, leftOn, leftReason, present }) => ({
        id,
        maskedName,
        relation,
        birthYear,
        joinedOn,
        leftOn,
        leftReason,
        present,
      })),
    },
    causeChanges: await causeChangesOf(db(), card.id),
    done: new URL(request.url).searchParams.get("done"),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, membersForm, { hide: ["idNumber", "phone", "account"] });
  if (!form.ok) return form.answer;
  const { value } = form;
  const now = new Date();
  const done = () => redirect(paths.gov.householdMembers(householdId, { done: value.intent }));
  switch (value.intent) {
    case "add": {
      const { intent: _, ...member } = value;
      const added = await addMember({ actor, householdId, member, now });
      if (added.ok) return done();
      const field = ADD_FIELDS[added.failure.kind] ?? "";
      return form.refuse({ [field]: [explainMemberFailure(added.failure)] });
    }
    case "end": {
      const { memberId, leftOn, reason } = value;
      const ended = await endMembership({ actor, householdId, memberId, leftOn, reason, now });
      if (ended.ok) return done();
      const { kind } = ended.failure;
      const field = kind === "before-joining" || kind === "in-the-future" ? "leftOn" : "memberId";
      return form.refuse({ [field]: [explainMemberFailure(ended.failure)] });
    }
    case "head": {
      const changed = await changeHead({
        actor,
        householdId,
        memberId: value.newHeadId,
        relation: value.oldRelation,
        now,
      });
      if (changed.ok) return done();
      const field = changed.failure.kind === "relation-missing" ? "oldRelation" : "newHeadId";
      return form.refuse({ [field]: [explainChangeHeadFailure(changed.failure)] });
    }
    case "causes": {
      const { cause = "", secondCause = "", thirdCause = "", changedOn, evidence } = value;
      const causes = [cause, secondCause, thirdCause];
      const changed = await changeCauses({ actor, householdId, causes, changedOn, evidence, now });
      if (changed.ok) return done();
      const { kind } = changed.failure;
      if (kind === "not-found") throw notFound();
      return form.refuse({ [CAUSE_FIELDS[kind]]: [explainChangeCausesFailure(changed.failure)] });
    }
    case "contact": {
      const { groupName, phone, bankName, account } = value;
      if (account !== undefined && bankName === undefined) return form.refuse({ bankName: ["请填写开户银行。"] });
      const bank = account === undefined || bankName === undefined ? undefined : { name: bankName, account };
      const changed = await changeContact({ actor, householdId, contact: { groupName, phone, bank }, now });
      if (changed.ok) return done();
      const field = { "bad-phone": "phone", "bad-account": "account", nothing: "", "not-found": "" }[
        changed.failure.kind
      ];
      return form.refuse({ [field]: [explainChangeContactFailure(changed.failure)] });
    }
  }
}

const ADD_FIELDS: Readonly<Record<string, string>> = {
  "second-head": "relation",
  "before-birth": "joinedOn",
  "in-the-future": "joinedOn",
  "bad-id-number": "idNumber",
  "person-registered-elsewhere": "idNumber",
  "person-died": "idNumber",
};

const CAUSE_FIELDS = {
  over: "",
  "bad-causes": "cause",
  nothing: "cause",
  "evidence-missing": "evidence",
  "in-the-future": "changedOn",
  "too-early": "changedOn",
} as const;

export default function GovHouseholdMembers() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { card } = data;
  const errors = answer?.errors;
  const asked = answer?.typed["intent"];
  const typed = (name: string) => answer?.typed[name];
  const here = paths.gov.householdMembers(card.id);
  const others = card.members
    .filter(({ present, relation }) => present && relation !== HEAD)
    .map(({ id, maskedName, relation, birthYear }) => ({
      value: id,
      label: `${maskedName}（${relation}，${birthYear} 年生）`,
    }));
  const relations = RELATIONS.filter((relation) => relation !== HEAD).map((value) => ({ value, label: value }));
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${card.maskedHeadName}户的成员与联系`, errors)}
      intro={`档案编号 ${card.number}`}
      crumbs={data.crumbs}
    >
      <HouseholdNav id={card.id} current="members" />
      <Outcome answer={answer} refusal="没有办理" done={data.done !== null && "已登记，户卡随之更新。"} />
      <Table
        caption="成员"
        small="cards"
        columns={[
          { key: "name", label: "姓名" },
          { key: "relation", label: "与户主关系" },
          { key: "born", label: "出生年", align: "end" },
          { key: "joined", label: "加入" },
          { key: "left", label: "减少" },
        ]}
      >
        {card.members.map((member) => (
          <tr key={member.id}>
            <th scope="row">{member.maskedName}</th>
            <Cell label="与户主关系">{member.relation}</Cell>
            <Cell label="出生年" number>
              {member.birthYear}
            </Cell>
            <Cell label="加入">{member.joinedOn}</Cell>
            <Cell label="减少">{member.leftOn === null ? "在户" : `${member.leftOn} ${member.leftReason ?? ""}`}</Cell>
          </tr>
        ))}
      </Table>
      <p>
        致贫原因：主要 {card.causes[0] ?? "没有"}；其他 {card.causes.slice(1).join("、") || "没有"}。
      </p>
      {data.causeChanges.length > 0 && (
        <Table
          caption="原因的变动"
          small="cards"
          columns={[
            { key: "on", label: "变动日期" },
            { key: "before", label: "变动前" },
            { key: "after", label: "变动后" },
            { key: "evidence", label: "依据" },
            { key: "by", label: "登记人" },
          ]}
        >
          {data.causeChanges.map((change, index) => (
            <tr key={index}>
              <th scope="row">{change.changedOn}</th>
              <Cell label="变动前">{change.before.join("、") || "没有"}</Cell>
              <Cell label="变动后">{change.after.join("、") || "没有"}</Cell>
              <Cell label="依据">{change.evidence}</Cell>
              <Cell label="登记人">{change.by ?? "—"}</Cell>
            </tr>
          ))}
        </Table>
      )}
      {card.over ? (
        <p>{card.standing}的户不再更改。</p>
      ) : (
        <section className="stack no-print">
          <div className="section-head">
            <h2>办理</h2>
          </div>
          <details open={asked === "add"}>
            <summary>增加成员</summary>
            <PostForm className="form" action={here} noValidate>
              <input type="hidden" name="intent" value="add" />
              <Field label="姓名" name="name" required defaultValue={typed("name")} error={errors?.["name"]} />
              <SelectField
                label="与户主关系"
                name="relation"
                required
                placeholder="请选择"
                options={relations}
                defaultValue={typed("relation")}
                error={errors?.["relation"]}
              />
              <PersonFields typed={typed} errors={errors} />
              <Field
                label="加入日期"
                name="joinedOn"
                type="date"
                width="short"
                required
                max={data.today}
                hint="出生、婚入、迁入的日期；从这天起计入人口"
                defaultValue={typed("joinedOn") ?? data.today}
                error={errors?.["joinedOn"]}
              />
              <div className="form-actions">
                <Button>增加</Button>
              </div>
            </PostForm>
          </details>
          {others.length > 0 && (
            <>
              <details open={asked === "end"}>
                <summary>减少成员</summary>
                <PostForm className="form" action={here} noValidate>
                  <input type="hidden" name="intent" value="end" />
                  <SelectField
                    label="成员"
                    name="memberId"
                    required
                    placeholder="请选择"
                    options={others}
                    defaultValue={typed("memberId")}
                    error={errors?.["memberId"]}
                  />
                  <SelectField
                    label="原因"
                    name="reason"
                    required
                    placeholder="请选择"
                    options={LEAVING_REASONS.map((value) => ({ value, label: value }))}
                    defaultValue={typed("reason")}
                    error={errors?.["reason"]}
                  />
                  <Field
                    label="减少日期"
                    name="leftOn"
                    type="date"
                    width="short"
                    required
                    max={data.today}
                    defaultValue={typed("leftOn") ?? data.today}
                    error={errors?.["leftOn"]}
                  />
                  <div className="form-actions">
                    <Button>减少</Button>
                  </div>
                </PostForm>
              </details>
              <details open={asked === "head"}>
                <summary>变更户主</summary>
                <PostForm className="form" action={here} noValidate>
                  <input type="hidden" name="intent" value="head" />
                  <SelectField
                    label="新户主"
                    name="newHeadId"
                    required
                    placeholder="请选择"
                    options={others}
                    defaultValue={typed("newHeadId")}
                    error={errors?.["newHeadId"]}
                  />
                  <SelectField
                    label="原户主是新户主的"
                    name="oldRelation"
                    required
                    placeholder="请选择"
                    options={relations}
                    defaultValue={typed("oldRelation")}
                    error={errors?.["oldRelation"]}
                  />
                  <div className="form-actions">
                    <Button>变更</Button>
                  </div>
                </PostForm>
              </details>
            </>
          )}
          <details open={asked === "causes"}>
            <summary>更改致贫原因</summary>
            <PostForm className="form" action={here} noValidate>
              <input type="hidden" name="intent" value="causes" />
              <CauseFields
                typed={asked === "causes" ? (name) => typed(name) ?? "" : () => undefined}
                now={card.causes}
                error={errors?.["cause"]}
              />
              <Field
                label="变动日期"
                name="changedOn"
                type="date"
                width="short"
                required
                max={data.today}
                defaultValue={typed("changedOn") ?? data.today}
                error={errors?.["changedOn"]}
              />
              <Field
                label="依据"
                name="evidence"
                required
                hint="例如入户核查记录及日期"
                defaultValue={typed("evidence")}
                error={errors?.["evidence"]}
              />
              <div className="form-actions">
                <Button>更改</Button>
              </div>
            </PostForm>
          </details>
          <details open={asked === "contact"}>
            <summary>更改村民组、电话、银行账号</summary>
            <PostForm className="form" action={here}>
              <input type="hidden" name="intent" value="contact" />
              <p className="caption">只填要更改的；号码加密保存，不回显。</p>
              <Field
                label="村民组"
                name="groupName"
                optional
                placeholder={card.groupName}
                defaultValue={typed("groupName")}
                error={errors?.["groupName"]}
              />
              <Field
                label="联系电话"
                name="phone"
                optional
                inputMode="tel"
                autoComplete="off"
                error={errors?.["phone"]}
              />
              <Field
                label="开户银行"
                name="bankName"
                optional
                defaultValue={typed("bankName") ?? card.bankName ?? undefined}
                error={errors?.["bankName"]}
              />
              <Field
                label="银行账号"
                name="account"
                optional
                inputMode="numeric"
                autoComplete="off"
                error={errors?.["account"]}
              />
              <div className="form-actions">
                <Button>更改</Button>
              </div>
            </PostForm>
          </details>
        </section>
      )}
    </GovFrame>
  );
}
