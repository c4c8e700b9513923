import { logAccess } from "~/access/access-log-store.server";
import type { LoggedAction } from "~/access/logged-actions";
import { endSession, openSession } from "~/access/session-store.server";
import type { Throttled } from "~/access/sign-in-throttle.server";
import type { SignedIn } from "~/access/sign-in.server";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction, type Transaction } from "~/platform/db.server";
import { hashToken, sameSecret } from "~/platform/secret-token.server";
import { codeHash } from "./ask-household-code.server";
import { forgetCards, forgetCodes, takeCard, takeCode } from "./door-throttle.server";
import { maskName } from "./masking";
import { normalPhone } from "./phone-number";
import { decryptHouseholdField, phoneIndex } from "./sensitive-fields.server";

export type HouseholdSignInFailure = { readonly kind: "wrong" } | { readonly kind: "no-card" } | Throttled;

type Visit = {
  readonly previousToken: string | undefined;
  readonly address: string;
  readonly userAgent: string;
  readonly now: Date;
};

/** Opens a household's pages by the code that was sent to its phone. A code is good once. */
export async function signInByCode(
  request: Visit & { readonly phone: string; readonly code: string },
): Promise<Result<SignedIn, HouseholdSignInFailure>> {
  const { address, now } = request;
  const index = phoneIndex(request.phone);
  const throttled = await takeCode(index, address);
  if (throttled) return failed(throttled);

  const signedIn = await withTransaction("sign in by code", async (tx) => {
    const [used] = await tx.$queryRaw<{ household_id: string }[]>`
      UPDATE household_code SET used_at = ${now}::timestamptz
      WHERE id = (
        SELECT id FROM household_code
        WHERE phone_index = ${index} AND code_hash = ${codeHash(normalPhone(request.phone), digitsOf(request.code))}
          AND used_at IS NULL AND expires_at > ${now}::timestamptz
        ORDER BY created_at DESC LIMIT 1 FOR UPDATE)
      RETURNING household_id`;
    return used && openHouseholdSession(tx, used.household_id, request, "session:open-by-code");
  });
  if (!signedIn) return failed({ kind: "wrong" });
  await forgetCodes(index, address);
  return succeeded(signedIn);
}

/** What a printed card asks for: the last four digits of the bank card the family is paid to, or of its phone. */
export type CardQuestion = "bank" | "phone";

/** Opens a household's pages by its printed card and the digits the family knows. */
export async function signInByCard(
  request: Visit & { readonly token: string; readonly digits: string },
): Promise<Result<SignedIn, HouseholdSignInFailure>> {
  const { address, now } = request;
  const card = await liveCard(request.token);
  if (!card) return failed({ kind: "no-card" });
  const throttled = await takeCard(card.id, address);
  if (throttled) return failed(throttled);
  if (!sameSecret(card.digits, digitsOf(request.digits))) return failed({ kind: "wrong" });

  const signedIn = await withTransaction("sign in by card", async (tx) => {
    const [live] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM household_card WHERE id = ${card.id}::uuid AND revoked_at IS NULL FOR SHARE`;
    return live && openHouseholdSession(tx, card.householdId, { ...request, now }, "session:open-by-card");
  });
  if (!signedIn) return failed({ kind: "wrong" });
  await forgetCards(card.id, address);
  return succeeded(signedIn);
}

/** Which digits the card of this token asks for; undefined when there is no such card, or a newer one took its place. */
export async function cardQuestion(token: string): Promise<CardQuestion | undefined> {
  return (await liveCard(token))?.question;
}

async function liveCard(
  token: string,
): Promise<{ id: string; householdId: string; question: CardQuestion; digits: string } | undefined> {
  const card = await db().householdCard.findFirst({
    where: { tokenHash: hashToken(token), revokedAt: null },
    select: {
      id: true,
      household: { select: { id: true, wrappedKey: true, phoneCipher: true, bankAccountCipher: true } },
    },
  });
  if (!card) return undefined;
  const { id: householdId, wrappedKey, phoneCipher, bankAccountCipher } = card.household;
  const key = { householdId, wrappedKey };
  const cipher = bankAccountCipher ?? phoneCipher;
  if (cipher === null) return undefined;
  const question = bankAccountCipher === null ? "phone" : "bank";
  const column = question === "bank" ? "bank_account_cipher" : "phone_cipher";
  const digits = digitsOf(decryptHouseholdField(key, column, cipher)).slice(-4);
  return { id: card.id, householdId, question, digits };
}

function digitsOf(typed: string): string {
  return typed.normalize("NFKC").replace(/\D/g, "");
}

async function openHouseholdSession(
  tx: Transaction,
  householdId: string,
  { previousToken, userAgent, now }: Visit,
  action: LoggedAction,
): Promise<SignedIn | undefined> {
  const user = await ownAccount(tx, householdId, now);
  if (!user) return undefined;
  if (previousToken !== undefined) await endSession(tx, previousToken);
  await logAccess(tx, { actor: { userId: user.id }, action, subjectKind: "household", subjectId: householdId, now });
  const awaitsCode = user.totpEnabledAt !== null;
  const session = await openSession(tx, { userId: user.id, roles: ["HOUSEHOLD"], awaitsCode, userAgent, now });
  return { userId: user.id, token: session.token, expiresAt: session.expiresAt, awaitsCode };
}

/**
 * The household's own account, made at its first visit. Only one that may nothing else: a code on a phone or a card in a
 * drawer must not open the desk of a cooperative, though its manager be a villager, too. Undefined when it is disabled.
 */
async function ownAccount(
  tx: Transaction,
  householdId: string,
  now: Date,
): Promise<{ readonly id: string; readonly totpEnabledAt: Date | null } | undefined> {
  // Two phones of one family at once make one account.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${householdId}, 3))`;
  const household = await tx.household.findUniqueOrThrow({
    where: { id: householdId },
    select: { number: true, headName: true, shopName: true },
  });
  const loginName = `nh-${household.number}`.toLowerCase();
  // Locked first: an account that becomes another's desk in this moment is read as one.
  await tx.$queryRaw`
    SELECT u.id FROM app_user u WHERE u.login_name = ${loginName} OR EXISTS (
      SELECT FROM role_grant g WHERE g.user_id = u.id AND g.revoked_at IS NULL AND g.role = 'HOUSEHOLD' AND g.scope_id = ${householdId})
    ORDER BY u.id FOR NO KEY UPDATE`;
  const accounts = await tx.user.findMany({
    where: { OR: [{ loginName }, { grants: { some: { revokedAt: null, role: "HOUSEHOLD", scopeId: householdId } } }] },
    select: {
      id: true,
      loginName: true,
      disabledAt: true,
      totpEnabledAt: true,
      grants: { where: { revokedAt: null }, select: { role: true, scopeId: true } },
    },
    orderBy: { createdAt: "asc" },
  });
  const own = accounts.filter(
    ({ grants }) => grants.length === 1 && grants[0]?.role === "HOUSEHOLD" && grants[0].scopeId === householdId,
  );
  const open = own.find((account) => account.disabledAt === null);
  if (open) return open;
  if (accounts.some((account) => account.loginName === loginName)) return undefined;

  const id = newId(now);
  await tx.user.create({
    data: {
      id,
      loginName,
      displayName: household.shopName ?? `${maskName(household.headName)}家`,
      createdAt: now,
      grants: {
        create: { id: newId(now), role: "HOUSEHOLD", scopeKind: "HOUSEHOLD", scopeId: householdId, grantedAt: now },
      },
    },
    select: { id: true },
  });
  const subject = { subjectKind: "user" as const, subjectId: id };
  await logAccess(tx, { actor: undefined, action: "user:create", ...subject, now });
  return { id, totpEnabledAt: null };
}

export function explainHouseholdSignInFailure(
  failure: Exclude<HouseholdSignInFailure, Throttled>,
  asked: "code" | CardQuestion,
): string {
  if (failure.kind === "no-card") return "这张卡已经换过新卡，请用新卡，或用手机验证码。";
  switch (asked) {
    case "code":
      return "验证码不对，或已经过期。请看清短信再填，或重新获取。";
    case "bank":
      return "和户卡上登记的银行卡后四位不一样，请再看看银行卡。";
    case "phone":
      return "和户卡上登记的手机号后四位不一样。";
  }
}
