import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeStaffRole, endStaffRole } from "~/access/change-staff.server";
import { explainInviteFailure, explainStaffFailure, maskRecipient } from "~/access/invitation";
import { inviteStaff, withdrawInvitation } from "~/access/invite.server";
import { notFound } from "~/access/not-found";
import { COOPERATIVE_ROLES, isGrantableRole, roleName } from "~/access/role";
import { openInvitationsOf, staffOf } from "~/access/staff-store.server";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { dayOf, minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { Field, RadioGroup, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { refusedForm } from "./refused";
import { staffForm } from "./staff-forms.server";
import { shown } from "./typed";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "工作人员";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "staff:manage");
  const now = new Date();
  const search = new URL(request.url).searchParams;
  const cooperatives = await findCooperatives(db(), workplace.cooperativeIds);
  const chosen = cooperatives.find((one) => one.id === search.get("coop")) ?? cooperatives[0];
  if (!chosen) throw notFound();
  const [staff, invitations] = await Promise.all([staffOf(db(), chosen.id), openInvitationsOf(db(), chosen.id, now)]);
  return {
    frame: await coopFrame(workplace.actor),
    done: search.get("done") ?? "",
    cooperative: { id: chosen.id, name: chosen.name },
    others: cooperatives.filter((one) => one.id !== chosen.id).map(({ id, name }) => ({ id, name })),
    staff: staff.map((row) => ({
      ...row,
      roleName: roleName(row.role),
      grantedAt: dayOf(row.grantedAt),
      own: row.userId === workplace.actor.userId,
    })),
    invitations: invitations.map((row) => ({
      id: row.id,
      displayName: row.displayName,
      role: isGrantableRole(row.role) ? roleName(row.role) : row.role,
      recipient: maskRecipient(row.recipient),
      until: minuteOf(row.expiresAt),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "staff:manage");
  const form = await parseForm(request, staffForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const { cooperativeId } = given;
  const [cooperative] = await findCooperatives(
    db(),
    cooperativeIds.filter((id) => id === cooperativeId),
  );
  if (!cooperative) return form.refuse({ "": ["请选择合作社。"] });
  const base = { actor, cooperativeId, now: new Date() };
  const back = (done: string) => redirect(paths.coop.staff({ coop: cooperativeId, done }));
  switch (given.intent) {
    case "invite": {
      const { role, displayName, recipient } = given;
      const invited = await inviteStaff({ ...base, cooperativeName: cooperative.name, role, displayName, recipient });
      if (invited.ok) return back("invited");
      const field = invited.failure.kind === "bad-recipient" ? "recipient" : "";
      return form.refuse({ [field]: [explainInviteFailure(invited.failure)] });
    }
    case "withdraw": {
      const withdrawn = await withdrawInvitation({ ...base, invitationId: given.invitationId });
      return withdrawn.ok ? back("withdrawn") : form.refuse({ "": ["这个邀请已经用过或撤回，请刷新后再看。"] });
    }
    case "change": {
      const changed = await changeStaffRole({ ...base, grantId: given.grantId, role: given.role });
      return changed.ok ? back("changed") : form.refuse({ "": [explainStaffFailure(changed.failure)] });
    }
    case "end": {
      const ended = await endStaffRole({ ...base, grantId: given.grantId });
      return ended.ok ? back("ended") : form.refuse({ "": [explainStaffFailure(ended.failure)] });
    }
  }
}

const DONE_WORDS: Record<string, string> = {
  invited: "邀请已发出。对方打开链接设置密码后，就能登录。",
  withdrawn: "邀请已撤回，链接已失效。",
  changed: "岗位已改；对方需要重新登录。",
  ended: "岗位已结束，对方的登录已退出。其经手的记录不变。",
};

const ROLE_HINTS = {
  COOP_MANAGER: "管社员、商品、工作人员，批准付款",
  COOP_WEIGHER: "收货过秤、封批",
  COOP_PACKER: "看订单、打包发货",
  COOP_TREASURER: "结算、准备付款、登记银行结果",
} as const;

export default function Staff() {
  const { frame, done, cooperative, others, staff, invitations } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const inviting = refusedForm(refused, "invite");
  const roles = COOPERATIVE_ROLES.map((value) => ({ value, label: roleName(value) }));
  return (
    <CoopFrame
      frame={frame}
      current="staff"
      title={errorTitle(TITLE, refused?.errors)}
      intro={`在 ${cooperative.name} 做事的人和各自的岗位。离开的人结束岗位，登录立即退出；其经手的记录照旧。`}
    >
      {others.length > 0 && (
        <p className="cluster">
          {others.map((other) => (
            <a key={other.id} href={paths.coop.staff({ coop: other.id })}>
              换到 {other.name}
            </a>
          ))}
        </p>
      )}
      <Outcome answer={refused} refusal="没有办理" done={doneWords(DONE_WORDS, done)} />
      <Table
        caption="现在的工作人员"
        captionHidden
        small="cards"
        columns={[
          { key: "name", label: "姓名" },
          { key: "role", label: "岗位" },
          { key: "since", label: "从" },
          { key: "change", label: "办理" },
        ]}
      >
        {staff.map((row) => (
          <tr key={row.grantId}>
            <th scope="row">
              {row.displayName} {row.own && <span className="caption">（您）</span>}{" "}
              <span className="caption">{row.loginName}</span>
              {row.disabled && <span className="caption"> 账号已停用</span>}
            </th>
            <Cell label="岗位">{row.roleName}</Cell>
            <Cell label="从">{row.grantedAt}</Cell>
            <Cell label="办理">
              <details open={refused?.typed["grantId"] === row.grantId}>
                <summary>
                  改岗或结束<span className="visually-hidden">：{row.displayName}</span>
                </summary>
                <div className="stack-small">
                  <PostForm action={paths.coop.staff()} className="form">
                    <input type="hidden" name="intent" value="change" />
                    <input type="hidden" name="cooperativeId" value={cooperative.id} />
                    <input type="hidden" name="grantId" value={row.grantId} />
                    <SelectField
                      label="改为"
                      name="role"
                      id={`role-${row.grantId}`}
                      width="short"
                      options={roles}
                      defaultValue={row.role}
                    />
                    <div className="form-actions">
                      <Button tone="quiet">改岗</Button>
                    </div>
                  </PostForm>
                  <PostForm action={paths.coop.staff()}>
                    <input type="hidden" name="intent" value="end" />
                    <input type="hidden" name="cooperativeId" value={cooperative.id} />
                    <input type="hidden" name="grantId" value={row.grantId} />
                    <Button tone="danger">结束岗位</Button>
                  </PostForm>
                </div>
              </details>
            </Cell>
          </tr>
        ))}
      </Table>
      {invitations.length > 0 && (
        <Table
          caption="还没有接受的邀请"
          small="cards"
          columns={[
            { key: "name", label: "姓名" },
            { key: "role", label: "岗位" },
            { key: "to", label: "发到" },
            { key: "until", label: "有效到" },
            { key: "withdraw", label: "办理" },
          ]}
        >
          {invitations.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.displayName}</th>
              <Cell label="岗位">{row.role}</Cell>
              <Cell label="发到">{row.recipient}</Cell>
              <Cell label="有效到">{row.until}</Cell>
              <Cell label="办理">
                <PostForm action={paths.coop.staff()}>
                  <input type="hidden" name="intent" value="withdraw" />
                  <input type="hidden" name="cooperativeId" value={cooperative.id} />
                  <input type="hidden" name="invitationId" value={row.id} />
                  <Button tone="quiet">
                    撤回<span className="visually-hidden">给{row.displayName}的邀请</span>
                  </Button>
                </PostForm>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <section className="stack">
        <div className="section-head">
          <h2>邀请一位工作人员</h2>
        </div>
        <PostForm action={paths.coop.staff()} className="form" noValidate>
          <input type="hidden" name="intent" value="invite" />
          <input type="hidden" name="cooperativeId" value={cooperative.id} />
          <Field
            label="姓名"
            name="displayName"
            autoComplete="off"
            defaultValue={shown(inviting, "displayName")}
            error={inviting?.errors["displayName"]}
          />
          <Field
            label="手机号或邮箱"
            name="recipient"
            hint="邀请链接发到这里，7 天内有效，只能用一次"
            autoComplete="off"
            defaultValue={shown(inviting, "recipient")}
            error={inviting?.errors["recipient"]}
          />
          <RadioGroup
            label="岗位"
            name="role"
            choices={roles.map((role) => ({ ...role, hint: ROLE_HINTS[role.value] }))}
            defaultValue={shown(inviting, "role", "COOP_WEIGHER")}
            error={inviting?.errors["role"]}
          />
          <div className="form-actions">
            <Button>发出邀请</Button>
          </div>
        </PostForm>
      </section>
    </CoopFrame>
  );
}
