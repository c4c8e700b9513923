import { Named } from "./chinese";
import { useShop } from "./messages/messages";

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/** Twelve months by products, as a table: filled cells are months of harvest, the present month stands out. */
export function SeasonStrip({
  rows,
  month,
}: {
  rows: readonly { readonly name: string; readonly nameEn: string; readonly months: readonly number[] }[];
  month: number;
}) {
  const { locale, m, to } = useShop();
  return (
    <table className="season">
      <caption className="visually-hidden">{m.home.seasonTable}</caption>
      <thead>
        <tr>
          <td />
          {MONTHS.map((one) => (
            <th key={one} scope="col" data-now={one === month ? "" : undefined}>
              <abbr title={m.units.months([one])}>{one}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">
              <a href={to.search({ q: locale === "en" ? row.nameEn : row.name })}>
                <Named chinese={row.name} english={row.nameEn} />
              </a>
            </th>
            {MONTHS.map((one) => (
              <td
                key={one}
                data-ripe={row.months.includes(one) ? "" : undefined}
                data-now={one === month ? "" : undefined}
              >
                {row.months.includes(one) && <span className="visually-hidden">{m.home.inSeason}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
