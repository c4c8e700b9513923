import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { householdRecord } from "~/benefits/household-income-store.server";
import { maskName } from "~/households/masking";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { findAuditDraw, sampledHouseholds } from "~/settlement/audit-store.server";
import { explainAuditCheckFailure, recordAuditCheck } from "~/settlement/record-audit-check.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, RadioGroup, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const checkForm = z.object({
  holds: z.enum(["yes", "no"], "请选择相符或不符。"),
  note: z.string({ error: "请写明怎么查的、看到什么。" }).max(500, "最多 500 个字。"),
});

export const meta: MetaFunction = () => govMeta("抽查签字");

async function sampledHere(request: Request, drawId: string | undefined, householdId: string | undefined) {
  const official = await requireOfficial(request);
  const draw = isId(drawId) ? await findAuditDraw(db(), drawId, official.areaPrefixes) : undefined;
  const sampled = draw && (await sampledHouseholds(db(), draw.id)).find((one) => one.householdId === householdId);
  if (!draw || !sampled) throw notFound();
  return { ...official, draw, sampled };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, areaPrefixes, draw, sampled } = await sampledHere(request, params["id"], params["householdId"]);
  const record = await householdRecord(db(), {
    areaPrefixes,
    householdId: sampled.householdId,
    from: draw.period,
    to: draw.period,
  });
  if (!record) throw notFound();
  return {
    frame,
    draw: { id: draw.id, period: draw.period, areaName: draw.areaName },
    household: {
      id: sampled.householdId,
      number: sampled.number,
      name: maskName(sampled.headName),
      village: sampled.villageName,
    },
    paidFen: toNumber(record.paidFen),
    accruedFen: toNumber(record.accruedFen),
    signed:
      sampled.holds === null
        ? null
        : {
            holds: sampled.holds,
            note: sampled.note ?? "",
            by: `${sampled.checkedBy ?? ""} ${sampled.checkedAt === null ? "" : minuteOf(sampled.checkedAt)}`,
          },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, draw, sampled } = await sampledHere(request, params["id"], params["householdId"]);
  const form = await parseForm(request, checkForm);
  if (!form.ok) return form.answer;
  const signed = await recordAuditCheck({
    actor,
    drawId: draw.id,
    householdId: sampled.householdId,
    holds: form.value.holds === "yes",
    note: form.value.note,
    now: new Date(),
  });
  if (signed.ok)
    return redirect(paths.gov.audit(draw.id, { done: signed.value.problemId === null ? "signed" : "problem" }));
  if (signed.failure.kind === "not-found") throw notFound();
  return form.refuse({ note: [explainAuditCheckFailure(signed.failure)] });
}

export default function GovAuditHousehold() {
  const { frame, draw, household, paidFen, accruedFen, signed } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="audits"
      title={errorTitle(`${household.name}户 ${draw.period} 抽查`, answer?.errors)}
      crumbs={[
        { label: "抽查", href: paths.gov.audits() },
        { label: `${draw.period} ${draw.areaName}`, href: paths.gov.audit(draw.id) },
        { label: household.number },
      ]}
      actions={
        <ButtonLink tone="quiet" href={paths.gov.householdAudit(household.id, { month: draw.period })}>
          查账到底
        </ButtonLink>
      }
    >
      <ErrorSummary errors={answer?.errors} title="没有签字" />
      <SummaryList
        items={[
          { label: "档案编号", value: <a href={paths.gov.household(household.id)}>{household.number}</a> },
          { label: "村", value: household.village },
          { label: "到户收入（已付）", value: <Money fen={paidFen} household /> },
          { label: "应计收入", value: <Money fen={accruedFen} /> },
          ...(signed === null
            ? []
            : [
                { label: "结果", value: signed.holds ? "✓ 相符" : "✗ 不符" },
                { label: "怎么查的、看到什么", value: signed.note },
                { label: "签字", value: signed.by },
              ]),
        ]}
      />
      {signed === null && (
        <PostForm className="form no-print" action={paths.gov.auditHousehold(draw.id, household.id)} noValidate>
          <RadioGroup
            label="账与实际"
            name="holds"
            look="tiles"
            required
            choices={[
              { value: "yes", label: "✓ 相符" },
              { value: "no", label: "✗ 不符" },
            ]}
            defaultValue={answer?.typed["holds"]}
            error={answer?.errors["holds"]}
          />
          <TextareaField
            label="怎么查的、看到什么"
            name="note"
            rows={3}
            required
            hint="入户、电话或对凭证；不要写身份证号、电话和银行账号。"
            defaultValue={answer?.typed["note"]}
            error={answer?.errors["note"]}
          />
          <div className="form-actions">
            <Button>我排查，我签字</Button>
          </div>
          <p className="caption">签字后不能更改。不符的会登记到问题台账，限时整改，由另一人销号。</p>
        </PostForm>
      )}
    </GovFrame>
  );
}
