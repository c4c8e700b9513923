import { z } from "zod";
import { LONGEST_VIEW_NAME } from "~/catalog/listing-query";
import { checkbox, text } from "./fields.server";

/** What the list of goods does with what is ticked in it, and with the manager's own views. */
const chosen = z
  .array(z.uuid("请刷新后重选。").optional(), "请先勾选商品。")
  .max(100, "一次最多 100 个商品。")
  .transform((ids) => ids.filter((id) => id !== undefined))
  .refine((ids) => ids.length > 0, "请先勾选商品。");

export const listingListForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("publish"), chosen }),
  z.object({ intent: z.literal("unpublish"), chosen }),
  z.object({ intent: z.literal("keep-view"), name: text("请给视图起个名字。", LONGEST_VIEW_NAME) }),
  z.object({ intent: z.literal("forget-view"), view: z.uuid("请刷新后再试。") }),
]);

const packRow = z.object({
  id: z.uuid(),
  seen: z.string().regex(/^\d{1,12}$/),
  seenActive: z.enum(["on", "off"]),
  price: z.string().optional(),
  active: checkbox,
});

const lotRow = z.object({
  id: z.uuid(),
  seen: z.string().regex(/^\d{1,9}$/),
  unit: z.enum(["jin", "piece"]),
  counted: z.string().optional(),
});

/** One table of prices and counted stock. Each row is read and refused for itself, so amounts stay as they were typed. */
export const priceTableForm = z.object({
  packs: z.array(packRow, "请刷新后再改。").max(1_000).optional(),
  lots: z.array(lotRow, "请刷新后再改。").max(500).optional(),
  reason: z.string().trim().max(120, "最多 120 个字。").optional(),
});
