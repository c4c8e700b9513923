import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { requestOrigin } from "~/access/request-origin.server";
import { readSessionCookie, sessionCookie } from "~/access/session-cookie.server";
import { explainThrottled } from "~/access/sign-in-throttle.server";
import { cardQuestion, explainHouseholdSignInFailure, signInByCard } from "~/households/sign-in-household.server";
import { paths } from "~/paths";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { cardDoorForm } from "./household-forms.server";
import { SessionFrame } from "./session-frame";

const TITLE = "看自家的账";

export const handle = { large: true };

export const meta: MetaFunction = () => [{ title: `${TITLE} · 户惠` }, { name: "robots", content: "noindex" }];

export async function loader({ params }: LoaderFunctionArgs) {
  const question = await cardQuestion(params["token"] ?? "");
  if (!question) throw notFound();
  return { question };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const question = await cardQuestion(token);
  if (!question) throw notFound();
  const form = await parseForm(request, cardDoorForm, { hide: ["digits"] });
  if (!form.ok) return form.answer;
  const signedIn = await signInByCard({
    token,
    digits: form.value.digits,
    previousToken: readSessionCookie(request),
    ...requestOrigin(request),
    now: new Date(),
  });
  if (signedIn.ok) {
    const to = paths.household.overview();
    const headers = { "Set-Cookie": sessionCookie(signedIn.value.token, signedIn.value.expiresAt) };
    return redirect(signedIn.value.awaitsCode ? paths.signInCode(to) : to, { headers });
  }
  const { failure } = signedIn;
  if (failure.kind !== "throttled") return form.refuse({ digits: [explainHouseholdSignInFailure(failure, question)] });
  const headers = { "Retry-After": String(failure.retryAfterSeconds) };
  return form.refuse({ digits: [explainThrottled(failure)] }, { status: 429, headers });
}

export default function HouseholdCardDoor() {
  const { question } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <SessionFrame title={errorTitle(TITLE, refused?.errors)}>
      <ErrorSummary errors={refused?.errors} />
      <form className="form" method="post" noValidate>
        <Field
          label={question === "bank" ? "收款银行卡的后四位" : "登记手机号的后四位"}
          name="digits"
          width="short"
          inputMode="numeric"
          autoComplete="off"
          required
          error={refused?.errors["digits"]}
        />
        <div className="form-actions">
          <Button size="large">进去看账</Button>
        </div>
      </form>
      <p className="quiet">这张卡丢了，请告诉村里：换一张新卡，旧卡就打不开了。</p>
    </SessionFrame>
  );
}
