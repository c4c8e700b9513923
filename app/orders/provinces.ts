export type Province = {
  /** two digits, GB/T 2260 */
  readonly code: string;
  readonly name: string;
  /** how people begin an address: 广西, 内蒙古 */
  readonly shortName: string;
  readonly nameEn: string;
};

/** Where parcels can be addressed to. Hong Kong, Macao and Taiwan need customs papers that no seller here has. */
export const PROVINCES: readonly Province[] = [
  ["11", "北京市", "北京", "Beijing"],
  ["12", "天津市", "天津", "Tianjin"],
  ["13", "河北省", "河北", "Hebei"],
  ["14", "山西省", "山西", "Shanxi"],
  ["15", "内蒙古自治区", "内蒙古", "Inner Mongolia"],
  ["21", "辽宁省", "辽宁", "Liaoning"],
  ["22", "吉林省", "吉林", "Jilin"],
  ["23", "黑龙江省", "黑龙江", "Heilongjiang"],
  ["31", "上海市", "上海", "Shanghai"],
  ["32", "江苏省", "江苏", "Jiangsu"],
  ["33", "浙江省", "浙江", "Zhejiang"],
  ["34", "安徽省", "安徽", "Anhui"],
  ["35", "福建省", "福建", "Fujian"],
  ["36", "江西省", "江西", "Jiangxi"],
  ["37", "山东省", "山东", "Shandong"],
  ["41", "河南省", "河南", "Henan"],
  ["42", "湖北省", "湖北", "Hubei"],
  ["43", "湖南省", "湖南", "Hunan"],
  ["44", "广东省", "广东", "Guangdong"],
  ["45", "广西壮族自治区", "广西", "Guangxi"],
  ["46", "海南省", "海南", "Hainan"],
  ["50", "重庆市", "重庆", "Chongqing"],
  ["51", "四川省", "四川", "Sichuan"],
  ["52", "贵州省", "贵州", "Guizhou"],
  ["53", "云南省", "云南", "Yunnan"],
  ["54", "西藏自治区", "西藏", "Tibet"],
  ["61", "陕西省", "陕西", "Shaanxi"],
  ["62", "甘肃省", "甘肃", "Gansu"],
  ["63", "青海省", "青海", "Qinghai"],
  ["64", "宁夏回族自治区", "宁夏", "Ningxia"],
  ["65", "新疆维吾尔自治区", "新疆", "Xinjiang"],
].map(([code = "", name = "", shortName = "", nameEn = ""]) => ({ code, name, shortName, nameEn }));

const BY_CODE = new Map(PROVINCES.map((province) => [province.code, province]));

export function provinceOf(code: string | null | undefined): Province | undefined {
  return BY_CODE.get(code ?? "");
}

export function provinceNamed(name: string): Province | undefined {
  return PROVINCES.find((province) => province.name === name);
}

/** The province an address begins with: 江苏省…, 广西…, and the four cities that are provinces. */
export function provinceAtStart(address: string): Province | undefined {
  return PROVINCES.find((province) => address.startsWith(province.name) || address.startsWith(province.shortName));
}
