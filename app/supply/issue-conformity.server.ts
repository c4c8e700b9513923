import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import type { Transaction } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { PROMISE, type TestMark } from "./conformity";

type Facts = {
  readonly code: string;
  readonly sellerKind: string;
  readonly sellerId: string;
  readonly productId: string;
  readonly goods: string;
  readonly quantity: number;
  readonly origin: string;
  readonly promisedBy: string;
  readonly contact: string;
};

/**
 * Writes the certificate of conformity (承诺达标合格证) that a lot's seller makes itself: what, how much, from where, who
 * promises and how to reach them, as they are today. A household that has no shop name of its own stands under its village.
 * False when the lot has one: what was promised is not rewritten.
 */
export async function issueConformity(
  tx: Transaction,
  request: { readonly lotId: string; readonly testMark: TestMark; readonly now: Date },
): Promise<boolean> {
  const { lotId, testMark, now } = request;
  const [facts] = await tx.$queryRaw<Facts[]>`
    SELECT t.code, t.seller_kind AS "sellerKind", t.seller_id AS "sellerId", t.product_id AS "productId", t.quantity,
      p.name || '（' || t.grade || '）' AS goods,
      (SELECT string_agg(a.name, '' ORDER BY length(a.code)) FROM area a
        WHERE coalesce(c.area_code, h.area_code) LIKE a.code || '%') AS origin,
      coalesce(c.name, nullif(h.shop_name, ''), (SELECT a.name FROM area a WHERE a.code = h.area_code) || '农户') AS "promisedBy",
      coalesce(c.phone, s.phone, '见包装或平台商品页') AS contact
    FROM lot t JOIN product p ON p.id = t.product_id
    LEFT JOIN cooperative c ON t.seller_kind = 'COOPERATIVE' AND c.id = t.seller_id
    LEFT JOIN household h ON t.seller_kind = 'HOUSEHOLD' AND h.id = t.seller_id
    LEFT JOIN service_point s ON s.id = h.service_point_id
    WHERE t.id = ${lotId}::uuid`;
  if (!facts) throw new Error(`no lot ${lotId} to certify`);
  const issued = dayToDate(dayOf(now));
  const { code, sellerKind, sellerId, ...said } = facts;
  const { count } = await tx.qualityDocument.createMany({
    data: [
      {
        ...said,
        id: newId(now),
        kind: "CONFORMITY",
        number: `HGZ-${code}`,
        holderKind: sellerKind,
        holderId: sellerId,
        lotId,
        issuedOn: issued,
        keptUntil: addDays(issued, env().CERTIFICATE_KEPT_DAYS),
        promise: PROMISE,
        testMark,
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}
