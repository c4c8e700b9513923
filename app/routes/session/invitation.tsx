import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { acceptInvitation, findInvitation } from "~/access/accept-invitation.server";
import { type AcceptFailure, explainAcceptFailure } from "~/access/invitation";
import { notFound } from "~/access/not-found";
import { optionalActor } from "~/access/require-actor.server";
import { roleName } from "~/access/role";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { SessionFrame } from "./session-frame";

const TITLE = "接受邀请";

export const meta: MetaFunction = () => [
  { title: `${TITLE} · 户惠` },
  { name: "robots", content: "noindex" },
  // not "no-referrer": the browser would then send its form without an origin, and the server would refuse it
  { name: "referrer", content: "same-origin" },
];

const acceptForm = z.discriminatedUnion("as", [
  z.object({ as: z.literal("own") }),
  z
    .object({
      as: z.literal("new"),
      loginName: z.string({ error: "请填写登录名。" }).trim().max(64, "登录名最多 64 个字。"),
      password: z.string({ error: "请设置密码。" }).max(200, "密码最多 200 个字。"),
      again: z.string({ error: "请再填一次密码。" }),
    })
    .refine(({ password, again }) => password === again, { path: ["again"], message: "两次填的密码不一样。" }),
]);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const invitation = await findInvitation(db(), params["token"] ?? "", now);
  if (!invitation) throw notFound();
  const [actor, [house]] = await Promise.all([
    optionalActor(request, now),
    invitation.scopeKind === "COOPERATIVE" ? findCooperatives(db(), [invitation.scopeId]) : [],
  ]);
  return {
    token: params["token"] ?? "",
    own: actor?.displayName ?? null,
    name: invitation.displayName,
    role: roleName(invitation.role),
    house: house?.name ?? "户惠",
    until: dayOf(invitation.expiresAt),
    over: invitation.over ? explainAcceptFailure({ kind: "over", why: invitation.over }) : null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const token = params["token"] ?? "";
  const invitation = await findInvitation(db(), token, now);
  if (!invitation) throw notFound();
  const form = await parseForm(request, acceptForm, { hide: ["password", "again"] });
  if (!form.ok) return form.answer;
  const actor = form.value.as === "own" ? await optionalActor(request, now) : undefined;
  if (form.value.as === "own" && !actor) return form.refuse({ "": ["您已退出登录，请先登录再接受邀请。"] });
  const accepted = await acceptInvitation({
    token,
    account:
      form.value.as === "new"
        ? { ...form.value, kind: "new" }
        : { kind: "own", actor: actor as NonNullable<typeof actor> },
    now,
  });
  if (!accepted.ok) {
    if (accepted.failure.kind === "no-such-invitation") throw notFound();
    return form.refuse({ [fieldOf(accepted.failure)]: [explainAcceptFailure(accepted.failure)] });
  }
  return redirect(paths.signIn(accepted.value.role === "HOUSEHOLD" ? paths.household.overview() : paths.coop.today()));
}

function fieldOf(failure: AcceptFailure): string {
  switch (failure.kind) {
    case "bad-login-name":
    case "login-name-taken":
      return "loginName";
    case "bad-password":
      return "password";
    default:
      return "";
  }
}

export default function Invitation() {
  const { token, own, name, role, house, until, over } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  if (over !== null) {
    return (
      <SessionFrame title={TITLE}>
        <Notice tone="problem">{over}</Notice>
        <p>
          <ButtonLink href={paths.signIn()}>去登录</ButtonLink>
        </p>
      </SessionFrame>
    );
  }
  return (
    <SessionFrame title={errorTitle(TITLE, refused?.errors)}>
      <p>
        {name}，{house}邀请您担任<strong>{role}</strong>。请在 {until} 前接受，链接只能用一次。
      </p>
      <ErrorSummary errors={refused?.errors} title="还没有接受" />
      {own !== null && (
        <form className="form" method="post" action={paths.invitation(token)}>
          <input type="hidden" name="as" value="own" />
          <p>您现在以“{own}”登录着。</p>
          <div className="form-actions">
            <Button>用这个账号接受</Button>
          </div>
        </form>
      )}
      <form className="form" method="post" action={paths.invitation(token)} noValidate>
        <input type="hidden" name="as" value="new" />
        {own !== null && <h2>或者另设一个账号</h2>}
        <Field
          label="登录名"
          name="loginName"
          hint="以后用它登录：3–64 个字母、数字或汉字，手机号也可以"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={refused?.typed["loginName"]}
          error={refused?.errors["loginName"]}
        />
        <Field
          label="设置密码"
          name="password"
          type="password"
          autoComplete="new-password"
          error={refused?.errors["password"]}
        />
        <Field
          label="再填一次密码"
          name="again"
          type="password"
          autoComplete="new-password"
          error={refused?.errors["again"]}
        />
        <div className="form-actions">
          <Button>接受邀请</Button>
        </div>
      </form>
    </SessionFrame>
  );
}
