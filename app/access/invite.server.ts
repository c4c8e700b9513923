import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { paths } from "~/paths";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { sendMessage } from "~/platform/message.server";
import { rateLimit } from "~/platform/rate-limit.server";
import { hashToken, newToken } from "~/platform/secret-token.server";
import { logAccess } from "./access-log-store.server";
import { SYSTEM_USER_ID, type Actor } from "./actor";
import { grantWords } from "./grant-words";
import { INVITATION_DAYS, recipientOf, type InviteFailure } from "./invitation";
import { can } from "./permissions";
import { type COOPERATIVE_ROLES, ROLE_RULES, roleName, type GrantableRole } from "./role";

/** A phone that rings all night is harassment, and each message costs. */
const invitationsOf = rateLimit({ name: "invite", tries: 30, seconds: 3600 });

/**
 * Invites somebody to work for a cooperative: a message with a single-use link leaves with the transaction. An open
 * invitation of the same person to the same cooperative is withdrawn by it.
 */
export async function inviteStaff(request: {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly cooperativeName: string;
  readonly role: (typeof COOPERATIVE_ROLES)[number];
  readonly displayName: string;
  /** a mobile number or an e-mail address */
  readonly recipient: string;
  readonly now: Date;
}): Promise<Result<{ readonly invitationId: string }, InviteFailure>> {
  const { actor, cooperativeId, role, now } = request;
  if (!can(actor, "staff:manage", { cooperativeId })) return failed({ kind: "not-allowed" });
  const displayName = request.displayName.trim();
  if (displayName === "") return failed({ kind: "no-name" });
  const to = recipientOf(request.recipient);
  if (!to) return failed({ kind: "bad-recipient" });
  if (!(await invitationsOf.take(cooperativeId)).allowed) return failed({ kind: "too-many" });
  return withTransaction("invite staff", async (tx) => {
    const invited = { role, scopeId: cooperativeId, displayName, house: request.cooperativeName, ...to };
    return succeeded({ invitationId: (await writeInvitation(tx, { actor, ...invited, now })).invitationId });
  });
}

/** Writes an invitation and its message in the caller's transaction; who may invite is the caller's question. */
export async function writeInvitation(
  tx: Transaction,
  invited: {
    readonly actor: Actor;
    readonly role: GrantableRole;
    readonly scopeId: string;
    readonly displayName: string;
    /** for whom one will work */
    readonly house: string;
    readonly channel: "EMAIL" | "SMS";
    readonly recipient: string;
    readonly now: Date;
  },
): Promise<{ readonly invitationId: string; readonly token: string }> {
  const { actor, role, scopeId, channel, recipient, now } = invited;
  // Two who invite at once wait here: the second finds what the first one wrote.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('staff'), hashtext(${scopeId}))`;
  await tx.invitation.updateMany({
    where: { scopeId, recipient, usedAt: null, withdrawnAt: null },
    data: { withdrawnAt: now },
  });
  const token = newToken();
  const invitationId = newId(now);
  const expiresAt = addDays(now, INVITATION_DAYS);
  await tx.invitation.create({
    data: {
      id: invitationId,
      tokenHash: hashToken(token),
      role,
      scopeKind: ROLE_RULES[role].scopeKind,
      scopeId,
      displayName: invited.displayName,
      channel,
      recipient,
      invitedById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      createdAt: now,
      expiresAt,
    },
    select: { id: true },
  });
  const link = `${env().APP_URL}${paths.invitation(token)}`;
  await sendMessage(tx, {
    channel,
    recipient,
    subject: `户惠：邀请您担任${invited.house}的${roleName(role)}`,
    body: `${invited.displayName}，您好：${invited.house}邀请您担任${roleName(role)}。请在 ${dayOf(expiresAt)} 前打开链接设置密码：${link} 。链接只能用一次，请勿转发；若与您无关，请不必理会。`,
    now,
  });
  await logAccess(tx, {
    actor,
    action: "invitation:write",
    subjectKind: "invitation",
    subjectId: invitationId,
    reason: grantWords(role, scopeId),
    now,
  });
  return { invitationId, token };
}

/** Takes an open invitation back; its link is dead at once. */
export async function withdrawInvitation(request: {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly invitationId: string;
  readonly now: Date;
}): Promise<Result<undefined, { readonly kind: "not-allowed" | "no-such-grant" }>> {
  const { actor, cooperativeId, invitationId, now } = request;
  if (!can(actor, "staff:manage", { cooperativeId })) return failed({ kind: "not-allowed" });
  return withTransaction("withdraw invitation", async (tx) => {
    const withdrawn = await tx.invitation.updateMany({
      where: { id: invitationId, scopeId: cooperativeId, usedAt: null, withdrawnAt: null },
      data: { withdrawnAt: now },
    });
    if (withdrawn.count === 0) return failed({ kind: "no-such-grant" });
    const subject = { subjectKind: "invitation" as const, subjectId: invitationId };
    await logAccess(tx, { actor, action: "invitation:withdraw", ...subject, now });
    return succeeded(undefined);
  });
}
