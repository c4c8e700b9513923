import type { ReactNode } from "react";

export type Tile = {
  label: ReactNode;
  figure: ReactNode;
  href?: string;
  household?: boolean;
  note?: ReactNode;
  /** beside the tile, outside its link: what the figure means */
  means?: ReactNode;
};

/** The few figures a console opens with; each leads to the rows it counts. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <ul className="tiles">
      {tiles.map((tile, index) => {
        const content = (
          <>
            <span className="tile-figure">{tile.figure}</span>
            <span className="tile-label">{tile.label}</span>
            {tile.note !== undefined && <span className="caption">{tile.note}</span>}
          </>
        );
        const shown = { className: "tile", "data-household": tile.household ? "" : undefined };
        return (
          <li key={index}>
            {tile.href === undefined ? (
              <div {...shown}>{content}</div>
            ) : (
              <a {...shown} href={tile.href}>
                {content}
              </a>
            )}
            {tile.means}
          </li>
        );
      })}
    </ul>
  );
}
