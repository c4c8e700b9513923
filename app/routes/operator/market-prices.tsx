import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { MARKET_PRICE_DAYS } from "~/catalog/market-price";
import { marketPrices } from "~/catalog/market-price-store.server";
import {
  explainMarketPriceFailure,
  noteMarketPrice,
  type MarketPriceFailure,
} from "~/catalog/note-market-price.server";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { unitPriceWords } from "~/supply/unit-price";
import { Button } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { marketPriceForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "市场参考价";

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "market-price:note");
  const oldest = dayOf(addDays(new Date(), -MARKET_PRICE_DAYS));
  const prices = await marketPrices(db());
  return json({
    frame: opsFrame(actor),
    done: new URL(request.url).searchParams.has("done"),
    products: prices
      .map(({ productId, name, baseUnit, pieceName }) => ({
        value: productId,
        label: `${name}（元/${baseUnit === "GRAM" ? "kg" : pieceName}）`,
      }))
      .toSorted((a, b) => a.label.localeCompare(b.label, "zh")),
    rows: prices.map((price) => ({
      id: price.productId,
      name: price.name,
      price: price.priceFen === null ? null : unitPriceWords(price.priceFen, { ...price, pieceNameEn: "" }),
      source: price.source ?? "",
      day: price.pricedOn ?? "",
      by: price.notedBy ?? "",
      told: price.pricedOn !== null && price.pricedOn >= oldest,
    })),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "market-price:note");
  const form = await parseForm(request, marketPriceForm);
  if (!form.ok) return form.answer;
  const { product, price, source, day } = form.value;
  const noted = await noteMarketPrice({
    actor,
    productId: product,
    priceFen: price,
    source,
    pricedOn: day,
    now: new Date(),
  });
  if (!noted.ok) return form.refuse({ [FIELD_OF[noted.failure.kind]]: [explainMarketPriceFailure(noted.failure)] });
  return redirect(paths.ops.marketPrices({ done: "1" }));
}

const FIELD_OF: Record<MarketPriceFailure["kind"], string> = {
  "not-allowed": "",
  "no-such-product": "product",
  "bad-price": "price",
  "no-source": "source",
  "bad-day": "day",
};

export default function MarketPrices() {
  const { frame, done, products, rows } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const field = (name: string) => ({
    name,
    defaultValue: refused?.typed[name] ?? "",
    error: refused?.errors[name] ?? null,
  });
  return (
    <OpsFrame
      frame={frame}
      current="market-prices"
      title={errorTitle(TITLE, refused?.errors)}
      intro={`登记后显示在这种产品的商品页，带来源和日期；过了 ${MARKET_PRICE_DAYS} 天不再显示。卖家自己登记的先显示。`}
    >
      <Outcome answer={refused} refusal="没有登记" done={done && "已登记。"} />
      <PostForm className="form" noValidate>
        <SelectField label="产品" placeholder="请选择" options={products} {...field("product")} />
        <Field label="市场价" unit="元" width="short" inputMode="decimal" {...field("price")} />
        <Field label="来源" maxLength={80} hint="例如“省农产品价格监测 11 月下旬”。" {...field("source")} />
        <Field label="日期" type="date" width="short" {...field("day")} />
        <div className="form-actions">
          <Button>登记</Button>
        </div>
      </PostForm>
      <Table
        caption="最近一次登记"
        small="cards"
        columns={[
          { key: "product", label: "产品" },
          { key: "price", label: "市场价", align: "end" },
          { key: "source", label: "来源" },
          { key: "day", label: "日期" },
          { key: "state", label: "店铺" },
        ]}
      >
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.name}</th>
            <Cell label="市场价" number>
              {row.price ?? "—"}
            </Cell>
            <Cell label="来源">{row.source || "—"}</Cell>
            <Cell label="日期">{row.day ? `${row.day}${row.by ? ` ${row.by}` : ""}` : "—"}</Cell>
            <Cell label="店铺">
              {row.told ? (
                <StatusWord tone="done">显示</StatusWord>
              ) : (
                <StatusWord tone="neutral">{row.price === null ? "没有登记" : "已过期，不显示"}</StatusWord>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </OpsFrame>
  );
}
