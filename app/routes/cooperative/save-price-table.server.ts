import type { z } from "zod";
import type { Actor } from "~/access/actor";
import { editVariant } from "~/catalog/edit-variant.server";
import { explainEditVariantFailure } from "~/catalog/listing-failure";
import { parseYuan } from "~/kernel/money";
import { db } from "~/platform/db.server";
import { explainLotMoveFailure } from "~/supply/lot-move-failure";
import { findProduct } from "~/supply/product-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { takeStock } from "~/supply/take-stock.server";
import { parseCounted } from "./fields.server";
import type { priceTableForm } from "./listing-list-forms.server";

type Table = z.output<typeof priceTableForm>;
type Answer = { readonly changed: number; readonly errors: Record<string, string[]> };

/** Saves a table row by row: each row that cannot be saved says why at its own field, and keeps no other back. */
export async function savePriceTable(request: {
  readonly actor: Actor;
  readonly table: Table;
  readonly now: Date;
}): Promise<Answer> {
  const errors: Record<string, string[]> = {};
  let changed = 0;
  for (const [index, row] of (request.table.packs ?? []).entries()) {
    const saved = await savePack(request, row);
    if (typeof saved === "string") errors[`packs[${index}].price`] = [saved];
    else if (saved) changed += 1;
  }
  for (const [index, row] of (request.table.lots ?? []).entries()) {
    const saved = await saveCount(request, row);
    if (saved === "no-reason") errors["reason"] = ["余量和账面不一样，请写明原因，例如“盘点，运输压伤”。"];
    else if (typeof saved === "string") errors[`lots[${index}].counted`] = [saved];
    else if (saved) changed += 1;
  }
  return { changed, errors };
}

/** Whether the row changed something, or why it was refused. */
async function savePack(
  { actor, now }: { actor: Actor; now: Date },
  row: NonNullable<Table["packs"]>[number],
): Promise<boolean | string> {
  const priceFen = parseYuan(row.price ?? "");
  if (priceFen === undefined) return "价格请填金额，例如 39.9。";
  const saved = await editVariant({
    actor,
    variantId: row.id,
    seen: { priceFen: BigInt(row.seen), active: row.seenActive === "on" },
    wanted: { priceFen, active: row.active },
    now,
  });
  return saved.ok ? saved.value.changed : explainEditVariantFailure(saved.failure);
}

async function saveCount(
  { actor, table, now }: { actor: Actor; table: Table; now: Date },
  row: NonNullable<Table["lots"]>[number],
): Promise<boolean | string> {
  // An empty field is a lot that nobody counted.
  if ((row.counted ?? "").trim() === "") return false;
  const counted = parseCounted(row.counted ?? "", row.unit);
  if (counted === undefined) return row.unit === "piece" ? "请填整数。" : "请填斤数，例如 23.5。";
  const seen = Number(row.seen);
  if (counted === seen) return false;
  const taken = await takeStock({ actor, lotId: row.id, counted, seen, reason: table.reason ?? "", now });
  if (taken.ok) return true;
  if (taken.failure.kind === "no-reason") return "no-reason";
  const lot = await db().lot.findUnique({ where: { id: row.id }, select: { productId: true } });
  const product = lot && (await findProduct(db(), lot.productId));
  return explainLotMoveFailure(taken.failure, (quantity) =>
    product ? quantityWords(quantity, product) : String(quantity),
  );
}
