import { keepFavourite } from "~/orders/favourites.server";
import { addDays } from "~/kernel/period";
import type { World } from "../trade/world";
import { accepted } from "./at-once";

/** What the demonstration's shopper keeps for later, days ago: one of them is out of season for most of the year. */
const KEPT = [
  ["shuangyuan-green-plums", 170],
  ["tongshan-shiitake", 21],
  ["changxi-early-green-tea", 3],
] as const;

export async function loadFavourites(world: World): Promise<void> {
  const { userId } = world.staff.person("shopper");
  for (const [key, days] of KEPT) {
    const listingId = world.listings.get(key)?.id ?? "";
    accepted(`keeping ${key}`, await keepFavourite({ userId, listingId, now: addDays(world.until, -days) }));
  }
}
