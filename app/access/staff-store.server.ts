import type { Db } from "~/platform/db.server";
import { COOPERATIVE_ROLES } from "./role";

export type StaffRow = {
  readonly grantId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly loginName: string;
  readonly role: (typeof COOPERATIVE_ROLES)[number];
  readonly grantedAt: Date;
  readonly disabled: boolean;
};

/** Who works for a cooperative now: managers first. */
export async function staffOf(db: Db, cooperativeId: string): Promise<StaffRow[]> {
  const grants = await db.roleGrant.findMany({
    where: { scopeId: cooperativeId, role: { in: [...COOPERATIVE_ROLES] }, revokedAt: null },
    select: {
      id: true,
      userId: true,
      role: true,
      grantedAt: true,
      user: { select: { displayName: true, loginName: true, disabledAt: true } },
    },
    orderBy: [{ grantedAt: "asc" }, { id: "asc" }],
  });
  const rank = (role: string) => COOPERATIVE_ROLES.findIndex((one) => one === role);
  return grants
    .map(({ id, userId, role, grantedAt, user }) => ({
      grantId: id,
      userId,
      displayName: user.displayName,
      loginName: user.loginName,
      role: role as StaffRow["role"],
      grantedAt,
      disabled: user.disabledAt !== null,
    }))
    .sort((a, b) => rank(a.role) - rank(b.role));
}

export type OpenInvitationRow = {
  readonly id: string;
  readonly displayName: string;
  readonly role: string;
  readonly recipient: string;
  readonly expiresAt: Date;
};

export async function openInvitationsOf(db: Db, scopeId: string, now: Date): Promise<OpenInvitationRow[]> {
  return db.invitation.findMany({
    where: { scopeId, usedAt: null, withdrawnAt: null, expiresAt: { gt: now } },
    select: { id: true, displayName: true, role: true, recipient: true, expiresAt: true },
    orderBy: { createdAt: "asc" },
  });
}
