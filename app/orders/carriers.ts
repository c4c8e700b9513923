/** A carrier people here ship with: how its name is written in a sheet, and how its numbers look. */
export type Carrier = {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  /** other ways to write it, in capitals */
  readonly aliases: readonly string[];
  readonly numbers: RegExp;
  /** what is wrong with a number, in the packer's words */
  readonly looksLike: string;
};

/** The loosest a number may be, whoever carries: letters and digits, 6 to 30 of them. */
const ANY_NUMBER = /^[A-Z0-9]{6,30}$/;

/**
 * Checked is only what a slip of the pen breaks: prefix and length. Whether the parcel exists the carrier alone knows.
 * What is not in this list goes as OTHER, with the name that the freight template gives.
 */
export const CARRIERS = [
  carrier(
    "SF",
    "顺丰",
    "SF Express",
    ["顺丰速运", "顺丰快递"],
    /^(SF\d{12,13}|\d{12,15})$/,
    "SF 加 12～13 位数字，或 12～15 位数字",
  ),
  carrier(
    "EMS",
    "EMS",
    "EMS",
    ["邮政EMS", "中国邮政EMS", "特快专递"],
    /^(\d{13}|[A-Z]{2}\d{9}[A-Z]{2})$/,
    "13 位数字，或 2 字母 9 数字 2 字母",
  ),
  carrier(
    "YZ",
    "邮政快递包裹",
    "China Post",
    ["邮政", "邮政快递", "中国邮政", "邮政包裹", "邮政小包"],
    /^(\d{13}|[A-Z]{2}\d{9}[A-Z]{2})$/,
    "13 位数字，或 2 字母 9 数字 2 字母",
  ),
  carrier("YTO", "圆通", "YTO Express", ["圆通速递", "圆通快递"], /^(YT\d{13}|[A-Z]?\d{9,13})$/, "YT 加 13 位数字"),
  carrier("ZTO", "中通", "ZTO Express", ["中通快递", "中通速递"], /^\d{12,15}$/, "12～15 位数字"),
  carrier("STO", "申通", "STO Express", ["申通快递"], /^\d{12,15}$/, "12～15 位数字"),
  carrier("YD", "韵达", "Yunda Express", ["韵达快递", "韵达速递"], /^\d{13,15}$/, "13～15 位数字"),
  carrier("JT", "极兔", "J&T Express", ["极兔速递", "J&T"], /^JT\d{13}$/, "JT 加 13 位数字"),
  carrier("JD", "京东", "JD Logistics", ["京东快递", "京东物流"], /^JD[A-Z0-9]{9,20}$/, "JD 开头，共 11～22 位"),
  carrier(
    "DB",
    "德邦",
    "Deppon",
    ["德邦快递", "德邦物流"],
    /^(DPK\d{9,14}|\d{8,10})$/,
    "DPK 加 9～14 位数字，或 8～10 位数字",
  ),
  carrier("OTHER", "其他", "Other carrier", ["其它", "乡递", "村运"], ANY_NUMBER, "6～30 位字母或数字"),
] as const satisfies readonly Carrier[];

function carrier(
  code: string,
  name: string,
  nameEn: string,
  aliases: readonly string[],
  numbers: RegExp,
  looksLike: string,
): Carrier {
  return { code, name, nameEn, aliases, numbers, looksLike };
}

const OTHER: Carrier = CARRIERS[CARRIERS.length - 1] as Carrier;

export function carrierOf(code: string): Carrier {
  return CARRIERS.find((one) => one.code === code) ?? OTHER;
}

/** The carrier somebody wrote, by code, name or another way to write it; undefined when none is meant. */
export function findCarrier(written: string): Carrier | undefined {
  const word = written.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  if (word === "") return undefined;
  return CARRIERS.find((one) => one.code === word || one.name.toUpperCase() === word || one.aliases.includes(word));
}

/** As it is stored and compared: without spaces and dashes, in capitals, full-width signs made plain. */
export function plainTrackingNumber(written: string): string {
  return written
    .normalize("NFKC")
    .replace(/[\s\-‐–—]/g, "")
    .toUpperCase();
}

/** The number as stored, or undefined when no such carrier gives such numbers. */
export function trackingNumberOf(code: string, written: string): string | undefined {
  const number = plainTrackingNumber(written);
  return ANY_NUMBER.test(number) && carrierOf(code).numbers.test(number) ? number : undefined;
}

/** What a page calls the carrier of a parcel: for OTHER the name that the seller's freight template gives. */
export function carrierName(code: string, shipperName: string, locale: "zh" | "en" = "zh"): string {
  const known = carrierOf(code);
  if (known.code === OTHER.code) return shipperName;
  return locale === "en" ? known.nameEn : known.name;
}
