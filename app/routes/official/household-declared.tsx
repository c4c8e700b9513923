import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { DECLARED_FLOW_KEYS, DECLARED_FLOWS, DECLARED_STATES, SOURCES } from "~/benefits/declared";
import { declaredEntries } from "~/benefits/declared-store.server";
import { decideDeclaredIncome, explainDecideDeclaredIncomeFailure } from "~/benefits/decide-declared-income.server";
import {
  explainProposeDeclaredIncomeFailure,
  proposeDeclaredIncome,
  type ProposeDeclaredIncomeFailure,
} from "~/benefits/propose-declared-income.server";
import { householdIsWithin } from "~/households/household-store.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { periodOf } from "~/kernel/period";
import { explainPhotoFailure } from "~/media/photo-failure";
import { withPhoto } from "~/media/with-photo.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { DECLARED_TONES } from "./declared-tones";
import { DecideForm } from "./decide-form";
import { EntryEvidence, EvidenceFields } from "./entry-evidence";
import { evidencePhoto } from "./evidence-photo.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage } from "./household-page.server";
import { declaredForm } from "./record-forms.server";
import { parseSpan, spanText } from "./span";
import { SpanPicker } from "./span-picker";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { CLASS_WORDS } from "./words";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `申报收入 ${data.household.number}` : "申报收入");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, frame, household, crumbs, areaPrefixes, now } = await openHouseholdPage(
    request,
    params["id"],
    "income",
  );
  const search = new URL(request.url).searchParams;
  const span = parseSpan(search, now);
  const entries = await declaredEntries(db(), {
    areaPrefixes,
    householdId: household.id,
    from: span.from,
    to: span.to,
  });
  const decides = can(actor, "declared:decide", { areaCode: household.areaCode });
  return {
    frame,
    crumbs,
    span,
    month: periodOf(now),
    household: { id: household.id, number: household.number, maskedHeadName: household.maskedHeadName },
    entries: entries.map(({ proposedById, ...entry }) => ({
      ...entry,
      grossFen: toNumber(entry.grossFen),
      costFen: toNumber(entry.costFen),
      mayDecide: decides && entry.listNumber === null && entry.state === "PROPOSED" && proposedById !== actor.userId,
    })),
    done: doneWords(DONE, search.get("done")),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, declaredForm);
  if (!form.ok) return form.answer;
  const { value } = form;
  const now = new Date();
  const done = (what: string) => redirect(paths.gov.householdDeclared(householdId, { done: what }));
  if (value.intent !== "propose") {
    const decided = await decideDeclaredIncome({
      actor,
      declaredId: value.declaredId,
      approve: value.intent === "approve",
      note: value.note,
      now,
    });
    if (decided.ok) return done(value.intent === "approve" ? "approved" : "rejected");
    if (decided.failure.kind === "not-found") throw notFound();
    return form.refuse({ "": [explainDecideDeclaredIncomeFailure(decided.failure)] });
  }
  const { intent: _intent, gross, cost, photo, ...declared } = value;
  const paper = await evidencePhoto(photo, { householdId, alt: `申报收入的凭据 ${declared.period}`, actor, now });
  const proposed = await withPhoto(paper, (evidenceMediaId) =>
    proposeDeclaredIncome({
      ...declared,
      actor,
      householdId,
      grossFen: gross,
      costFen: cost,
      source: "DECLARED",
      evidenceMediaId,
      now,
    }),
  );
  if (proposed.ok) return done("proposed");
  if (proposed.failure.kind === "not-found") throw notFound();
  if (proposed.failure.kind === "photo") return form.refuse({ photo: [explainPhotoFailure(proposed.failure.why)] });
  return form.refuse({ [FIELDS[proposed.failure.kind]]: [explainProposeDeclaredIncomeFailure(proposed.failure)] });
}

const FIELDS: Readonly<Record<Exclude<ProposeDeclaredIncomeFailure["kind"], "not-found">, string>> = {
  "month-to-come": "period",
  "too-long-ago": "period",
  amount: "gross",
  "cost-without-business": "cost",
  "evidence-missing": "evidence",
  "no-such-entry": "correctsId",
};

const DONE: Readonly<Record<string, string>> = {
  proposed: "已申报，由他人核定后计入。",
  approved: "已核定，计入该户收入。",
  rejected: "已退回。",
};

export default function GovHouseholdDeclared() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { household, entries, span } = data;
  const here = paths.gov.householdDeclared(household.id);
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${household.maskedHeadName}户的申报收入`, answer?.errors)}
      intro={`平台以外的收入 · ${spanText(span)}。凭据齐全、由申报人以外的人核定才计入；从不改动平台入账。`}
      crumbs={data.crumbs}
    >
      <HouseholdNav id={household.id} current="income" span={span} />
      <SpanPicker span={span} action={here} latest={data.month} />
      <Outcome answer={answer} refusal="没有办理" done={data.done} />
      {entries.length === 0 && <EmptyState title="这段时间没有申报">在下面申报一笔。</EmptyState>}
      <ol className="plain-list ruled">
        {entries.map((entry) => (
          <li key={entry.id} className="stack-small declared-mark">
            <p className="spread">
              <strong>
                {entry.period} {DECLARED_FLOWS[entry.flow]}（{CLASS_WORDS[entry.incomeClass]}）
              </strong>
              <StatusWord tone={DECLARED_TONES[entry.state]}>{DECLARED_STATES[entry.state]}</StatusWord>
            </p>
            <p>
              收入 <Money fen={entry.grossFen} />
              {entry.costFen !== 0 && (
                <>
                  ，费用 <Money fen={entry.costFen} />
                </>
              )}
              ；{entry.organisation}
              {entry.product !== "" && `，${entry.product}`}
              {entry.quantity !== "" && ` ${entry.quantity}`}
            </p>
            <p>
              <EntryEvidence entry={entry} />
            </p>
            <p className="caption">
              来源：{SOURCES[entry.source]}；{entry.stable ? "稳定" : "不稳定"}；{entry.proposedBy ?? "系统"}申报
              {entry.decidedBy !== null && `，${entry.decidedBy}核定`}
              {entry.appliesTo !== null && `；所属月份 ${entry.appliesTo}（已结账，记入 ${entry.period}）`}
              {entry.correctsId !== null && "；更正前一条"}
              {entry.decisionNote !== null && `；意见：${entry.decisionNote}`}
              {entry.listNumber !== null && `；清单 ${entry.listNumber} 第 ${entry.listRow} 行`}
            </p>
            {entry.mayDecide && <DecideForm action={here} subject={{ name: "declaredId", id: entry.id }} />}
          </li>
        ))}
      </ol>
      <section className="stack no-print">
        <div className="section-head">
          <h2>申报一笔</h2>
        </div>
        <PostForm className="form" action={here} encType="multipart/form-data" noValidate>
          <input type="hidden" name="intent" value="propose" />
          <Field
            label="月份"
            name="period"
            type="month"
            width="short"
            required
            placeholder="2026-11"
            defaultValue={typed("period") ?? data.month}
            error={answer?.errors["period"]}
          />
          <SelectField
            label="收入来源"
            name="flow"
            required
            placeholder="请选择"
            options={DECLARED_FLOW_KEYS.map((flow) => ({ value: flow, label: DECLARED_FLOWS[flow] }))}
            defaultValue={typed("flow")}
            error={answer?.errors["flow"]}
          />
          <Field
            label="付款单位或个人"
            name="organisation"
            required
            defaultValue={typed("organisation")}
            error={answer?.errors["organisation"]}
          />
          <div className="halves">
            <Field
              label="产品"
              name="product"
              optional
              defaultValue={typed("product")}
              error={answer?.errors["product"]}
            />
            <Field
              label="数量"
              name="quantity"
              optional
              defaultValue={typed("quantity")}
              error={answer?.errors["quantity"]}
            />
            <Field
              label="收入"
              name="gross"
              unit="元"
              inputMode="decimal"
              required
              defaultValue={typed("gross")}
              error={answer?.errors["gross"]}
            />
            <Field
              label="生产费用"
              name="cost"
              unit="元"
              inputMode="decimal"
              required
              hint="只有经营性收入有"
              defaultValue={typed("cost") ?? "0"}
              error={answer?.errors["cost"]}
            />
          </div>
          <EvidenceFields
            hints={{
              basis: "例如：月工资 4,200 元，减房租、生活费 1,500 元",
              evidence: "例如：工资条、银行流水、合同编号",
            }}
            approved={entries
              .filter(({ state }) => state === "APPROVED")
              .map((entry) => ({ value: entry.id, label: `${entry.period} ${DECLARED_FLOWS[entry.flow]}` }))}
            typed={typed}
            errors={answer?.errors}
          />
          <div className="form-actions">
            <Button>申报</Button>
          </div>
        </PostForm>
      </section>
    </GovFrame>
  );
}
