-- Pre-orders: a cooperative promises goods of a lot to come and a last day to ship them. Whoever orders takes from the promise;
-- the seller's share of such a line waits as one part until the shipment is given picks of sealed lots, and moves on to theirs.

CREATE TABLE "preorder" (
    "id" UUID NOT NULL,
    "listing_id" UUID NOT NULL,
    "promised" INTEGER NOT NULL,
    "available" INTEGER NOT NULL,
    "ship_by" DATE NOT NULL,
    "season" TEXT NOT NULL,
    "season_en" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "opened_by_id" UUID,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "preorder_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "shipment_promise" (
    "shipment_id" UUID NOT NULL,
    "preorder_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "ship_by" DATE NOT NULL,
    "assigned_at" TIMESTAMPTZ(6),
    "released_at" TIMESTAMPTZ(6),

    CONSTRAINT "shipment_promise_pkey" PRIMARY KEY ("shipment_id")
);

ALTER TABLE "listing" ADD COLUMN "preorder_id" UUID;
CREATE UNIQUE INDEX "listing_preorder_id_key" ON "listing"("preorder_id");
CREATE INDEX "preorder_listing_id_idx" ON "preorder"("listing_id");
CREATE INDEX "shipment_promise_preorder_id_idx" ON "shipment_promise"("preorder_id");
ALTER TABLE "preorder" ADD CONSTRAINT "preorder_listing_id_fkey"
  FOREIGN KEY ("listing_id") REFERENCES "listing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "shipment_promise" ADD CONSTRAINT "shipment_promise_shipment_id_fkey"
  FOREIGN KEY ("shipment_id") REFERENCES "shipment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE preorder
  ADD CONSTRAINT preorder_promised CHECK (promised > 0 AND available BETWEEN 0 AND promised),
  ADD CONSTRAINT preorder_season CHECK (length(btrim(season)) BETWEEN 1 AND 40 AND length(season_en) <= 60);
CREATE UNIQUE INDEX preorder_one_open ON preorder (listing_id) WHERE closed_at IS NULL;
ALTER TABLE shipment_promise ADD CONSTRAINT shipment_promise_quantity CHECK (quantity > 0);
-- What still waits for a lot: looked through by the worker and by the seller's list.
CREATE INDEX shipment_promise_waiting ON shipment_promise (ship_by) WHERE assigned_at IS NULL AND released_at IS NULL;

REVOKE DELETE, TRUNCATE ON preorder, shipment_promise FROM huhui_app;

CREATE TRIGGER preorder_changes_the_shop AFTER INSERT OR UPDATE OR DELETE ON preorder
  FOR EACH STATEMENT EXECUTE FUNCTION note_shop_change();

ALTER TABLE order_event
  DROP CONSTRAINT order_event_kind,
  ADD CONSTRAINT order_event_kind CHECK (kind IN ('PLACED', 'PAID', 'EXPIRED', 'CANCELLED', 'REVIVED', 'LOTS_ASSIGNED',
    'SHIPMENT_PACKED', 'PARCEL_SHIPPED', 'SHIPMENT_SHIPPED', 'PARCEL_DELIVERED', 'SHIPMENT_DELIVERED',
    'SHIPMENT_CANCELLED', 'SHIPMENT_RELEASED', 'RESTOCKED', 'CLAIM_OPENED', 'CLAIM_ACCEPTED', 'CLAIM_REFUSED',
    'CLAIM_ESCALATED', 'CLAIM_REJECTED', 'CLAIM_WITHDRAWN', 'CLAIM_LAPSED', 'RETURN_AGREED', 'RETURN_SENT',
    'RETURN_RECEIVED', 'REFUND_REQUESTED', 'REFUND_SUCCEEDED', 'REFUND_FAILED', 'REFUND_PAID_OTHERWISE',
    'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST'));

ALTER TABLE refund
  DROP CONSTRAINT refund_reason,
  ADD CONSTRAINT refund_reason CHECK (reason IN ('CANCELLED', 'QUALITY', 'DAMAGE', 'NOT_DELIVERED', 'GOODWILL', 'RETURNED',
    'UNDELIVERABLE', 'DASHBOARD', 'LATE'));

ALTER TABLE order_letter
  DROP CONSTRAINT order_letter_kind,
  ADD CONSTRAINT order_letter_kind CHECK (kind IN ('PAID', 'SHIPPED', 'DELIVERED', 'PAID_OUT', 'LOTS_ASSIGNED', 'LATE'));

-- ── The ledger ─────────────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE journal
  DROP CONSTRAINT journal_kind,
  ADD CONSTRAINT journal_kind CHECK (kind IN ('SALE', 'PREORDER_ASSIGNED', 'UNDELIVERABLE_PAYMENT', 'STRIPE_FEE', 'REFUND_REQUESTED',
    'REFUND_SUCCEEDED', 'REFUND_RETURNED', 'REFUND_PAID_OTHERWISE', 'RELEASE', 'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST',
    'INTAKE', 'INTAKE_REVERSED', 'PAYOUT', 'DEBT_NETTED', 'DISBURSEMENT', 'DISBURSEMENT_RETURNED'));
ALTER TABLE posting
  DROP CONSTRAINT posting_part,
  ADD CONSTRAINT posting_part CHECK (part IS NULL OR part IN ('PLATFORM_FEE', 'PROCESSING', 'VILLAGE', 'PREORDER', 'COOPERATIVE',
    'RESERVE', 'OTHERS', 'SERVICE_POINT', 'HOUSEHOLD', 'FREIGHT')),
  -- the one posting that takes a waiting part and is no refund
  ADD CONSTRAINT posting_preorder_moved CHECK (flow IS DISTINCT FROM 'PREORDER_MOVED'
    OR (part = 'PREORDER' AND source LIKE 'cooperative:%:pending' AND destination LIKE 'order:%'));

-- What a waiting pre-order moved on to the lots' parts was never its own: it counts as not given. So the parts of a line
-- add up to its net before and after, and what refunds took of the waiting part stays with it.
CREATE OR REPLACE VIEW line_part AS
SELECT order_line_id, part_number, max(part) AS part,
  max(destination) FILTER (WHERE source LIKE 'order:%') AS account,
  max(lot_id::text)::uuid AS lot_id,
  max(household_id::text)::uuid AS household_id,
  max(cooperative_id::text)::uuid AS cooperative_id,
  max(flow) FILTER (WHERE flow <> 'PREORDER_MOVED') AS flow,
  (coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'order:%'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE flow = 'PREORDER_MOVED'), 0))::bigint AS given_fen,
  coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'order:%' AND flow IS DISTINCT FROM 'PREORDER_MOVED'), 0)::bigint AS taken_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE '%:pending' OR destination LIKE 'platform:%'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE '%:pending' OR source LIKE 'platform:%'), 0))::bigint AS waiting_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE '%:payable' OR (part = 'RESERVE' AND destination LIKE '%:reserve')), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE '%:payable' OR (part = 'RESERVE' AND source LIKE '%:reserve')), 0))::bigint AS released_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%' OR destination LIKE 'funds:%'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'bank:%'), 0))::bigint AS paid_fen
FROM posting
WHERE part_number IS NOT NULL
GROUP BY order_line_id, part_number;

-- ── What must hold ─────────────────────────────────────────────────────────────────────────────────────────────────
CREATE OR REPLACE VIEW invariant_attribution AS
WITH attributed AS (
  SELECT order_line_id, sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END) AS fen FROM attribution GROUP BY order_line_id
), parts AS (
  SELECT order_line_id, sum(given_fen - taken_fen) AS remaining_fen FROM line_part GROUP BY order_line_id
)
SELECT l.id AS order_line_id, l.net_fen, parts.remaining_fen, attributed.fen AS attributed_fen
FROM order_line l
JOIN customer_order o ON o.id = l.order_id AND o.state = 'PAID'
LEFT JOIN shipment_promise w ON w.shipment_id = l.shipment_id
LEFT JOIN attributed ON attributed.order_line_id = l.id
LEFT JOIN parts ON parts.order_line_id = l.id
WHERE coalesce(attributed.fen, 0) <> CASE WHEN l.kind = 'GOODS' AND (w.shipment_id IS NULL OR w.assigned_at IS NOT NULL)
  THEN coalesce(parts.remaining_fen, 0) ELSE 0 END;
COMMENT ON VIEW invariant_attribution IS 'What is attributed of a goods line, unregistered suppliers included, is its net less what was refunded; of a pre-order without a lot, nothing.';

CREATE OR REPLACE VIEW invariant_picks_cover_lines AS
SELECT l.id AS order_line_id, o.number, o.state, l.quantity::bigint * l.pack_quantity AS needed,
  coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0) AS held
FROM order_line l
JOIN customer_order o ON o.id = l.order_id
JOIN shipment s ON s.id = l.shipment_id
LEFT JOIN shipment_promise w ON w.shipment_id = s.id
LEFT JOIN lot_pick p ON p.order_line_id = l.id
WHERE l.kind = 'GOODS'
GROUP BY l.id, o.number, o.state, s.state, w.shipment_id
HAVING ((o.state IN ('CANCELLED', 'EXPIRED') OR s.state = 'CANCELLED')
    AND (coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0) <> 0
      OR (w.shipment_id IS NOT NULL AND w.released_at IS NULL)))
  OR (w.shipment_id IS NOT NULL AND w.assigned_at IS NULL AND count(p.order_line_id) > 0)
  OR (o.state = 'PLACED' AND (w.shipment_id IS NULL OR w.assigned_at IS NOT NULL OR w.released_at IS NOT NULL)
      AND coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0) <> l.quantity::bigint * l.pack_quantity)
  OR (o.state = 'PAID' AND coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0)
      NOT IN (0, l.quantity::bigint * l.pack_quantity));
COMMENT ON VIEW invariant_picks_cover_lines IS '未付款订单留足货或占着预售量，关闭的订单不占货 · An open order holds exactly its goods, or a promise of them; a closed one holds nothing';

CREATE VIEW invariant_preorder_promised AS
SELECT p.id AS preorder_id, p.promised, p.available, coalesce(held.quantity, 0) AS held
FROM preorder p
LEFT JOIN (SELECT preorder_id, sum(quantity) AS quantity FROM shipment_promise WHERE released_at IS NULL GROUP BY preorder_id) held
  ON held.preorder_id = p.id
WHERE p.promised <> p.available + coalesce(held.quantity, 0);
COMMENT ON VIEW invariant_preorder_promised IS '预售量等于剩余量加已占量 · What was promised is free or held by orders, to the unit';

CREATE VIEW invariant_preorder_shipment AS
SELECT w.shipment_id, w.quantity, sum(l.quantity::bigint * l.pack_quantity) FILTER (WHERE l.kind = 'GOODS') AS ordered,
  count(DISTINCT l.listing_id) AS listings
FROM shipment_promise w
JOIN shipment s ON s.id = w.shipment_id
LEFT JOIN preorder p ON p.id = w.preorder_id
LEFT JOIN order_line l ON l.shipment_id = w.shipment_id
GROUP BY w.shipment_id, w.quantity, w.assigned_at, s.state, s.seller_kind, p.listing_id
HAVING w.quantity IS DISTINCT FROM sum(l.quantity::bigint * l.pack_quantity) FILTER (WHERE l.kind = 'GOODS')
  OR count(DISTINCT l.listing_id) <> 1 OR min(l.listing_id::text) IS DISTINCT FROM p.listing_id::text
  OR s.seller_kind <> 'COOPERATIVE' OR (w.assigned_at IS NULL AND s.state NOT IN ('PENDING', 'CANCELLED'));
COMMENT ON VIEW invariant_preorder_shipment IS '预售包裹只装这一次预售的货，分到批次之前不打包 · A pre-ordered shipment holds goods of its one promise, and is not packed before it has a lot';

CREATE VIEW invariant_preorder_assigned AS
SELECT l.id AS order_line_id, w.assigned_at, count(j.id) AS journals, coalesce(sum(waits.waiting_fen), 0) AS waiting_fen
FROM shipment_promise w
JOIN order_line l ON l.shipment_id = w.shipment_id AND l.kind = 'GOODS'
LEFT JOIN journal j ON j.kind = 'PREORDER_ASSIGNED' AND j.source_id = l.id::text
LEFT JOIN line_part waits ON waits.order_line_id = l.id AND waits.part = 'PREORDER'
GROUP BY l.id, w.assigned_at
HAVING count(j.id) <> (w.assigned_at IS NOT NULL)::int
  OR (w.assigned_at IS NOT NULL AND coalesce(sum(waits.waiting_fen), 0) <> 0)
UNION ALL
SELECT p.order_line_id, NULL, count(*), sum(p.amount_fen) FROM posting p
JOIN journal j ON j.id = p.journal_id
WHERE (p.flow = 'PREORDER_MOVED' AND j.kind <> 'PREORDER_ASSIGNED')
  OR (p.part = 'PREORDER' AND NOT EXISTS (SELECT FROM order_line l JOIN shipment_promise w ON w.shipment_id = l.shipment_id
    WHERE l.id = p.order_line_id))
GROUP BY p.order_line_id;
COMMENT ON VIEW invariant_preorder_assigned IS '分到批次的预售行恰好转出一次，之后不再有待分配的钱 · A pre-order moves on exactly once, when it is given its lot, and nothing of it waits afterwards';

CREATE OR REPLACE VIEW invariant_published_listing AS
SELECT l.id AS listing_id, l.slug
FROM listing l
WHERE l.status = 'PUBLISHED' AND NOT (
  EXISTS (SELECT FROM variant v WHERE v.listing_id = l.id AND v.active)
  AND EXISTS (SELECT FROM listing_photo p JOIN media m ON m.id = p.media_id AND m.public WHERE p.listing_id = l.id)
  AND (EXISTS (SELECT FROM listing_lot ll WHERE ll.listing_id = l.id)
    OR EXISTS (SELECT FROM preorder p WHERE p.listing_id = l.id))
  AND EXISTS (SELECT FROM split_rule r WHERE r.code = l.split_rule_code AND r.approved_at IS NOT NULL)
  AND EXISTS (SELECT FROM freight_zone z WHERE z.template_id = l.freight_id AND z.delivered));
COMMENT ON VIEW invariant_published_listing IS
  'A published listing can be bought: it has a pack, a public photo, a lot or a promise of one, an approved split rule and a place it ships to.';

CREATE VIEW invariant_preorder_listing AS
SELECT l.id AS listing_id, l.preorder_id FROM listing l LEFT JOIN preorder p ON p.id = l.preorder_id
WHERE l.preorder_id IS NOT NULL AND (p.listing_id IS DISTINCT FROM l.id OR l.seller_kind <> 'COOPERATIVE')
UNION ALL
SELECT p.listing_id, p.id FROM preorder p JOIN listing l ON l.id = p.listing_id
WHERE l.preorder_id IS DISTINCT FROM p.id AND (p.closed_at IS NULL
  OR EXISTS (SELECT FROM shipment_promise w WHERE w.preorder_id = p.id AND w.assigned_at IS NULL AND w.released_at IS NULL));
COMMENT ON VIEW invariant_preorder_listing IS '有人等货的预售不会被现货插队 · A listing whose pre-order is open or waited for sells by that promise';

GRANT SELECT ON invariant_preorder_promised, invariant_preorder_shipment, invariant_preorder_assigned, invariant_preorder_listing
  TO huhui_app;
