export type SeedCategory = { readonly code: string; readonly name: string; readonly nameEn: string };

/** In the order of the menu. */
export const categories = [
  { code: "fruit", name: "水果", nameEn: "Fruit" },
  { code: "vegetable", name: "蔬菜", nameEn: "Vegetables" },
  { code: "grain", name: "粮油米面", nameEn: "Grain, oil & flour" },
  { code: "mushroom", name: "食用菌", nameEn: "Mushrooms" },
  { code: "meat", name: "肉禽", nameEn: "Meat & poultry" },
  { code: "egg", name: "蛋", nameEn: "Eggs" },
  { code: "tea", name: "茶叶", nameEn: "Tea" },
  { code: "dried", name: "干货坚果", nameEn: "Dried goods & nuts" },
  { code: "honey", name: "蜂产品", nameEn: "Honey" },
  { code: "herb", name: "中药材", nameEn: "Roots & herbs" },
  { code: "pantry", name: "调味与加工品", nameEn: "Pantry" },
  { code: "craft", name: "手工艺", nameEn: "Crafts" },
] as const satisfies readonly SeedCategory[];

export type CategoryCode = (typeof categories)[number]["code"];
