import { newId } from "~/kernel/ids";
import { newToken, hashToken } from "~/platform/secret-token.server";
import { withTransaction } from "~/platform/db.server";
import { mergeBaskets, type BasketEntry } from "./basket";

type CartWithLines = {
  id: string;
  userId: string | null;
  lines: (BasketEntry & { priceSeenFen: bigint; addedAt: Date })[];
};

/**
 * At sign-in: the guest's cart and the account's own become one, under a new token for this browser's cookie.
 * Nothing is lost and nothing is there twice; unpublished goods stay, the cart page says so. Answers the new token.
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
  const token = newToken();
  const guestHash = guestToken === undefined ? null : hashToken(guestToken);
  return withTransaction("merge carts", async (tx) => {
    const locked = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM cart WHERE user_id = ${userId}::uuid OR (token_hash = ${guestHash} AND user_id IS NULL)
      ORDER BY id FOR UPDATE`;
    const carts: CartWithLines[] = await tx.cart.findMany({
      where: { id: { in: locked.map((cart) => cart.id) } },
      select: {
        id: true,
        userId: true,
        lines: {
          select: { variantId: true, quantity: true, priceSeenFen: true, addedAt: true },
          orderBy: { addedAt: "asc" },
        },
      },
    });
    const own = carts.find((cart) => cart.userId === userId);
    const guest = carts.find((cart) => cart.userId === null);
    const merged = mergeBaskets(own?.lines ?? [], guest?.lines ?? []);
    const seen = new Map([...(own?.lines ?? []), ...(guest?.lines ?? [])].map((line) => [line.variantId, line]));

    const cartId = own?.id ?? guest?.id ?? newId(now);
    await tx.cartLine.deleteMany({ where: { cartId: { in: carts.map((cart) => cart.id) } } });
    if (guest && guest.id !== cartId) {
      await tx.$executeRaw`UPDATE customer_order SET cart_id = ${cartId}::uuid WHERE cart_id = ${guest.id}::uuid`;
      await tx.cart.delete({ where: { id: guest.id } });
    }
    const cart = { tokenHash: hashToken(token), userId, updatedAt: now };
    await tx.cart.upsert({ where: { id: cartId }, create: { id: cartId, ...cart }, update: cart });
    await tx.cartLine.createMany({
      data: merged.map((entry) => ({
        cartId,
        ...entry,
        priceSeenFen: seen.get(entry.variantId)?.priceSeenFen ?? 0n,
        addedAt: seen.get(entry.variantId)?.addedAt ?? now,
      })),
    });
    return { token, lines: merged.length };
  });
}
