import { useId, type ReactNode, type TdHTMLAttributes } from "react";

export type Column = {
  key: string;
  label: ReactNode;
  align?: "start" | "end" | "center";
  /** a column that sorts is a link; the URL holds the order */
  sort?: { href: string; state?: "ascending" | "descending" };
};

/**
 * A real table: caption, column heads with scope, rows as children (`<tr>` with `<th scope="row">` first).
 * On phones it scrolls sideways, or becomes cards when `small="cards"` and the cells carry `label`.
 */
export function Table({
  caption,
  captionHidden,
  note,
  columns,
  children,
  foot,
  small,
  id,
}: {
  caption: ReactNode;
  captionHidden?: boolean;
  note?: ReactNode;
  columns: readonly Column[];
  children: ReactNode;
  /** rows of totals, set off by a double line */
  foot?: ReactNode;
  small?: "scroll" | "cards";
  id?: string;
}) {
  const captionId = useId();
  return (
    // What scrolls sideways can be scrolled by keyboard, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-frame" role="region" aria-labelledby={captionId} tabIndex={0}>
      <table className="table" data-small={small} id={id}>
        <caption id={captionId} className={captionHidden ? "visually-hidden" : undefined}>
          {caption} {note !== undefined && <span className="caption">{note}</span>}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-align={column.align} aria-sort={column.sort?.state}>
                {column.sort ? (
                  <a href={column.sort.href}>
                    {column.label}
                    <span aria-hidden="true">{ARROWS[column.sort.state ?? "none"]}</span>
                  </a>
                ) : (
                  column.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
        {foot !== undefined && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}

/** A code, a number or a day: broken at its hyphen it is hard to read. */
const ONE_WORD = /^[\w-]{1,20}$/;

/** A cell; `label` names it where the row is shown as a card. */
export function Cell({
  label,
  number,
  children,
  ...rest
}: { label?: string; number?: boolean; children?: ReactNode } & TdHTMLAttributes<HTMLTableCellElement>) {
  const unbroken = typeof children === "string" && ONE_WORD.test(children) ? "nowrap" : undefined;
  return (
    <td {...rest} data-label={label} className={number ? "number" : unbroken}>
      {children}
    </td>
  );
}

const ARROWS = { ascending: " ↑", descending: " ↓", none: " ↕" } as const;
