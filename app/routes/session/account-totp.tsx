import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { renderSVG } from "uqr";
import { beginTotp, confirmTotp, explainConfirmTotpFailure } from "~/access/enrol-totp.server";
import { owesEnrolment, requireSession } from "~/access/require-actor.server";
import { totpForm } from "~/access/sign-in-form.server";
import { paths } from "~/paths";
import { parseForm, type FormReply } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { SessionFrame } from "./session-frame";

const TITLE = "设置两步验证";

export const meta: MetaFunction = () => [{ title: `${TITLE} · 户惠` }, { name: "robots", content: "noindex" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const session = await requireSession(request);
  const begun = await beginTotp(session);
  if (!begun) return json({ enrol: null });
  const enrol = {
    required: owesEnrolment(session),
    secret: begun.secret.replace(/(.{4})(?=.)/g, "$1 "),
    qr: renderSVG(begun.uri, { border: 2, blackColor: "#17201c", whiteColor: "#fff" }),
  };
  return json({ enrol });
}

export async function action({ request }: ActionFunctionArgs) {
  const session = await requireSession(request);
  const form = await parseForm(request, totpForm, { hide: ["code"] });
  if (!form.ok) return form.answer;
  const confirmed = await confirmTotp({ session, code: form.value.code, now: new Date() });
  if (!confirmed.ok) return form.refuse({ code: [explainConfirmTotpFailure(confirmed.failure)] });
  // Shown in this one answer: the codes are stored nowhere that could show them again.
  const { recoveryCodes } = confirmed.value;
  const none: FormReply = { errors: {}, typed: {} };
  return json({ ...none, recoveryCodes });
}

export default function AccountTotp() {
  const { enrol } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const codes = answer && "recoveryCodes" in answer ? (answer.recoveryCodes as readonly string[]) : undefined;
  if (codes) return <RecoveryCodes codes={codes} />;
  if (!enrol) return <AlreadyOn />;
  const errors = answer?.errors;
  return (
    <SessionFrame title={errorTitle(TITLE, errors)}>
      {enrol.required && <Notice>您的角色可以看到农户的个人信息，登录须经两步验证。设置一次，约需两分钟。</Notice>}
      <ErrorSummary errors={errors} />
      <ol className="stack">
        <li>在手机上安装任一验证器应用（TOTP），例如手机自带的密码管理、微软身份验证器。</li>
        <li className="stack">
          <p>用应用扫描二维码：</p>
          <img className="totp-qr" alt="两步验证二维码" src={`data:image/svg+xml,${encodeURIComponent(enrol.qr)}`} />
          <p>
            不能扫描时，手工输入密钥：<code>{enrol.secret}</code>
          </p>
        </li>
        <li>
          <form className="form" method="post" action={paths.account.totp()} noValidate>
            <Field
              label="输入应用显示的六位数字"
              name="code"
              width="short"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              error={errors?.["code"]}
            />
            <div className="form-actions">
              <Button>启用</Button>
              {!enrol.required && (
                <ButtonLink tone="quiet" href={paths.account.security()}>
                  返回
                </ButtonLink>
              )}
            </div>
          </form>
        </li>
      </ol>
    </SessionFrame>
  );
}

function AlreadyOn() {
  return (
    <SessionFrame title={TITLE}>
      <Notice tone="done">两步验证已经启用。更换手机请在“账号安全”中重新设置。</Notice>
      <p>
        <ButtonLink tone="quiet" href={paths.account.security()}>
          账号安全
        </ButtonLink>
      </p>
    </SessionFrame>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <SessionFrame title="两步验证已启用">
      <Notice tone="waiting" title="请抄下或打印这些恢复码">
        手机丢失时，每个恢复码可以代替六位数字登录一次。本页只显示这一次。
      </Notice>
      <ul className="recovery-codes plain-list">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="no-print">
        <ButtonLink href={paths.signIn()}>我已保存，继续</ButtonLink>
      </p>
    </SessionFrame>
  );
}
