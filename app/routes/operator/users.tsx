import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createUser, explainCreateUserFailure } from "~/access/create-user.server";
import { PASSWORD_MIN } from "~/access/password-rule";
import { requirePermission } from "~/access/require-actor.server";
import { GRANTABLE_ROLES, isGrantableRole, roleName } from "~/access/role";
import { pageRequest } from "~/kernel/page";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { newUserForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { searchUsers } from "./user-store.server";

const TITLE = "账号与授权";
const PAGE_SIZE = 50;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "user:manage");
  const search = new URL(request.url).searchParams;
  const query = (search.get("q") ?? "").trim().slice(0, 60);
  const asked = search.get("role") ?? "";
  const role = isGrantableRole(asked) ? asked : undefined;
  const page = await searchUsers(db(), { query, role }, pageRequest(search, PAGE_SIZE));
  return {
    frame: opsFrame(actor),
    query,
    role: role ?? "",
    roles: GRANTABLE_ROLES.map((value) => ({ value, label: roleName(value) })),
    page: { ...page, rows: page.rows.map((row) => ({ ...row, roles: row.roles.map(roleName) })) },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "user:manage");
  const form = await parseForm(request, newUserForm, { hide: ["password"] });
  if (!form.ok) return form.answer;
  const created = await createUser({ actor, ...form.value, now: new Date() });
  if (created.ok) return redirect(paths.ops.user(created.value.userId));
  const field = created.failure.kind === "bad-password" ? "password" : "loginName";
  return form.refuse({ [field]: [explainCreateUserFailure(created.failure)] });
}

export default function OpsUsers() {
  const { frame, query, role, roles, page } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  return (
    <OpsFrame frame={frame} current="users" title={errorTitle(TITLE, errors)}>
      <form method="get" className="query-form" action={paths.ops.users()}>
        <Field label="登录名或姓名" name="q" defaultValue={query} />
        <SelectField label="角色" name="role" placeholder="全部" options={roles} defaultValue={role} />
        <div className="form-actions">
          <Button>查询</Button>
          <ButtonLink tone="quiet" href={paths.ops.users()}>
            重置
          </ButtonLink>
        </div>
      </form>
      {page.rows.length === 0 ? (
        <EmptyState title="没有符合条件的账号" />
      ) : (
        <div>
          <Table
            caption="账号"
            small="cards"
            columns={[
              { key: "name", label: "姓名" },
              { key: "login", label: "登录名" },
              { key: "roles", label: "角色" },
              { key: "factor", label: "两步验证" },
              { key: "state", label: "状态" },
            ]}
          >
            {page.rows.map((user) => (
              <tr key={user.id}>
                <th scope="row">
                  <a href={paths.ops.user(user.id)}>{user.displayName}</a>
                </th>
                <Cell label="登录名">{user.loginName}</Cell>
                <Cell label="角色">{user.roles.length === 0 ? "—" : user.roles.join("、")}</Cell>
                <Cell label="两步验证">{user.secondFactor ? "已启用" : "未启用"}</Cell>
                <Cell label="状态">
                  <StatusWord tone={user.disabled ? "problem" : "done"}>{user.disabled ? "已停用" : "正常"}</StatusWord>
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.ops.users({ q: query, role, page: number })} />
        </div>
      )}
      <section className="stack" id="new">
        <div className="section-head">
          <h2>新建账号</h2>
        </div>
        <PostForm className="form" action={`${paths.ops.users()}#new`} noValidate>
          <ErrorSummary errors={errors} />
          <Field
            label="登录名"
            name="loginName"
            required
            autoComplete="off"
            defaultValue={refused?.typed["loginName"]}
            error={errors?.["loginName"]}
          />
          <Field
            label="姓名"
            name="displayName"
            required
            autoComplete="off"
            defaultValue={refused?.typed["displayName"]}
            error={errors?.["displayName"]}
          />
          <Field
            label="初始密码"
            name="password"
            type="password"
            required
            autoComplete="new-password"
            hint={`至少 ${PASSWORD_MIN} 个字符；当面或电话告知本人，请其登录后立即更改。`}
            error={errors?.["password"]}
          />
          <div className="form-actions">
            <Button>新建</Button>
          </div>
        </PostForm>
      </section>
    </OpsFrame>
  );
}
