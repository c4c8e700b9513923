import type { PartKind } from "~/benefits/split";
import type { Fen } from "~/kernel/money";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import type { Db } from "~/platform/db.server";

/** What became of an order's money after it was posted: when households were paid, and what each refund took from whom. */
export type OrderImpact = {
  readonly postedAt: Date | null;
  readonly releasedOn: readonly DatedAmount[];
  /** the months it was booked in, once every cooperative behind it has closed its own */
  readonly closedOn: readonly ClosedMonth[];
  readonly paidOn: readonly PaidAmount[];
  readonly refunds: readonly {
    readonly at: Date;
    readonly parts: readonly { readonly kind: PartKind; readonly amountFen: Fen }[];
  }[];
};

export type DatedAmount = { readonly day: string; readonly amountFen: Fen };

export type ClosedMonth = { readonly period: string; readonly day: string };

export type PaidAmount = DatedAmount & {
  /** households the bank paid that day; null when they are fewer than five */
  readonly households: number | null;
  readonly villages: readonly Village[];
};

type Village = { readonly name: string; readonly nameEn: string };

type Row = { step: string; day: string; at: Date; journalId: string; kind: PartKind; amountFen: Fen } & {
  /** never leave this file */
  readonly householdIds: readonly string[];
  readonly villages: readonly Village[];
  /** of a closing */
  readonly period: string | null;
};

/** Read from the order's postings in one statement; nobody is named. */
export async function orderImpact(db: Db, orderId: string): Promise<OrderImpact> {
  const rows = await db.$queryRaw<Row[]>`
    WITH moved AS (
      SELECT j.id AS "journalId", j.occurred_at AS at, p.part AS kind, p.amount_fen, p.household_id, p.period, p.cooperative_id,
        a.short_name AS village, a.name_en AS village_en,
        CASE WHEN p.source LIKE 'order:%' THEN 'GIVEN'
          WHEN p.destination LIKE 'order:%' AND j.kind = 'REFUND_REQUESTED' THEN 'TAKEN'
          WHEN p.part = 'HOUSEHOLD' AND p.destination LIKE 'bank:%' THEN 'PAID'
          WHEN p.part = 'HOUSEHOLD' AND p.destination LIKE '%:payable' AND p.source LIKE '%:pending' THEN 'RELEASED'
        END AS step
      FROM order_line l JOIN posting p ON p.order_line_id = l.id JOIN journal j ON j.id = p.journal_id
      LEFT JOIN area a ON a.code = l.area_code
      WHERE l.order_id = ${orderId}::uuid AND p.part IS NOT NULL)
    SELECT step, to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, at, "journalId", kind,
      sum(amount_fen)::bigint AS "amountFen",
      coalesce(array_agg(DISTINCT household_id) FILTER (WHERE step = 'PAID'), '{}') AS "householdIds",
      coalesce(jsonb_agg(DISTINCT jsonb_build_object('name', village, 'nameEn', village_en))
        FILTER (WHERE step = 'PAID'), '[]') AS villages, NULL AS period
    FROM moved WHERE step IS NOT NULL GROUP BY step, at, "journalId", kind
    UNION ALL
    SELECT 'CLOSED', to_char(max(c.closed_at) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), max(c.closed_at), NULL, NULL, 0,
      '{}', '[]', booked.period
    FROM (SELECT DISTINCT period, cooperative_id FROM moved WHERE step = 'GIVEN' AND cooperative_id IS NOT NULL) booked
    LEFT JOIN period_close c ON c.scope_kind = 'COOPERATIVE' AND c.scope_id = booked.cooperative_id::text
      AND c.period = booked.period AND c.state = 'CLOSED'
    GROUP BY booked.period HAVING bool_and(c.id IS NOT NULL)
    ORDER BY at, "journalId", kind`;
  const of = (step: string) => rows.filter((row) => row.step === step);
  const refunds = groupByJournal(of("TAKEN"));
  return {
    postedAt: of("GIVEN")[0]?.at ?? null,
    releasedOn: byDay(of("RELEASED")),
    closedOn: of("CLOSED").map(({ period, day }) => ({ period: period ?? "", day })),
    paidOn: paidByDay(of("PAID")),
    refunds,
  };
}

function groupByJournal(rows: readonly Row[]): OrderImpact["refunds"] {
  const found = new Map<string, { at: Date; parts: { kind: PartKind; amountFen: Fen }[] }>();
  for (const { journalId, at, kind, amountFen } of rows) {
    const refund = found.get(journalId) ?? { at, parts: [] };
    refund.parts.push({ kind, amountFen });
    found.set(journalId, refund);
  }
  return [...found.values()];
}

function byDay(rows: readonly Row[]): DatedAmount[] {
  const days = new Map<string, Fen>();
  for (const { day, amountFen } of rows) days.set(day, (days.get(day) ?? 0n) + amountFen);
  return [...days].map(([day, amountFen]) => ({ day, amountFen }));
}

/** With how many households of which villages, both of the whole day: several vouchers may pay parts of one order. */
function paidByDay(rows: readonly Row[]): PaidAmount[] {
  return byDay(rows).map(({ day, amountFen }) => {
    const ofDay = rows.filter((row) => row.day === day);
    const households = new Set(ofDay.flatMap((row) => row.householdIds)).size;
    const villages = new Map(ofDay.flatMap((row) => row.villages).map((village) => [village.name, village]));
    return {
      day,
      amountFen,
      households: households >= SMALLEST_PUBLIC_COUNT ? households : null,
      villages: [...villages.values()],
    };
  });
}

/** What the public receipt says of an order: goods, villages, amounts; nothing of the buyer, no number, no address. */
export type PublicOrder = {
  readonly id: string;
  readonly day: string;
  readonly goodsFen: Fen;
  readonly freightFen: Fen;
  readonly discountFen: Fen;
  readonly totalFen: Fen;
  readonly posterDrawnFor: Fen | null;
  readonly lines: readonly {
    readonly slug: string | null;
    readonly title: string;
    readonly titleEn: string;
    readonly variantName: string;
    readonly variantNameEn: string;
    readonly quantity: number;
    /** pre-ordered and not given a lot yet: the last day to ship */
    readonly shipBy: string | null;
    readonly areaCode: string;
    readonly villageName: string;
    readonly villageNameEn: string;
    readonly photoId: string | null;
    readonly photoAlt: string | null;
    readonly photoAltEn: string | null;
    readonly photoColor: string | null;
  }[];
};

export async function publicOrder(db: Db, token: string): Promise<PublicOrder | undefined> {
  const [row] = await db.$queryRaw<PublicOrder[]>`
    SELECT o.id, to_char(o.paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, o.goods_fen AS "goodsFen",
      o.freight_fen AS "freightFen", o.seller_discount_fen + o.platform_discount_fen AS "discountFen",
      o.total_fen AS "totalFen", r.poster_household_fen AS "posterDrawnFor",
      (SELECT jsonb_agg(jsonb_build_object('slug', g.slug, 'title', l.title, 'titleEn', l.title_en,
          'variantName', l.variant_name, 'variantNameEn', l.variant_name_en, 'quantity', l.quantity,
          'shipBy', (SELECT w.ship_by FROM shipment_promise w
            WHERE w.shipment_id = l.shipment_id AND w.assigned_at IS NULL AND w.released_at IS NULL),
          'areaCode', l.area_code, 'villageName', a.short_name, 'villageNameEn', a.name_en, 'photoId', ph.id,
          'photoAlt', ph.alt, 'photoAltEn', ph.alt_en, 'photoColor', ph.dominant_color) ORDER BY l.position)
        FROM order_line l JOIN area a ON a.code = l.area_code LEFT JOIN listing g ON g.id = l.listing_id
        LEFT JOIN LATERAL (
          SELECT m.id, m.alt, m.alt_en, m.dominant_color FROM listing_photo lp
          JOIN media m ON m.id = lp.media_id AND m.public
          WHERE lp.listing_id = l.listing_id ORDER BY lp.position LIMIT 1) ph ON true
        WHERE l.order_id = o.id AND l.kind = 'GOODS') AS lines
    FROM receipt_share r JOIN customer_order o ON o.id = r.order_id
    WHERE r.token = ${token} AND o.state = 'PAID'`;
  return row;
}
