import { VILLAGES } from "./areas";

export type SeedFundUse = {
  readonly areaCode: string;
  readonly purpose: string;
  readonly evidence: string;
  /** of a hundred parts of what was paid to the village */
  readonly share: number;
  readonly daysAgo: number;
  readonly recorder: string;
  /** left out: it waits */
  readonly approver?: string;
};

export const fundUses: readonly SeedFundUse[] = [
  {
    areaCode: VILLAGES.waner,
    purpose: "村口晒场旁 40 米水沟清淤，买砂石和水泥",
    evidence: "收据 2026-017，村民大会记录",
    share: 40,
    daysAgo: 70,
    recorder: "changxi-xiang",
    approver: "shexian",
  },
  {
    areaCode: VILLAGES.waner,
    purpose: "晒场换两盏路灯的灯头",
    evidence: "收据 2026-031，村民大会记录",
    share: 20,
    daysAgo: 12,
    recorder: "changxi-xiang",
    approver: "shexian",
  },
  {
    areaCode: VILLAGES.tongshan,
    purpose: "公用烘干房换温度计和门封条",
    evidence: "收据 2026-009，村民大会记录",
    share: 30,
    daysAgo: 45,
    recorder: "maolin-zhen",
    approver: "jingxian",
  },
  {
    areaCode: VILLAGES.kongque,
    purpose: "香菇棚边机耕路补坑两处",
    evidence: "收据 2026-022，村民大会记录",
    share: 50,
    daysAgo: 30,
    recorder: "kongque-cun",
    approver: "zhuxi",
  },
  {
    areaCode: VILLAGES.kongque,
    purpose: "村文化室添 20 把凳子",
    evidence: "收据 2026-035，村民大会记录",
    share: 30,
    daysAgo: 3,
    recorder: "kongque-cun",
  },
];
