import { systemActor } from "~/access/actor";
import { formatYuan } from "~/kernel/money";
import { addDays, dayOf } from "~/kernel/period";
import { reasonWords } from "~/payments/reason-words";
import { withTransaction } from "~/platform/db.server";
import { openProblem } from "./open-problem.server";
import type { ProblemAbout } from "./problem";
import { nearestOfficial } from "./problem-store.server";

/** A bank wants evidence within days; a refund that failed is money owed to a shopper. */
const DAYS = 7;

type Found = {
  readonly kind: Extract<ProblemAbout["kind"], "DISPUTE" | "REFUND">;
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly amountFen: bigint;
  readonly reason: string;
  readonly cooperativeId: string | null;
  readonly householdId: string | null;
  readonly areaCode: string;
};

/** Refunds in dispute and refunds that failed come into the problem ledger of the seller's area, each once. */
export async function noteDisputes({ now }: { readonly now: Date }): Promise<{ readonly opened: number }> {
  return withTransaction("note disputes", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('note disputes', 7))`;
    const found = await tx.$queryRaw<Found[]>`
      WITH trouble AS (
        SELECT 'DISPUTE' AS kind, d.id, d.order_id, d.amount_fen, d.reason FROM dispute d WHERE d.state = 'OPEN'
        UNION ALL
        SELECT 'REFUND', r.id, r.order_id, r.amount_fen, coalesce(r.failure_reason, '') FROM refund r WHERE r.state = 'FAILED')
      SELECT t.kind, t.id, t.order_id AS "orderId", o.number AS "orderNumber", t.amount_fen AS "amountFen", t.reason,
        c.id AS "cooperativeId", h.id AS "householdId", coalesce(c.area_code, h.area_code) AS "areaCode"
      FROM trouble t JOIN customer_order o ON o.id = t.order_id
      JOIN shipment s ON s.order_id = o.id AND s.position = (SELECT min(f.position) FROM shipment f WHERE f.order_id = o.id)
      LEFT JOIN cooperative c ON s.seller_kind = 'COOPERATIVE' AND c.id = s.seller_id
      LEFT JOIN household h ON s.seller_kind = 'HOUSEHOLD' AND h.id = s.seller_id
      WHERE coalesce(c.area_code, h.area_code) IS NOT NULL
        AND NOT EXISTS (SELECT FROM problem p WHERE p.about_kind = t.kind AND p.about_id = t.id::text)
      ORDER BY t.id`;
    for (const one of found) {
      await openProblem(tx, {
        actor: systemActor,
        kind: "DISPUTE",
        areaCode: one.areaCode,
        cooperativeId: one.cooperativeId ?? undefined,
        householdId: one.householdId ?? undefined,
        orderId: one.orderId,
        about: { kind: one.kind, id: one.id },
        evidence: wordsOf(one),
        ownerId: await nearestOfficial(tx, one.areaCode),
        deadlineOn: dayOf(addDays(now, DAYS)),
        now,
      });
    }
    return { opened: found.length };
  });
}

function wordsOf({ kind, orderNumber, amountFen, reason }: Found): string {
  const why = reason === "" ? "" : `（${reasonWords(reason)}）`;
  return kind === "DISPUTE"
    ? `买家的银行就订单 ${orderNumber} 提出退款争议 ${formatYuan(amountFen)} 元${why}，各方所得在裁定前冻结。请核实交货与签收凭据。`
    : `订单 ${orderNumber} 的退款 ${formatYuan(amountFen)} 元没有退成${why}，仍欠买家。请联系买家改以其他方式退款。`;
}
