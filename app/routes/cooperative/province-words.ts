import { PROVINCES } from "~/orders/provinces";

export type NamedProvinces =
  | { readonly codes: readonly string[]; /** "其余" was among them */ readonly withRest: boolean }
  | { readonly unknown: string };

const REST = new Set(["其余", "其他", "其余省份", "其他省份", "全国"]);

/** Reads "安徽、江苏 上海" as province codes; names may be long or short. */
export function provincesFrom(text: string): NamedProvinces {
  const codes: string[] = [];
  let withRest = false;
  for (const word of text.normalize("NFKC").split(/[\s,;、，；]+/)) {
    if (word === "") continue;
    if (REST.has(word)) {
      withRest = true;
      continue;
    }
    const province = PROVINCES.find(
      ({ name, shortName }) => word === name || word === shortName || word === `${shortName}省`,
    );
    if (!province) return { unknown: word };
    codes.push(province.code);
  }
  return { codes: [...new Set(codes)], withRest };
}

/** Every province that is not among the codes. */
export function otherProvinces(codes: readonly string[]): string[] {
  return PROVINCES.map(({ code }) => code).filter((code) => !codes.includes(code));
}

/** "安徽、江苏": codes as people write them. */
export function provinceWords(codes: readonly string[]): string {
  return codes.map((code) => PROVINCES.find((province) => province.code === code)?.shortName ?? code).join("、");
}
