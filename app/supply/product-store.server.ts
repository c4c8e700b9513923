import type { BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";

export type Product = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly categoryCode: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly perishable: boolean;
  readonly certified: boolean;
  readonly processed: boolean;
  /** best first */
  readonly grades: readonly string[];
};

const select = {
  id: true,
  code: true,
  name: true,
  nameEn: true,
  categoryCode: true,
  baseUnit: true,
  pieceName: true,
  pieceNameEn: true,
  perishable: true,
  certified: true,
  processed: true,
  grades: true,
} as const;

export async function findProduct(db: Db, productId: string): Promise<Product | undefined> {
  const row = await db.product.findUnique({ where: { id: productId }, select });
  return row ? { ...row, baseUnit: row.baseUnit as BaseUnit } : undefined;
}

/** Every product, by category and name: few enough for one select box. */
export async function listProducts(db: Db): Promise<Product[]> {
  const rows = await db.product.findMany({ select, orderBy: [{ category: { position: "asc" } }, { name: "asc" }] });
  return rows.map((row) => ({ ...row, baseUnit: row.baseUnit as BaseUnit }));
}
