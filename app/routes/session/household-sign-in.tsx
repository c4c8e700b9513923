import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { optionalActor } from "~/access/require-actor.server";
import { requestOrigin } from "~/access/request-origin.server";
import { readSessionCookie, sessionCookie } from "~/access/session-cookie.server";
import { explainThrottled } from "~/access/sign-in-throttle.server";
import { askHouseholdCode, CODE_MINUTES } from "~/households/ask-household-code.server";
import { explainHouseholdSignInFailure, signInByCode } from "~/households/sign-in-household.server";
import { paths } from "~/paths";
import { parseForm, type FormReply } from "~/platform/form.server";
import { env } from "~/platform/env.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { demoPhone } from "./demo-phone.server";
import { phoneDoorForm } from "./household-forms.server";
import { landingPath } from "./landing-path.server";
import { SessionFrame } from "./session-frame";

const TITLE = "看自家的账";

export const handle = { large: true };

export const meta: MetaFunction = () => [{ title: `${TITLE} · 户惠` }, { name: "robots", content: "noindex" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await optionalActor(request);
  if (actor) throw redirect(landingPath(actor));
  return { minutes: CODE_MINUTES, demo: env().DEMO ? { phone: await demoPhone() } : null };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, phoneDoorForm, { hide: ["code"] });
  if (!form.ok) return form.answer;
  const given = form.value;
  const { address, userAgent } = requestOrigin(request);
  const now = new Date();
  if (given.intent === "ask") {
    const asked = await askHouseholdCode({ phone: given.phone, address, now });
    // The number goes on in the next form, not in an address.
    if (asked.ok) return json<FormReply>({ errors: form.noErrors, typed: { ...form.typed, sent: "1" } });
    if (asked.failure.kind === "no-phone") return form.refuse({ phone: ["请填 11 位手机号。"] });
    return tooMany(form, "phone", asked.failure);
  }
  const { phone, code } = given;
  const previousToken = readSessionCookie(request);
  const signedIn = await signInByCode({ phone, code, previousToken, address, userAgent, now });
  if (signedIn.ok) {
    const { token, expiresAt, awaitsCode } = signedIn.value;
    const to = awaitsCode ? paths.signInCode(paths.household.overview()) : paths.household.overview();
    return redirect(to, { headers: { "Set-Cookie": sessionCookie(token, expiresAt) } });
  }
  if (signedIn.failure.kind === "throttled") return tooMany(form, "code", signedIn.failure);
  return form.refuse({ code: [explainHouseholdSignInFailure(signedIn.failure, "code")] });
}

function tooMany(
  form: Extract<Awaited<ReturnType<typeof parseForm>>, { ok: true }>,
  field: string,
  failure: { readonly kind: "throttled"; readonly retryAfterSeconds: number },
) {
  const headers = { "Retry-After": String(failure.retryAfterSeconds) };
  return form.refuse({ [field]: [explainThrottled(failure)] }, { status: 429, headers });
}

export default function HouseholdSignIn() {
  const { minutes, demo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const entering = answer?.typed["sent"] === "1" || answer?.typed["intent"] === "enter";
  return (
    <SessionFrame title={errorTitle(TITLE, answer?.errors)}>
      <ErrorSummary errors={answer?.errors} />
      {entering ? (
        <>
          <Notice tone="done" live title="验证码已发出">
            {`如果这个号码登记在您家的户卡上，短信马上就到，${minutes} 分钟内有效。`}
          </Notice>
          {demo && (
            <Notice title="演示网站不真发短信">
              <p>
                写好的短信都收在平台运营账号的 <a href={paths.ops.messages()}>消息</a> 页里，请在那里看验证码。
              </p>
            </Notice>
          )}
          <form className="form" method="post" noValidate>
            <input type="hidden" name="intent" value="enter" />
            <input type="hidden" name="phone" value={answer?.typed["phone"] ?? ""} />
            <Field
              label="短信里的六位数字"
              name="code"
              width="short"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              error={answer?.errors["code"]}
            />
            <div className="form-actions">
              <Button size="large">进去看账</Button>
            </div>
          </form>
          <p>
            <a href={paths.household.signIn()}>没收到？换号码或重新获取</a>
          </p>
        </>
      ) : (
        <>
          <p>填户卡上登记的手机号，我们发一条短信，里面有六位数字。</p>
          {demo && demo.phone !== null && <Notice title="演示">{`可以用 ${demo.phone} 试一试，号码是编造的。`}</Notice>}
          <form className="form" method="post" noValidate>
            <input type="hidden" name="intent" value="ask" />
            <Field
              label="手机号"
              name="phone"
              type="tel"
              inputMode="numeric"
              autoComplete="tel"
              required
              defaultValue={answer?.typed["phone"]}
              error={answer?.errors["phone"]}
            />
            <div className="form-actions">
              <Button size="large">获取验证码</Button>
            </div>
          </form>
          <p>没有手机？请村里给您打印一张户卡，扫上面的码，再填银行卡后四位。</p>
          <p>
            <a href={paths.signIn()}>有登录名和密码</a>
          </p>
        </>
      )}
    </SessionFrame>
  );
}
