import type { BaseUnit } from "~/kernel/quantity";
import type { CategoryCode } from "../categories";

export type SeedGrade = {
  readonly name: string;
  /** what a household is usually paid at the scale, fen per kg or piece: a sample value, not a quotation */
  readonly typicalFen: bigint;
};

export type SeedProduct = {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  /** other names people search by, pinyin last */
  readonly aliases: string;
  readonly categoryCode: CategoryCode;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  /** 鲜活易腐: claims within 48 h instead of the seven-day return */
  readonly perishable: boolean;
  /** in the scope of the 承诺达标合格证 */
  readonly certified: boolean;
  /** sold only with an SC licence */
  readonly processed: boolean;
  /** best first */
  readonly grades: readonly SeedGrade[];
  readonly harvestMonths: readonly number[];
  /** how long a lot may be sold, stored as the listing says */
  readonly shelfDays: number;
};

/** Sold by weight, counted by nobody. */
export const BY_WEIGHT = { baseUnit: "GRAM", pieceName: "个", pieceNameEn: "piece" } as const;

export const FRESH = { perishable: true, certified: true, processed: false } as const;
export const KEEPS = { perishable: false, certified: false, processed: false } as const;
export const PROCESSED = { perishable: false, certified: false, processed: true } as const;
