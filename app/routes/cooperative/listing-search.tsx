import { listingParameters, type ListingQuery, type ListingSort } from "~/catalog/listing-query";
import { paths } from "~/paths";
import { Button, ButtonLink } from "~/ui/button";
import { Field, SelectField, type Option } from "~/ui/form";

const SORT_WORDS: Record<ListingSort, string> = {
  updated: "最近改动",
  title: "名称",
  price: "价格从低到高",
  "-price": "价格从高到低",
  stock: "余量从少到多",
  "-stock": "余量从多到少",
};

/** What narrows and orders the list; all of it stands in the address. */
export function ListingSearch({ query, sellers }: { query: ListingQuery; sellers: readonly Option[] }) {
  const isFiltered = query.q !== "" || query.seller !== "" || query.sort !== "updated";
  return (
    <form method="get" action={paths.coop.listings()} className="query-form" role="search" aria-label="查找商品">
      <input type="hidden" name="tab" value={query.tab} />
      <Field label="商品、产品或产地村" name="q" defaultValue={query.q} maxLength={60} />
      {sellers.length > 1 && (
        <SelectField label="卖家" name="seller" defaultValue={query.seller} placeholder="全部" options={sellers} />
      )}
      <SelectField
        label="排序"
        name="sort"
        defaultValue={query.sort}
        options={Object.entries(SORT_WORDS).map(([value, label]) => ({ value, label }))}
      />
      <div className="form-actions">
        <Button>查询</Button>
        {isFiltered && (
          <ButtonLink
            tone="quiet"
            href={paths.coop.listings(listingParameters({ tab: query.tab, q: "", seller: "", sort: "updated" }))}
          >
            清除条件
          </ButtonLink>
        )}
      </div>
    </form>
  );
}
