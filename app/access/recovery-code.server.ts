import { randomInt } from "node:crypto";
import { newId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";
import { blindIndex } from "~/platform/field-encryption.server";

const CODES = 10;
// Without 0 O 1 I L, which look alike on paper: 31^10 is about 2^49, enough behind five tries in a quarter of an hour.
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

function newRecoveryCode(): string {
  const letters = Array.from({ length: 10 }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return `${letters.slice(0, 5).join("")}-${letters.slice(5).join("")}`;
}

function codeHash(userId: string, code: string): string {
  const plain = code
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "");
  return blindIndex("recovery-code", `${userId} ${plain}`);
}

/** Replaces an account's recovery codes; the new ones are answered once and stored only as hashes. */
export async function replaceRecoveryCodes(tx: Db, userId: string, now: Date): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newRecoveryCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ id: newId(now), userId, codeHash: codeHash(userId, code) })),
  });
  return codes;
}

/** Uses up one recovery code; false when it is none, or was used before. */
export async function spendRecoveryCode(tx: Db, userId: string, code: string, now: Date): Promise<boolean> {
  const spent = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: codeHash(userId, code), usedAt: null },
    data: { usedAt: now },
  });
  return spent.count === 1;
}

export async function recoveryCodesLeft(db: Db, userId: string): Promise<number> {
  return db.recoveryCode.count({ where: { userId, usedAt: null } });
}
