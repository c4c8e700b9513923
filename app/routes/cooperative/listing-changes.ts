import type { ListingFieldsData } from "./listing-fields";

type Fields = Readonly<Record<string, string>>;

/** A listing's values by the names of its form's fields, as the form sends them when nothing is touched. */
export function flatFields({ values, variants }: Pick<ListingFieldsData, "values" | "variants">): Fields {
  const { season, ...texts } = values;
  return {
    ...texts,
    ...Object.fromEntries(season.map((month) => [`season[${month - 1}]`, String(month)])),
    ...Object.fromEntries(
      variants.flatMap(({ id: _id, active, ...pack }, index) => [
        ...Object.entries(pack).map(([name, value]) => [`variants[${index}].${name}`, value]),
        ...(active ? [[`variants[${index}].active`, "on"]] : []),
      ]),
    ),
  };
}

export type Change = { readonly name: string; readonly words: string };

/** What is not as it was, each in a sentence: “价格”：39.90 → 42.00. */
export function changesBetween(before: Fields, now: Fields): Change[] {
  const names = new Set([...Object.keys(now), ...Object.keys(before)]);
  return [...names].flatMap((name) => {
    const [was = "", is = ""] = [before[name], now[name]];
    return was === is ? [] : [{ name, words: `${fieldWords(name)}：${shortened(was)} → ${shortened(is)}` }];
  });
}

/**
 * What the form shows after somebody else changed the listing: what was typed, and where nothing was typed what stands
 * there now, so that saving again overwrites only what both of them changed.
 */
export function mergedFields(typed: Fields, before: Fields, now: Fields): Fields {
  const merged = { ...typed };
  for (const { name } of changesBetween(before, now)) {
    if ((typed[name] ?? "") !== (before[name] ?? "")) continue;
    if (now[name] === undefined) delete merged[name];
    else merged[name] = now[name];
  }
  return merged;
}

/** Reads what the form carried of its beginning; undefined when it is not there or was tampered with. */
export function readBase(text: string | undefined): Fields | undefined {
  if (!text) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
    return Object.values(read).every((value) => typeof value === "string") ? (read as Fields) : undefined;
  } catch {
    return undefined;
  }
}

const LONGEST_SHOWN = 24;

function shortened(value: string): string {
  const characters = [...value];
  if (value === "") return "（空）";
  return characters.length <= LONGEST_SHOWN ? `“${value}”` : `“${characters.slice(0, LONGEST_SHOWN).join("")}…”`;
}

const WORDS: Readonly<Record<string, string>> = {
  title: "商品名称",
  titleEn: "英文名称",
  areaCode: "产地村",
  splitRuleCode: "分配规则",
  freightId: "运费模板",
  shipsWithinDays: "发货天数",
  marketPrice: "市场参考价",
  marketSource: "参考价来源",
  marketDay: "参考价日期",
  story: "介绍",
  storyEn: "英文介绍",
  keeping: "保存",
  keepingEn: "英文保存",
  eating: "吃法",
  eatingEn: "英文吃法",
};

const PACK_WORDS: Readonly<Record<string, string>> = {
  name: "名称",
  nameEn: "英文名称",
  quantity: "每份数量",
  price: "价格",
  shipping: "包裹重量",
  active: "在售",
};

function fieldWords(name: string): string {
  const month = /^season\[(\d+)\]$/.exec(name);
  if (month) return `采收月份 ${Number(month[1]) + 1} 月`;
  const pack = /^variants\[(\d+)\]\.(\w+)$/.exec(name);
  if (pack) return `规格 ${Number(pack[1]) + 1} 的${PACK_WORDS[pack[2] ?? ""] ?? ""}`;
  return WORDS[name] ?? name;
}
