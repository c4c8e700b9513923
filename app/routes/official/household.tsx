import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { assignResponsible, explainAssignResponsibleFailure } from "~/households/assign-responsible.server";
import { CONSENT_PURPOSES, type ConsentPurpose } from "~/households/consent";
import { confirmConsent, explainConsentFailure, giveConsent, withdrawConsent } from "~/households/consent.server";
import { householdIsWithin } from "~/households/household-store.server";
import { GUARANTEE_KEYS, GUARANTEES } from "~/households/guarantee";
import { plannedVisitOf } from "~/households/planned-visit-store.server";
import { answerText, HOUSEHOLD_FIELDS } from "~/households/profile-fields";
import { latestProfile, plansOf, visitsOf } from "~/households/record-store.server";
import { explainRevealFailure, revealHousehold, type RevealedHousehold } from "~/households/reveal-household.server";
import { STANDINGS, STATUS_EVENTS } from "~/households/status";
import { VOICE_STATES } from "~/households/voice";
import { voicesOf } from "~/households/voice-store.server";
import { isId } from "~/kernel/ids";
import { dayOf, minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { Timeline } from "~/ui/timeline";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { householdForm } from "./household-forms.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdCardPage } from "./household-page.server";
import { plannedWords } from "./planned-words";

export const meta: MetaFunction<typeof loader> = ({ data }) => govMeta(data ? `户卡 ${data.card.number}` : "户卡");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs, now } = await openHouseholdCardPage(request, params["id"]);
  const [profile, visits, planned, plans, voices] = await Promise.all([
    latestProfile(db(), card.id),
    visitsOf(db(), card.id, 1),
    plannedVisitOf(db(), card.id),
    plansOf(db(), card.id),
    voicesOf(db(), card.id, dayOf(now)),
  ]);
  const [plan] = plans;
  return {
    frame,
    crumbs,
    today: dayOf(now),
    card: {
      ...card,
      statusEvents: card.statusEvents.map(({ id, type, attribute, effectiveOn, evidence }) => ({
        id,
        type,
        attribute,
        effectiveOn,
        evidence,
      })),
    },
    profile: profile ?? null,
    visit: visits[0] ?? null,
    planned: planned ?? null,
    plan: plan ? { version: plan.version, year: plan.year, target: plan.target } : null,
    consents: (Object.keys(CONSENT_PURPOSES) as ConsentPurpose[]).map((purpose) => {
      const last = card.consents.filter((consent) => consent.purpose === purpose).at(-1);
      const open = last !== undefined && last.withdrawnAt === null ? last : undefined;
      return {
        purpose,
        state: open === undefined ? "none" : open.confirmedAt === null ? "given" : "confirmed",
        since: open ? minuteOf(open.confirmedAt ?? open.givenAt) : null,
      } as const;
    }),
    voices: { shown: voices.some(({ shown }) => shown), latest: voices[0]?.state ?? null },
    done: new URL(request.url).searchParams.get("done") === "1",
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, householdForm);
  if (!form.ok) return form.answer;
  const { value, refuse } = form;
  const now = new Date();
  const done = () => redirect(paths.gov.household(householdId, { done: "1" }));
  switch (value.intent) {
    case "reveal": {
      const revealed = await revealHousehold({ actor, householdId, reason: value.reason, now });
      if (revealed.ok) {
        const answer = { errors: form.noErrors, typed: form.typed, revealed: revealed.value };
        return json(answer);
      }
      if (revealed.failure.kind === "not-found") throw notFound();
      return refuse({ reason: [explainRevealFailure(revealed.failure)] });
    }
    case "assign": {
      const { personName, unit, fromOn } = value;
      const assigned = await assignResponsible({ actor, householdId, personName, unit, fromOn, now });
      if (assigned.ok) return done();
      if (assigned.failure.kind === "not-found") throw notFound();
      const field = assigned.failure.kind === "before-present" ? "fromOn" : "personName";
      return refuse({ [field]: [explainAssignResponsibleFailure(assigned.failure)] });
    }
    case "consent": {
      const change = CONSENT_STEPS[value.step];
      const changed = await change({ actor, householdId, purpose: value.purpose, now });
      if (changed.ok) return done();
      if (changed.failure.kind === "not-found") throw notFound();
      return refuse({ "": [explainConsentFailure(changed.failure)] });
    }
  }
}

const CONSENT_STEPS = { give: giveConsent, confirm: confirmConsent, withdraw: withdrawConsent } as const;

export default function GovHousehold() {
  const data = useLoaderData<typeof loader>();
  const { card } = data;
  const answer = useActionData<typeof action>();
  const errors = answer?.errors;
  const typed = (name: string) => answer?.typed[name];
  const revealed = answer && "revealed" in answer ? (answer.revealed as RevealedHousehold) : undefined;
  const fullName = (memberId: string) => revealed?.members.find((member) => member.id === memberId);
  const here = paths.gov.household(card.id);
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${revealed?.headName ?? card.maskedHeadName}户`, errors)}
      intro={`档案编号 ${card.number}`}
      crumbs={data.crumbs}
      actions={
        <>
          <ButtonLink tone="quiet" href={paths.gov.problems({ household: card.number })}>
            该户的问题
          </ButtonLink>
          <ButtonLink tone="quiet" href={paths.gov.householdPrint(card.id)}>
            打印户卡
          </ButtonLink>
        </>
      }
    >
      <HouseholdNav id={card.id} current="card" />
      <Outcome answer={answer} refusal="没有办理" done={data.done && "已登记。"} />
      {revealed && (
        <Notice tone="waiting" title="正在显示完整的个人信息" live>
          本次查看及事由已记入访问日志。离开本页后恢复遮盖。
        </Notice>
      )}
      <SummaryList
        items={[
          { label: "户主", value: revealed?.headName ?? card.maskedHeadName },
          { label: "村民小组", value: card.groupName },
          {
            label: "类别",
            value: `${STANDINGS[card.standing]}${card.standingSince === undefined ? "" : `（${card.standingSince} 起）`}`,
          },
          { label: "属性", value: card.attribute ?? "—" },
          { label: "主要原因", value: card.causes[0] ?? "—" },
          { label: "其他原因", value: card.causes.slice(1).join("、") || "—" },
          { label: "家庭人口", value: `${card.headCount} 人（${data.today} 登记在册）` },
          { label: "联系电话", value: revealed?.phone ?? card.maskedPhone ?? "—" },
          { label: "开户银行", value: card.bankName ?? "—" },
          { label: "银行账号", value: revealed?.bankAccount ?? card.maskedBankAccount ?? "—" },
          { label: "建档日期", value: card.registeredOn },
          { label: "店铺名称", value: card.shopName ?? "—" },
        ]}
      />
      <Table
        caption="家庭成员"
        small="cards"
        columns={[
          { key: "name", label: "姓名" },
          { key: "relation", label: "与户主关系" },
          { key: "sex", label: "性别" },
          { key: "born", label: "出生年", align: "end" },
          { key: "id", label: "身份证号" },
          { key: "education", label: "文化程度" },
          { key: "health", label: "健康状况" },
          { key: "labour", label: "劳动能力" },
          { key: "dates", label: "在户时间" },
        ]}
      >
        {card.members.map((member) => (
          <tr key={member.id}>
            <th scope="row">{fullName(member.id)?.name ?? member.maskedName}</th>
            <Cell label="与户主关系">{member.relation}</Cell>
            <Cell label="性别">{member.sex === "M" ? "男" : "女"}</Cell>
            <Cell label="出生年" number>
              {member.birthYear}
            </Cell>
            <Cell label="身份证号">{fullName(member.id)?.idNumber ?? member.maskedIdNumber ?? "—"}</Cell>
            <Cell label="文化程度">{member.education ?? "—"}</Cell>
            <Cell label="健康状况">{fullName(member.id)?.health ?? member.health ?? "—"}</Cell>
            <Cell label="劳动能力">{member.labour ?? "—"}</Cell>
            <Cell label="在户时间">
              {member.joinedOn} 起{member.leftOn !== null && `，${member.leftOn} ${member.leftReason ?? "离开"}`}
            </Cell>
          </tr>
        ))}
      </Table>
      <div className="halves">
        <section className="stack">
          <div className="section-head">
            <h2>两不愁三保障与饮水</h2>
            <a href={paths.gov.householdVisits(card.id)}>走访记录</a>
          </div>
          {data.visit === null ? (
            <p className="quiet">还没有走访，未核查。</p>
          ) : (
            <>
              <ul className="plain-list ruled">
                {GUARANTEE_KEYS.map((key) => {
                  const check = data.visit?.guarantees[key];
                  return (
                    <li key={key} className="spread">
                      <span>
                        {GUARANTEES[key]} {check && !check.ok && <span className="caption">{check.note}</span>}
                      </span>
                      <StatusWord tone={check?.ok ? "done" : "problem"}>{check?.ok ? "达标" : "未达标"}</StatusWord>
                    </li>
                  );
                })}
              </ul>
              <p className="caption">
                {data.visit.visitedOn} {data.visit.visitorName}走访；
                {data.visit.nextVisitOn === null ? "未约下次" : `下次 ${data.visit.nextVisitOn}`}
              </p>
            </>
          )}
          {data.planned !== null && (
            <p>
              <StatusWord tone={data.planned.dueOn < data.today ? "problem" : "waiting"}>
                {plannedWords(data.planned, data.today)}
              </StatusWord>
            </p>
          )}
        </section>
        <section className="stack">
          <div className="section-head">
            <h2>一户一策</h2>
            <a href={paths.gov.householdPlan(card.id)}>查看计划</a>
          </div>
          <p>
            {data.plan === null
              ? "还没有计划。"
              : `${data.plan.year} 年（第 ${data.plan.version} 版）：${data.plan.target}`}
          </p>
          <div className="section-head">
            <h2>生产生活条件</h2>
            <a href={paths.gov.householdSurvey(card.id)}>全部与修改</a>
          </div>
          {data.profile === null ? (
            <p className="quiet">还没有调查。</p>
          ) : (
            <SummaryList
              items={HOUSEHOLD_FIELDS.filter(({ key }) => data.profile?.facts.household[key] !== undefined)
                .slice(0, 8)
                .map((field) => ({
                  label: field.label,
                  value: answerText(field, data.profile?.facts.household ?? {}),
                }))}
            />
          )}
        </section>
      </div>
      <div className="halves">
        <section className="stack">
          <div className="section-head">
            <h2>状态变动</h2>
            <a href={paths.gov.householdStatus(card.id)}>提出变动</a>
          </div>
          <Timeline
            label="状态变动"
            steps={card.statusEvents.toReversed().map((event) => ({
              title: `${STATUS_EVENTS[event.type]}${event.attribute === null ? "" : `（${event.attribute}）`}`,
              time: event.effectiveOn,
              detail: `依据：${event.evidence}`,
              state: "done",
            }))}
          />
        </section>
        <section className="stack">
          <div className="section-head">
            <h2>帮扶责任人</h2>
          </div>
          {card.assignments.length === 0 ? (
            <p className="quiet">尚未指定。</p>
          ) : (
            <ul className="plain-list ruled">
              {card.assignments.map((assignment) => (
                <li key={`${assignment.fromOn} ${assignment.personName}`}>
                  {assignment.personName}，{assignment.unit}{" "}
                  <span className="caption">
                    {assignment.fromOn} 至 {assignment.toOn ?? "今"}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <div className="section-head">
            <h2>授权同意</h2>
          </div>
          <ul className="plain-list ruled">
            {data.consents.map(({ purpose, state, since }) => (
              <li key={purpose} className="spread">
                <span>
                  {CONSENT_PURPOSES[purpose]}{" "}
                  <StatusWord tone={state === "confirmed" ? "done" : state === "given" ? "waiting" : "neutral"}>
                    {CONSENT_STATES[state]}
                  </StatusWord>{" "}
                  {since !== null && <span className="caption">{since}</span>}
                </span>
                <PostForm action={here} className="cluster no-print">
                  <input type="hidden" name="intent" value="consent" />
                  <input type="hidden" name="purpose" value={purpose} />
                  {state === "none" && (
                    <Button tone="link" name="step" value="give">
                      登记同意
                    </Button>
                  )}
                  {state === "given" && (
                    <Button tone="link" name="step" value="confirm">
                      二次确认
                    </Button>
                  )}
                  {state !== "none" && (
                    <Button tone="link" name="step" value="withdraw">
                      撤回
                    </Button>
                  )}
                </PostForm>
              </li>
            ))}
          </ul>
          <p className="spread">
            <a href={paths.gov.householdVoice(card.id)}>户里的话</a>
            <span className="caption">
              {data.voices.latest === null ? "还没有说过" : `最近一段${VOICE_STATES[data.voices.latest]}`}；
              {data.voices.shown ? "网站上正在展示" : "网站上没有展示"}
            </span>
          </p>
        </section>
      </div>
      <section className="stack no-print">
        <div className="section-head">
          <h2>办理</h2>
        </div>
        <details open={isOpen("reason")}>
          <summary>显示完整姓名与号码</summary>
          <PostForm className="form" action={here} noValidate>
            <input type="hidden" name="intent" value="reveal" />
            <Field
              label="查看事由"
              name="reason"
              required
              hint="例如：入户核实银行卡号。事由与查看人、时间一并记入访问日志。"
              defaultValue={typed("reason")}
              error={errors?.["reason"]}
            />
            <div className="form-actions">
              <Button>显示</Button>
            </div>
          </PostForm>
        </details>
        <details open={isOpen("personName", "unit", "fromOn")}>
          <summary>指定帮扶责任人</summary>
          <PostForm className="form" action={here} noValidate>
            <input type="hidden" name="intent" value="assign" />
            <Field
              label="姓名"
              name="personName"
              required
              defaultValue={typed("personName")}
              error={errors?.["personName"]}
            />
            <Field label="单位" name="unit" required defaultValue={typed("unit")} error={errors?.["unit"]} />
            <Field
              label="起始日期"
              name="fromOn"
              type="date"
              width="short"
              required
              defaultValue={typed("fromOn") ?? data.today}
              error={errors?.["fromOn"]}
            />
            <div className="form-actions">
              <Button>指定</Button>
            </div>
          </PostForm>
        </details>
      </section>
    </GovFrame>
  );

  function isOpen(...fields: string[]): boolean {
    return fields.some((field) => errors?.[field] !== undefined);
  }
}

const CONSENT_STATES = { none: "未同意", given: "待二次确认", confirmed: "已同意" } as const;
