import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { APPLICATION_MOVES, explainReviewFailure, OPERATOR_MOVES } from "~/supply/application";
import { findApplication } from "~/supply/application-store.server";
import { decideApplication } from "~/supply/review-application.server";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { operatorForm, shownApplication } from "../consoles/application-desk.server";
import { ApplicationDecision, ApplicationView } from "../consoles/application-view";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

export const meta: MetaFunction = () => opsMeta("入驻申请");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const application = await applicationOf(params["id"]);
  const { state } = application;
  const decides = can(actor, "cooperative:approve") && state !== "SUBMITTED";
  const papers = can(actor, "application:papers", { areaCode: application.areaCode });
  return {
    frame: opsFrame(actor),
    done: new URL(request.url).searchParams.get("done") === "1",
    papers,
    application: shownApplication(application, papers),
    moves: decides ? OPERATOR_MOVES.filter((move) => APPLICATION_MOVES[state].includes(move)) : [],
    waitsForCounty: state === "SUBMITTED",
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "cooperative:approve");
  const { id } = await applicationOf(params["id"]);
  const form = await parseForm(request, operatorForm);
  if (!form.ok) return form.answer;
  const decided = await decideApplication({ actor, applicationId: id, ...form.value, now: new Date() });
  if (decided.ok) return redirect(paths.ops.application(id, { done: "1" }));
  const field = decided.failure.kind === "no-reason" ? "words" : "";
  return form.refuse({ [field]: [explainReviewFailure(decided.failure)] });
}

async function applicationOf(id: string | undefined) {
  const application = isId(id) ? await findApplication(db(), id) : undefined;
  if (!application) throw notFound();
  return application;
}

const MOVE_WORDS = {
  APPROVED: "批准：建立主体，并向负责人发出设置密码的邀请",
  REFUSED: "不通过",
  CHANGES_ASKED: "请申请人补正，再由县级审核",
} as const;

export default function OpsApplication() {
  const { frame, done, papers, application, moves, waitsForCounty } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="approvals"
      title={errorTitle(application.name, refused?.errors)}
      crumbs={[{ label: "审核", href: paths.ops.approvals() }, { label: application.number }]}
    >
      <Outcome answer={refused} refusal="没有办理" done={done && "已办理，申请人已收到通知。"} />
      {waitsForCounty && <Notice tone="waiting" title="等县级审核；推荐之后由平台另一人批准。" />}
      <ApplicationView application={application} papers={papers} />
      <ApplicationDecision
        action={paths.ops.application(application.id)}
        moves={moves}
        words={MOVE_WORDS}
        refused={refused}
      />
    </OpsFrame>
  );
}
