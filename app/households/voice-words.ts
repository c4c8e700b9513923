import { isPlainText } from "~/kernel/written";
import { privateNumbersIn } from "./private-numbers";
import { LONGEST_PHOTO_WORDS, VOICE_LENGTH } from "./voice";

// What a household's words may not hold before they are shown to everybody. Words are compared as they are written, so this
// stops what slips in; what only a person understands is for whoever looks at them.

export type VoiceField = "words" | "wordsEn" | "photoAlt";

export type UnfitKind = "number" | "contact" | "money" | "illness" | "hardship" | "child" | "name" | "address";

export type VoiceProblem =
  | { readonly kind: "length"; readonly field: VoiceField; readonly least: number; readonly most: number }
  | { readonly kind: "language"; readonly field: VoiceField }
  | { readonly kind: "invisible"; readonly field: VoiceField }
  | { readonly kind: "photo-without-words"; readonly field: "photoAlt" }
  /** found with the village's register at hand: voice-names */
  | { readonly kind: "names"; readonly field: VoiceField; readonly said: readonly string[] }
  | { readonly kind: "unfit"; readonly field: VoiceField; readonly about: UnfitKind; readonly shown: string };

/** Plants fall ill, soil is poor, cabbages are small: none of it tells of the family. */
const OF_PLANTS =
  /(?:防治?|抗|少|无|不染|白粉|霜霉|炭疽|根腐|叶斑|锈|黑斑|黑星|溃疡|稻瘟|轮纹|赤霉|疫|枯萎|软腐|茶饼)病|病虫害?|病害|病[菌斑株叶果]|贫瘠|娃娃[菜鱼]|铜钱|金钱|钱[塘江]/gu;
const OF_PLANTS_EN =
  /\b(?:poor (?:soils?|drainage|weather|harvests?|years?|light|ground)|baby (?:cabbages?|leaf|leaves|corn|carrots?|spinach)|(?:plant|leaf|root|crop) (?:diseases?|sickness))\b/gi;

const UNFIT: readonly (readonly [UnfitKind, RegExp])[] = [
  [
    "contact",
    /[\w.+-]+@[\w-]+|https?:|www\.|\.(?:com|cn|net)\b|微信|扣扣|\bqq\b|抖音|快手|wechat|whatsapp|电话|手机|加我/iu,
  ],
  [
    "money",
    /收入|工资|工钱|钱|挣|赚|补贴|补助|分红|存款|人民币|[¥￥$€]|[\d一二三四五六七八九十百千万两几多]\s*(?:元|万块|块(?=钱|多|[一每半]斤|[，。；、！？,.;!?]|$))/u,
  ],
  ["money", /\b(?:incomes?|wages?|salar(?:y|ies)|earn\w*|yuan|rmb|cny|money|dollars?|subsid\w*)\b/i],
  ["illness", /病|残疾|残障|癌|住院|手术|吃药|药费|医院|瘫|失明|聋|哑|医保|化疗|透析/u],
  [
    "illness",
    /\b(?:ill|illness\w*|sick|sickness|disab\w*|cancer|hospital\w*|surgery|diabet\w*|paraly\w*|disease\w*)\b/i,
  ],
  ["hardship", /贫|穷|困难|低保|五保|特困|监测户|建档立卡|帮扶|救济|救助|欠|负债|贷款|借债|可怜|苦日子|日子苦/u],
  ["hardship", /\b(?:poor|poverty|hardships?|debts?|loans?|welfare|needy|destitute|charity)\b/i],
  ["child", /孩|儿子|女儿|闺女|孙[子女儿]|娃|上学|读书|念书|学费|学校|小学|中学|学生|儿童|幼儿|婴儿|宝宝/u],
  [
    "child",
    /\b(?:child\w*|kids?|sons?|daughters?|grand(?:child\w*|sons?|daughters?)|bab(?:y|ies)|school\w*|pupils?|students?)\b/i,
  ],
  ["name", /我叫|名叫|姓名|我姓|我们姓/u],
  ["name", /\b(?:my name|called me|mr|mrs|ms)\b\.?/i],
  ["address", /门牌|住址|身份证|户口|(?:组|路|街|巷|弄)\s*\d+\s*号|\d+\s*(?:单元|栋|室)/u],
];

const CHINESE_DIGITS = "〇一二三四五六七八九";
const LONG_NUMBER = /\d{7,}/;

/** What of a person stands in a text; each kind once, with the place where it stands. */
export function unfitIn(text: string): { readonly about: UnfitKind; readonly shown: string }[] {
  const plain = text.normalize("NFKC");
  const found = new Map<UnfitKind, string>();
  const number = privateNumbersIn(plain)[0]?.shown ?? longNumberIn(plain);
  if (number !== undefined) found.set("number", number);
  const ofPeople = plain.replace(OF_PLANTS, "、").replace(OF_PLANTS_EN, ",");
  for (const [about, pattern] of UNFIT) {
    const match = pattern.exec(ofPeople)?.[0];
    if (match !== undefined && !found.has(about)) found.set(about, match.trim());
  }
  return [...found].map(([about, shown]) => ({ about, shown }));
}

/** Seven digits in a row are somebody's number, whatever stands between them and in whichever script they are written. */
function longNumberIn(text: string): string | undefined {
  const digits = text
    .replace(/[零幺]/g, (letter) => (letter === "零" ? "0" : "1"))
    .replace(/[〇一二三四五六七八九]/g, (letter) => String(CHINESE_DIGITS.indexOf(letter)))
    .replace(/(?<=\d)[\s\-—–·.•_]+(?=\d)/g, "");
  const found = LONG_NUMBER.exec(digits)?.[0];
  return found && `${found.slice(0, 2)}…${found.slice(-2)}`;
}

export type VoiceText = {
  readonly words: string;
  readonly wordsEn: string;
  /** what can be seen in the photo; "" without one */
  readonly photoAlt: string;
  readonly hasPhoto: boolean;
};

/** Everything that keeps words from being taken, by field. */
export function voiceProblems(text: VoiceText): VoiceProblem[] {
  const problems: VoiceProblem[] = [];
  const { words, wordsEn, photoAlt } = text;
  const check = (field: VoiceField, value: string, least: number, most: number) => {
    const length = [...value].length;
    if (length < least || length > most) problems.push({ kind: "length", field, least, most });
    if (!isPlainText(value)) problems.push({ kind: "invisible", field });
    const chinese = /\p{Script=Han}/u.test(value);
    if (value !== "" && chinese === (field === "wordsEn")) problems.push({ kind: "language", field });
    for (const unfit of unfitIn(value)) problems.push({ kind: "unfit", field, ...unfit });
  };
  check("words", words, VOICE_LENGTH.words.least, VOICE_LENGTH.words.most);
  if (wordsEn !== "") check("wordsEn", wordsEn, VOICE_LENGTH.wordsEn.least, VOICE_LENGTH.wordsEn.most);
  if (text.hasPhoto && photoAlt === "") problems.push({ kind: "photo-without-words", field: "photoAlt" });
  if (photoAlt !== "") check("photoAlt", photoAlt, 2, LONGEST_PHOTO_WORDS);
  return problems;
}

const ABOUT: Readonly<Record<UnfitKind, string>> = {
  number: "像证件、电话或银行卡的号码",
  contact: "联系方式",
  money: "钱和收入",
  illness: "生病",
  hardship: "困难",
  child: "孩子",
  name: "姓名",
  address: "住址",
};

export function explainVoiceProblem(problem: VoiceProblem): string {
  switch (problem.kind) {
    case "length":
      return `请写 ${problem.least} 到 ${problem.most} 个字${problem.field === "wordsEn" ? "母" : ""}。`;
    case "language":
      return problem.field === "wordsEn" ? "这一栏请写英文，没有就空着。" : "请用中文写。";
    case "invisible":
      return "里面有看不见的符号，请删掉重新写。";
    case "photo-without-words":
      return "有照片的，请写一句照片里是什么。";
    case "names":
      return `不写姓名：里面有 ${problem.said.join("、")} 的名字，请去掉。`;
    case "unfit":
      return `不写${ABOUT[problem.about]}：请去掉“${problem.shown}”。`;
  }
}

/** What is wrong with the words, by field. */
export function explainVoiceProblems(problems: readonly VoiceProblem[]): Readonly<Record<string, string[]>> {
  const fields = [...new Set(problems.map(({ field }) => field))];
  return Object.fromEntries(
    fields.map((field) => [field, problems.filter((one) => one.field === field).map(explainVoiceProblem)]),
  );
}
