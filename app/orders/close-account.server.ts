import type { Contact } from "~/access/contact";
import { logAccess } from "~/access/access-log-store.server";
import { endSessionsOf, type OpenSession } from "~/access/session-store.server";
import { takeShopperCodeTry, useShopperCode } from "~/access/shopper-code.server";
import type { Throttled } from "~/access/sign-in-throttle.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { deletePhotoFiles, dropPhotos } from "~/media/drop-photos.server";
import { Prisma, withTransaction, type Transaction } from "~/platform/db.server";
import { forgetMessagesTo } from "~/platform/forget-messages.server";
import type { Channel } from "~/platform/message.server";
import { forgetAcceptances } from "./acceptance-store.server";
import { forgetClaims } from "./claim-store.server";
import { KEEP_ORDERS_YEARS } from "./keep-orders";
import { isMine } from "./my-orders-store.server";
import { lockOpenAccount } from "./open-account.server";

export type CloseAccountFailure =
  | { readonly kind: "wrong" }
  /** the account works for somebody: the platform closes it */
  | { readonly kind: "desk" }
  | { readonly kind: "orders-under-way"; readonly count: number }
  | Throttled;

/** Written where a buyer's name was. */
const FORGOTTEN = "—";

/**
 * Closes a shopper's account by a code sent to its contact. Contacts, what was sent to them, addresses, cart, password and
 * sessions go at once, and so does what unpaid orders say of the buyer. Paid orders keep it as long as the law asks; the
 * ledger names no buyer anyway.
 */
export async function closeAccount(request: {
  readonly session: OpenSession;
  readonly contact: Contact;
  readonly code: string;
  readonly address: string;
  readonly now: Date;
}): Promise<Result<void, CloseAccountFailure>> {
  const { session, contact, now } = request;
  const { userId } = session;
  if (session.grants.some(({ role }) => role !== "SHOPPER")) return failed({ kind: "desk" });
  const throttled = await takeShopperCodeTry(contact, request.address);
  if (throttled) return failed(throttled);
  return withTransaction("close account", async (tx) => {
    if (!(await lockOpenAccount(tx, userId))) return failed({ kind: "wrong" });
    const [open] = await tx.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM customer_order o WHERE ${isMine(userId)} AND (o.state = 'PLACED'
        OR (o.state = 'PAID' AND EXISTS (SELECT FROM shipment s WHERE s.order_id = o.id
          AND s.state <> 'CANCELLED' AND (s.state <> 'DELIVERED' OR s.claim_until > ${now}::timestamptz)))
        OR EXISTS (SELECT FROM open_claim c WHERE c.order_id = o.id
          AND (c.state <> 'REFUSED' OR c.waits_until > ${now}::timestamptz)))`;
    if (open.count > 0) return failed({ kind: "orders-under-way", count: open.count });
    if (!(await useShopperCode(tx, { contact, purpose: "CLOSE", userId, code: request.code, now }))) {
      return failed({ kind: "wrong" });
    }
    // Found again when their three years are over, though the contacts are gone by then. Nobody is written to of them any more.
    await tx.$executeRaw`
      UPDATE customer_order o SET user_id = ${userId}::uuid, impact_consent = false WHERE ${isMine(userId)}`;
    await forgetBuyers(tx, { userId });
    const contacts = await tx.userContact.findMany({ where: { userId }, select: { channel: true, address: true } });
    for (const { channel, address } of contacts) {
      await tx.shopWatch.deleteMany({ where: { channel, address } });
      await forgetMessagesTo(tx, { channel: channel as Channel, recipient: address });
    }
    await tx.userContact.deleteMany({ where: { userId } });
    await tx.savedAddress.deleteMany({ where: { userId } });
    await tx.favourite.deleteMany({ where: { userId } });
    await tx.shopperCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.cartLine.deleteMany({ where: { cart: { userId } } });
    await tx.$executeRaw`UPDATE customer_order SET cart_id = NULL
      WHERE cart_id IN (SELECT id FROM cart WHERE user_id = ${userId}::uuid)`;
    await tx.cart.deleteMany({ where: { userId } });
    await tx.$executeRaw`
      UPDATE review SET author_name = ${FORGOTTEN} WHERE order_line_id IN (
        SELECT l.id FROM order_line l JOIN customer_order o ON o.id = l.order_id WHERE o.user_id = ${userId}::uuid)`;
    await tx.user.update({
      where: { id: userId },
      data: {
        loginName: `closed-${userId}`,
        displayName: FORGOTTEN,
        passwordHash: null,
        email: null,
        phone: null,
        totpCipher: null,
        totpEnabledAt: null,
        disabledAt: now,
        closedAt: now,
      },
      select: { id: true },
    });
    // After the account, as everybody who locks both.
    await endSessionsOf(tx, userId);
    await logAccess(tx, { actor: session, action: "account:close", subjectKind: "user", subjectId: userId, now });
    return succeeded(undefined);
  });
}

/** The worker's broom: who bought is forgotten when the years of a closed account's orders are over. */
export async function forgetClosedBuyers({ now }: { readonly now: Date }): Promise<{ orders: number }> {
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - KEEP_ORDERS_YEARS);
  const { orders, files } = await withTransaction("forget closed buyers", async (tx) => ({
    orders: await forgetBuyers(tx, { closedOnes: { before } }),
    files: await dropPhotos(tx, [...(await forgetAcceptances(tx)), ...(await forgetClaims(tx))]),
  }));
  await deletePhotoFiles(files);
  return { orders };
}

/** Of one account: what was never paid. Of all closed ones also what is older than the law asks. */
async function forgetBuyers(
  tx: Transaction,
  of: { userId: string } | { closedOnes: { before: Date } },
): Promise<number> {
  const neverPaid = Prisma.sql`o.state IN ('CANCELLED', 'EXPIRED')`;
  // Whoever closes the account while an order is being placed leaves that one behind.
  const over =
    "userId" in of
      ? Prisma.sql`o.user_id = ${of.userId}::uuid AND ${neverPaid}`
      : Prisma.sql`o.user_id IN (SELECT u.id FROM app_user u WHERE u.closed_at IS NOT NULL)
          AND (${neverPaid} OR o.placed_at < ${of.closedOnes.before}::timestamptz)`;
  return tx.$executeRaw`
    UPDATE customer_order o SET buyer_name = ${FORGOTTEN}, buyer_phone = ${FORGOTTEN}, buyer_email = NULL,
      address_line = ${FORGOTTEN}, note = NULL, invoice_kind = NULL, invoice_title = NULL, invoice_tax_number = NULL,
      acceptance_contact = NULL, transfer_code = NULL,
      impact_consent = false
    WHERE o.buyer_name <> ${FORGOTTEN} AND ${over}`;
}
