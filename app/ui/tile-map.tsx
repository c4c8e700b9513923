import type { ReactNode } from "react";

export type Tile = {
  readonly key: string;
  readonly name: ReactNode;
  /** how deep the tile is, against the most of the map */
  readonly weight: number;
  /** the same in words */
  readonly figure: ReactNode;
  readonly href: string;
};

const STEPS = 5;

/**
 * A schematic map: one tile for each place, deeper where there is more. It shows no boundary and no position, and says so;
 * every figure of it stands in the tile as text. Warm only where it is money of households.
 */
export function TileMap({
  title,
  note,
  groups,
  household,
}: {
  title: string;
  note: string;
  groups: readonly { readonly name?: ReactNode; readonly tiles: readonly Tile[] }[];
  household?: boolean;
}) {
  const most = Math.max(...groups.flatMap(({ tiles }) => tiles.map(({ weight }) => weight)), 1);
  return (
    <figure className="tile-map" aria-label={title} data-household={household ? "" : undefined}>
      {groups.map(({ name, tiles }) => (
        <div key={tiles[0]?.key} data-wide={tiles.length > 1 ? "" : undefined}>
          {name !== undefined && <p className="caption">{name}</p>}
          <ul>
            {tiles.map((tile) => (
              <li
                key={tile.key}
                data-step={tile.weight <= 0 ? 0 : Math.max(1, Math.ceil((tile.weight / most) * STEPS))}
              >
                <a href={tile.href}>
                  <span>{tile.name}</span>
                  <strong>{tile.figure}</strong>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <figcaption className="caption">{note}</figcaption>
    </figure>
  );
}
