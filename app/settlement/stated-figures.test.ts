import { expect, test } from "vitest";
import { readStatedSheet, statedDifferences, type StatedFigure } from "./stated-figures";

type Short = readonly [item: string, value: string, unit: string, partOf?: string];

const figures = (rows: readonly Short[]): StatedFigure[] =>
  rows.map(([item, value, unit, partOf = ""], index) => ({
    row: index + 2,
    item,
    value,
    unit,
    partOf,
    numerator: "",
    denominator: "",
  }));

const share = (value: string, part: Short, whole: Short): StatedFigure[] => [
  ...figures([part, whole]),
  { row: 9, item: "比例", value, unit: "%", partOf: "", numerator: part[0], denominator: whole[0] },
];

// What the township plans print and what adds up (2020 work plans and year reports).
test.each<[string, readonly Short[]]>([
  [
    "31 + 38 = 69 户",
    [
      ["合计", "69", "户"],
      ["甲", "31", "户", "合计"],
      ["乙", "38", "户", "合计"],
    ],
  ],
  [
    "94 + 104 = 198 人",
    [
      ["合计", "198", "人"],
      ["甲", "94", "人", "合计"],
      ["乙", "104", "人", "合计"],
    ],
  ],
  [
    "13 + 338 = 351",
    [
      ["问题", "351", "个"],
      ["村级", "13", "个", "问题"],
      ["户级", "338", "个", "问题"],
    ],
  ],
  [
    "18 + 16 = 34",
    [
      ["问题", "34", "个"],
      ["甲", "18", "个", "问题"],
      ["乙", "16", "个", "问题"],
    ],
  ],
  [
    "81,248 + 2,585 = 83,833 户",
    [
      ["合计", "83833", "户"],
      ["未脱贫", "81248", "户", "合计"],
      ["需巩固", "2585", "户", "合计"],
    ],
  ],
  [
    "318,415 + 10,546 = 328,961 人",
    [
      ["合计", "328961", "人"],
      ["未脱贫", "318415", "人", "合计"],
      ["需巩固", "10546", "人", "合计"],
    ],
  ],
  [
    "15,007 − 12,601 = 2,406",
    [
      ["净增", "2406", "人"],
      ["自然增加", "15007", "人", "净增"],
      ["自然减少", "-12601", "人", "净增"],
    ],
  ],
  [
    "111 名学生 115,477.5 元",
    [
      ["资助", "115477.5", "元"],
      ...["4500", "29742.5", "21085", "28050", "32100"].map((value, at): Short => [`第${at}`, value, "元", "资助"]),
      ["学生", "111", "人"],
      ...["9", "51", "26", "12", "13"].map((value, at): Short => [`学段${at}`, value, "人", "学生"]),
    ],
  ],
  [
    "8.52 + 3.17 + 3.60 = 15.29 亿",
    [
      ["资金", "15.29", "亿元"],
      ["中央", "8.52", "亿元", "资金"],
      ["省", "3.17", "亿元", "资金"],
      ["市县", "3.60", "亿元", "资金"],
    ],
  ],
  [
    "万元 and 亿元 add up",
    [
      ["资金", "1.5", "亿元"],
      ["甲", "1", "亿元", "资金"],
      ["乙", "5000", "万元", "资金"],
    ],
  ],
  [
    "2090 人 by category",
    [
      ["人口", "2090", "人"],
      ...(["51", "1530", "54", "29", "426"] as const).map((value, at): Short => [`类${at}`, value, "人", "人口"]),
    ],
  ],
])("%s", (_, rows) => {
  expect(statedDifferences(figures(rows))).toEqual([]);
});

test.each([
  ["98.6", "69", "70"],
  ["96.9", "31", "32"],
  ["98.8", "398", "403"],
  ["97.71", "14.94", "15.29"],
  ["50", "1", "2"],
  ["0.5", "1", "200"],
])("%s %% is %s of %s", (value, part, whole) => {
  expect(statedDifferences(share(value, ["部分", part, "亿元"], ["全部", whole, "亿元"]))).toEqual([]);
});

test("960 households by category against 1,014 stated: 54 are named as missing", () => {
  const rows: Short[] = [
    ["贫困户", "1014", "户"],
    ["低保贫困户", "21", "户", "贫困户"],
    ["低保脱贫户", "761", "户", "贫困户"],
    ["特困供养脱贫户", "49", "户", "贫困户"],
    ["一般贫困户", "12", "户", "贫困户"],
    ["一般脱贫户", "117", "户", "贫困户"],
  ];
  expect(statedDifferences(figures(rows))).toEqual([
    "“贫困户”写 1014 户，各分项（低保贫困户、低保脱贫户、特困供养脱贫户、一般贫困户、一般脱贫户）合计 960 户，相差 54 户。",
  ]);
});

test("10.40 万 where only 亿 adds up: the sentence says which unit fits", () => {
  const rows: Short[] = [
    ["资金", "15.29", "亿元"],
    ["甲", "10.40", "万元", "资金"],
    ["乙", "4.89", "亿元", "资金"],
  ];
  const [sentence] = statedDifferences(figures(rows));
  expect(sentence).toBe(
    "“资金”写 15.29 亿元，各分项（甲、乙）合计 4.89104 亿元，相差 10.39896 亿元。若“甲”的单位是亿元而不是万元，合计正好相符，请核对单位。",
  );
});

test("14.94 of 15.29 is 97.71 %, printed 97.72", () => {
  expect(statedDifferences(share("97.72", ["报账", "14.94", "亿元"], ["下达", "15.29", "亿元"]))).toEqual([
    "“比例”写 97.72%，按 14.94 ÷ 15.29 应为 97.71%。",
  ]);
});

test("48.79 + 39.05 + 2.4 + 5.5 is 95.74, printed 95.73", () => {
  const rows: Short[] = [
    ["贷款", "95.73", "亿元"],
    ["甲", "48.79", "亿元", "贷款"],
    ["乙", "39.05", "亿元", "贷款"],
    ["丙", "2.4", "亿元", "贷款"],
    ["丁", "5.5", "亿元", "贷款"],
  ];
  expect(statedDifferences(figures(rows))).toEqual([
    "“贷款”写 95.73 亿元，各分项（甲、乙、丙、丁）合计 95.74 亿元，相差 0.01 亿元。",
  ]);
});

test("people and households are not added, and a share of nothing is none", () => {
  expect(
    statedDifferences(
      figures([
        ["合计", "3", "户"],
        ["甲", "3", "人", "合计"],
      ]),
    )[0],
  ).toContain("不能相加");
  expect(statedDifferences(share("0", ["部分", "0", "户"], ["全部", "0", "户"]))[0]).toContain("没有意义");
});

test("a sheet is read by its column names, and every cell that makes no sense is named", () => {
  const headers = ["项目", "数值", "单位", "合计项", "分子", "分母"];
  const rows = [
    { number: 2, cells: ["总户数", "1,014", "户", "", "", ""] },
    { number: 3, cells: ["低保户", "二十一", "户", "总数", "", ""] },
    { number: 4, cells: ["总户数", "1", "", "", "", ""] },
  ];
  const read = readStatedSheet({ headers, rows });
  expect(read.figures[0]).toMatchObject({ item: "总户数", value: "1014", unit: "户" });
  expect(read.problems).toEqual([
    { cell: "B3", words: "数值请填数字，最多六位小数。" },
    { cell: "C4", words: "请填写单位，例如户、人、元、万元、亿元、%。" },
    { cell: "D3", words: "表里没有“总数”这一项。" },
    { cell: "A4", words: "项目“总户数”出现了两次。" },
  ]);
  expect(readStatedSheet({ headers: ["项目"], rows }).problems[0]?.words).toContain("缺少“数值”“单位”列");
});
