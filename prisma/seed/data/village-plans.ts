// What the township plans say of each village, and how its households are made of it.
import { VILLAGES, villages } from "./areas";

export type VillagePlan = {
  readonly areaCode: string;
  readonly households: number;
  /** people in the households today */
  readonly persons: number;
  readonly groups: number;
  readonly bankName: string;
  /** out of 100: 低保户, 特困供养户; the rest are 一般户 */
  readonly minimumLiving: number;
  readonly supported: number;
  /** out of 100: ordinary households that were never identified */
  readonly ordinary: number;
};

const ANHUI_BANK = "皖南农商银行（演示）";

/**
 * 昌溪, 双源, 万二: households and persons exactly as line 75 prints them, all of them households to be helped.
 * 茂林: ten of each village, attributes in the proportions of line 263 (782 with 低保 and 49 特困供养 out of 960).
 * 孔雀: 60 of its 217 households, at the plan's 1,200 / 217 persons each (line 13). The others are free.
 */
export const villagePlans: readonly VillagePlan[] = [
  {
    areaCode: VILLAGES.changxi,
    households: 36,
    persons: 80,
    groups: 12,
    bankName: ANHUI_BANK,
    minimumLiving: 38,
    supported: 8,
    ordinary: 0,
  },
  {
    areaCode: VILLAGES.shuangyuan,
    households: 22,
    persons: 60,
    groups: 9,
    bankName: ANHUI_BANK,
    minimumLiving: 36,
    supported: 5,
    ordinary: 0,
  },
  {
    areaCode: VILLAGES.waner,
    households: 18,
    persons: 62,
    groups: 8,
    bankName: ANHUI_BANK,
    minimumLiving: 33,
    supported: 5,
    ordinary: 0,
  },
  ...villages
    .filter(({ parentCode }) => parentCode === "341823101")
    .map(({ code }, index) => ({
      areaCode: code,
      households: 10,
      persons: index % 3 === 0 ? 22 : 20,
      groups: 14,
      bankName: ANHUI_BANK,
      minimumLiving: 81,
      supported: index % 2 === 0 ? 10 : 0,
      ordinary: 0,
    })),
  {
    areaCode: VILLAGES.liping,
    households: 40,
    persons: 138,
    groups: 6,
    bankName: "沐江农商银行（演示）",
    minimumLiving: 22,
    supported: 3,
    ordinary: 35,
  },
  {
    areaCode: VILLAGES.kongque,
    households: 60,
    persons: 332,
    groups: 17,
    bankName: "堵河农商银行（演示）",
    minimumLiving: 20,
    supported: 3,
    ordinary: 31,
  },
  {
    areaCode: VILLAGES.rengang,
    households: 24,
    persons: 86,
    groups: 5,
    bankName: "舂陵农商银行（演示）",
    minimumLiving: 24,
    supported: 4,
    ordinary: 30,
  },
];
