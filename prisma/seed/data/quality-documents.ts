import { scCheckDigit } from "~/supply/sc-number";
import type { ProductCode } from "./products";
import type { SellerKey } from "./sellers";
import { seller } from "./sellers";

export type SeedQualityDocument = {
  readonly kind: "SC" | "GREEN" | "GI" | "TEST";
  readonly number: string;
  readonly sellerKey: SellerKey;
  readonly productCode: ProductCode | null;
  readonly issuedOn: string;
  readonly expiresOn: string | null;
};

/** SC + food category + county + serial number + check digit: the form is right, the numbers are invented. */
function sc(category: string, sellerKey: SellerKey, serial: number): string {
  const body = `1${category}${seller(sellerKey).areaCode.slice(0, 6)}9${String(serial).padStart(3, "0")}`;
  return `SC${body}${scCheckDigit(body)}`;
}

function licence(
  sellerKey: SellerKey,
  productCode: ProductCode,
  category: string,
  serial: number,
): SeedQualityDocument {
  return {
    kind: "SC",
    number: sc(category, sellerKey, serial),
    sellerKey,
    productCode,
    issuedOn: "2023-08-15",
    expiresOn: "2028-08-14",
  };
}

/** Every processed product has its seller's licence; marks and tests run out. Category numbers as in the licence catalogue. */
export const qualityDocuments: readonly SeedQualityDocument[] = [
  licence("coop-changxi", "green-tea", "14", 11),
  licence("coop-changxi", "chrysanthemum", "14", 12),
  licence("coop-shuangyuan", "preserved-plum", "17", 21),
  licence("coop-shuangyuan", "black-tea", "14", 22),
  licence("coop-maolin", "rapeseed-oil", "02", 31),
  licence("ent-maolin", "dried-sweet-potato", "16", 41),
  licence("ent-maolin", "cured-pork", "04", 42),
  licence("coop-huangdan", "green-tea", "14", 51),
  licence("coop-huangdan", "konjac-flour", "24", 52),
  licence("coop-kongque-livestock", "cured-pork", "04", 61),
  licence("collective-kongque", "buckwheat-noodles", "01", 71),
  licence("collective-kongque", "konjac-tofu", "24", 72),
  licence("collective-kongque", "konjac-flour", "24", 73),
  licence("coop-rengang", "chopped-chili", "03", 81),
  {
    kind: "GREEN",
    number: "LB-40-24051200000A",
    sellerKey: "coop-changxi",
    productCode: "green-tea",
    issuedOn: "2024-05-10",
    expiresOn: "2027-05-09",
  },
  {
    kind: "GREEN",
    number: "LB-18-24090300000A",
    sellerKey: "coop-liping",
    productCode: "kiwi",
    issuedOn: "2024-09-03",
    expiresOn: "2027-09-02",
  },
  {
    kind: "TEST",
    number: "演示检 2026-0418",
    sellerKey: "coop-rengang",
    productCode: "fresh-chili",
    issuedOn: "2026-06-18",
    expiresOn: "2027-06-17",
  },
];
