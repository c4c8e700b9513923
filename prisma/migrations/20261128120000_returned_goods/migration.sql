-- Goods that keep and came back sound are put back into the lot they were picked from: an event of the lot that names the line.
ALTER TABLE "lot_event" ADD COLUMN "order_line_id" UUID;
CREATE INDEX "lot_event_order_line_id_idx" ON "lot_event"("order_line_id");
ALTER TABLE "lot_event" ADD CONSTRAINT "lot_event_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE lot_event
  DROP CONSTRAINT lot_event_kind,
  ADD CONSTRAINT lot_event_kind
    CHECK (kind IN ('LOSS', 'WRITE_OFF', 'SPLIT', 'MERGE', 'PROCESS', 'STOCKTAKE', 'RETURN')),
  ADD CONSTRAINT lot_event_return CHECK (CASE WHEN kind = 'RETURN' THEN order_line_id IS NOT NULL AND quantity < 0
                                              ELSE order_line_id IS NULL END);

CREATE OR REPLACE VIEW invariant_lot_flow AS
WITH came AS (
  SELECT l.seller_kind, l.seller_id, l.base_unit, s.quantity::bigint AS quantity
  FROM lot_source s JOIN lot l ON l.id = s.lot_id WHERE s.intake_id IS NOT NULL
  UNION ALL
  SELECT l.seller_kind, l.seller_id, l.base_unit, l.quantity FROM lot l
  WHERE l.seller_kind = 'HOUSEHOLD' AND NOT EXISTS (SELECT FROM lot_source s WHERE s.lot_id = l.id)
), is_now AS (
  SELECT l.seller_kind, l.seller_id, l.base_unit, l.available::bigint AS quantity FROM lot l
  UNION ALL
  SELECT l.seller_kind, l.seller_id, l.base_unit, k.quantity
  FROM lot_pick k JOIN lot l ON l.id = k.lot_id WHERE k.released_at IS NULL
  UNION ALL
  SELECT l.seller_kind, l.seller_id, l.base_unit, e.quantity
  FROM lot_event e JOIN lot l ON l.id = e.lot_id WHERE e.kind IN ('LOSS', 'WRITE_OFF', 'STOCKTAKE', 'RETURN')
)
SELECT seller_kind, seller_id, base_unit, sum(came) AS came, sum(is_now) AS is_now
FROM (
  SELECT seller_kind, seller_id, base_unit, quantity AS came, 0 AS is_now FROM came
  UNION ALL SELECT seller_kind, seller_id, base_unit, 0, quantity FROM is_now) both_sides
GROUP BY seller_kind, seller_id, base_unit
HAVING sum(came) <> sum(is_now);

CREATE VIEW invariant_returned_goods AS
SELECT e.order_line_id, e.lot_id, sum(-e.quantity) AS returned, coalesce(max(k.quantity), 0) AS picked,
       coalesce(max(c.claimed), 0) AS claimed
FROM lot_event e
JOIN order_line l ON l.id = e.order_line_id
LEFT JOIN (SELECT order_line_id, lot_id, sum(quantity) AS quantity FROM lot_pick WHERE released_at IS NULL GROUP BY 1, 2) k
  ON k.order_line_id = e.order_line_id AND k.lot_id = e.lot_id
LEFT JOIN (SELECT order_line_id, sum(quantity) AS claimed FROM claim WHERE kind = 'RETURN' AND state = 'ACCEPTED' GROUP BY 1) c
  ON c.order_line_id = e.order_line_id
WHERE e.kind = 'RETURN'
GROUP BY e.order_line_id, e.lot_id, l.pack_quantity
HAVING sum(-e.quantity) > coalesce(max(k.quantity), 0)
    OR sum(-e.quantity) > coalesce(max(c.claimed), 0) * l.pack_quantity;
COMMENT ON VIEW invariant_returned_goods IS
  'Into a lot comes back no more of a line than was picked from it, and than a return of it that was received.';
