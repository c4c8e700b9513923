import type { GrantableRole } from "~/access/role";
import { VILLAGES } from "./areas";
import type { SellerKey } from "./sellers";

export type SeedScope =
  | { readonly kind: "PLATFORM" }
  | { readonly kind: "AREA"; readonly code: string }
  | { readonly kind: "COOPERATIVE"; readonly sellerKey: SellerKey }
  | { readonly kind: "SERVICE_POINT"; readonly key: string }
  | { readonly kind: "HOUSEHOLD"; readonly key: string };

export type SeedUser = {
  readonly loginName: string;
  readonly displayName: string;
  readonly grants: readonly { readonly role: GrantableRole; readonly scope: SeedScope }[];
  /** shown at the start and in the README: one of every role */
  readonly shown: boolean;
};

/** Of every demo account. A real installation has none of them. */
export const DEMO_PASSWORD = "shai-zhang-2026";

const platform = { kind: "PLATFORM" } as const;
const area = (code: string) => ({ kind: "AREA", code }) as const;
const cooperative = (sellerKey: SellerKey) => ({ kind: "COOPERATIVE", sellerKey }) as const;

function user(loginName: string, displayName: string, role: GrantableRole, scope: SeedScope, shown = true): SeedUser {
  return { loginName, displayName, grants: [{ role, scope }], shown };
}

export const users: readonly SeedUser[] = [
  user("operator", "平台运营 小岑", "OPERATOR", platform),
  // Rules and batches need two people.
  user("operator2", "平台运营 小蓝", "OPERATOR", platform, false),
  user("finance", "平台财务 小米", "FINANCE", platform),
  user("finance2", "平台财务 小苗", "FINANCE", platform, false),
  user("shexian", "歙县 县级干部", "COUNTY_OFFICIAL", area("341021")),
  user("jingxian", "泾县 县级干部", "COUNTY_OFFICIAL", area("341823"), false),
  user("muchuan", "沐川县 县级干部", "COUNTY_OFFICIAL", area("511129"), false),
  user("zhuxi", "竹溪县 县级干部", "COUNTY_OFFICIAL", area("420324"), false),
  user("xintian", "新田县 县级干部", "COUNTY_OFFICIAL", area("431128"), false),
  user("changxi-xiang", "昌溪乡 乡镇干部", "TOWNSHIP_OFFICIAL", area("341021203")),
  user("maolin-zhen", "茂林镇 乡镇干部", "TOWNSHIP_OFFICIAL", area("341823101"), false),
  user("changxi-cun", "昌溪村 村干部", "VILLAGE_OFFICIAL", area(VILLAGES.changxi)),
  user("shuangyuan-cun", "双源村 村干部", "VILLAGE_OFFICIAL", area(VILLAGES.shuangyuan), false),
  user("kuifeng-cun", "奎峰村 村干部", "VILLAGE_OFFICIAL", area(VILLAGES.kuifeng), false),
  user("kongque-cun", "孔雀村 村干部", "VILLAGE_OFFICIAL", area(VILLAGES.kongque), false),
  user("changxi", "昌溪茶笋合作社 负责人", "COOP_MANAGER", cooperative("coop-changxi")),
  user("changxi-weigher", "昌溪茶笋合作社 收货员", "COOP_WEIGHER", cooperative("coop-changxi")),
  user("changxi-packer", "昌溪茶笋合作社 打包员", "COOP_PACKER", cooperative("coop-changxi")),
  user("changxi-treasurer", "昌溪茶笋合作社 会计", "COOP_TREASURER", cooperative("coop-changxi")),
  user("shuangyuan", "双源绿梅合作社 负责人", "COOP_MANAGER", cooperative("coop-shuangyuan"), false),
  user("waner", "万二家庭农场 负责人", "COOP_MANAGER", cooperative("farm-waner"), false),
  user("maolin", "茂林农产品合作社 负责人", "COOP_MANAGER", cooperative("coop-maolin"), false),
  user("maolin-foods", "茂林山货公司 负责人", "COOP_MANAGER", cooperative("ent-maolin"), false),
  user("liping", "里坪猕猴桃合作社 负责人", "COOP_MANAGER", cooperative("coop-liping"), false),
  user("huangdan", "黄丹茶芋合作社 负责人", "COOP_MANAGER", cooperative("coop-huangdan"), false),
  user("kongque-livestock", "孔雀养殖合作社 负责人", "COOP_MANAGER", cooperative("coop-kongque-livestock"), false),
  user("kongque-grain", "孔雀杂粮合作社 负责人", "COOP_MANAGER", cooperative("coop-kongque-grain"), false),
  user("kongque-collective", "孔雀村集体 负责人", "COOP_MANAGER", cooperative("collective-kongque"), false),
  user("rengang", "仁岗辣椒合作社 负责人", "COOP_MANAGER", cooperative("coop-rengang"), false),
  user("point-changxi", "昌溪村服务点", "SERVICE_POINT", { kind: "SERVICE_POINT", key: "sp-changxi" }),
  user("point-liping", "里坪村服务点", "SERVICE_POINT", { kind: "SERVICE_POINT", key: "sp-liping" }, false),
  user("point-kuifeng", "奎峰村服务点", "SERVICE_POINT", { kind: "SERVICE_POINT", key: "sp-kuifeng" }, false),
  user("point-kongque", "孔雀村服务点", "SERVICE_POINT", { kind: "SERVICE_POINT", key: "sp-kongque" }, false),
  user("point-rengang", "仁岗村服务点", "SERVICE_POINT", { kind: "SERVICE_POINT", key: "sp-rengang" }, false),
  // Delivers to the cooperative, worked for wages: has something on every page of the household's own view.
  user("nonghu", "双源村 农户", "HOUSEHOLD", { kind: "HOUSEHOLD", key: "341021203201-0007" }),
  user("honey", "龙王尖下蜂场", "HOUSEHOLD", { kind: "HOUSEHOLD", key: "341021203202-0006" }, false),
  user("shopper", "顾客 小满", "SHOPPER", platform),
];

/** Who weighs, by seller: names on the slips. */
export const weighers: Readonly<Record<SellerKey, readonly [string, string]>> = {
  "coop-changxi": ["收货员 周巧云", "收货员 吴海波"],
  "coop-shuangyuan": ["收货员 江丽萍", "收货员 汪建新"],
  "farm-waner": ["场员 凌春雷", "场员 方小玲"],
  "coop-maolin": ["库管 章晓芳", "库管 胡立新"],
  "ent-maolin": ["车间 潘文斌", "车间 石红梅"],
  "coop-liping": ["收货员 罗向阳", "收货员 何彩云"],
  "coop-huangdan": ["收货员 曾玉婷", "收货员 廖军华"],
  "coop-kongque-livestock": ["验收员 熊卫东", "验收员 余爱萍"],
  "coop-kongque-grain": ["收货员 彭秋菊", "收货员 蔡海龙"],
  "collective-kongque": ["车间 魏雪琴", "车间 程国庆"],
  "coop-rengang": ["收货员 邹永刚", "收货员 何桂芳"],
};
