import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { pageRequest } from "~/kernel/page";
import { isPeriod, periodOf, shiftPeriod } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { areaCloses } from "~/settlement/area-close-store.server";
import { CLOSE_STATES, levelsFor, SIGN_LEVELS } from "~/settlement/area-close";
import { beginAreaClose, explainBeginAreaCloseFailure } from "~/settlement/begin-area-close.server";
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

const beginForm = z.object({
  area: z.string({ error: "请选择地区。" }),
  period: z.string({ error: "请选择月份。" }).refine(isPeriod, "月份请按 2026-10 的样子填写。"),
});

export const meta: MetaFunction = () => govMeta("月度结账");

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const [closes, areas] = await Promise.all([
    areaCloses(db(), areaPrefixes, pageRequest(new URL(request.url).searchParams, PAGE_SIZE)),
    ownAreasAndBelow(db(), areaPrefixes),
  ]);
  return {
    frame,
    last: shiftPeriod(periodOf(new Date()), -1),
    areas,
    closes: closes.rows.map(({ closedAt: _closedAt, ...close }) => close),
    page: { number: closes.number, size: closes.size, total: closes.total },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const form = await parseForm(request, beginForm);
  if (!form.ok) return form.answer;
  const begun = await beginAreaClose({
    actor,
    areaCode: form.value.area,
    period: form.value.period,
    now: new Date(),
  });
  if (begun.ok) return redirect(paths.gov.close(begun.value.closeId));
  if (begun.failure.kind === "begun") return redirect(paths.gov.close(begun.failure.closeId));
  const field = begun.failure.kind === "month-not-over" ? "period" : "area";
  return form.refuse({ [field]: [explainBeginAreaCloseFailure(begun.failure)] });
}

export default function GovCloses() {
  const { frame, closes, page, areas, last } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="closes"
      title={errorTitle("月度结账", answer?.errors)}
      intro="村签字 → 乡镇签字 → 县签字后结账。结账的月份不再变动，更正记入未结的月份。"
    >
      <ErrorSummary errors={answer?.errors} title="没有开始" />
      {closes.length === 0 ? (
        <EmptyState title="还没有结过账">选一个地区和月份，从下面开始。</EmptyState>
      ) : (
        <Table
          caption="结账的月份"
          small="cards"
          columns={[
            { key: "period", label: "月份" },
            { key: "area", label: "地区" },
            { key: "state", label: "状态" },
            { key: "signed", label: "签字" },
          ]}
        >
          {closes.map((close) => (
            <tr key={close.id}>
              <th scope="row">
                <a href={paths.gov.close(close.id)}>
                  {close.period} {close.areaName}
                </a>
              </th>
              <Cell label="地区">{close.areaCode}</Cell>
              <Cell label="状态">
                <StatusWord tone={close.state === "CLOSED" ? "done" : "waiting"}>
                  {CLOSE_STATES[close.state]}
                </StatusWord>
              </Cell>
              <Cell label="签字">
                {levelsFor(close.areaCode)
                  .map(
                    (level) =>
                      `${SIGN_LEVELS[level]}${close.signatures.some((signature) => signature.level === level) ? "✓" : "—"}`,
                  )
                  .join(" ")}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pagination page={page} href={(number) => paths.gov.closes({ page: number })} />
      <section className="stack no-print">
        <div className="section-head">
          <h2>开始结账</h2>
        </div>
        <PostForm className="form" action={paths.gov.closes()} noValidate>
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
            <Button>开始结账</Button>
          </div>
        </PostForm>
      </section>
    </GovFrame>
  );
}
