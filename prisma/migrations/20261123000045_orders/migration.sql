-- Orders: words of states, amounts that must agree, an append-only timeline, and the views that must return no row.

ALTER TABLE cart_line
  ADD CONSTRAINT cart_line_quantity CHECK (quantity BETWEEN 1 AND 999),
  ADD CONSTRAINT cart_line_price CHECK (price_seen_fen >= 0);

ALTER TABLE customer_order
  ADD CONSTRAINT order_state CHECK (state IN ('PLACED', 'PAID', 'CANCELLED', 'EXPIRED')),
  ADD CONSTRAINT order_locale CHECK (locale IN ('zh', 'en')),
  ADD CONSTRAINT order_province CHECK (province_code ~ '^[1-9][0-9]$'),
  ADD CONSTRAINT order_amounts CHECK (goods_fen >= 0 AND freight_fen >= 0 AND seller_discount_fen >= 0
    AND platform_discount_fen >= 0 AND total_fen > 0
    AND total_fen = goods_fen + freight_fen - seller_discount_fen - platform_discount_fen),
  ADD CONSTRAINT order_paid_at CHECK ((state = 'PAID') = (paid_at IS NOT NULL)),
  ADD CONSTRAINT order_closed_at CHECK ((state IN ('CANCELLED', 'EXPIRED')) = (closed_at IS NOT NULL));

ALTER TABLE shipment
  ADD CONSTRAINT shipment_state CHECK (state IN ('PENDING', 'PACKED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
  ADD CONSTRAINT shipment_seller CHECK (seller_kind IN ('COOPERATIVE', 'HOUSEHOLD')),
  ADD CONSTRAINT shipment_packed CHECK (state NOT IN ('PACKED', 'SHIPPED', 'DELIVERED') OR packed_at IS NOT NULL),
  ADD CONSTRAINT shipment_shipped CHECK ((state IN ('SHIPPED', 'DELIVERED')) = (shipped_at IS NOT NULL)),
  ADD CONSTRAINT shipment_delivered CHECK ((state = 'DELIVERED') = (delivered_at IS NOT NULL)
    AND (state = 'DELIVERED') = (claim_until IS NOT NULL)),
  ADD CONSTRAINT shipment_released CHECK (released_at IS NULL OR state = 'DELIVERED');

ALTER TABLE order_line
  ADD CONSTRAINT order_line_kind CHECK (kind IN ('GOODS', 'FREIGHT')),
  ADD CONSTRAINT order_line_goods CHECK (kind <> 'GOODS' OR (listing_id IS NOT NULL AND variant_id IS NOT NULL
    AND product_id IS NOT NULL AND area_code IS NOT NULL AND split_rule_id IS NOT NULL)),
  ADD CONSTRAINT order_line_quantity CHECK (quantity BETWEEN 1 AND 999 AND pack_quantity > 0),
  ADD CONSTRAINT order_line_amounts CHECK (unit_price_fen >= 0 AND gross_fen = unit_price_fen * quantity
    AND seller_discount_fen >= 0 AND platform_discount_fen >= 0 AND charged_fen >= 0
    AND net_fen = gross_fen - seller_discount_fen AND charged_fen = net_fen - platform_discount_fen
    AND processing_fen >= 0 AND processing_fen <= net_fen);

ALTER TABLE lot_pick
  ADD CONSTRAINT lot_pick_quantity CHECK (quantity > 0);

ALTER TABLE order_event
  ADD CONSTRAINT order_event_kind CHECK (kind IN ('PLACED', 'PAID', 'EXPIRED', 'CANCELLED', 'REVIVED',
    'SHIPMENT_PACKED', 'SHIPMENT_SHIPPED', 'SHIPMENT_DELIVERED', 'SHIPMENT_CANCELLED', 'SHIPMENT_RELEASED', 'RESTOCKED',
    'REFUND_REQUESTED', 'REFUND_SUCCEEDED', 'REFUND_FAILED', 'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST'));

-- The timeline is written once. The server's role has no right to change it, and a trigger stands behind the right.
REVOKE UPDATE, DELETE, TRUNCATE ON order_event FROM huhui_app;

CREATE FUNCTION refuse_order_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the timeline of an order is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER order_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_order_event_change();

-- What was agreed at placing stays: only the state and its times may change.
CREATE FUNCTION refuse_frozen_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was agreed at placing is frozen' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER order_frozen BEFORE UPDATE ON customer_order FOR EACH ROW
  WHEN ((to_jsonb(OLD) - ARRAY['state', 'paid_at', 'closed_at', 'hold_expires_at', 'user_id', 'cart_id',
           'buyer_name', 'buyer_phone', 'buyer_email', 'address_line', 'note', 'invoice_title', 'invoice_tax_number'])
    IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'paid_at', 'closed_at', 'hold_expires_at', 'user_id', 'cart_id',
           'buyer_name', 'buyer_phone', 'buyer_email', 'address_line', 'note', 'invoice_title', 'invoice_tax_number']))
  EXECUTE FUNCTION refuse_frozen_change();

CREATE TRIGGER order_line_frozen BEFORE UPDATE OR DELETE ON order_line FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_frozen_change();
REVOKE UPDATE, DELETE, TRUNCATE ON order_line FROM huhui_app;

CREATE VIEW invariant_order_total_is_lines AS
SELECT o.id AS order_id, o.number, o.total_fen, sum(l.charged_fen) AS lines_fen
FROM customer_order o LEFT JOIN order_line l ON l.order_id = o.id
GROUP BY o.id
HAVING o.total_fen IS DISTINCT FROM sum(l.charged_fen)
  OR o.goods_fen IS DISTINCT FROM coalesce(sum(l.gross_fen) FILTER (WHERE l.kind = 'GOODS'), 0)
  OR o.freight_fen IS DISTINCT FROM coalesce(sum(l.gross_fen) FILTER (WHERE l.kind = 'FREIGHT'), 0)
  OR o.seller_discount_fen IS DISTINCT FROM sum(l.seller_discount_fen)
  OR o.platform_discount_fen IS DISTINCT FROM sum(l.platform_discount_fen);
COMMENT ON VIEW invariant_order_total_is_lines IS '订单合计等于各行应付之和 · An order''s totals are the sums of its lines';

CREATE VIEW invariant_order_lines_belong AS
SELECT l.id AS order_line_id, l.order_id, s.order_id AS shipment_order_id
FROM order_line l JOIN shipment s ON s.id = l.shipment_id WHERE s.order_id <> l.order_id
UNION ALL
SELECT NULL, s.order_id, s.order_id FROM shipment s
WHERE NOT EXISTS (SELECT FROM order_line l WHERE l.shipment_id = s.id AND l.kind = 'GOODS');
COMMENT ON VIEW invariant_order_lines_belong IS '订单行与包裹同属一单，每个包裹都有商品 · Lines lie in shipments of their own order, and no shipment is empty';

CREATE VIEW invariant_picks_cover_lines AS
SELECT l.id AS order_line_id, o.number, o.state, l.quantity::bigint * l.pack_quantity AS needed,
  coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0) AS held
FROM order_line l
JOIN customer_order o ON o.id = l.order_id
JOIN shipment s ON s.id = l.shipment_id
LEFT JOIN lot_pick p ON p.order_line_id = l.id
WHERE l.kind = 'GOODS'
GROUP BY l.id, o.number, o.state, s.state
HAVING (o.state IN ('CANCELLED', 'EXPIRED') AND coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0) <> 0)
  OR (o.state = 'PLACED'
      AND coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0) <> l.quantity::bigint * l.pack_quantity)
  OR (o.state = 'PAID' AND coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0)
      NOT IN (0, l.quantity::bigint * l.pack_quantity))
  OR (s.state = 'CANCELLED' AND coalesce(sum(p.quantity) FILTER (WHERE p.released_at IS NULL), 0) <> 0);
COMMENT ON VIEW invariant_picks_cover_lines IS '未付款订单留足货，关闭的订单不占货 · An open order holds exactly its goods, a closed one holds nothing';

CREATE VIEW invariant_picks_from_own_listing AS
SELECT p.order_line_id, p.lot_id
FROM lot_pick p
JOIN order_line l ON l.id = p.order_line_id
JOIN shipment s ON s.id = l.shipment_id
JOIN lot ON lot.id = p.lot_id
WHERE l.kind <> 'GOODS' OR lot.seller_kind <> s.seller_kind OR lot.seller_id <> s.seller_id OR lot.product_id <> l.product_id
  OR lot.status = 'OPEN';
COMMENT ON VIEW invariant_picks_from_own_listing IS '取货只取本卖家同一产品的封存批次 · Goods are picked from sealed lots of the same seller and product';

CREATE VIEW invariant_promotion_uses AS
SELECT p.id AS promotion_id, p.code, p.used, count(o.id) AS orders
FROM promotion p LEFT JOIN customer_order o ON o.promotion_id = p.id AND o.state IN ('PLACED', 'PAID')
GROUP BY p.id HAVING p.used <> count(o.id);
COMMENT ON VIEW invariant_promotion_uses IS '优惠码使用次数等于占用它的订单数 · A discount code''s uses are the orders that hold it';

GRANT SELECT ON invariant_order_total_is_lines, invariant_order_lines_belong, invariant_picks_cover_lines,
  invariant_picks_from_own_listing, invariant_promotion_uses TO huhui_app;
