import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { APPLICATION_MOVES, COUNTY_MOVES, explainReviewFailure } from "~/supply/application";
import { findApplication } from "~/supply/application-store.server";
import { reviewApplication } from "~/supply/review-application.server";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { countyForm, shownApplication } from "../consoles/application-desk.server";
import { ApplicationDecision, ApplicationView } from "../consoles/application-view";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const TITLE = "入驻申请";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, frame } = await requireOfficial(request);
  const application = await applicationFor(actor, params["id"]);
  const { areaCode, state } = application;
  const reviews = can(actor, "application:review", { areaCode });
  return {
    frame,
    done: new URL(request.url).searchParams.get("done") === "1",
    papers: can(actor, "application:papers", { areaCode }),
    application: shownApplication(application, can(actor, "application:papers", { areaCode })),
    moves:
      reviews && state === "SUBMITTED" ? COUNTY_MOVES.filter((move) => APPLICATION_MOVES[state].includes(move)) : [],
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const { id, areaCode } = await applicationFor(actor, params["id"]);
  if (!can(actor, "application:review", { areaCode })) throw notFound();
  const form = await parseForm(request, countyForm);
  if (!form.ok) return form.answer;
  const reviewed = await reviewApplication({ actor, applicationId: id, ...form.value, now: new Date() });
  if (reviewed.ok) return redirect(paths.gov.application(id, { done: 1 }));
  const field = reviewed.failure.kind === "no-reason" ? "words" : "";
  return form.refuse({ [field]: [explainReviewFailure(reviewed.failure)] });
}

async function applicationFor(actor: Actor, id: string | undefined) {
  const application = isId(id) ? await findApplication(db(), id) : undefined;
  if (!application || !can(actor, "application:view", { areaCode: application.areaCode })) throw notFound();
  return application;
}

const MOVE_WORDS = {
  RECOMMENDED: "推荐：情况属实，同意推荐",
  OBJECTED: "不推荐",
  CHANGES_ASKED: "请申请人补正后再报",
} as const;

export default function GovApplication() {
  const { frame, done, papers, application, moves } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="applications"
      title={errorTitle(application.name, refused?.errors)}
      crumbs={[{ label: "入驻审核", href: paths.gov.applications() }, { label: application.number }]}
    >
      <Outcome answer={refused} refusal="没有办理" done={done && "已办理，申请人已收到通知。"} />
      <ApplicationView application={application} papers={papers} />
      <ApplicationDecision
        action={paths.gov.application(application.id)}
        moves={moves}
        words={MOVE_WORDS}
        refused={refused}
      />
    </GovFrame>
  );
}
