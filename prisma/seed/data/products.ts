import { dry } from "./products/dry";
import { fresh } from "./products/fresh";
import { made } from "./products/made";
import type { SeedProduct } from "./products/product";

export const products = [...fresh, ...dry, ...made] as const;

export type ProductCode = (typeof products)[number]["code"];

const byCode: ReadonlyMap<string, SeedProduct> = new Map(products.map((one) => [one.code, one]));

export function product(code: ProductCode): SeedProduct {
  const found = byCode.get(code);
  if (!found) throw new Error(`no product ${code}`);
  return found;
}
