import { ask, wellStocked } from "./shopping";

/** What anybody may read, by name: every kind of page of the shop, found in the demonstration's own data. */
export async function publicPages(): Promise<Record<string, string>> {
  const [[goods], [facts]] = await Promise.all([
    wellStocked(),
    ask<Record<"cooperative" | "soldOut" | "promised" | "household" | "reviewed" | "lot" | "notice", string>>(
      `SELECT
         (SELECT slug FROM cooperative WHERE status = 'APPROVED' ORDER BY slug LIMIT 1) AS cooperative,
         (SELECT l.slug FROM listing l WHERE l.status = 'PUBLISHED' AND l.preorder_id IS NULL AND NOT EXISTS (
            SELECT FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id WHERE ll.listing_id = l.id AND ll.removed_at IS NULL
              AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= current_date)
          ORDER BY l.slug LIMIT 1) AS "soldOut",
         (SELECT l.slug FROM listing l WHERE l.status = 'PUBLISHED' ORDER BY l.preorder_id NULLS LAST, l.slug LIMIT 1) AS promised,
         (SELECT slug FROM listing WHERE status = 'PUBLISHED' AND seller_kind = 'HOUSEHOLD' ORDER BY slug LIMIT 1) AS household,
         (SELECT l.slug FROM review r JOIN listing l ON l.id = r.listing_id AND l.status = 'PUBLISHED'
          WHERE r.state = 'SHOWN' ORDER BY l.slug LIMIT 1) AS reviewed,
         (SELECT t.code FROM quality_document q JOIN lot t ON t.id = q.lot_id WHERE q.kind = 'CONFORMITY' ORDER BY t.code LIMIT 1) AS lot,
         (SELECT number FROM notice WHERE state = 'PUBLISHED' ORDER BY number LIMIT 1) AS notice`,
    ),
  ]);
  return {
    home: "/",
    search: "/search",
    found: "/search?q=tea&stock=1&share=50",
    nothing: "/search?q=zzzzzzzz",
    category: "/c/fruit",
    product: `/p/${goods?.slug}`,
    "product-sold-out": `/p/${facts?.soldOut}`,
    "product-pre-ordered": `/p/${facts?.promised}`,
    "product-of-a-household": `/p/${facts?.household}`,
    "product-reviewed": `/p/${facts?.reviewed}`,
    villages: "/villages",
    village: "/v/341021203201",
    "village-brief": "/v/341021203201/brief",
    cooperative: `/co/${facts?.cooperative}`,
    seasons: "/seasons",
    transparency: "/transparency",
    how: "/how-money-is-split",
    trace: `/t/${facts?.lot}`,
    notices: "/notices",
    notice: `/notices/${facts?.notice}`,
    institutions: "/institutions",
    accessibility: "/accessibility",
    privacy: "/privacy",
    offline: "/offline",
    api: "/api",
    join: "/join",
    watch: "/watch",
    "sign-in": "/account/sign-in",
    "sign-in-by-password": "/account/sign-in?by=password",
    "cart-empty": "/cart",
    missing: "/nowhere",
  };
}
