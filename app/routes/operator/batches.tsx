import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { toNumber } from "~/kernel/money";
import { addHours, dayOf, startOfDay } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { listBatches } from "~/settlement/batch-page-store.server";
import { platformOwes } from "~/settlement/payable-store.server";
import { explainPrepareBatchFailure, prepareBatch } from "~/settlement/prepare-batch.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { batchLine, BatchTable } from "../consoles/batch-table";
import { day } from "../cooperative/fields.server";
import { shown } from "../cooperative/typed";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { OF_PLATFORM, PLATFORM, PLATFORM_PAYS } from "./platform-batches";

const TITLE = "付款批次";

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "batch:view", OF_PLATFORM);
  const [batches, owed] = await Promise.all([listBatches(db(), PLATFORM_PAYS), platformOwes(db(), new Date())]);
  return json({
    frame: opsFrame(actor),
    today: dayOf(new Date()),
    mayPrepare: can(actor, "batch:prepare", OF_PLATFORM),
    owed: {
      householdsFen: toNumber(owed.householdsFen),
      othersFen: toNumber(owed.othersFen),
      payees: owed.payees,
    },
    batches: batches.map(batchLine),
  });
}

const prepareForm = z.object({ until: day("请填写计到哪一天。") });

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "batch:prepare", OF_PLATFORM);
  const form = await parseForm(request, prepareForm);
  if (!form.ok) return form.answer;
  const now = new Date();
  const { until } = form.value;
  const cutoffAt = until === dayOf(now) ? now : addHours(startOfDay(until), 24);
  const prepared = await prepareBatch({ actor, payer: PLATFORM, cutoffAt, now });
  if (!prepared.ok) {
    const field = prepared.failure.kind === "cutoff-in-the-future" ? "until" : "";
    return form.refuse({ [field]: [explainPrepareBatchFailure(prepared.failure)] });
  }
  return redirect(paths.ops.batch(prepared.value.batchId));
}

export default function Batches() {
  const { frame, today, mayPrepare, owed, batches } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="batches"
      title={errorTitle(TITLE, refused?.errors)}
      intro="平台代收的销售款，付给农户、合作社、物流和村。收货款、工资、租金和分红由合作社自己付。"
    >
      <ErrorSummary errors={refused?.errors} title="没有生成" />
      <SummaryList
        items={[
          { label: "应付农户", value: <Money fen={owed.householdsFen} household /> },
          { label: "应付合作社、物流和其他", value: <Money fen={owed.othersFen} /> },
          { label: "收款方", value: `${owed.payees} 个` },
        ]}
      />
      {mayPrepare && (
        <PostForm action={paths.ops.batches()} className="form" noValidate>
          <Field
            label="计到哪一天"
            name="until"
            type="date"
            width="short"
            max={today}
            hint="那一天结束以前成为应付、还没有付的，都在这个批次里。"
            defaultValue={shown(refused, "until", today)}
            error={refused?.errors["until"]}
          />
          <div className="form-actions">
            <Button>生成付款批次</Button>
          </div>
        </PostForm>
      )}
      <section className="stack">
        <div className="section-head">
          <h2>已有批次</h2>
        </div>
        {batches.length === 0 ? (
          <p className="quiet">还没有付款批次。由财务生成，另一位同事复核。</p>
        ) : (
          <BatchTable batches={batches} paths={paths.ops} />
        )}
      </section>
    </OpsFrame>
  );
}
