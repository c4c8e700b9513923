-- Claims: what a shopper says is wrong with a line after it arrived, what the seller answers, what the operator decides.
-- While a claim is open, nothing of its line becomes payable.

CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "request_key" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "waits_until" TIMESTAMPTZ(6),
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(6),
    "answered_by_id" UUID,
    "reason" TEXT,
    "bearer" TEXT,
    "amount_fen" BIGINT,
    "return_address" TEXT,
    "return_carrier" TEXT,
    "tracking_number" TEXT,
    "escalated_at" TIMESTAMPTZ(6),
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "decided_by_id" UUID,
    "refund_id" UUID,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "claim_photo" (
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "media_id" UUID NOT NULL,

    CONSTRAINT "claim_photo_pkey" PRIMARY KEY ("claim_id", "position")
);

CREATE UNIQUE INDEX "claim_number_key" ON "claim"("number");
CREATE UNIQUE INDEX "claim_request_key_key" ON "claim"("request_key");
CREATE UNIQUE INDEX "claim_refund_id_key" ON "claim"("refund_id");
CREATE INDEX "claim_order_id_idx" ON "claim"("order_id");
CREATE INDEX "claim_order_line_id_idx" ON "claim"("order_line_id");
CREATE INDEX "claim_state_waits_until_idx" ON "claim"("state", "waits_until");
CREATE UNIQUE INDEX "claim_photo_media_id_key" ON "claim_photo"("media_id");
ALTER TABLE "claim" ADD CONSTRAINT "claim_order_id_fkey"
  FOREIGN KEY ("order_id") REFERENCES "customer_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "claim" ADD CONSTRAINT "claim_order_line_id_fkey"
  FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "claim_photo" ADD CONSTRAINT "claim_photo_claim_id_fkey"
  FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE SEQUENCE claim_number;
GRANT USAGE, SELECT ON SEQUENCE claim_number TO huhui_app;

ALTER TABLE claim
  ADD CONSTRAINT claim_kind CHECK (kind IN ('SPOILAGE', 'RETURN')),
  ADD CONSTRAINT claim_state CHECK (state IN ('OPEN', 'RETURN_AGREED', 'RETURN_SENT', 'REFUSED', 'ESCALATED',
    'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'LAPSED')),
  ADD CONSTRAINT claim_quantity CHECK (quantity BETWEEN 1 AND 999),
  ADD CONSTRAINT claim_words CHECK (btrim(words) <> ''),
  ADD CONSTRAINT claim_amount CHECK (amount_fen >= 0),
  ADD CONSTRAINT claim_bearer CHECK (bearer IN ('SELLER', 'SHIPPER', 'PLATFORM')),
  -- Accepted is refunded, in one transaction.
  ADD CONSTRAINT claim_accepted CHECK ((state = 'ACCEPTED') = (refund_id IS NOT NULL)),
  ADD CONSTRAINT claim_closed CHECK (
    (state IN ('ACCEPTED', 'REJECTED', 'WITHDRAWN', 'LAPSED')) = (closed_at IS NOT NULL)),
  ADD CONSTRAINT claim_agreed CHECK (state NOT IN ('RETURN_AGREED', 'RETURN_SENT') OR return_address IS NOT NULL),
  ADD CONSTRAINT claim_refused CHECK (state <> 'REFUSED' OR (answer IS NOT NULL AND waits_until IS NOT NULL)),
  ADD CONSTRAINT claim_rejected CHECK (state <> 'REJECTED' OR (decision IS NOT NULL AND decided_at IS NOT NULL)),
  ADD CONSTRAINT claim_sent CHECK (state <> 'RETURN_SENT' OR tracking_number IS NOT NULL);

-- What was claimed stays as it was said.
CREATE FUNCTION claim_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.number, OLD.order_id, OLD.order_line_id, OLD.kind, OLD.quantity, OLD.words, OLD.request_key, OLD.opened_at)
     IS DISTINCT FROM
     (NEW.id, NEW.number, NEW.order_id, NEW.order_line_id, NEW.kind, NEW.quantity, NEW.words, NEW.request_key, NEW.opened_at)
     OR OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a claim stays as it was said, and a closed one as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_said BEFORE UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION claim_stays_as_said();
REVOKE DELETE, TRUNCATE ON claim FROM huhui_app;
REVOKE UPDATE, DELETE, TRUNCATE ON claim_photo FROM huhui_app;

-- A refused claim is open as long as the shopper may still turn to the operator.
CREATE VIEW open_claim AS
SELECT id AS claim_id, order_id, order_line_id, state, waits_until FROM claim
WHERE state IN ('OPEN', 'RETURN_AGREED', 'RETURN_SENT', 'ESCALATED', 'REFUSED');

CREATE VIEW invariant_claimed_line_waits AS
SELECT c.id AS claim_id, c.order_line_id, c.state, coalesce(r.released_at, s.released_at) AS released_at
FROM claim c JOIN order_line l ON l.id = c.order_line_id JOIN shipment s ON s.id = l.shipment_id
LEFT JOIN line_release r ON r.order_line_id = l.id
WHERE least(r.released_at, s.released_at) > c.opened_at
  AND least(r.released_at, s.released_at) < coalesce(c.closed_at, CASE WHEN c.state = 'REFUSED' THEN c.waits_until END, 'infinity');
COMMENT ON VIEW invariant_claimed_line_waits IS
  '售后没有了结时，这一行的钱不会变成应付 · While a claim is open nothing of its line becomes payable';

CREATE VIEW invariant_claim_refund AS
SELECT c.id AS claim_id, c.refund_id, c.amount_fen, rl.amount_fen AS refunded_fen
FROM claim c LEFT JOIN refund_line rl ON rl.refund_id = c.refund_id AND rl.order_line_id = c.order_line_id
WHERE c.state = 'ACCEPTED' AND rl.amount_fen IS DISTINCT FROM c.amount_fen
UNION ALL
SELECT c.id, c.refund_id, NULL, NULL FROM claim c JOIN order_line l ON l.id = c.order_line_id
WHERE l.order_id <> c.order_id OR l.kind <> 'GOODS' OR c.quantity > l.quantity;
COMMENT ON VIEW invariant_claim_refund IS
  '同意的售后与它的退款金额一致，只关于本单的货 · An accepted claim is its refund, to the fen, of goods of its own order';

GRANT SELECT ON open_claim, invariant_claimed_line_waits, invariant_claim_refund TO huhui_app;
