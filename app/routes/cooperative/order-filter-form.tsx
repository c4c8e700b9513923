import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { Field, SelectField, type Option } from "~/ui/form";
import { isNarrowed, type OrderFilter } from "./order-filter";

/** Narrows the list by a form that asks with GET: the answer has an address. */
export function OrderFilterForm({
  filter,
  products,
  provinces,
}: {
  filter: OrderFilter;
  products: readonly Option[];
  provinces: readonly Option[];
}) {
  return (
    <details className="filter" open={isNarrowed(filter)}>
      <summary>筛选</summary>
      <form method="get" action={paths.coop.orders()} className="query-form">
        <input type="hidden" name="tab" value={filter.tab} />
        <Field label="订单号" name="q" width="short" autoComplete="off" defaultValue={filter.number} />
        <Field label="付款从" name="from" type="date" width="short" defaultValue={filter.from} />
        <Field label="到" name="to" type="date" width="short" defaultValue={filter.to} />
        <SelectField
          label="商品"
          name="product"
          width="short"
          options={products}
          placeholder="全部"
          defaultValue={filter.productId ?? ""}
        />
        <SelectField
          label="发往"
          name="province"
          width="short"
          options={provinces}
          placeholder="全部"
          defaultValue={filter.province ?? ""}
        />
        <Button tone="quiet">查看</Button>
        {isNarrowed(filter) && <a href={paths.coop.orders({ tab: filter.tab })}>清除筛选</a>}
      </form>
    </details>
  );
}
