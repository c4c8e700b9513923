import { priceOf, type Fen } from "~/kernel/money";
import { pricedPer, type BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";
import { checked, type Checked } from "./household-income-store.server";
import { patterns } from "./income-sql.server";

export type OpenedIntake = {
  readonly intakeId: string;
  readonly number: string;
  readonly cooperativeName: string;
  readonly householdId: string;
  readonly householdName: string;
  readonly productName: string;
  readonly grade: string;
  readonly baseUnit: BaseUnit;
  readonly gross: number;
  readonly tare: number;
  readonly deduction: number;
  readonly net: number;
  readonly settlementMode: string;
  readonly unitPriceFen: Fen | null;
  readonly amountFen: Fen | null;
  readonly weighedBy: string;
  readonly slipMediaId: string | null;
  readonly deliveredAt: Date;
  readonly reversedBy: string | null;
  readonly reversalReason: string | null;
  /** what is still owed of it, and what was paid with which voucher */
  readonly payableFen: Fen;
  readonly paidFen: Fen;
  readonly vouchers: readonly string[];
  readonly lots: readonly { readonly lotId: string; readonly code: string; readonly quantity: number }[];
  readonly checks: {
    /** net = gross − tare − deduction */
    readonly weight: boolean;
    /** amount = net × price; null for consigned goods, whose income comes with their sale */
    readonly amount: Checked | null;
    /** what was posted for it (less its reversal) is what is payable and what was paid */
    readonly posted: Checked;
  };
};

type Row = Omit<OpenedIntake, "checks"> & { readonly postedFen: Fen };

/** A delivery slip with its income and its lots. Undefined unless it is a delivery of a household within the scope. */
export async function openIntake(
  db: Db,
  intakeOf: { readonly areaPrefixes: readonly string[]; readonly intakeId: string },
): Promise<OpenedIntake | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT i.id AS "intakeId", i.number, c.name AS "cooperativeName", h.id AS "householdId", h.head_name AS "householdName",
      p.name AS "productName", i.grade, i.base_unit AS "baseUnit", i.gross, i.tare, i.deduction, i.net,
      i.settlement_mode AS "settlementMode", i.unit_price_fen AS "unitPriceFen", i.amount_fen AS "amountFen",
      i.weighed_by AS "weighedBy", i.slip_media_id AS "slipMediaId", i.delivered_at AS "deliveredAt",
      reversal.number AS "reversedBy", reversal.reversal_reason AS "reversalReason",
      moved.posted AS "postedFen", moved.payable AS "payableFen", moved.paid AS "paidFen", moved.vouchers,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('lotId', lot.id, 'code', lot.code, 'quantity', s.quantity) ORDER BY lot.code), '[]')
        FROM lot_source s JOIN lot ON lot.id = s.lot_id WHERE s.intake_id = i.id) AS lots
    FROM intake i
    JOIN household h ON h.id = i.household_id
    JOIN cooperative c ON c.id = i.cooperative_id
    JOIN product p ON p.id = i.product_id
    LEFT JOIN intake reversal ON reversal.reverses_id = i.id
    CROSS JOIN LATERAL (
      SELECT
        coalesce(sum(CASE WHEN q.source LIKE 'funds:%' THEN q.amount_fen WHEN q.destination LIKE 'funds:%' THEN -q.amount_fen END), 0)::bigint AS posted,
        coalesce(sum(CASE WHEN q.destination LIKE '%:payable' THEN q.amount_fen WHEN q.source LIKE '%:payable' THEN -q.amount_fen END), 0)::bigint AS payable,
        coalesce(sum(CASE WHEN q.destination LIKE 'bank:%' THEN q.amount_fen WHEN q.source LIKE 'bank:%' THEN -q.amount_fen END), 0)::bigint AS paid,
        coalesce(array_agg(DISTINCT d.voucher_number) FILTER (WHERE d.voucher_number IS NOT NULL), '{}') AS vouchers
      FROM posting q JOIN journal j ON j.id = q.journal_id
      LEFT JOIN disbursement d ON j.kind = 'DISBURSEMENT' AND d.id::text = j.source_id
      WHERE q.intake_id = i.id) moved
    WHERE i.id = ${intakeOf.intakeId}::uuid AND i.reverses_id IS NULL
      AND h.area_code LIKE ANY (${patterns(intakeOf.areaPrefixes)}::text[])`;
  if (!row) return undefined;
  const { postedFen, ...intake } = row;
  return {
    ...intake,
    checks: {
      weight: intake.net === intake.gross - intake.tare - intake.deduction,
      amount:
        intake.amountFen !== null && intake.unitPriceFen !== null
          ? checked(intake.amountFen, priceOf(intake.net, intake.unitPriceFen, pricedPer(intake.baseUnit)))
          : null,
      posted: checked(intake.payableFen + intake.paidFen, postedFen),
    },
  };
}
