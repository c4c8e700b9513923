import { PROVINCES, provinceAtStart, provinceOf } from "./provinces";

export type ParsedAddress = {
  readonly name?: string;
  readonly phone?: string;
  readonly provinceCode?: string;
  readonly addressLine?: string;
};

/**
 * Reads a name, a telephone number and an address pasted into one box, in any order, as people copy them from a chat:
 * "张三 13800000000 江苏省南京市…" or "收货人：张三，电话：…，地址：…". What it cannot tell stays undefined; the shopper
 * confirms the fields.
 */
export function parseAddress(text: string): ParsedAddress {
  if (!/\p{Script=Han}/u.test(text)) return parseLatinAddress(text);
  const plain = text
    .normalize("NFKC")
    .replace(
      /(收货人|收件人|姓名|联系人|联系电话|手机号码?|电话|所在地区|详细地址|收货地址|地址|name|phone|address)\s*[::]/gi,
      " ",
    )
    .replace(/[\r\n\t,，;；、|]+/g, " ");
  const phone = PHONE.exec(plain);
  const rest = phone ? `${plain.slice(0, phone.index)} ${plain.slice(phone.index + phone[0].length)}` : plain;
  const words = rest.split(/\s+/).filter(Boolean);

  const addressAt = words.findIndex((word) => provinceAtStart(word) !== undefined);
  const nameAt = words.findIndex((word, index) => index !== addressAt && looksLikeName(word));
  const addressWords = words.filter(
    (_, index) => index !== nameAt && (addressAt === -1 || index >= addressAt || index > nameAt),
  );
  const address = addressWords.join("");
  const province = provinceAtStart(address);

  return {
    ...(nameAt >= 0 && words[nameAt] ? { name: words[nameAt] } : {}),
    ...(phone?.[1] ? { phone: phone[1].replace(/[\s-]/g, "") } : {}),
    ...(province ? { provinceCode: province.code } : {}),
    ...(address === "" ? {} : { addressLine: withoutProvince(address) }),
  };
}

const PHONE = /(?:\+?86[\s-]?)?(?<!\d)(1[3-9]\d(?:[\s-]?\d{4}){2}|0\d{2,3}[\s-]?\d{7,8})(?!\d)/;
const LABELS = /\b(name|recipient|phone|tel|telephone|mobile|address)\s*:/gi;

/** "Anna Schmidt, 13800000000, 1 Test Road, Pudong, Shanghai": parts between commas or lines, the province by its English name. */
function parseLatinAddress(text: string): ParsedAddress {
  const plain = text.normalize("NFKC").replace(LABELS, " ");
  const phone = PHONE.exec(plain);
  const rest = phone ? `${plain.slice(0, phone.index)},${plain.slice(phone.index + phone[0].length)}` : plain;
  const parts = rest
    .split(/[,;|\r\n\t]+/)
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter((part) => part !== "" && !/^(P\.? ?R\.? ?)?China\.?$/i.test(part));
  const provinceOfPart = (part: string) =>
    PROVINCES.find(({ nameEn }) => new RegExp(`^${nameEn}( Province| City| Municipality)?( \\d{6})?$`, "i").test(part));
  const provinceAt = parts.findLastIndex((part) => provinceOfPart(part) !== undefined);
  const province = provinceOfPart(parts[provinceAt] ?? "");
  const nameAt = parts.findIndex((part, index) => index !== provinceAt && /^[\p{L}\p{M}.'’ -]{2,40}$/u.test(part));
  const isName = nameAt === 0 || (nameAt > 0 && nameAt === parts.length - 1);
  const line = parts.filter((_, index) => index !== provinceAt && !(isName && index === nameAt)).join(", ");
  return {
    ...(isName && parts[nameAt] ? { name: parts[nameAt] } : {}),
    ...(phone?.[1] ? { phone: phone[1].replace(/[\s-]/g, "") } : {}),
    ...(province ? { provinceCode: province.code } : {}),
    ...(line === "" ? {} : { addressLine: line }),
  };
}

/** "江苏省南京市…" → "南京市…": the province has a field of its own. 北京市朝阳区 keeps nothing of its city. */
export function withoutProvince(address: string): string {
  const province = provinceAtStart(address);
  if (!province) return address;
  const rest = address.startsWith(province.name)
    ? address.slice(province.name.length)
    : address.slice(province.shortName.length).replace(/^(省|市|自治区)/, "");
  return rest.startsWith(province.name) ? rest.slice(province.name.length) : rest;
}

/** "江苏省南京市玄武区…" as it is written on the parcel. */
export function fullAddress(provinceCode: string, addressLine: string): string {
  return `${provinceOf(provinceCode)?.name ?? ""}${addressLine}`;
}

// Two to four characters without a place's ending, or a name with a dot between its parts (阿依古丽·买买提).
function looksLikeName(word: string): boolean {
  if (/^\p{Script=Han}{1,8}[·•]\p{Script=Han}{1,8}$/u.test(word)) return true;
  return /^\p{Script=Han}{2,4}$/u.test(word) && !/[省市区县镇乡村街路号楼室]$/u.test(word) && !provinceAtStart(word);
}
