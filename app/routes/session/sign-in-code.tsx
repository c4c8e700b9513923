import {
  redirect,
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { explainSecondFactorFailure, giveSecondFactor } from "~/access/give-second-factor.server";
import { sessionAwaitingCode } from "~/access/require-actor.server";
import { requestOrigin } from "~/access/request-origin.server";
import { readSessionCookie, sessionCookie } from "~/access/session-cookie.server";
import { codeForm } from "~/access/sign-in-form.server";
import { paths } from "~/paths";
import { parseForm } from "~/platform/form.server";
import { safeRedirect } from "~/platform/safe-redirect.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { SessionFrame } from "./session-frame";

const TITLE = "两步验证";

export const meta: MetaFunction = () => [{ title: `${TITLE} · 户惠` }, { name: "robots", content: "noindex" }];

/** "Try again in …" reaches the browser and its tools, too. */
export const headers: HeadersFunction = ({ actionHeaders }) => {
  const retryAfter = actionHeaders.get("Retry-After");
  return new Headers(retryAfter === null ? [] : [["Retry-After", retryAfter]]);
};

export async function loader({ request }: LoaderFunctionArgs) {
  const to = safeRedirect(new URL(request.url).searchParams.get("to"), "");
  if (!(await sessionAwaitingCode(request))) throw redirect(paths.signIn(to));
  return { to };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, codeForm, { hide: ["code"] });
  if (!form.ok) return form.answer;
  const to = safeRedirect(form.value.to, "");
  const { userAgent } = requestOrigin(request);
  const given = await giveSecondFactor({
    token: readSessionCookie(request),
    code: form.value.code,
    userAgent,
    now: new Date(),
  });
  if (given.ok) {
    const headers = { "Set-Cookie": sessionCookie(given.value.token, given.value.expiresAt) };
    return redirect(to === "" ? paths.signIn() : to, { headers });
  }
  const { failure } = given;
  if (failure.kind === "start-again") return redirect(paths.signIn(to));
  const throttled = failure.kind === "throttled";
  const headers: HeadersInit = throttled ? { "Retry-After": String(failure.retryAfterSeconds) } : {};
  return form.refuse({ code: [explainSecondFactorFailure(failure)] }, { status: throttled ? 429 : 422, headers });
}

export default function SignInCode() {
  const { to } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <SessionFrame title={errorTitle(TITLE, refused?.errors)}>
      <form className="form" method="post" action={paths.signInCode()} noValidate>
        <ErrorSummary errors={refused?.errors} />
        <input type="hidden" name="to" value={refused?.typed["to"] ?? to} />
        <Field
          label="验证码"
          name="code"
          width="short"
          hint="打开手机上的验证器应用，输入户惠的六位数字。手机不在身边时，可以输入一个恢复码。"
          autoComplete="one-time-code"
          required
          error={refused?.errors["code"]}
        />
        <div className="form-actions">
          <Button>验证并登录</Button>
        </div>
      </form>
    </SessionFrame>
  );
}
