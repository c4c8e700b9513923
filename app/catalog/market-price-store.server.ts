import type { Fen } from "~/kernel/money";
import type { BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";

export type ProductMarketPrice = {
  readonly productId: string;
  readonly name: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly priceFen: Fen | null;
  readonly source: string | null;
  readonly pricedOn: string | null;
  readonly notedBy: string | null;
};

/** Every product with the last market price noted for it, those without one first, then the oldest. */
export async function marketPrices(db: Db): Promise<ProductMarketPrice[]> {
  return db.$queryRaw<ProductMarketPrice[]>`
    SELECT p.id AS "productId", p.name, p.base_unit AS "baseUnit", p.piece_name AS "pieceName",
      m.price_fen AS "priceFen", m.source, m.priced_on::text AS "pricedOn", u.display_name AS "notedBy"
    FROM product p
    LEFT JOIN LATERAL (
      SELECT * FROM market_price x WHERE x.product_id = p.id ORDER BY x.priced_on DESC, x.id DESC LIMIT 1) m ON true
    LEFT JOIN app_user u ON u.id = m.noted_by_id
    ORDER BY m.priced_on NULLS FIRST, p.name`;
}
