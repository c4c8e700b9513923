import { isDay } from "~/kernel/period";
import { columnName, type SheetColumn } from "~/platform/spreadsheet";
import { explainIdNumberProblem, idNumberProblem } from "./id-number";
import { bornOn, EDUCATIONS, HEAD, HEALTHS, LABOURS, sexOf } from "./member";
import { isPhone } from "./phone-number";
import { ATTRIBUTES, CAUSES, STATUS_EVENTS, type Attribute, type Cause, type StatusEventType } from "./status";

/** The official register as a sheet: a row a person; what is about the household stands in the head's row. */
export const REGISTER_SHEET = {
  number: "档案编号",
  area: "行政区划代码",
  group: "村民组",
  name: "姓名",
  relation: "与户主关系",
  sex: "性别",
  idNumber: "身份证号码",
  birthYear: "出生年份",
  education: "文化程度",
  health: "健康状况",
  labour: "劳动能力",
  phone: "联系电话",
  bankName: "开户银行",
  account: "银行账号",
  attribute: "属性",
  cause: "主要原因",
  otherCauses: "其他原因",
  registeredOn: "建档日期",
  joinedOn: "加入日期",
  leftOn: "减少日期",
  leftReason: "减少原因",
  change: "状态变动",
  changeOn: "变动日期",
  evidence: "依据",
} as const;

export type RegisterField = keyof typeof REGISTER_SHEET;
const NEEDED: readonly RegisterField[] = ["number", "area", "name", "relation"];

export type CellProblem = {
  readonly row: number;
  readonly cell: string;
  readonly header: string;
  readonly words: string;
};

export type SheetPerson = {
  readonly row: number;
  readonly name: string;
  readonly relation: string;
  readonly sex: "M" | "F";
  readonly birthYear: number;
  readonly idNumber: string | undefined;
  readonly education: string | undefined;
  readonly health: string | undefined;
  readonly labour: string | undefined;
  readonly joinedOn: string | undefined;
  readonly left: { readonly on: string; readonly reason: string } | undefined;
};

/** A household of the sheet; what its head's row leaves empty is not said, and stays as it is on the card. */
export type SheetHousehold = {
  readonly row: number;
  readonly number: string;
  readonly areaCode: string;
  readonly groupName: string | undefined;
  readonly phone: string | undefined;
  readonly bank: { readonly name: string; readonly account: string } | undefined;
  readonly attribute: Attribute | undefined;
  readonly causes: readonly Cause[] | undefined;
  readonly registeredOn: string | undefined;
  readonly change: { readonly type: StatusEventType; readonly on: string } | undefined;
  readonly evidence: string | undefined;
  readonly people: readonly SheetPerson[];
};

export type SheetTable = {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
};

/** Reads the sheet; every cell that cannot be read is named with a sentence, and then nothing of it may be imported. */
export function readRegisterSheet(
  table: SheetTable,
  today: string,
): { readonly households: readonly SheetHousehold[]; readonly problems: readonly CellProblem[] } {
  const place = new Map(table.headers.map((header, index) => [header.replace(/[\s*＊]/g, ""), index]));
  const missing = NEEDED.filter((field) => !place.has(REGISTER_SHEET[field]));
  if (missing.length > 0) {
    const words = `缺少“${missing.map((field) => REGISTER_SHEET[field]).join("”“")}”列，请用模板填写。`;
    return { households: [], problems: [{ row: 1, cell: "A1", header: "表头", words }] };
  }
  const known = new Set<string>(Object.values(REGISTER_SHEET));
  const problems: CellProblem[] = [...place]
    .filter(([header]) => header !== "" && !known.has(header))
    .map(([header, index]) => ({
      row: 1,
      cell: `${columnName(index)}1`,
      header,
      words: "模板里没有这一列。请删去或改成模板的列名。",
    }));
  const sheet = new SheetReader(place, problems, today);
  const groups = new Map<string, SheetRow[]>();
  const ids = new Map<string, string>();
  for (const row of table.rows) {
    const read = sheet.row(row);
    const number = read.text("number");
    if (!/^[0-9A-Za-z-]{4,40}$/.test(number)) {
      read.wrong("number", number === "" ? "请填写档案编号。" : "档案编号只能有数字、字母和短横，4 至 40 位。");
      continue;
    }
    const id = read.text("idNumber").toUpperCase();
    const before = ids.get(id);
    if (id !== "" && before !== undefined) read.wrong("idNumber", `与 ${before} 的号码重复。`);
    if (id !== "") ids.set(id, read.cell("idNumber"));
    groups.set(number, [...(groups.get(number) ?? []), read]);
  }
  const households = [...groups].flatMap(([number, rows]) => household(number, rows) ?? []);
  return { households, problems: problems.sort((a, b) => a.row - b.row || (a.cell < b.cell ? -1 : 1)) };
}

function household(number: string, rows: readonly SheetRow[]): SheetHousehold | undefined {
  const people = rows.map((row) => ({ row, person: person(row) }));
  const heads = people.filter(({ person: one }) => one.relation === HEAD && one.left === undefined);
  const [head] = heads;
  const first = rows[0];
  if (head === undefined || first === undefined) {
    first?.wrong("relation", `${number} 没有户主。每户须有且只有一位户主。`);
    return undefined;
  }
  for (const second of heads.slice(1)) second.row.wrong("relation", `${number} 有两位户主。每户须有且只有一位户主。`);
  const { row } = head;
  for (const { row: other } of people) {
    const area = other.text("area");
    if (area !== "" && area !== row.text("area")) other.wrong("area", "与同户户主一行的代码不同。");
  }
  if (!/^\d{12}$/.test(row.text("area"))) row.wrong("area", "请填写村的 12 位行政区划代码。");
  const phone = row.optional("phone");
  if (phone !== undefined && !isPhone(phone)) row.wrong("phone", "请填写 11 位手机号。");
  const account = row.optional("account")?.replace(/[\s-]/g, "");
  const bankName = row.optional("bankName");
  if (account !== undefined && !/^\d{8,30}$/.test(account)) row.wrong("account", "银行账号应为 8 至 30 位数字。");
  if (account !== undefined && bankName === undefined) row.wrong("bankName", "填了账号的，请填写开户银行。");
  return {
    row: row.number,
    number,
    areaCode: row.text("area"),
    groupName: row.optional("group", 30),
    phone,
    bank: account === undefined || bankName === undefined ? undefined : { name: bankName, account },
    attribute: row.choice("attribute", ATTRIBUTES),
    causes: causesOf(row),
    registeredOn: row.day("registeredOn"),
    change: changeOf(row),
    evidence: row.optional("evidence", 300),
    people: people.map(({ person: one }) => one),
  };
}

function person(row: SheetRow): SheetPerson {
  const name = row.text("name");
  if (name === "") row.wrong("name", "请填写姓名。");
  const relation = row.text("relation");
  if (relation === "") row.wrong("relation", "请填写与户主关系。");
  const idNumber = row.optional("idNumber")?.toUpperCase();
  const bad = idNumber === undefined ? undefined : idNumberProblem(idNumber);
  if (bad) row.wrong("idNumber", explainIdNumberProblem(bad));
  const sound = idNumber !== undefined && !bad ? idNumber : undefined;
  const leftOn = row.day("leftOn");
  const reason = row.optional("leftReason", 40);
  if (leftOn !== undefined && reason === undefined) row.wrong("leftReason", "填了减少日期的，请写明原因。");
  if (leftOn === undefined && reason !== undefined) row.wrong("leftOn", "填了减少原因的，请填写日期。");
  if (leftOn !== undefined && relation === HEAD) row.wrong("leftOn", "户主不能直接减少，请先在户卡变更户主。");
  const joinedOn = row.day("joinedOn");
  if (sound !== undefined && joinedOn !== undefined && joinedOn < bornOn(sound))
    row.wrong("joinedOn", `加入日期不能早于出生（${bornOn(sound)}）。`);
  return {
    row: row.number,
    name,
    relation,
    sex: sexFrom(row, sound),
    birthYear: birthYearFrom(row, sound),
    idNumber: sound,
    education: row.choice("education", [...EDUCATIONS, ...EDUCATION_WORDS]),
    health: row.choice("health", HEALTHS),
    labour: row.choice("labour", [...LABOURS, "无劳动能力"]),
    joinedOn,
    left: leftOn === undefined || reason === undefined ? undefined : { on: leftOn, reason },
  };
}

/** What earlier forms wrote. */
const EDUCATION_WORDS = [
  "文盲或半文盲",
  "小学在读",
  "初中在读",
  "高中在读",
  "中职在读",
  "中职",
  "高职",
  "大专及以上",
  "大学",
];

function sexFrom(row: SheetRow, idNumber: string | undefined): "M" | "F" {
  const typed = row.choice("sex", ["男", "女"]);
  const said = typed === undefined ? undefined : typed === "男" ? "M" : "F";
  const told = idNumber === undefined ? undefined : sexOf(idNumber);
  if (said !== undefined && told !== undefined && said !== told) row.wrong("sex", "与身份证号码不符。");
  if (said === undefined && told === undefined) row.wrong("sex", "没有身份证号码的，请填写性别。");
  return told ?? said ?? "M";
}

function birthYearFrom(row: SheetRow, idNumber: string | undefined): number {
  const typed = row.optional("birthYear");
  const told = idNumber === undefined ? undefined : Number(bornOn(idNumber).slice(0, 4));
  const said = typed === undefined ? undefined : /^(18[89]\d|19\d\d|20\d\d)$/.test(typed) ? Number(typed) : NaN;
  if (said !== undefined && Number.isNaN(said)) row.wrong("birthYear", "出生年份请填四位数，例如 1962。");
  else if (said !== undefined && told !== undefined && said !== told) row.wrong("birthYear", "与身份证号码不符。");
  else if (said === undefined && told === undefined) row.wrong("birthYear", "没有身份证号码的，请填写出生年份。");
  return told ?? (said === undefined || Number.isNaN(said) ? 0 : said);
}

function causesOf(row: SheetRow): readonly Cause[] | undefined {
  const main = row.choice("cause", CAUSES);
  const others = (row.optional("otherCauses") ?? "").split(/[、,，;；]/).map((one) => one.trim());
  const given = others.filter((one) => one !== "");
  const unknown = given.find((one) => !CAUSES.includes(one as Cause));
  if (unknown !== undefined) row.wrong("otherCauses", `没有“${unknown}”这一原因。可用：${CAUSES.join("、")}。`);
  if (given.length > 2) row.wrong("otherCauses", "其他原因最多两个。");
  if (given.length > 0 && main === undefined) row.wrong("cause", "填了其他原因的，请填写主要原因。");
  return main === undefined ? undefined : [...new Set([main, ...(given as Cause[])])];
}

/** Births and deaths are the members' own columns; mergers and splits have forms that ask for more than a word. */
const CHANGES = Object.entries(STATUS_EVENTS).filter(
  ([type]) => !["REGISTERED", "MERGED", "SPLIT", "NATURAL_INCREASE", "NATURAL_DECREASE"].includes(type),
) as [StatusEventType, string][];

function changeOf(row: SheetRow): SheetHousehold["change"] {
  const word = row.optional("change");
  const on = row.day("changeOn");
  if (word === undefined) {
    if (on !== undefined) row.wrong("change", "填了变动日期的，请填写是什么变动。");
    return undefined;
  }
  const type = CHANGES.find(([, label]) => label === word || label.endsWith(`：${word}`))?.[0];
  if (type === undefined) {
    row.wrong("change", `没有“${word}”这一变动。可用：${CHANGES.map(([, label]) => label).join("、")}。`);
    return undefined;
  }
  if (on === undefined) row.wrong("changeOn", "请填写变动日期。");
  if (row.optional("evidence") === undefined) row.wrong("evidence", "状态变动须写明依据。");
  return on === undefined ? undefined : { type, on };
}

class SheetReader {
  constructor(
    readonly place: ReadonlyMap<string, number>,
    readonly problems: CellProblem[],
    readonly today: string,
  ) {}

  row({ number, cells }: SheetTable["rows"][number]): SheetRow {
    return new SheetRow(this, number, cells);
  }
}

class SheetRow {
  constructor(
    private readonly sheet: SheetReader,
    readonly number: number,
    private readonly cells: readonly string[],
  ) {}

  cell(field: RegisterField): string {
    return `${columnName(this.sheet.place.get(REGISTER_SHEET[field]) ?? 0)}${this.number}`;
  }

  wrong(field: RegisterField, words: string): void {
    const at = { row: this.number, cell: this.cell(field), header: REGISTER_SHEET[field], words };
    if (!this.sheet.problems.some(({ cell }) => cell === at.cell)) this.sheet.problems.push(at);
  }

  text(field: RegisterField): string {
    const index = this.sheet.place.get(REGISTER_SHEET[field]);
    return index === undefined ? "" : (this.cells[index] ?? "").normalize("NFKC").trim();
  }

  optional(field: RegisterField, most = 60): string | undefined {
    const text = this.text(field);
    if ([...text].length > most) this.wrong(field, `最多 ${most} 个字。`);
    return text === "" ? undefined : text;
  }

  choice<const Value extends string>(field: RegisterField, values: readonly Value[]): Value | undefined {
    const text = this.text(field);
    if (text === "") return undefined;
    const found = values.find((value) => value === text);
    if (found === undefined) this.wrong(field, `没有“${text.slice(0, 12)}”这一项。可用：${values.join("、")}。`);
    return found;
  }

  /** A day in any of the ways sheets write one, not after today. */
  day(field: RegisterField): string | undefined {
    const text = this.text(field);
    if (text === "") return undefined;
    const [, year = "", month = "", day = ""] =
      /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
    const read = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    if (!isDay(read)) this.wrong(field, "日期请按 2026-11-23 的样子填写。");
    else if (read > this.sheet.today) this.wrong(field, "日期不能晚于今天。");
    else return read;
    return undefined;
  }
}

/** The columns of the template, with one row that shows how each is filled in. */
export const REGISTER_TEMPLATE: readonly SheetColumn<Readonly<Record<RegisterField, string>>>[] = (
  Object.keys(REGISTER_SHEET) as RegisterField[]
).map((field) => ({
  header: REGISTER_SHEET[field],
  kind: ["number", "area", "idNumber", "phone", "account"].includes(field) ? "identifier" : "text",
  value: (row) => row[field],
}));
