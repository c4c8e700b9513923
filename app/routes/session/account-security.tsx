import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { browserName } from "~/access/browser-name";
import { changePassword, explainChangePasswordFailure } from "~/access/change-password.server";
import { removeTotp } from "~/access/enrol-totp.server";
import { PASSWORD_MIN } from "~/access/password-rule";
import { recoveryCodesLeft } from "~/access/recovery-code.server";
import { requestOrigin } from "~/access/request-origin.server";
import { requireSession } from "~/access/require-actor.server";
import { roleName } from "~/access/role";
import { sessionCookie } from "~/access/session-cookie.server";
import { endOwnSession, endSessionsOf, sessionsOf } from "~/access/session-store.server";
import { securityForm } from "~/access/sign-in-form.server";
import { explainThrottled } from "~/access/sign-in-throttle.server";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { SessionFrame } from "./session-frame";

const TITLE = "账号安全";

export const meta: MetaFunction = () => [{ title: `${TITLE} · 户惠` }, { name: "robots", content: "noindex" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const session = await requireSession(request, now);
  const [sessions, codesLeft] = await Promise.all([
    sessionsOf(db(), session.userId, now),
    recoveryCodesLeft(db(), session.userId),
  ]);
  const done = new URL(request.url).searchParams.get("done");
  return json({
    loginName: session.loginName,
    displayName: session.displayName,
    roles: [...new Set(session.grants.map((grant) => roleName(grant.role)))],
    totpEnabled: session.totpEnabled,
    codesLeft,
    done: done === "password" || done === "sessions" ? done : null,
    sessions: sessions.map((entry) => ({
      id: entry.id,
      browser: browserName(entry.userAgent),
      since: minuteOf(entry.createdAt),
      lastSeen: minuteOf(entry.lastSeenAt),
      here: entry.id === session.sessionId,
    })),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const now = new Date();
  const session = await requireSession(request, now);
  const form = await parseForm(request, securityForm, { hide: ["currentPassword", "newPassword", "password"] });
  if (!form.ok) return form.answer;
  const { value, refuse } = form;
  const { userAgent } = requestOrigin(request);
  switch (value.intent) {
    case "change-password": {
      const changed = await changePassword({ ...value, session, userAgent, now });
      if (!changed.ok) {
        const field = changed.failure.kind === "bad-password" || changed.failure.kind === "same-password";
        return refuse({ [field ? "newPassword" : "currentPassword"]: [explainChangePasswordFailure(changed.failure)] });
      }
      const headers = { "Set-Cookie": sessionCookie(changed.value.token, changed.value.expiresAt) };
      return redirect(paths.account.security("password"), { headers });
    }
    case "remove-totp": {
      const removed = await removeTotp({ session, password: value.password, now });
      if (removed.ok) return redirect(paths.account.totp());
      const { failure } = removed;
      return refuse({ password: [failure.kind === "throttled" ? explainThrottled(failure) : "密码不正确。"] });
    }
    case "end-session": {
      await endOwnSession(db(), session.userId, value.sessionId);
      return redirect(paths.account.security("sessions"));
    }
    case "end-other-sessions": {
      await endSessionsOf(db(), session.userId, session.sessionId);
      return redirect(paths.account.security("sessions"));
    }
  }
}

export default function AccountSecurity() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  return (
    <SessionFrame title={errorTitle(TITLE, errors)}>
      <ErrorSummary errors={errors} />
      {data.done !== null && (
        <Notice tone="done" live>
          {data.done === "password" ? "密码已更改，其他设备上的登录都已退出。" : "已退出所选设备上的登录。"}
        </Notice>
      )}
      <SummaryList
        items={[
          { label: "登录名", value: data.loginName },
          { label: "姓名", value: data.displayName },
          { label: "角色", value: data.roles.length === 0 ? "—" : data.roles.join("、") },
        ]}
      />
      <section className="stack">
        <div className="section-head">
          <h2>更改密码</h2>
        </div>
        <form className="form" method="post" action={paths.account.security()} noValidate>
          <input type="hidden" name="intent" value="change-password" />
          <Field
            label="当前密码"
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
            error={errors?.["currentPassword"]}
          />
          <Field
            label="新密码"
            name="newPassword"
            type="password"
            autoComplete="new-password"
            hint={`至少 ${PASSWORD_MIN} 个字符。几个不相干的词连在一起，既好记又难猜。`}
            required
            error={errors?.["newPassword"]}
          />
          <div className="form-actions">
            <Button>更改密码</Button>
          </div>
        </form>
      </section>
      <section className="stack">
        <div className="section-head">
          <h2>两步验证</h2>
        </div>
        {data.totpEnabled ? (
          <>
            <p>
              <StatusWord tone="done">已启用</StatusWord> 剩余恢复码 {data.codesLeft} 个。
            </p>
            <form className="form" method="post" action={paths.account.security()} noValidate>
              <input type="hidden" name="intent" value="remove-totp" />
              <Field
                label="更换手机，或重新生成恢复码：先输入密码"
                name="password"
                type="password"
                autoComplete="current-password"
                required
                error={errors?.["password"]}
              />
              <div className="form-actions">
                <Button tone="quiet">重新设置</Button>
              </div>
            </form>
          </>
        ) : (
          <>
            <p>
              <StatusWord tone="neutral">未启用</StatusWord>{" "}
              登录时除密码外再输入手机应用上的六位数字，密码被人得知也进不来。
            </p>
            <p>
              <ButtonLink href={paths.account.totp()} tone="quiet">
                设置两步验证
              </ButtonLink>
            </p>
          </>
        )}
      </section>
      <section className="stack">
        <Table
          caption="登录中的设备"
          small="cards"
          columns={[
            { key: "browser", label: "设备" },
            { key: "since", label: "登录时间" },
            { key: "seen", label: "最近使用" },
            { key: "end", label: "操作" },
          ]}
        >
          {data.sessions.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">{entry.browser}</th>
              <Cell label="登录时间">{entry.since}</Cell>
              <Cell label="最近使用">{entry.lastSeen}</Cell>
              <Cell label="操作">
                {entry.here ? (
                  "本设备"
                ) : (
                  <form method="post" action={paths.account.security()}>
                    <input type="hidden" name="intent" value="end-session" />
                    <input type="hidden" name="sessionId" value={entry.id} />
                    <Button tone="link">
                      退出<span className="visually-hidden">{entry.browser}</span>
                    </Button>
                  </form>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
        {data.sessions.length > 1 && (
          <form method="post" action={paths.account.security()}>
            <input type="hidden" name="intent" value="end-other-sessions" />
            <Button tone="quiet">退出其他所有设备</Button>
          </form>
        )}
      </section>
    </SessionFrame>
  );
}
