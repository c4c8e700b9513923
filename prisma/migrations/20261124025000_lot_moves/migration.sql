-- Lots made of lots: what left one is what came into the other, and over all lots nothing comes from nowhere.

CREATE VIEW invariant_lot_moves AS
SELECT coalesce(m.source_id, s.source_lot_id) AS source_lot_id, coalesce(m.lot_id, s.lot_id) AS lot_id,
       m.quantity AS moved, s.quantity AS arrived
FROM (
  SELECT lot_id AS source_id, related_lot_id AS lot_id, sum(quantity) AS quantity
  FROM lot_event WHERE kind IN ('SPLIT', 'MERGE', 'PROCESS') GROUP BY 1, 2) m
FULL JOIN (
  SELECT source_lot_id, lot_id, sum(quantity) AS quantity
  FROM lot_source WHERE source_lot_id IS NOT NULL GROUP BY 1, 2) s
  ON s.source_lot_id = m.source_id AND s.lot_id = m.lot_id
WHERE m.quantity IS DISTINCT FROM s.quantity;
COMMENT ON VIEW invariant_lot_moves IS 'What was split, merged or processed out of a lot arrived in the lot it names, to the gram.';

CREATE VIEW invariant_lot_flow AS
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
  FROM lot_event e JOIN lot l ON l.id = e.lot_id WHERE e.kind IN ('LOSS', 'WRITE_OFF', 'STOCKTAKE')
)
SELECT seller_kind, seller_id, base_unit, sum(came) AS came, sum(is_now) AS is_now
FROM (
  SELECT seller_kind, seller_id, base_unit, quantity AS came, 0 AS is_now FROM came
  UNION ALL SELECT seller_kind, seller_id, base_unit, 0, quantity FROM is_now) both_sides
GROUP BY seller_kind, seller_id, base_unit
HAVING sum(came) <> sum(is_now);
COMMENT ON VIEW invariant_lot_flow IS
  'Of each seller: grams that came into lots are on stock, picked for orders, or lost, however often they were split, merged or processed.';
