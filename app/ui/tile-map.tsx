import { formatYuan } from "~/kernel/money";

export type Tile = { readonly key: string; readonly name: string; readonly fen: number; readonly href: string };

const STEPS = 5;

/**
 * A schematic map: one tile for each area in the order of its code, deeper where more reached households. It shows no
 * boundary and no position; every figure of it stands in the tile as text.
 */
export function TileMap({ title, tiles }: { title: string; tiles: readonly Tile[] }) {
  const most = Math.max(...tiles.map(({ fen }) => fen), 1);
  return (
    <figure className="tile-map" aria-label={title}>
      <ul>
        {tiles.map((tile) => (
          <li key={tile.key} data-step={tile.fen <= 0 ? 0 : Math.max(1, Math.ceil((tile.fen / most) * STEPS))}>
            <a href={tile.href}>
              <span>{tile.name}</span>
              <strong>¥{formatYuan(tile.fen)}</strong>
            </a>
          </li>
        ))}
      </ul>
      <figcaption className="caption">
        示意图：按代码顺序排列，不表示位置与边界；颜色越深，到户收入（已付）越多。
      </figcaption>
    </figure>
  );
}
