import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { COST_KINDS } from "~/benefits/cost";
import { costEntries } from "~/benefits/cost-store.server";
import { decideCost, explainDecideCostFailure } from "~/benefits/decide-cost.server";
import { DECLARED_STATES } from "~/benefits/declared";
import { explainRecordCostFailure, recordCost, type RecordCostFailure } from "~/benefits/record-cost.server";
import { householdIsWithin } from "~/households/household-store.server";
import { isId } from "~/kernel/ids";
import { sum, toNumber } from "~/kernel/money";
import { periodOf } from "~/kernel/period";
import { explainPhotoFailure } from "~/media/photo-failure";
import { withPhoto } from "~/media/with-photo.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { Outcome } from "~/ui/outcome";
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
import { costForm } from "./record-forms.server";
import { parseSpan, spanText } from "./span";
import { SpanPicker } from "./span-picker";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `生产费用 ${data.household.number}` : "生产费用");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, frame, household, crumbs, areaPrefixes, now } = await openHouseholdPage(
    request,
    params["id"],
    "income",
  );
  const search = new URL(request.url).searchParams;
  const span = parseSpan(search, now);
  const scope = { areaPrefixes, householdId: household.id, from: span.from, to: span.to };
  const entries = await costEntries(db(), scope);
  const decides = can(actor, "cost:decide", { areaCode: household.areaCode });
  return {
    frame,
    crumbs,
    span,
    month: periodOf(now),
    household: { id: household.id, number: household.number, maskedHeadName: household.maskedHeadName },
    countedFen: toNumber(sum(entries.filter(({ state }) => state === "APPROVED").map(({ amountFen }) => amountFen))),
    entries: entries.map(({ proposedById, ...entry }) => ({
      ...entry,
      amountFen: toNumber(entry.amountFen),
      mayDecide: decides && entry.state === "PROPOSED" && proposedById !== actor.userId,
    })),
    done: doneWords(DONE, search.get("done")),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, costForm);
  if (!form.ok) return form.answer;
  const { value } = form;
  const now = new Date();
  const done = (what: string) => redirect(paths.gov.householdCosts(householdId, { done: what }));
  if (value.intent !== "record") {
    const approve = value.intent === "approve";
    const decided = await decideCost({ actor, costId: value.costId, approve, note: value.note, now });
    if (decided.ok) return done(approve ? "approved" : "rejected");
    if (decided.failure.kind === "not-found") throw notFound();
    return form.refuse({ "": [explainDecideCostFailure(decided.failure)] });
  }
  const { intent: _intent, amount, photo, ...cost } = value;
  const paper = await evidencePhoto(photo, { householdId, alt: `生产费用的凭据 ${cost.period}`, actor, now });
  const recorded = await withPhoto(paper, (evidenceMediaId) =>
    recordCost({ ...cost, actor, householdId, amountFen: amount, evidenceMediaId, now }),
  );
  if (recorded.ok) return done(recorded.value.period === cost.period ? "recorded" : "later");
  if (recorded.failure.kind === "not-found") throw notFound();
  if (recorded.failure.kind === "photo") return form.refuse({ photo: [explainPhotoFailure(recorded.failure.why)] });
  return form.refuse({ [FIELDS[recorded.failure.kind]]: [explainRecordCostFailure(recorded.failure)] });
}

const FIELDS: Readonly<Record<Exclude<RecordCostFailure["kind"], "not-found">, string>> = {
  "month-to-come": "period",
  "too-long-ago": "period",
  amount: "amount",
  "evidence-missing": "evidence",
  "no-such-entry": "correctsId",
  "more-than-corrected": "amount",
};

const DONE: Readonly<Record<string, string>> = {
  recorded: "已登记，由他人核定后计入。",
  later: "所属月份已结账，已记入下一个未结的月份，由他人核定后计入。",
  approved: "已核定，从该户收入中减去。",
  rejected: "已退回。",
};

export default function GovHouseholdCosts() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { household, entries, span } = data;
  const here = paths.gov.householdCosts(household.id);
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${household.maskedHeadName}户的生产费用`, answer?.errors)}
      intro={`平台销售的生产费用 · ${spanText(span)}。凭据齐全、由登记人以外的人核定才从收入中减去。`}
      crumbs={data.crumbs}
    >
      <HouseholdNav id={household.id} current="income" span={span} />
      <SpanPicker span={span} action={here} latest={data.month} />
      <Outcome answer={answer} refusal="没有办理" done={data.done} />
      {entries.length === 0 ? (
        <EmptyState title="这段时间没有登记">在下面登记一笔。</EmptyState>
      ) : (
        <p>
          已核定合计 <Money fen={data.countedFen} />
        </p>
      )}
      <ol className="plain-list ruled">
        {entries.map((entry) => (
          <li key={entry.id} className="stack-small">
            <p className="spread">
              <strong>
                {entry.period} {entry.kind}
              </strong>
              <StatusWord tone={DECLARED_TONES[entry.state]}>{DECLARED_STATES[entry.state]}</StatusWord>
            </p>
            <p>
              费用 <Money fen={entry.amountFen} />
              ；<EntryEvidence entry={entry} />
            </p>
            <p className="caption">
              {entry.proposedBy ?? "系统"}登记
              {entry.decidedBy !== null && `，${entry.decidedBy}核定`}
              {entry.appliesTo !== null && `；所属月份 ${entry.appliesTo}（已结账，记入 ${entry.period}）`}
              {entry.corrects !== null && `；更正 ${entry.corrects}`}
              {entry.decisionNote !== null && `；意见：${entry.decisionNote}`}
            </p>
            {entry.mayDecide && <DecideForm action={here} subject={{ name: "costId", id: entry.id }} />}
          </li>
        ))}
      </ol>
      <section className="stack no-print">
        <div className="section-head">
          <h2>登记一笔</h2>
        </div>
        <PostForm className="form" action={here} encType="multipart/form-data" noValidate>
          <input type="hidden" name="intent" value="record" />
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
            label="费用种类"
            name="kind"
            required
            placeholder="请选择"
            options={COST_KINDS.map((kind) => ({ value: kind, label: kind }))}
            defaultValue={typed("kind")}
            error={answer?.errors["kind"]}
          />
          <Field
            label="金额"
            name="amount"
            unit="元"
            inputMode="decimal"
            width="short"
            required
            hint="更正时可以为负"
            defaultValue={typed("amount")}
            error={answer?.errors["amount"]}
          />
          <EvidenceFields
            hints={{
              basis: "例如：复合肥 4 袋 × 160 元，或议定成本率 25 % × 本月交货 3,200 元",
              evidence: "例如：农资店收据编号、村里议定成本率的记录",
            }}
            approved={entries
              .filter(({ state }) => state === "APPROVED")
              .map((entry) => ({ value: entry.id, label: `${entry.period} ${entry.kind}` }))}
            typed={typed}
            errors={answer?.errors}
          />
          <div className="form-actions">
            <Button>登记</Button>
          </div>
        </PostForm>
      </section>
    </GovFrame>
  );
}
