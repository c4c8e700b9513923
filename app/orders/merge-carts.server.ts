import { newId } from "~/kernel/ids";
import { hashToken } from "~/platform/secret-token.server";
import { withTransaction } from "~/platform/db.server";
import { accountCartToken } from "./access-token.server";
import { mergeBaskets, type BasketEntry } from "./basket";

type CartWithLines = {
  id: string;
  userId: string | null;
  lines: (BasketEntry & { priceSeenFen: bigint; addedAt: Date; setAside: boolean })[];
};

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
    // A browser whose session ended may have begun a cart anew under the account's token.
    const locked = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM cart WHERE user_id = ${userId}::uuid
        OR (token_hash IN (${guestHash}, ${hashToken(token)}) AND user_id IS NULL)
      ORDER BY id FOR UPDATE`;
    const carts: CartWithLines[] = await tx.cart.findMany({
      where: { id: { in: locked.map((cart) => cart.id) } },
      select: {
        id: true,
        userId: true,
        lines: {
          select: { variantId: true, quantity: true, priceSeenFen: true, addedAt: true, setAside: true },
          orderBy: { addedAt: "asc" },
        },
      },
    });
    const own = carts.find((cart) => cart.userId === userId);
    const guests = carts.filter((cart) => cart.userId === null);
    const merged = guests.reduce<readonly BasketEntry[]>(
      (entries, guest) => mergeBaskets(entries, guest.lines),
      own?.lines ?? [],
    );
    const seen = new Map([own, ...guests].flatMap((cart) => cart?.lines ?? []).map((line) => [line.variantId, line]));

    const cartId = own?.id ?? guests[0]?.id ?? newId(now);
    const emptied = carts.map((cart) => cart.id).filter((id) => id !== cartId);
    await tx.cartLine.deleteMany({ where: { cartId: { in: carts.map((cart) => cart.id) } } });
    await tx.$executeRaw`UPDATE customer_order SET cart_id = ${cartId}::uuid WHERE cart_id = ANY (${emptied}::uuid[])`;
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
