import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { explainGrantRoleFailure, grantRole } from "~/access/grant-role.server";
import { notFound } from "~/access/not-found";
import { requirePermission } from "~/access/require-actor.server";
import { explainResetSecondFactorFailure, resetSecondFactor } from "~/access/reset-second-factor.server";
import { explainRevokeRoleFailure, revokeRole } from "~/access/revoke-role.server";
import { GRANTABLE_ROLES, isGrantableRole, ROLE_RULES, roleName } from "~/access/role";
import { explainSetUserDisabledFailure, setUserDisabled } from "~/access/set-user-disabled.server";
import { isId } from "~/kernel/ids";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { userForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { findUser, scopeChoices, scopeIdOf } from "./user-store.server";

export const meta: MetaFunction = () => opsMeta("账号");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "user:manage");
  const user = isId(params["id"]) ? await findUser(db(), params["id"]) : undefined;
  if (!user) throw notFound();
  return {
    frame: opsFrame(actor),
    own: user.id === actor.userId,
    choices: await scopeChoices(db()),
    roles: GRANTABLE_ROLES.map((role) => ({
      value: role,
      label: roleName(role),
      group: SCOPE_GROUPS[ROLE_RULES[role].scopeKind],
    })),
    user: {
      ...user,
      createdAt: minuteOf(user.createdAt),
      disabledAt: user.disabledAt ? minuteOf(user.disabledAt) : null,
      grants: user.grants.map((grant) => ({
        id: grant.id,
        role: roleName(grant.role),
        scope: grant.scopeKind === "PLATFORM" ? "全平台" : (grant.scopeName ?? grant.scopeId),
        grantedAt: minuteOf(grant.grantedAt),
        revokedAt: grant.revokedAt ? minuteOf(grant.revokedAt) : null,
      })),
    },
    done: new URL(request.url).searchParams.get("done") === "1",
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "user:manage");
  const userId = params["id"];
  if (!isId(userId) || !(await findUser(db(), userId))) throw notFound();
  const form = await parseForm(request, userForm);
  if (!form.ok) return form.answer;
  const { value, refuse } = form;
  const now = new Date();
  const done = () => redirect(paths.ops.user(userId, { done: "1" }));
  switch (value.intent) {
    case "grant": {
      const { role } = value;
      if (!isGrantableRole(role)) return refuse({ role: ["请选择角色。"] });
      const scopeId = await scopeIdOf(db(), ROLE_RULES[role].scopeKind, value.scopeId ?? "");
      if (scopeId === undefined) return refuse({ scopeId: ["没有这个区划代码或农户档案编号，请核对。"] });
      const granted = await grantRole({ actor, userId, role, scopeId, now });
      if (granted.ok) return done();
      if (granted.failure.kind === "no-such-user") throw notFound();
      const field = granted.failure.kind === "bad-scope" ? "scopeId" : "role";
      return refuse({ [field]: [explainGrantRoleFailure(granted.failure)] });
    }
    case "revoke": {
      const revoked = await revokeRole({ actor, grantId: value.grantId, now });
      return revoked.ok ? done() : refuse({ "": [explainRevokeRoleFailure(revoked.failure)] });
    }
    case "disable":
    case "enable": {
      const changed = await setUserDisabled({ actor, userId, disabled: value.intent === "disable", now });
      if (changed.ok) return done();
      if (changed.failure.kind === "no-such-user") throw notFound();
      return refuse({ "": [explainSetUserDisabledFailure(changed.failure)] });
    }
    case "reset-second-factor": {
      const reset = await resetSecondFactor({ actor, userId, reason: value.reason ?? "", now });
      if (reset.ok) return done();
      if (reset.failure.kind === "no-such-user") throw notFound();
      return refuse({ reason: [explainResetSecondFactorFailure(reset.failure)] });
    }
  }
}

export default function OpsUser() {
  const { frame, own, user, roles, choices, done } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  return (
    <OpsFrame
      frame={frame}
      current="users"
      title={errorTitle(user.displayName, errors)}
      crumbs={[{ label: "账号与授权", href: paths.ops.users() }, { label: user.displayName }]}
    >
      <Outcome answer={refused} refusal="没有处理" done={done && "已办理。该账号的登录会话已按需要退出。"} />
      <SummaryList
        items={[
          { label: "登录名", value: user.loginName },
          { label: "建立", value: user.createdAt },
          {
            label: "状态",
            value: (
              <StatusWord tone={user.disabledAt === null ? "done" : "problem"}>
                {user.disabledAt === null ? "正常" : `${user.disabledAt} 停用`}
              </StatusWord>
            ),
          },
          { label: "两步验证", value: user.secondFactor ? "已启用" : "未启用" },
        ]}
      />
      {user.grants.length === 0 ? (
        <EmptyState title="还没有授权">没有授权的账号只能作为顾客使用。</EmptyState>
      ) : (
        <Table
          caption="授权"
          small="cards"
          columns={[
            { key: "role", label: "角色" },
            { key: "scope", label: "范围" },
            { key: "given", label: "授予" },
            { key: "taken", label: "收回" },
          ]}
        >
          {user.grants.map((grant) => (
            <tr key={grant.id}>
              <th scope="row">{grant.role}</th>
              <Cell label="范围">{grant.scope}</Cell>
              <Cell label="授予">{grant.grantedAt}</Cell>
              <Cell label="收回">
                {grant.revokedAt ??
                  (own ? (
                    "—"
                  ) : (
                    <PostForm action={paths.ops.user(user.id)}>
                      <input type="hidden" name="intent" value="revoke" />
                      <input type="hidden" name="grantId" value={grant.id} />
                      <Button tone="danger">
                        收回
                        <span className="visually-hidden">
                          {grant.role}，{grant.scope}
                        </span>
                      </Button>
                    </PostForm>
                  ))}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {own ? (
        <Notice>这是您自己的账号：授权、停用与重置由另一位运营人员办理。</Notice>
      ) : (
        <>
          <section className="stack">
            <div className="section-head">
              <h2>增加授权</h2>
            </div>
            <PostForm className="form" action={paths.ops.user(user.id)} noValidate>
              <input type="hidden" name="intent" value="grant" />
              <SelectField
                label="角色"
                name="role"
                required
                placeholder="请选择"
                options={roles}
                defaultValue={refused?.typed["role"]}
                error={errors?.["role"]}
              />
              <Field
                label="范围"
                name="scopeId"
                list="scopes"
                optional
                hint="政府角色填行政区划代码（6、9 或 12 位）；农户填档案编号；合作社与服务点从列表中选；平台角色留空。"
                defaultValue={refused?.typed["scopeId"]}
                error={errors?.["scopeId"]}
              />
              <datalist id="scopes">
                {choices.map((choice) => (
                  <option key={choice.value} value={choice.value}>
                    {choice.group}：{choice.label}
                  </option>
                ))}
              </datalist>
              <div className="form-actions">
                <Button>授权</Button>
              </div>
            </PostForm>
          </section>
          <section className="stack">
            <div className="section-head">
              <h2>停用与重置</h2>
            </div>
            <PostForm action={paths.ops.user(user.id)}>
              <Button name="intent" value={user.disabledAt === null ? "disable" : "enable"} tone="danger">
                {user.disabledAt === null ? "停用账号" : "恢复账号"}
              </Button>
            </PostForm>
            {user.secondFactor && (
              <PostForm className="form" action={paths.ops.user(user.id)} noValidate>
                <input type="hidden" name="intent" value="reset-second-factor" />
                <Field
                  label="重置两步验证：如何确认了本人身份"
                  name="reason"
                  required
                  defaultValue={refused?.typed["reason"]}
                  error={errors?.["reason"]}
                />
                <div className="form-actions">
                  <Button tone="danger">重置两步验证</Button>
                </div>
              </PostForm>
            )}
          </section>
        </>
      )}
    </OpsFrame>
  );
}

const SCOPE_GROUPS = {
  PLATFORM: "平台",
  AREA: "政府（按区划）",
  COOPERATIVE: "合作社",
  SERVICE_POINT: "服务点",
  HOUSEHOLD: "农户",
} as const;
