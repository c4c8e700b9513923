-- Parcels: what of a shipment went out together, with which carrier and number. A shipment may go in several; it has
-- arrived when all of them have. The tracking number moves from the shipment to its parcel.

CREATE TABLE "parcel" (
    "id" UUID NOT NULL,
    "shipment_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "carrier" TEXT NOT NULL,
    "tracking_number" TEXT NOT NULL,
    "shipped_at" TIMESTAMPTZ(6) NOT NULL,
    "delivered_at" TIMESTAMPTZ(6),
    "claim_until" TIMESTAMPTZ(6),

    CONSTRAINT "parcel_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "parcel_line" (
    "parcel_id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "parcel_line_pkey" PRIMARY KEY ("parcel_id", "order_line_id")
);

-- A line whose money became payable before the rest of its shipment.
CREATE TABLE "line_release" (
    "order_line_id" UUID NOT NULL,
    "released_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "line_release_pkey" PRIMARY KEY ("order_line_id")
);

CREATE UNIQUE INDEX "parcel_shipment_id_position_key" ON "parcel"("shipment_id", "position");
CREATE INDEX "parcel_tracking_number_idx" ON "parcel"("tracking_number");
CREATE INDEX "parcel_delivered_at_shipped_at_idx" ON "parcel"("delivered_at", "shipped_at");
CREATE INDEX "parcel_line_order_line_id_idx" ON "parcel_line"("order_line_id");
ALTER TABLE "parcel" ADD CONSTRAINT "parcel_shipment_id_fkey"
  FOREIGN KEY ("shipment_id") REFERENCES "shipment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "parcel_line" ADD CONSTRAINT "parcel_line_parcel_id_fkey"
  FOREIGN KEY ("parcel_id") REFERENCES "parcel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "parcel_line" ADD CONSTRAINT "parcel_line_order_line_id_fkey"
  FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "line_release" ADD CONSTRAINT "line_release_order_line_id_fkey"
  FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE parcel
  ADD CONSTRAINT parcel_carrier CHECK (carrier ~ '^[A-Z]{2,8}$'),
  ADD CONSTRAINT parcel_tracking CHECK (tracking_number ~ '^[A-Z0-9]{6,30}$'),
  ADD CONSTRAINT parcel_delivered CHECK ((delivered_at IS NULL) = (claim_until IS NULL));
ALTER TABLE parcel_line
  ADD CONSTRAINT parcel_line_quantity CHECK (quantity BETWEEN 1 AND 999);

-- What was shipped before today went in one parcel.
INSERT INTO parcel (id, shipment_id, position, carrier, tracking_number, shipped_at, delivered_at, claim_until)
SELECT id, id, 1, 'OTHER', tracking_number, shipped_at, delivered_at, claim_until
FROM shipment WHERE state IN ('SHIPPED', 'DELIVERED') AND tracking_number ~ '^[A-Z0-9]{6,30}$';
INSERT INTO parcel_line (parcel_id, order_line_id, quantity)
SELECT p.id, l.id, l.quantity FROM parcel p JOIN order_line l ON l.shipment_id = p.shipment_id AND l.kind = 'GOODS';

ALTER TABLE shipment
  DROP COLUMN tracking_number,
  DROP CONSTRAINT shipment_state,
  DROP CONSTRAINT shipment_packed,
  ADD CONSTRAINT shipment_state
    CHECK (state IN ('PENDING', 'PACKED', 'PART_SHIPPED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
  ADD CONSTRAINT shipment_packed
    CHECK (state NOT IN ('PACKED', 'PART_SHIPPED', 'SHIPPED', 'DELIVERED') OR packed_at IS NOT NULL);

ALTER TABLE order_event
  DROP CONSTRAINT order_event_kind,
  ADD CONSTRAINT order_event_kind CHECK (kind IN ('PLACED', 'PAID', 'EXPIRED', 'CANCELLED', 'REVIVED',
    'SHIPMENT_PACKED', 'PARCEL_SHIPPED', 'SHIPMENT_SHIPPED', 'PARCEL_DELIVERED', 'SHIPMENT_DELIVERED',
    'SHIPMENT_CANCELLED', 'SHIPMENT_RELEASED', 'RESTOCKED', 'CLAIM_OPENED', 'CLAIM_ACCEPTED', 'CLAIM_REFUSED',
    'CLAIM_ESCALATED', 'CLAIM_REJECTED', 'CLAIM_WITHDRAWN', 'CLAIM_LAPSED', 'RETURN_AGREED', 'RETURN_SENT',
    'RETURN_RECEIVED', 'REFUND_REQUESTED', 'REFUND_SUCCEEDED', 'REFUND_FAILED', 'REFUND_PAID_OTHERWISE',
    'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST'));

-- A parcel's goods and number stay; only its arrival is added.
REVOKE UPDATE, DELETE, TRUNCATE ON parcel_line, line_release FROM huhui_app;
REVOKE DELETE, TRUNCATE ON parcel FROM huhui_app;

-- Carriers' numbers may look like a card's, whatever the table.
CREATE OR REPLACE FUNCTION plain_personal_data() RETURNS TABLE (place text, kind text, found bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE
  field record;
BEGIN
  FOR field IN
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'jsonb', 'json')
      AND c.table_name NOT IN ('posting', 'attribution', 'party_balance', 'seal', '_prisma_migrations')
      AND c.column_name <> 'tracking_number'
      AND (c.table_name, c.column_name) NOT IN (('cooperative', 'licence_number'), ('customer_order', 'invoice_tax_number'))
    ORDER BY 1, 2
  LOOP
    RETURN QUERY EXECUTE format($q$
      SELECT %1$L || '.' || %2$L, kind, count(*) FROM (
        SELECT 'identity number' AS kind FROM %3$I
        WHERE %4$I::text ~ '(?<![0-9A-Za-z-])[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z-])'
        UNION ALL
        SELECT 'bank account' FROM %3$I,
          regexp_matches(%4$I::text, '(?<![0-9A-Za-z-])(\d{16,19})(?![0-9A-Za-z-])', 'g') AS hit
        WHERE %4$I::text ~ '\d{16}' AND passes_luhn(hit[1])
      ) hits GROUP BY kind$q$, field.table_name, field.column_name, field.table_name, field.column_name);
  END LOOP;
END $$;

CREATE VIEW invariant_parcels_make_shipment AS
WITH line AS (
  SELECT l.shipment_id, l.id, l.quantity,
    coalesce((SELECT sum(pl.quantity) FROM parcel_line pl WHERE pl.order_line_id = l.id), 0) AS sent
  FROM order_line l WHERE l.kind = 'GOODS'
), goods AS (
  SELECT shipment_id, bool_or(sent > 0) AS begun, bool_and(sent = quantity) AS complete, bool_or(sent > quantity) AS beyond
  FROM line GROUP BY shipment_id
), sent AS (
  SELECT shipment_id, bool_and(delivered_at IS NOT NULL) AS arrived, max(claim_until) AS claim_until
  FROM parcel GROUP BY shipment_id
)
SELECT s.id AS shipment_id, s.state, g.begun, g.complete, g.beyond, p.arrived
FROM shipment s JOIN goods g ON g.shipment_id = s.id LEFT JOIN sent p ON p.shipment_id = s.id
WHERE g.beyond
  OR (s.state IN ('PENDING', 'PACKED', 'CANCELLED') AND (g.begun OR p.shipment_id IS NOT NULL))
  OR (s.state = 'PART_SHIPPED' AND (NOT g.begun OR g.complete))
  OR (s.state IN ('SHIPPED', 'DELIVERED') AND NOT g.complete)
  OR (s.state = 'SHIPPED' AND p.arrived)
  OR (s.state = 'DELIVERED' AND (NOT p.arrived OR s.claim_until IS DISTINCT FROM p.claim_until));
COMMENT ON VIEW invariant_parcels_make_shipment IS
  '包裹里的货合起来正好是应发的货 · A shipment''s state is what its parcels say, and nothing is sent twice';

CREATE VIEW invariant_parcel_lines_belong AS
SELECT pl.parcel_id, pl.order_line_id FROM parcel_line pl
JOIN parcel p ON p.id = pl.parcel_id JOIN order_line l ON l.id = pl.order_line_id
WHERE l.shipment_id <> p.shipment_id OR l.kind <> 'GOODS'
UNION ALL
SELECT p.id, NULL FROM parcel p WHERE NOT EXISTS (SELECT FROM parcel_line pl WHERE pl.parcel_id = p.id);
COMMENT ON VIEW invariant_parcel_lines_belong IS '包裹只装本单的货，不空 · A parcel holds goods of its own shipment, and is not empty';

CREATE VIEW invariant_released_line AS
SELECT r.order_line_id, r.released_at FROM line_release r
WHERE (SELECT count(*) FROM journal j WHERE j.kind = 'RELEASE' AND j.source_id = r.order_line_id::text) <> 1
  OR EXISTS (SELECT FROM line_part p WHERE p.order_line_id = r.order_line_id
    AND p.part NOT IN ('PLATFORM_FEE', 'PROCESSING') AND p.waiting_fen <> 0)
  OR EXISTS (SELECT FROM parcel_line pl JOIN parcel p ON p.id = pl.parcel_id
    WHERE pl.order_line_id = r.order_line_id AND (p.claim_until IS NULL OR p.claim_until > r.released_at));
COMMENT ON VIEW invariant_released_line IS
  'A line released before its shipment has one journal, nothing of it waits any more, and all of it had arrived.';

GRANT SELECT ON invariant_parcels_make_shipment, invariant_parcel_lines_belong, invariant_released_line TO huhui_app;
