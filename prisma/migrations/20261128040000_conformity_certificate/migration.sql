-- A certificate of conformity that the seller of a lot makes itself (MARA Order 2025 No. 4): what it says, as it was said on
-- the day. One that came with a delivery has its number only.

ALTER TABLE "quality_document"
  ADD COLUMN "goods" TEXT,
  ADD COLUMN "quantity" INTEGER,
  ADD COLUMN "origin" TEXT,
  ADD COLUMN "promised_by" TEXT,
  ADD COLUMN "contact" TEXT,
  ADD COLUMN "promise" TEXT,
  ADD COLUMN "test_mark" TEXT;

ALTER TABLE quality_document
  ADD CONSTRAINT quality_document_promise CHECK (
    num_nonnulls(goods, quantity, origin, promised_by, contact, promise, test_mark) IN (0, 7)
    AND (promise IS NULL OR (kind = 'CONFORMITY' AND lot_id IS NOT NULL AND kept_until IS NOT NULL))),
  ADD CONSTRAINT quality_document_test_mark CHECK (test_mark IN ('CONTROLLED', 'SELF_TESTED', 'COMMISSIONED_TEST'));

CREATE UNIQUE INDEX quality_document_one_promise_a_lot ON quality_document (lot_id) WHERE promise IS NOT NULL;

-- What was promised is not rewritten, and nothing that must be kept is thrown away before its day.
CREATE FUNCTION quality_document_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.kept_until >= current_date THEN
    RAISE EXCEPTION 'certificate % is kept until %', OLD.number, OLD.kept_until USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.promise IS NOT NULL THEN
    RAISE EXCEPTION 'certificate % was issued: what it says does not change', OLD.number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER quality_document_is_kept BEFORE UPDATE OR DELETE ON quality_document
  FOR EACH ROW EXECUTE FUNCTION quality_document_is_kept();

CREATE VIEW invariant_lot_certificate AS
SELECT q.id, lot.code, q.quantity AS promised, lot.quantity AS lot
FROM quality_document q JOIN lot ON lot.id = q.lot_id
WHERE q.promise IS NOT NULL
  AND (q.quantity <> lot.quantity OR q.product_id IS DISTINCT FROM lot.product_id
    OR q.holder_kind <> lot.seller_kind OR q.holder_id <> lot.seller_id);
COMMENT ON VIEW invariant_lot_certificate IS 'A lot''s certificate of conformity speaks of that lot: its product, all of its quantity, its seller.';

-- A photo of what was written off.
ALTER TABLE "lot_event" ADD COLUMN "media_id" UUID;
ALTER TABLE media DROP CONSTRAINT media_kind;
ALTER TABLE media ADD CONSTRAINT media_kind
  CHECK (kind IN ('LISTING_PHOTO', 'SLIP', 'CERTIFICATE', 'CLAIM', 'ILLUSTRATION', 'LOSS'));

-- The resolution or contract that a dividend, rent or refund by volume rests on.
ALTER TABLE "payout" ADD COLUMN "document" TEXT;
ALTER TABLE payout ADD CONSTRAINT payout_document CHECK (length(btrim(document)) BETWEEN 1 AND 100);
