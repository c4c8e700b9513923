import { TOWNSHIPS, VILLAGES, villages } from "./areas";
import { stream } from "./random";

export type SeedAreaFact = {
  readonly areaCode: string;
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly source: string;
  /** true = made up for the demonstration */
  readonly synthetic: boolean;
};

/** "L13" = line 13 of the collected township plans the demonstration is built on. */
function fromPlan(line: number): string {
  return `乡镇计划文本，第 ${line} 行`;
}

type Figure = readonly [key: string, value: string, unit: string];

function stated(areaCode: string, line: number, figures: readonly Figure[]): SeedAreaFact[] {
  return figures.map(([key, value, unit]) => ({
    areaCode,
    key,
    value,
    unit,
    source: fromPlan(line),
    synthetic: false,
  }));
}

const planFigures: readonly SeedAreaFact[] = [
  ...stated(TOWNSHIPS.changxi, 75, [
    ["年集体收入目标", "8", "万元以上"],
    ["帮扶户", "76", "户"],
    ["帮扶人口", "202", "人"],
  ]),
  ...stated(VILLAGES.changxi, 75, [
    ["帮扶户", "36", "户"],
    ["帮扶人口", "80", "人"],
  ]),
  ...stated(VILLAGES.shuangyuan, 75, [
    ["帮扶户", "22", "户"],
    ["帮扶人口", "60", "人"],
  ]),
  ...stated(VILLAGES.shuangyuan, 85, [["绿梅基地", "260", "亩"]]),
  ...stated(VILLAGES.waner, 75, [
    ["帮扶户", "18", "户"],
    ["帮扶人口", "62", "人"],
  ]),
  ...stated(VILLAGES.waner, 85, [["旅游资源", "龙王尖", ""]]),

  ...stated(TOWNSHIPS.maolin, 263, [
    ["村（居）", "14", "个"],
    ["村民组", "228", "个"],
    ["人口", "22289", "人"],
    ["农业人口", "20587", "人"],
    ["非农人口", "1702", "人"],
    ["贫困村", "4", "个"],
    ["2014 年建档立卡", "1240 户 2116 人", ""],
    ["建档立卡（原文总数）", "1014 户 2090 人", ""],
    ["低保贫困户", "21 户 51 人", ""],
    ["低保脱贫户", "761 户 1530 人", ""],
    ["特困供养脱贫户", "49 户 54 人", ""],
    ["一般贫困户", "12 户 29 人", ""],
    ["一般脱贫户", "117 户 426 人", ""],
    ["分类户数合计与总数之差", "960 ≠ 1014，差 54", "户"],
  ]),
  ...stated(TOWNSHIPS.maolin, 285, [
    ["特色种养业到户", "371 户 938 人", ""],
    ["新型经营主体申报", "21", "家"],
    ["经营主体带动", "100", "户"],
    ["带动户中享受补助", "24", "户"],
  ]),
  ...stated(TOWNSHIPS.maolin, 287, [
    ["巡河员", "12 人，工资 4.88 万元", ""],
    ["护林员", "75 人，工资 32.352 万元", ""],
  ]),
  ...stated(TOWNSHIPS.maolin, 289, [["扶贫小额信贷", "16 户 69 万元", ""]]),
  ...[VILLAGES.tangli, VILLAGES.kuifeng, VILLAGES.maolin, "341823101206"].flatMap((code) =>
    stated(code, 263, [["2014 年认定", "贫困村", ""]]),
  ),

  ...stated(VILLAGES.liping, 479, [
    ["猕猴桃", "600", "亩"],
    ["海椒", "600", "亩"],
    ["年技术培训", "2", "期"],
  ]),
  ...stated(TOWNSHIPS.huangdan, 487, [["重点加工", "茶叶、猕猴桃、林竹、魔芋、姜黄", ""]]),

  ...stated(VILLAGES.kongque, 13, [
    ["农户", "217", "户"],
    ["农村人口", "1200", "人"],
    ["劳动力", "748", "人"],
    ["村民小组", "17", "个"],
    ["面积", "11", "平方公里"],
    ["耕地", "405", "公顷"],
    ["海拔", "410", "米"],
    ["距县城", "90", "千米"],
    ["农民人均纯收入（原文年份作 201x）", "6198", "元"],
    ["通村通组硬化路", "9.24", "公里"],
  ]),
  ...stated(VILLAGES.kongque, 33, [["加入养殖合作社的贫困户目标", "40", "户以上"]]),

  ...stated(VILLAGES.rengang, 381, [["主导产业", "辣椒种植基地", ""]]),
];

/** Profile figures nobody printed: made up, the same on every machine, and marked so wherever they are shown. */
function invented(): SeedAreaFact[] {
  const random = stream("area facts");
  const source = "演示用虚构数字";
  return villages.flatMap(({ code }) => {
    const has = (key: string) => planFigures.some((fact) => fact.areaCode === code && fact.key === key);
    const households = random.int(260, 620);
    const figures: readonly Figure[] = [
      ["农户", String(households), "户"],
      ["农村人口", String(Math.round(households * 3.4)), "人"],
      ["耕地", String(random.int(90, 380)), "公顷"],
      ["距县城", String(random.int(18, 76)), "千米"],
    ];
    return figures
      .filter(([key]) => !has(key))
      .map(([key, value, unit]) => ({ areaCode: code, key, value, unit, source, synthetic: true }));
  });
}

export const areaFacts: readonly SeedAreaFact[] = [...planFigures, ...invented()];
