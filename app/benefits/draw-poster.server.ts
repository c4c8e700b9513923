import sharp from "sharp";
import { encode } from "uqr";
import { formatYuan, type Fen } from "~/kernel/money";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { deleteObject, putObject } from "~/platform/storage.server";
import { posterSvg } from "./poster";
import { posterKey } from "./poster-key";

type Facts = {
  token: string;
  locale: string;
  title: string;
  titleEn: string;
  villageName: string;
  villageNameEn: string;
  areaCode: string;
  householdFen: Fen;
  households: number;
  /** something of it is pre-ordered and has no lot yet */
  waits: boolean;
};

/**
 * Handler of `poster.draw`, in the worker: only a process that takes no uploads may read SVG. Draws the poster of a public
 * receipt, in the language it was bought in, by the present ledger, or takes it away when the receipt is not public any more. May run twice.
 */
export async function drawPoster({ orderId, now }: { orderId: string; now: Date }): Promise<void> {
  const [facts] = await db().$queryRaw<Facts[]>`
    SELECT r.token, o.locale, l.title, l.title_en AS "titleEn", a.short_name AS "villageName", a.name_en AS "villageNameEn",
      a.code AS "areaCode",
      (SELECT coalesce(sum(p.given_fen - p.taken_fen), 0)::bigint FROM order_line ol
        JOIN line_part p ON p.order_line_id = ol.id WHERE ol.order_id = r.order_id AND p.part = 'HOUSEHOLD')
        AS "householdFen",
      (SELECT count(DISTINCT p.household_id)::int FROM order_line ol
        JOIN posting p ON p.order_line_id = ol.id WHERE ol.order_id = r.order_id AND p.part = 'HOUSEHOLD') AS households,
      EXISTS (SELECT FROM shipment s JOIN shipment_promise w ON w.shipment_id = s.id
        WHERE s.order_id = r.order_id AND w.assigned_at IS NULL) AS waits
    FROM receipt_share r JOIN customer_order o ON o.id = r.order_id
    JOIN LATERAL (SELECT * FROM order_line WHERE order_id = r.order_id AND kind = 'GOODS' ORDER BY position LIMIT 1) l ON true
    JOIN area a ON a.code = l.area_code
    WHERE r.order_id = ${orderId}::uuid`;
  // A pre-order's poster is drawn when its households are known.
  if (!facts || (facts.waits && facts.householdFen === 0n)) return deleteObject(posterKey(orderId));
  const locale = facts.locale === "en" ? "en" : "zh";
  const address = new URL(paths.shop(locale).receipt(facts.token), env().APP_URL).href;
  const svg = posterSvg({
    locale,
    areaCode: facts.areaCode,
    title: locale === "en" ? facts.titleEn : facts.title,
    villageName: locale === "en" ? facts.villageNameEn : facts.villageName,
    householdYuan: formatYuan(facts.householdFen),
    households: facts.households >= SMALLEST_PUBLIC_COUNT ? facts.households : null,
    code: encode(address, { border: 2 }).data,
  });
  await putObject(posterKey(orderId), await sharp(Buffer.from(svg)).png({ palette: true }).toBuffer());
  await db().$executeRaw`
    UPDATE receipt_share SET poster_household_fen = ${facts.householdFen}, poster_drawn_at = ${now}::timestamptz
    WHERE order_id = ${orderId}::uuid`;
}
