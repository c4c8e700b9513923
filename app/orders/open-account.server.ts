import type { Db } from "~/platform/db.server";

/**
 * Locks an account that is not closed until the transaction ends; false when it is. Two forms at once wait for each other
 * here, and what is kept for the account is kept before it is emptied, or not at all.
 */
export async function lockOpenAccount(tx: Db, userId: string): Promise<boolean> {
  const open = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM app_user WHERE id = ${userId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`;
  return open.length > 0;
}
