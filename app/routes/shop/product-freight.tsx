import { useLoaderData } from "@remix-run/react";
import { kilograms } from "~/kernel/quantity";
import { PROVINCES, provinceOf } from "~/orders/provinces";
import { Money } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { useShop } from "./messages/messages";
import type { loader } from "./product";

/** What sending costs to every province: the shipper's own zones, closed until somebody asks. */
export function FreightTable() {
  const { zones } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  const words = m.product.freightTable;
  const namesOf = (codes: readonly string[]) =>
    codes
      .flatMap((code) => provinceOf(code) ?? [])
      .map(({ shortName, nameEn }) => (locale === "en" ? nameEn : shortName))
      .join(locale === "en" ? ", " : "、");
  const delivered = zones.filter((zone) => zone.delivered);
  const reached = new Set(delivered.flatMap(({ provinces }) => provinces));
  const unreached = PROVINCES.map(({ code }) => code).filter((code) => !reached.has(code));
  return (
    <details>
      <summary>{words.title}</summary>
      <Table
        caption={words.title}
        captionHidden
        small="cards"
        columns={[
          { key: "provinces", label: words.provinces },
          { key: "first", label: words.first },
          { key: "next", label: words.next },
          { key: "free", label: words.free },
        ]}
      >
        {delivered.map((zone) => (
          <tr key={zone.provinces.join(" ")}>
            <th scope="row">{namesOf(zone.provinces)}</th>
            <Cell label={words.first}>
              {words.upTo(kilograms(zone.firstGrams))} <Money fen={zone.firstFen} />
            </Cell>
            <Cell label={words.next}>
              {words.each(kilograms(zone.nextGrams))} <Money fen={zone.nextFen} />
            </Cell>
            <Cell label={words.free}>{zone.freeAboveFen === null ? "—" : <Money fen={zone.freeAboveFen} />}</Cell>
          </tr>
        ))}
      </Table>
      {unreached.length > 0 && <p className="caption">{words.nowhere(namesOf(unreached))}</p>}
      <p className="caption">{words.note}</p>
    </details>
  );
}
