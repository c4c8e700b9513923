import { TileMap } from "~/ui/tile-map";
import { inLocale, useShop } from "./messages/messages";
import type { VillageOnSale } from "./window-store.server";

/** The villages that sell, as tiles by county: deeper where more is on sale. */
export function VillageMap({
  villages,
}: {
  villages: readonly Pick<VillageOnSale, "code" | "name" | "nameEn" | "countyName" | "countyNameEn" | "listings">[];
}) {
  const { locale, m, to } = useShop();
  if (villages.length === 0) return null;
  const counties = [...new Set(villages.map(({ code }) => code.slice(0, 6)))].sort();
  return (
    <TileMap
      title={m.home.villages}
      note={m.home.villagesMap}
      groups={counties.map((county) => {
        const inside = villages.filter(({ code }) => code.startsWith(county));
        return {
          name: inLocale(locale, inside[0]?.countyName ?? "", inside[0]?.countyNameEn),
          tiles: inside.map(({ code, name, nameEn, listings }) => ({
            key: code,
            name: inLocale(locale, name, nameEn),
            weight: listings,
            figure: m.home.villageProducts(listings),
            href: to.village(code),
          })),
        };
      })}
    />
  );
}
