import { VILLAGES } from "./areas";

/** Households that sell their own produce under a name they chose; nobody has to show the family's. */
export type HouseholdShop = {
  /** archive number of the household, see households.ts */
  readonly householdKey: string;
  readonly shopName: string;
  readonly shopNameEn: string;
  readonly servicePointKey: string;
};

export const householdShops = [
  {
    householdKey: `${VILLAGES.changxi}-0008`,
    shopName: "昌溪篾匠铺",
    shopNameEn: "Changxi Bamboo Bench",
    servicePointKey: "sp-changxi",
  },
  {
    householdKey: `${VILLAGES.waner}-0006`,
    shopName: "龙王尖下蜂场",
    shopNameEn: "Hives below Longwang Peak",
    servicePointKey: "sp-changxi",
  },
  {
    householdKey: `${VILLAGES.kuifeng}-0004`,
    shopName: "奎峰散养鸡舍",
    shopNameEn: "Kuifeng Hen Yard",
    servicePointKey: "sp-kuifeng",
  },
  {
    householdKey: `${VILLAGES.tongshan}-0001`,
    shopName: "铜山香菇棚",
    shopNameEn: "Tongshan Mushroom Shed",
    servicePointKey: "sp-kuifeng",
  },
  {
    householdKey: `${VILLAGES.liping}-0011`,
    shopName: "里坪三亩果园",
    shopNameEn: "Three-Mu Orchard, Liping",
    servicePointKey: "sp-liping",
  },
  {
    householdKey: `${VILLAGES.liping}-0023`,
    shopName: "里坪姜黄地",
    shopNameEn: "Liping Turmeric Plot",
    servicePointKey: "sp-liping",
  },
  {
    householdKey: `${VILLAGES.kongque}-0015`,
    shopName: "孔雀木耳人家",
    shopNameEn: "Kongque Wood-Ear House",
    servicePointKey: "sp-kongque",
  },
  {
    householdKey: `${VILLAGES.kongque}-0035`,
    shopName: "坡上洋芋地",
    shopNameEn: "Upslope Potato Field",
    servicePointKey: "sp-kongque",
  },
  {
    householdKey: `${VILLAGES.rengang}-0006`,
    shopName: "仁岗辣椒小院",
    shopNameEn: "Rengang Chili Yard",
    servicePointKey: "sp-rengang",
  },
] as const satisfies readonly HouseholdShop[];

export type ShopHouseholdKey = (typeof householdShops)[number]["householdKey"];
