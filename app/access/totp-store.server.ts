import type { Db } from "~/platform/db.server";
import { decryptField, encryptField, newRecordKey } from "~/platform/field-encryption.server";

const TABLE = "app_user";
const COLUMN = "totp_cipher";

export type StoredTotp = { readonly secret: string; readonly enabled: boolean; readonly lastStep: number | undefined };

/** The account's authenticator secret, opened; undefined when none was ever begun. */
export async function findTotp(db: Db, userId: string): Promise<StoredTotp | undefined> {
  const user = await db.user.findUnique({
    where: { id: userId },
    select: { totpCipher: true, wrappedKey: true, totpEnabledAt: true, totpLastStep: true },
  });
  if (!user?.totpCipher || !user.wrappedKey) return undefined;
  const field = { table: TABLE, rowId: userId, column: COLUMN, wrappedKey: user.wrappedKey };
  return {
    secret: decryptField(field, user.totpCipher),
    enabled: user.totpEnabledAt !== null,
    lastStep: user.totpLastStep ?? undefined,
  };
}

/** Keeps a secret that is not asked for yet, if there is none: the owner must first prove that their app has it. */
export async function storeUnconfirmedTotp(tx: Db, userId: string, secret: string): Promise<void> {
  const { wrappedKey: kept } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { wrappedKey: true } });
  const wrappedKey = kept ?? newRecordKey({ table: TABLE, rowId: userId });
  const totpCipher = encryptField({ table: TABLE, rowId: userId, column: COLUMN, wrappedKey }, secret);
  await tx.user.updateMany({
    where: { id: userId, totpCipher: null },
    data: { wrappedKey, totpCipher, totpEnabledAt: null, totpLastStep: null },
  });
}

/** Marks a step as used; false when it, or a later one, was used already: two requests with one code cannot both win. */
export async function spendTotpStep(tx: Db, userId: string, step: number): Promise<boolean> {
  const spent = await tx.user.updateMany({
    where: { id: userId, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return spent.count === 1;
}
