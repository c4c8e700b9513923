/** What a survey of a household asks (户卡的生产生活条件与成员情况), as the register's forms list it. */
export type ProfileField = {
  readonly key: string;
  readonly label: string;
  readonly group: string;
  readonly kind: "number" | "choice" | "text";
  readonly unit?: string;
  readonly choices?: readonly string[];
};

const YES_NO = ["是", "否"] as const;

const amount = (group: string, key: string, label: string, unit: string): ProfileField => ({
  key,
  label,
  group,
  kind: "number",
  unit,
});
const choice = (group: string, key: string, label: string, choices: readonly string[]): ProfileField => ({
  key,
  label,
  group,
  kind: "choice",
  choices,
});

export const HOUSEHOLD_FIELDS: readonly ProfileField[] = [
  choice("识别", "standard", "识别标准", ["国家标准", "省定标准", "市定标准"]),
  choice("识别", "veteranFamily", "军烈属", YES_NO),
  amount("土地", "arable", "耕地面积", "亩"),
  amount("土地", "irrigated", "有效灌溉面积", "亩"),
  amount("土地", "forest", "林地面积", "亩"),
  amount("土地", "orchard", "林果面积", "亩"),
  amount("土地", "returned", "退耕还林面积", "亩"),
  amount("土地", "pasture", "牧草地面积", "亩"),
  amount("土地", "water", "水面面积", "亩"),
  amount("住房与设施", "houseArea", "住房面积", "平方米"),
  choice("住房与设施", "houseStructure", "住房结构", ["砖混", "砖木", "土木", "钢混", "其他"]),
  choice("住房与设施", "houseGrade", "危房级别", ["A", "B", "C", "D"]),
  choice("住房与设施", "safeWater", "饮水安全", YES_NO),
  choice("住房与设施", "powerLiving", "通生活用电", YES_NO),
  choice("住房与设施", "powerWork", "通生产用电", YES_NO),
  choice("住房与设施", "road", "入户路", ["水泥路", "沥青路", "砂石路", "泥土路"]),
  amount("住房与设施", "roadDistance", "距村主干路", "公里"),
  choice("住房与设施", "fuel", "主要燃料", ["柴草", "燃气", "电", "煤炭", "其他"]),
  choice("住房与设施", "toilet", "卫生厕所", YES_NO),
  choice("住房与设施", "relocated", "易地搬迁", YES_NO),
  choice("产业", "industry", "主要产业", ["种植", "养殖", "林果", "加工", "乡村旅游", "务工", "其他"]),
  choice("产业", "organisation", "产业组织类型", ["合作社", "龙头企业", "家庭农场", "协会", "其他", "无"]),
  choice("产业", "leading", "有龙头企业带动", YES_NO),
];

export const MEMBER_FIELDS: readonly ProfileField[] = [
  { key: "nation", label: "民族", group: "成员", kind: "text" },
  choice("成员", "politics", "政治面貌", ["群众", "共青团员", "中共党员", "其他"]),
  choice("成员", "student", "在校生状况", ["非在校", "学前", "小学", "初中", "高中", "中职", "高职", "大学"]),
  choice("成员", "work", "务工状况", ["不务工", "乡内", "县内", "省内", "省外"]),
  amount("成员", "workMonths", "务工时间", "月"),
  choice("成员", "soldier", "现役军人", YES_NO),
  choice("成员", "medical", "医疗保险", ["居民医保", "职工医保", "未参保"]),
  choice("成员", "pension", "养老保险", ["居民养老", "职工养老", "未参保"]),
  choice("成员", "critical", "大病保险", YES_NO),
];

/** Answers by field; what was not asked or answered is not there. */
export type Answers = Readonly<Record<string, string>>;
export type ProfileFacts = {
  readonly household: Answers;
  /** by the member's id */
  readonly members: Readonly<Record<string, Answers>>;
};

export type ProfileProblem = { readonly field: string; readonly message: string };

const NUMBER = /^\d{1,6}(?:\.\d{1,2})?$/;
const TEXT_MOST = 20;

/** What is wrong with the answers of one form; the first problem of each field. */
export function answerProblems(fields: readonly ProfileField[], answers: Answers): ProfileProblem[] {
  return fields.flatMap((field) => {
    const given = (answers[field.key] ?? "").normalize("NFKC").trim();
    if (given === "") return [];
    if (field.kind === "number" && !NUMBER.test(given))
      return [{ field: field.key, message: `${field.label}请填数字，最多两位小数。` }];
    if (field.kind === "choice" && !field.choices?.includes(given))
      return [{ field: field.key, message: `${field.label}请从列表中选择。` }];
    if (field.kind === "text" && [...given].length > TEXT_MOST)
      return [{ field: field.key, message: `${field.label}最多 ${TEXT_MOST} 个字。` }];
    return [];
  });
}

/** Only what the fields ask for, trimmed, without empty answers: what is stored. */
export function cleanAnswers(fields: readonly ProfileField[], answers: Answers): Answers {
  return Object.fromEntries(
    fields
      .map((field) => [field.key, (answers[field.key] ?? "").normalize("NFKC").trim()] as const)
      .filter(([, answer]) => answer !== ""),
  );
}

/** "3.5 亩", "砖混", "—" */
export function answerText(field: ProfileField, answers: Answers): string {
  const answer = answers[field.key];
  if (answer === undefined) return "—";
  return field.unit === undefined ? answer : `${answer} ${field.unit}`;
}
