import { z } from "zod";
import { LONGEST_KEEPING, LONGEST_KEEPING_EN, MOST_PHOTOS } from "~/catalog/listing-failure";
import { LONGEST_SEASON, LONGEST_SEASON_EN } from "~/catalog/preorder";
import { parseYuan } from "~/kernel/money";
import { parseWeight } from "~/kernel/quantity";
import {
  checkbox,
  chosenId,
  day,
  optionalText,
  optionalYuan,
  parseCounted,
  quantityText,
  text,
  wholeNumber,
} from "./fields.server";

/** One pack of the form, or undefined for an empty row. Its quantity is read in the form's unit afterwards. */
const variantRow = z
  .object({
    id: z.uuid().optional(),
    name: z.string().trim().max(40, "最多 40 个字。").optional(),
    nameEn: z.string().trim().max(60, "最多 60 个字符。").optional(),
    quantity: z.string().optional(),
    price: z.string().optional(),
    shipping: z.string().optional(),
    active: checkbox,
  })
  .transform((row, context) => {
    if (!row.name && !row.price && !row.quantity) return undefined;
    const problem = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    const priceFen = parseYuan(row.price ?? "");
    const shippingGrams = parseWeight(row.shipping ?? "", "kg");
    if (!row.name) problem("name", "请填写规格名称，例如“5 斤装”。");
    if (!isQuantity(row.quantity)) problem("quantity", "每份数量请填数字，例如 5。");
    if (priceFen === undefined) problem("price", "价格请填金额，例如 39.9。");
    if (shippingGrams === undefined) problem("shipping", "包裹重量请填公斤数，例如 2.9。");
    return {
      ...(row.id === undefined ? {} : { id: row.id }),
      name: row.name ?? "",
      nameEn: row.nameEn ?? "",
      quantity: row.quantity ?? "",
      priceFen: priceFen ?? 0n,
      shippingGrams: shippingGrams ?? 0,
      active: row.active,
    };
  });

function isQuantity(typed: string | undefined): boolean {
  return /^\d{1,7}(\.\d{1,3})?$/.test(typed?.normalize("NFKC").trim() ?? "");
}

const unit = z.enum(["jin", "kg", "piece"]);

const listingFields = z.object({
  intent: z.literal("save"),
  unit,
  title: text("请填写商品名称。", 60),
  titleEn: optionalText(80),
  areaCode: z.string({ error: "请选择产地村。" }).regex(/^\d{12}$/, "请选择产地村。"),
  splitRuleCode: text("请选择分配规则。", 40),
  freightId: chosenId("请选择运费模板。"),
  shipsWithinDays: wholeNumber("请填写发货天数。", "发货天数请填 1 到 60 的整数。"),
  season: z.array(z.coerce.number().int().min(1).max(12).optional()).max(12).optional(),
  marketPrice: optionalYuan("市场参考价请填金额，例如 12。"),
  marketSource: optionalText(80),
  marketDay: optionalText(10),
  /** what the form showed at first, for telling what a colleague changed meanwhile */
  base: z.string().max(50_000).optional(),
  story: optionalText(1_000),
  storyEn: optionalText(2_000),
  keeping: optionalText(LONGEST_KEEPING),
  keepingEn: optionalText(LONGEST_KEEPING_EN),
  eating: optionalText(LONGEST_KEEPING),
  eatingEn: optionalText(LONGEST_KEEPING_EN),
  variants: z.array(variantRow).max(25).optional(),
});

/** A listing as its form sends it; packs are read in the form's unit. */
export const listingForm = listingFields.transform((form, context) => {
  const variants = (form.variants ?? []).flatMap((row, index) => {
    if (!row) return [];
    const quantity = parseCounted(row.quantity, form.unit);
    if (quantity === undefined || quantity === 0) {
      const message = form.unit === "piece" ? "每份数量请填大于零的整数。" : "每份数量要是大于零的整克重量。";
      context.addIssue({ code: "custom", path: ["variants", index, "quantity"], message });
    }
    return [{ ...row, quantity: quantity ?? 0 }];
  });
  if (form.marketPrice !== undefined && form.marketSource === "") {
    context.addIssue({ code: "custom", path: ["marketSource"], message: "填了市场参考价，就要写明来源。" });
  }
  return { ...form, variants, seasonMonths: (form.season ?? []).filter((month) => month !== undefined) };
});

export const listingPageForms = {
  "add-photo": z.object({
    intent: z.literal("add-photo"),
    photo: z.instanceof(File, { error: "请选择一张照片。" }),
    alt: text("请用一句话说明照片里是什么，看不见照片的人靠它了解。", 80),
    altEn: optionalText(120),
  }),
  photos: z.object({
    intent: z.literal("photos"),
    photos: z
      .array(
        z.object({
          id: z.uuid(),
          place: z.coerce
            .number({ error: "请填顺序。" })
            .int("请填整数。")
            .min(1, "请填顺序。")
            .max(99, "请填 1 到 99。"),
          alt: optionalText(80),
          altEn: optionalText(120),
          remove: checkbox,
        }),
      )
      .max(MOST_PHOTOS + 1)
      .optional(),
  }),
  lots: z.object({
    intent: z.literal("lots"),
    lots: z
      .array(z.object({ id: z.uuid(), use: checkbox }))
      .max(200)
      .optional(),
  }),
  preorder: z
    .object({
      intent: z.literal("preorder"),
      unit,
      promised: quantityText("预售量请填数字，例如 1000。"),
      shipBy: day("请选择最晚发货日期。"),
      preorderSeason: text("请写明是哪一季，例如“2026 年冬季头茬”。", LONGEST_SEASON),
      preorderSeasonEn: optionalText(LONGEST_SEASON_EN),
    })
    .transform((form, context) => {
      const promised = parseCounted(form.promised, form.unit);
      if (promised === undefined || promised === 0) {
        const message = form.unit === "piece" ? "预售量请填大于零的整数。" : "预售量要是大于零的整克重量，例如 1000。";
        context.addIssue({ code: "custom", path: ["promised"], message });
      }
      const { shipBy, preorderSeason: season, preorderSeasonEn: seasonEn } = form;
      return { intent: form.intent, terms: { promised: promised ?? 0, shipBy, season, seasonEn } };
    }),
  "end-preorder": z.object({ intent: z.literal("end-preorder") }),
  publish: z.object({ intent: z.literal("publish") }),
  unpublish: z.object({ intent: z.literal("unpublish") }),
  copy: z.object({ intent: z.literal("copy") }),
} as const;

export const listingPageForm = z.discriminatedUnion("intent", [
  listingForm,
  listingPageForms["add-photo"],
  listingPageForms.photos,
  listingPageForms.lots,
  listingPageForms.preorder,
  listingPageForms["end-preorder"],
  listingPageForms.publish,
  listingPageForms.unpublish,
  listingPageForms.copy,
]);
