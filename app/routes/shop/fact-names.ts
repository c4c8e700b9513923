/** English for the names that area facts have in their sources. Others are shown as they are. */
const NAMES: Readonly<Record<string, string>> = {
  户数: "Households",
  人口: "People",
  劳动力: "Labour force",
  村民组: "Village groups",
  面积: "Area",
  耕地: "Farmland",
  海拔: "Altitude",
  地形: "Terrain",
  帮扶户: "Households to be helped (plan)",
  帮扶人口: "People to be helped (plan)",
  绿梅基地: "Green plum orchards",
  旅游资源: "Sights",
};

export function factName(locale: "zh" | "en", key: string): string {
  return locale === "en" ? (NAMES[key] ?? key) : key;
}
