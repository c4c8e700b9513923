import {
  redirect,
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { optionalActor } from "~/access/require-actor.server";
import { requestOrigin } from "~/access/request-origin.server";
import { readSessionCookie, sessionCookie } from "~/access/session-cookie.server";
import { signInForm } from "~/access/sign-in-form.server";
import { explainSignInFailure, signIn } from "~/access/sign-in.server";
import { paths } from "~/paths";
import { parseForm } from "~/platform/form.server";
import { safeRedirect } from "~/platform/safe-redirect.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { landingPath } from "./landing-path.server";
import { SessionFrame } from "./session-frame";

const TITLE = "登录";

export const meta: MetaFunction = () => [{ title: `${TITLE} · 户惠` }, { name: "robots", content: "noindex" }];

/** "Try again in …" reaches the browser and its tools, too. */
export const headers: HeadersFunction = ({ actionHeaders }) => {
  const retryAfter = actionHeaders.get("Retry-After");
  return new Headers(retryAfter === null ? [] : [["Retry-After", retryAfter]]);
};

export async function loader({ request }: LoaderFunctionArgs) {
  const to = new URL(request.url).searchParams.get("to");
  const actor = await optionalActor(request);
  if (actor) throw redirect(safeRedirect(to, landingPath(actor)));
  return { to: safeRedirect(to, "") };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, signInForm, { hide: ["password"] });
  if (!form.ok) return form.answer;
  const { loginName, password, to } = form.value;
  const signedIn = await signIn({
    loginName,
    password,
    previousToken: readSessionCookie(request),
    ...requestOrigin(request),
    now: new Date(),
  });
  if (!signedIn.ok) {
    const { failure } = signedIn;
    const throttled = failure.kind === "throttled";
    const headers: HeadersInit = throttled ? { "Retry-After": String(failure.retryAfterSeconds) } : {};
    return form.refuse({ "": [explainSignInFailure(failure)] }, { status: throttled ? 429 : 422, headers });
  }
  const { token, expiresAt, awaitsCode } = signedIn.value;
  const wanted = safeRedirect(to, "");
  // Who owes a second factor, or comes from nowhere in particular, is led on by the sign-in page itself.
  const next = awaitsCode ? paths.signInCode(wanted) : wanted === "" ? paths.signIn() : wanted;
  return redirect(next, { headers: { "Set-Cookie": sessionCookie(token, expiresAt) } });
}

export default function SignIn() {
  const { to } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <SessionFrame title={errorTitle(TITLE, refused?.errors)}>
      <form className="form" method="post" action={paths.signIn()} noValidate>
        <ErrorSummary errors={refused?.errors} title="没有登录" />
        <input type="hidden" name="to" value={refused?.typed["to"] ?? to} />
        <Field
          label="登录名"
          name="loginName"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          defaultValue={refused?.typed["loginName"]}
          error={refused?.errors["loginName"]}
        />
        <Field
          label="密码"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={refused?.errors["password"]}
        />
        <div className="form-actions">
          <Button>登录</Button>
        </div>
      </form>
      <p>
        农户：<a href={paths.household.signIn()}>用手机验证码查看自家的账</a>
      </p>
      <p>
        还没有入驻：<a href={paths.shop("zh").join()}>合作社、企业、家庭农场和农户申请入驻</a>
      </p>
      <p className="quiet">忘记密码或更换手机，请联系所在单位的平台管理员，核实身份后重置。</p>
    </SessionFrame>
  );
}
