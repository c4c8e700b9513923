import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { canSomewhere } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { pageRequest } from "~/kernel/page";
import { isPeriod, periodOf, shiftPeriod } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { rateOf, rateText } from "~/regions/target";
import { auditDraws } from "~/settlement/audit-store.server";
import { drawAudit, explainDrawAuditFailure } from "~/settlement/draw-audit.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { ownAreasAndBelow } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const PAGE_SIZE = 20;

const drawForm = z.object({
  area: z.string({ error: "请选择地区。" }),
  period: z.string({ error: "请选择月份。" }).refine(isPeriod, "月份请按 2026-10 的样子填写。"),
});

export const meta: MetaFunction = () => govMeta("抽查");

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const [draws, areas] = await Promise.all([
    auditDraws(db(), areaPrefixes, pageRequest(new URL(request.url).searchParams, PAGE_SIZE)),
    ownAreasAndBelow(db(), areaPrefixes),
  ]);
  return {
    frame,
    mayDraw: canSomewhere(actor, "audit:draw"),
    last: shiftPeriod(periodOf(new Date()), -1),
    areas,
    page: { number: draws.number, size: draws.size, total: draws.total },
    draws: draws.rows.map((draw) => ({ ...draw, share: rateText(rateOf(draw.sampleSize, draw.populationCount)) })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "audit:draw");
  const form = await parseForm(request, drawForm);
  if (!form.ok) return form.answer;
  const drawn = await drawAudit({ actor, areaCode: form.value.area, period: form.value.period, now: new Date() });
  if (drawn.ok) return redirect(paths.gov.audit(drawn.value.drawId));
  if (drawn.failure.kind === "drawn") return redirect(paths.gov.audit(drawn.failure.drawId));
  const aboutMonth = drawn.failure.kind === "month-not-over" || drawn.failure.kind === "no-seal-yet";
  return form.refuse({ [aboutMonth ? "period" : "area"]: [explainDrawAuditFailure(drawn.failure)] });
}

export default function GovAudits() {
  const { frame, draws, page, areas, last, mayDraw } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="audits"
      title={errorTitle("抽查", answer?.errors)}
      intro="每个月抽不少于一成的户，名单由公开的封存算出，谁也不能挑。谁排查谁签字，不符的进问题台账。"
    >
      <ErrorSummary errors={answer?.errors} title="没有抽取" />
      {draws.length === 0 ? (
        <EmptyState title="还没有抽过">{mayDraw ? "选一个地区和月份，从下面抽取。" : "由乡镇或县抽取。"}</EmptyState>
      ) : (
        <Table
          caption="抽查"
          small="cards"
          columns={[
            { key: "period", label: "月份、地区" },
            { key: "sample", label: "抽中 / 全部户", align: "end" },
            { key: "share", label: "比例", align: "end" },
            { key: "checked", label: "已签字", align: "end" },
            { key: "failed", label: "不符", align: "end" },
            { key: "state", label: "进度" },
          ]}
        >
          {draws.map((draw) => (
            <tr key={draw.id}>
              <th scope="row">
                <a href={paths.gov.audit(draw.id)}>
                  {draw.period} {draw.areaName}
                </a>
              </th>
              <Cell label="抽中 / 全部户" number>
                {draw.sampleSize} / {draw.populationCount}
              </Cell>
              <Cell label="比例" number>
                {draw.share}
              </Cell>
              <Cell label="已签字" number>
                {draw.checked}
              </Cell>
              <Cell label="不符" number>
                {draw.failed}
              </Cell>
              <Cell label="进度">
                <StatusWord tone={draw.checked === draw.sampleSize ? "done" : "waiting"}>
                  {draw.checked === draw.sampleSize ? "查完" : `还有 ${draw.sampleSize - draw.checked} 户`}
                </StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pagination page={page} href={(number) => paths.gov.audits({ page: number })} />
      {mayDraw && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>抽取名单</h2>
          </div>
          <PostForm className="form" action={paths.gov.audits()} noValidate>
            <SelectField
              label="地区"
              name="area"
              required
              placeholder="请选择"
              options={areas}
              defaultValue={answer?.typed["area"]}
              error={answer?.errors["area"]}
            />
            <Field
              label="月份"
              name="period"
              type="month"
              width="short"
              required
              max={last}
              placeholder="2026-10"
              defaultValue={answer?.typed["period"] ?? last}
              error={answer?.errors["period"]}
            />
            <div className="form-actions">
              <Button>抽取</Button>
            </div>
          </PostForm>
        </section>
      )}
    </GovFrame>
  );
}
