import type { ReactNode } from "react";
import { paths } from "~/paths";
import { fieldId } from "~/ui/form-errors";
import { MoneyCell } from "~/ui/money";
import { Cell, Table, type Column } from "~/ui/table";
import { LIST_COLUMNS, type ListColumn } from "./household-list-columns";
import type { SORTS } from "./household-list-query";
import { spanQuery, type Span } from "./span";

export type ListRow = {
  readonly id: string;
  readonly number: string;
  /** in the order of the columns; fen as numbers */
  readonly cells: readonly (string | number | null)[];
};

/** The form that the rows' boxes belong to, and which of them are ticked. */
export type Ticks = { readonly form: string; readonly ticked: readonly string[] };

/**
 * The households of a page with the chosen columns, and what all of them have together. `sorted` makes a head a link; boxes to
 * tick belong to the form `ticks.form`.
 */
export function HouseholdListTable({
  columns,
  rows,
  totals,
  households,
  span,
  sorted,
  ticks,
}: {
  columns: readonly ListColumn[];
  rows: readonly ListRow[];
  /** in the order of the columns; null where a column adds up to nothing */
  totals: readonly (number | null)[];
  households: number;
  span: Span;
  sorted: (by: keyof typeof SORTS) => NonNullable<Column["sort"]>;
  ticks: Ticks;
}) {
  const query = spanQuery(span);
  const firstSum = totals.findIndex((total) => total !== null);
  const lead = firstSum < 0 ? columns.length : firstSum;
  return (
    <Table
      caption="农户"
      note={columns.some((key) => LIST_COLUMNS[key].kind === "money") ? "单位：元" : undefined}
      small="cards"
      columns={columns.map((key) => ({
        key,
        label: headOf(LIST_COLUMNS[key].label),
        ...(isNumber(key) ? { align: "end" as const } : {}),
        ...(key === "number" || key === "paid" || key === "accrued" ? { sort: sorted(key) } : {}),
      }))}
      foot={
        <tr>
          <th scope="row" colSpan={lead}>
            合计（全部 {households} 户）
          </th>
          {columns.slice(lead).map((key, index) => {
            const total = totals[lead + index] ?? null;
            const { label, kind } = LIST_COLUMNS[key];
            if (total === null) return <td key={key} />;
            return kind === "money" ? (
              <MoneyCell key={key} label={label} fen={total} household={key === "paid"} />
            ) : (
              <Cell key={key} label={label} number>
                {total}
              </Cell>
            );
          })}
        </tr>
      }
    >
      {rows.map((row, place) => (
        <tr key={row.id}>
          {columns.map((key, index) =>
            key === "number" ? (
              <th key={key} scope="row" className="nowrap">
                <span className="row-tick">
                  <input
                    type="checkbox"
                    className="no-print"
                    form={ticks.form}
                    id={place === 0 ? fieldId("household") : undefined}
                    name={`household[${place}]`}
                    value={row.id}
                    defaultChecked={ticks.ticked.includes(row.id)}
                    aria-label={`勾选 ${row.number}`}
                  />
                  <a href={paths.gov.household(row.id)}>{row.number}</a>
                </span>
              </th>
            ) : (
              <ListCell key={key} column={key} row={row} value={row.cells[index] ?? null} query={query} />
            ),
          )}
        </tr>
      ))}
    </Table>
  );
}

/** What stands in brackets goes below: ten columns are to fit a desk's screen. */
function headOf(label: string): ReactNode {
  const [name = "", about] = label.split("（");
  if (about === undefined) return name;
  return (
    <>
      {name}
      <br />（{about}
    </>
  );
}

function isNumber(column: ListColumn): boolean {
  return LIST_COLUMNS[column].kind === "money" || LIST_COLUMNS[column].kind === "count";
}

function ListCell({
  column,
  row,
  value,
  query,
}: {
  column: ListColumn;
  row: ListRow;
  value: string | number | null;
  query: ReturnType<typeof spanQuery>;
}) {
  const { label, kind } = LIST_COLUMNS[column];
  if (kind === "money")
    return (
      <MoneyCell
        label={label}
        fen={Number(value)}
        household={column === "paid"}
        href={paths.gov.householdIncome(row.id, query)}
      />
    );
  if (kind === "count")
    return (
      <Cell label={label} number>
        {column === "alerts" && value !== 0 ? (
          <a href={paths.gov.problems({ household: row.number, kind: "ALERT", open: 1 })}>{value}</a>
        ) : (
          value
        )}
      </Cell>
    );
  return (
    <Cell label={label}>{value === null || value === "" ? "—" : kind === "day" ? <time>{value}</time> : value}</Cell>
  );
}
