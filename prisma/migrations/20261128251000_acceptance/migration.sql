-- 验收单: an institution's word that a shipment's goods are what was ordered, with the signed paper. A second one stands beside
-- the first, and neither changes: sellers and auditors keep them with the order's books.
CREATE TABLE acceptance (
  id UUID NOT NULL,
  order_id UUID NOT NULL,
  shipment_id UUID NOT NULL,
  accepted_by TEXT NOT NULL,
  accepted_on DATE NOT NULL,
  result TEXT NOT NULL,
  remarks TEXT,
  request_key UUID NOT NULL,
  recorded_at TIMESTAMPTZ(6) NOT NULL,
  recorded_by_id UUID,
  CONSTRAINT acceptance_pkey PRIMARY KEY (id),
  CONSTRAINT acceptance_order_id_fkey FOREIGN KEY (order_id) REFERENCES customer_order (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT acceptance_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES shipment (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT acceptance_accepted_by CHECK (length(btrim(accepted_by)) BETWEEN 1 AND 60),
  CONSTRAINT acceptance_result CHECK (result IN ('FULL', 'REMARKS')),
  CONSTRAINT acceptance_remarks CHECK ((result = 'REMARKS') = (remarks IS NOT NULL) AND length(remarks) BETWEEN 1 AND 500)
);
CREATE UNIQUE INDEX acceptance_request_key_key ON acceptance (request_key);
CREATE INDEX acceptance_order_id_idx ON acceptance (order_id);
CREATE INDEX acceptance_shipment_id_idx ON acceptance (shipment_id);
CREATE INDEX acceptance_recorded_at_idx ON acceptance (recorded_at);

CREATE TABLE acceptance_page (
  acceptance_id UUID NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  media_id UUID NOT NULL,
  CONSTRAINT acceptance_page_pkey PRIMARY KEY (acceptance_id, position),
  CONSTRAINT acceptance_page_acceptance_id_fkey FOREIGN KEY (acceptance_id) REFERENCES acceptance (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT acceptance_page_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT acceptance_page_kind CHECK (kind IN ('REPORT', 'INVOICE'))
);
CREATE UNIQUE INDEX acceptance_page_media_id_key ON acceptance_page (media_id);

-- It stays as it was said. With the buyer, years later, who signed is forgotten: the name, the words and the papers.
REVOKE UPDATE, DELETE, TRUNCATE ON acceptance FROM huhui_app;
GRANT UPDATE (accepted_by, remarks) ON acceptance TO huhui_app;
REVOKE UPDATE, TRUNCATE ON acceptance_page FROM huhui_app;

CREATE FUNCTION acceptance_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM customer_order o WHERE o.id = OLD.order_id AND o.buyer_name = '—')
     OR to_jsonb(OLD) - ARRAY['accepted_by', 'remarks'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['accepted_by', 'remarks'] THEN
    RAISE EXCEPTION 'an acceptance stays as it was said' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER acceptance_said BEFORE UPDATE ON acceptance FOR EACH ROW EXECUTE FUNCTION acceptance_stays_as_said();

CREATE FUNCTION acceptance_page_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM acceptance a JOIN customer_order o ON o.id = a.order_id
                 WHERE a.id = OLD.acceptance_id AND o.buyer_name = '—') THEN
    RAISE EXCEPTION 'the papers of an acceptance stay' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER acceptance_page_kept BEFORE DELETE ON acceptance_page FOR EACH ROW EXECUTE FUNCTION acceptance_page_stays();

ALTER TABLE media DROP CONSTRAINT media_kind;
ALTER TABLE media ADD CONSTRAINT media_kind
  CHECK (kind IN ('LISTING_PHOTO', 'SLIP', 'CERTIFICATE', 'CLAIM', 'ILLUSTRATION', 'LOSS', 'REVIEW', 'VOICE', 'ACCEPTANCE'));

ALTER TABLE order_event
  DROP CONSTRAINT order_event_kind,
  ADD CONSTRAINT order_event_kind CHECK (kind IN ('PLACED', 'PAID', 'EXPIRED', 'CANCELLED', 'REVIVED', 'LOTS_ASSIGNED',
    'SHIPMENT_PACKED', 'PARCEL_SHIPPED', 'SHIPMENT_SHIPPED', 'PARCEL_DELIVERED', 'SHIPMENT_DELIVERED', 'ACCEPTANCE_RECORDED',
    'SHIPMENT_CANCELLED', 'SHIPMENT_RELEASED', 'RESTOCKED', 'CLAIM_OPENED', 'CLAIM_ACCEPTED', 'CLAIM_REFUSED',
    'CLAIM_ESCALATED', 'CLAIM_REJECTED', 'CLAIM_WITHDRAWN', 'CLAIM_LAPSED', 'RETURN_AGREED', 'RETURN_SENT',
    'RETURN_RECEIVED', 'REFUND_REQUESTED', 'REFUND_SUCCEEDED', 'REFUND_FAILED', 'REFUND_PAID_OTHERWISE',
    'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST'));

CREATE VIEW invariant_acceptance_of_what_arrived AS
SELECT a.id AS acceptance_id FROM acceptance a JOIN shipment s ON s.id = a.shipment_id JOIN customer_order o ON o.id = a.order_id
WHERE s.order_id <> a.order_id
  OR (o.invoice_kind IS DISTINCT FROM 'INSTITUTION' AND o.buyer_name <> '—')
  OR NOT EXISTS (SELECT FROM parcel p WHERE p.shipment_id = s.id AND p.delivered_at IS NOT NULL)
  OR (o.buyer_name <> '—' AND NOT EXISTS (
    SELECT FROM acceptance first JOIN acceptance_page p ON p.acceptance_id = first.id AND p.kind = 'REPORT'
    WHERE first.shipment_id = a.shipment_id AND first.recorded_at <= a.recorded_at))
UNION
SELECT p.acceptance_id FROM acceptance_page p JOIN acceptance a ON a.id = p.acceptance_id JOIN media m ON m.id = p.media_id
WHERE m.kind <> 'ACCEPTANCE' OR m.public OR m.owner_kind <> 'ORDER' OR m.owner_id <> a.order_id;
COMMENT ON VIEW invariant_acceptance_of_what_arrived IS
  '验收的是预算单位收到的货，有签字的验收单，不公开 · An acceptance is of what an institution received, with its signed paper, and private';
GRANT SELECT ON invariant_acceptance_of_what_arrived TO huhui_app;
