import { newId } from "~/kernel/ids";
import { hashToken } from "~/platform/secret-token.server";
import { withTransaction } from "~/platform/db.server";
import { accountCartToken } from "./access-token.server";
import { mergeBaskets, type BasketEntry } from "./basket";
import { lockOpenAccount } from "./open-account.server";

type Line = BasketEntry & { cartId: string; priceSeenFen: bigint; addedAt: Date; setAside: boolean };

/**
 * At sign-in: the guest's cart and the account's own become one, under the account's token for this browser's cookie, so
 * that its other browsers keep theirs. Nothing is lost and nothing is there twice; unpublished goods stay, the cart page
 * says so. Answers the token.
 */
export async function mergeCarts({
  userId,
  guestToken,
  now,
}: {
  userId: string;
  guestToken: string | undefined;
  now: Date;
}): Promise<{ readonly token: string; readonly lines: number }> {
  const token = accountCartToken(userId);
  const guestHash = guestToken === undefined ? null : hashToken(guestToken);
  return withTransaction("merge carts", async (tx) => {
    // Two browsers at once wait here: there may be no cart yet that they could wait at.
    if (!(await lockOpenAccount(tx, userId))) return { token: guestToken ?? token, lines: 0 };
    // A browser whose session ended may have begun a cart anew under the account's token.
    const carts = await tx.$queryRaw<{ id: string; userId: string | null }[]>`
      SELECT id, user_id AS "userId" FROM cart WHERE user_id = ${userId}::uuid
        OR (token_hash IN (${guestHash}, ${hashToken(token)}) AND user_id IS NULL)
      ORDER BY id FOR UPDATE`;
    const own = carts.find((cart) => cart.userId === userId);
    const guests = carts.filter((cart) => cart.userId === null);
    const cartId = own?.id ?? guests[0]?.id ?? newId(now);
    const emptied = carts.map((cart) => cart.id).filter((id) => id !== cartId);
    // The orders before the lines, as a payment takes them; what it takes out of a cart meanwhile is not put in again.
    await tx.$executeRaw`UPDATE customer_order SET cart_id = ${cartId}::uuid WHERE cart_id = ANY (${emptied}::uuid[])`;
    const taken = await tx.$queryRaw<Line[]>`
      DELETE FROM cart_line WHERE cart_id = ANY (${carts.map((cart) => cart.id)}::uuid[])
      RETURNING cart_id AS "cartId", variant_id AS "variantId", quantity, price_seen_fen AS "priceSeenFen",
        added_at AS "addedAt", set_aside AS "setAside"`;
    const lines = taken.toSorted((a, b) => a.addedAt.getTime() - b.addedAt.getTime());
    const linesOf = (id: string | undefined) => lines.filter((line) => line.cartId === id);
    const merged = guests.reduce<readonly BasketEntry[]>(
      (entries, guest) => mergeBaskets(entries, linesOf(guest.id)),
      linesOf(own?.id),
    );
    const inOrder = [own, ...guests].flatMap((cart) => linesOf(cart?.id));
    const seen = new Map(inOrder.map((line) => [line.variantId, line]));

    await tx.cart.deleteMany({ where: { id: { in: emptied } } });
    const cart = { tokenHash: hashToken(token), userId, updatedAt: now };
    await tx.cart.upsert({ where: { id: cartId }, create: { id: cartId, ...cart }, update: cart });
    await tx.cartLine.createMany({
      data: merged.map(({ variantId, quantity }) => ({
        cartId,
        variantId,
        quantity,
        priceSeenFen: seen.get(variantId)?.priceSeenFen ?? 0n,
        addedAt: seen.get(variantId)?.addedAt ?? now,
        setAside: seen.get(variantId)?.setAside ?? false,
      })),
    });
    return { token, lines: merged.length };
  });
}
