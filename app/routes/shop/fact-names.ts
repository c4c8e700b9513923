/** English for the names that area facts have in their sources. Others are shown as they are. */
const NAMES: Readonly<Record<string, string>> = {
  农户: "Farming households",
  农村人口: "Rural population",
  距县城: "Distance to the county town",
  村民小组: "Village groups",
  通村通组硬化路: "Paved roads",
  主导产业: "Main trade",
  猕猴桃: "Kiwifruit orchards",
  海椒: "Chili fields",
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

const UNITS: Readonly<Record<string, string>> = {
  户: "households",
  人: "people",
  亩: "mu",
  公顷: "ha",
  千米: "km",
  公里: "km",
  米: "m",
  平方公里: "km²",
  个: "",
};

/** "1,669 people", "260 mu": as its source has it, with the unit in the page's language. */
export function factValue(locale: "zh" | "en", { value, unit }: { value: string; unit: string | null }): string {
  const written = /^\d{4,9}$/.test(value) ? Number(value).toLocaleString("en-US") : value;
  return [written, locale === "en" ? (UNITS[unit ?? ""] ?? unit) : unit].filter(Boolean).join(" ");
}
