import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { logAccess } from "~/access/access-log-store.server";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { reapplyEvent } from "~/payments/apply-parked-events.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { eventOutcome } from "./event-words";
import { replayForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { findEvent } from "./payments-desk-store.server";

export const meta: MetaFunction = () => opsMeta("支付通知");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const event = await findEvent(db(), params["id"] ?? "");
  if (!event) throw notFound();
  const undecided = event.outcome === "PARKED" || event.outcome === "ALARM";
  return {
    frame: opsFrame(actor),
    mayReplay: undecided && can(actor, "webhook:replay"),
    event: {
      ...event,
      outcome: eventOutcome(event.outcome),
      createdAt: minuteOf(event.createdAt),
      receivedAt: minuteOf(event.receivedAt),
      appliedAt: event.appliedAt ? minuteOf(event.appliedAt) : null,
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "webhook:replay");
  const eventId = params["id"] ?? "";
  if (!(await findEvent(db(), eventId))) throw notFound();
  const form = await parseForm(request, replayForm);
  if (!form.ok) return form.answer;
  await logAccess(db(), {
    actor,
    action: "webhook:replay",
    subjectKind: "stripe-event",
    subjectId: eventId,
    now: new Date(),
  });
  const outcome = await reapplyEvent({ eventId });
  if (outcome === "APPLIED" || outcome === "IGNORED") return redirect(paths.ops.webhook(eventId));
  if (outcome === undefined) return form.refuse({ "": ["这条通知正在处理，请刷新后查看结果。"] });
  return form.refuse({ "": ["重放后仍未能入账：相关对象还不存在，或告警的原因还在。"] });
}

export default function OpsWebhook() {
  const { frame, event, mayReplay } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="webhooks"
      title={errorTitle(event.type, refused?.errors)}
      crumbs={[{ label: "支付通知", href: paths.ops.webhooks() }, { label: event.id }]}
    >
      <ErrorSummary errors={refused?.errors} title="没有入账" />
      <SummaryList
        items={[
          { label: "编号", value: <code>{event.id}</code> },
          { label: "对象", value: <code>{event.objectId}</code> },
          { label: "发生", value: event.createdAt },
          { label: "收到", value: event.receivedAt },
          { label: "入账", value: event.appliedAt ?? "—" },
          { label: "结果", value: <StatusWord tone={event.outcome.tone}>{event.outcome.word}</StatusWord> },
          ...(event.waitsFor === null ? [] : [{ label: "等待", value: <code>{event.waitsFor}</code> }]),
          ...(event.error === null ? [] : [{ label: "说明", value: event.error }]),
          { label: "处理次数", value: event.attempts },
        ]}
      />
      {mayReplay && (
        <PostForm action={paths.ops.webhook(event.id)}>
          <Button name="intent" value="replay">
            重放
          </Button>
        </PostForm>
      )}
      <section className="stack-small">
        <h2>内容</h2>
        <p className="caption">保存时已去掉顾客的个人信息。</p>
        <pre className="event-payload">{event.payload}</pre>
      </section>
    </OpsFrame>
  );
}
