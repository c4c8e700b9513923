import type { Transaction } from "~/platform/db.server";

export type LockedAccount = {
  readonly id: string;
  readonly passwordHash: string | null;
  readonly disabledAt: Date | null;
  readonly totpEnabledAt: Date | null;
  readonly roles: readonly string[];
};

/**
 * The account as it stands, until the transaction ends. Whatever ends its sessions (a new password, another role, the account
 * locked) comes before, and is read here; or after, and finds the session that is opened now.
 */
export async function lockAccount(tx: Transaction, userId: string): Promise<LockedAccount> {
  await tx.$queryRaw`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  const { grants, ...account } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      id: true,
      passwordHash: true,
      disabledAt: true,
      totpEnabledAt: true,
      grants: { where: { revokedAt: null }, select: { role: true } },
    },
  });
  return { ...account, roles: grants.map(({ role }) => role) };
}
