import { listingParameters, type ListingQuery, type ListingSort } from "~/catalog/listing-query";
import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { fieldId } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { PostForm } from "~/ui/post-form";
import { Cell, Table, type Column } from "~/ui/table";

type Row = {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly photo: string | null;
  readonly lowestFen: number | null;
  readonly highestFen: number | null;
  readonly stock: string;
  readonly updated: string;
};

/** The list with a box before each row, and what can be done to all that are ticked. */
export function ListingTable({
  rows,
  query,
  typed,
}: {
  rows: readonly Row[];
  query: ListingQuery;
  typed: Readonly<Record<string, string>> | undefined;
}) {
  const ticked = new Set(Object.entries(typed ?? {}).flatMap(([name, id]) => (name.startsWith("chosen") ? [id] : [])));
  return (
    <PostForm className="stack">
      <Table caption="商品" captionHidden small="cards" columns={columnsOf(query)}>
        {rows.map((row, index) => (
          <tr key={row.id}>
            <Cell label="选择">
              <label className="row-tick">
                <input
                  type="checkbox"
                  name={`chosen[${index}]`}
                  value={row.id}
                  id={fieldId(`listing-${row.id}`)}
                  defaultChecked={ticked.has(row.id)}
                />
                <span className="visually-hidden">选择“{row.title}”</span>
              </label>
            </Cell>
            <th scope="row">
              <span className="with-thumb">
                {row.photo === null ? (
                  <span className="thumb" aria-hidden="true" />
                ) : (
                  <img
                    className="thumb"
                    src={paths.media(row.photo, "375.webp")}
                    alt=""
                    width="48"
                    height="48"
                    loading="lazy"
                  />
                )}
                <span>
                  <a href={paths.coop.listing(row.id)}>{row.title}</a>
                  <br />
                  <span className="caption">{row.about}</span>
                </span>
              </span>
            </th>
            <Cell label="价格" number>
              {row.lowestFen === null ? "未定价" : <PriceRange lowest={row.lowestFen} highest={row.highestFen} />}
            </Cell>
            <Cell label="余量" number>
              {row.stock}
            </Cell>
            <Cell label="最近改动">{row.updated}</Cell>
          </tr>
        ))}
      </Table>
      <div className="form-actions" role="group" aria-label="对勾选的商品">
        {query.tab !== "on-sale" && query.tab !== "sold-out" && (
          <Button tone="quiet" name="intent" value="publish">
            上架
          </Button>
        )}
        {(query.tab === "on-sale" || query.tab === "sold-out") && (
          <Button tone="quiet" name="intent" value="unpublish">
            下架
          </Button>
        )}
        <Button tone="quiet" formMethod="get" formAction={paths.coop.listingPrices()}>
          改价格和余量
        </Button>
        <span className="caption">对勾选的商品</span>
      </div>
    </PostForm>
  );
}

function PriceRange({ lowest, highest }: { lowest: number; highest: number | null }) {
  return (
    <span>
      <Money fen={lowest} />
      {highest !== null && highest !== lowest && (
        <>
          {" – "}
          <Money fen={highest} />
        </>
      )}
    </span>
  );
}

function columnsOf(query: ListingQuery): Column[] {
  const sort = (up: ListingSort, down?: ListingSort) => ({
    href: paths.coop.listings(listingParameters({ ...query, sort: down && query.sort === up ? down : up })),
    ...(query.sort === up ? { state: "ascending" as const } : {}),
    ...(down && query.sort === down ? { state: "descending" as const } : {}),
  });
  return [
    { key: "choose", label: <span className="visually-hidden">选择</span> },
    { key: "title", label: "商品", sort: sort("title") },
    { key: "price", label: "价格", align: "end", sort: sort("price", "-price") },
    { key: "stock", label: "余量", align: "end", sort: sort("stock", "-stock") },
    { key: "updated", label: "最近改动" },
  ];
}
