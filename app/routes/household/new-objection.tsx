import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { explainObjectionFailure, openObjection } from "~/settlement/open-objection.server";
import { objectionDeadline, type ProblemAbout } from "~/settlement/problem";
import { Button } from "~/ui/button";
import { ErrorSummary, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { HouseholdFrame, householdMeta } from "./household-frame";
import { requireHousehold } from "./household-desk.server";
import { aboutQuery, objectionForm } from "./forms.server";
import { aboutWords } from "./about-words.server";

const TITLE = "这一笔不对";

export const handle = { large: true };

export const meta: MetaFunction = () => householdMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { householdId, frame } = await requireHousehold(request);
  const about = aboutOf(request, householdId);
  const words = await aboutWords(db(), householdId, about);
  if (words === undefined) throw notFound();
  return { frame, about: words, deadline: objectionDeadline(new Date()) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor, householdId } = await requireHousehold(request);
  const form = await parseForm(request, objectionForm);
  if (!form.ok) return form.answer;
  const about = aboutOf(request, householdId);
  const opened = await openObjection({ actor, householdId, about, words: form.value.words, now: new Date() });
  if (opened.ok) return redirect(paths.household.objections({ done: opened.value.number }));
  if (opened.failure.kind === "not-found") throw notFound();
  return form.refuse({ words: [explainObjectionFailure(opened.failure)] });
}

/** An address that names nothing is about the record as a whole. */
function aboutOf(request: Request, householdId: string): ProblemAbout {
  const asked = aboutQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  return asked.success ? { kind: asked.data.about, id: asked.data.id } : { kind: "CARD", id: householdId };
}

export default function NewObjection() {
  const { frame, about, deadline } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <HouseholdFrame
      frame={frame}
      current="objections"
      title={errorTitle(TITLE, refused?.errors)}
      crumbs={[{ label: "账不对", href: paths.household.objections() }, { label: "提意见" }]}
    >
      <ErrorSummary errors={refused?.errors} title="没有提交" />
      <Notice title={about}>{`${deadline} 以前会有人答复您。提意见不会停发您的钱，别的款照常付。`}</Notice>
      <PostForm className="form" noValidate>
        <TextareaField
          label="哪里不对"
          name="words"
          hint="用自己的话写就行，例如“那天交了 45 斤，只记了 40 斤”。不要写身份证号和银行卡号。"
          rows={5}
          maxLength={500}
          required
          defaultValue={refused?.typed["words"]}
          error={refused?.errors["words"]}
        />
        <div className="form-actions">
          <Button size="large">提交</Button>
        </div>
      </PostForm>
    </HouseholdFrame>
  );
}
