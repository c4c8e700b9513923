-- A line that the platform's discount paid for wholly can be given back: the shopper gets nothing, the platform its discount.
-- And a refund that Stripe cannot bring can be paid in another way, so that it does not stay owed for ever.
ALTER TABLE refund_line
  DROP CONSTRAINT refund_line_amount,
  ADD CONSTRAINT refund_line_amount CHECK (amount_fen >= 0 AND discount_back_fen >= 0 AND amount_fen + discount_back_fen > 0);

ALTER TABLE refund
  ADD COLUMN paid_otherwise_at timestamptz(6),
  ADD COLUMN paid_otherwise_reference text,
  ADD COLUMN paid_otherwise_by_id uuid,
  DROP CONSTRAINT refund_state,
  DROP CONSTRAINT refund_amount_positive,
  DROP CONSTRAINT refund_known_to_stripe,
  ADD CONSTRAINT refund_state CHECK (state IN ('REQUESTED', 'PENDING', 'SUCCEEDED', 'FAILED', 'PAID_OTHERWISE')),
  ADD CONSTRAINT refund_amount CHECK (amount_fen >= 0),
  ADD CONSTRAINT refund_known_to_stripe CHECK (state NOT IN ('PENDING', 'SUCCEEDED') OR stripe_refund_id IS NOT NULL OR amount_fen = 0),
  ADD CONSTRAINT refund_paid_otherwise CHECK ((state = 'PAID_OTHERWISE') = (paid_otherwise_at IS NOT NULL)
    AND (paid_otherwise_at IS NULL) = (paid_otherwise_reference IS NULL));

ALTER TABLE journal
  DROP CONSTRAINT journal_kind,
  ADD CONSTRAINT journal_kind CHECK (kind IN ('SALE', 'UNDELIVERABLE_PAYMENT', 'STRIPE_FEE', 'REFUND_REQUESTED',
    'REFUND_SUCCEEDED', 'REFUND_RETURNED', 'REFUND_PAID_OTHERWISE', 'RELEASE', 'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST',
    'INTAKE', 'INTAKE_REVERSED', 'PAYOUT', 'DEBT_NETTED', 'DISBURSEMENT', 'DISBURSEMENT_RETURNED'));

ALTER TABLE order_event
  DROP CONSTRAINT order_event_kind,
  ADD CONSTRAINT order_event_kind CHECK (kind IN ('PLACED', 'PAID', 'EXPIRED', 'CANCELLED', 'REVIVED',
    'SHIPMENT_PACKED', 'SHIPMENT_SHIPPED', 'SHIPMENT_DELIVERED', 'SHIPMENT_CANCELLED', 'SHIPMENT_RELEASED', 'RESTOCKED',
    'REFUND_REQUESTED', 'REFUND_SUCCEEDED', 'REFUND_FAILED', 'REFUND_PAID_OTHERWISE', 'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST'));

CREATE OR REPLACE VIEW invariant_refund_account AS
SELECT r.id AS refund_id, r.state, r.amount_fen, coalesce(b.balance_fen, 0) AS owed_fen
FROM refund r LEFT JOIN account_balance b ON b.account = 'refund:' || r.id
WHERE coalesce(b.balance_fen, 0) <> CASE WHEN r.state IN ('SUCCEEDED', 'PAID_OTHERWISE') THEN 0 ELSE r.amount_fen END
UNION ALL
SELECT NULL, 'NONE', 0, b.balance_fen
FROM account_balance b
WHERE b.account LIKE 'refund:%' AND NOT EXISTS (SELECT FROM refund r WHERE 'refund:' || r.id = b.account);
COMMENT ON VIEW invariant_refund_account IS 'A refund is owed to the shopper in full until it was paid, by Stripe or otherwise, and not a fen afterwards.';

CREATE OR REPLACE VIEW invariant_refund_posted AS
SELECT r.id AS refund_id, r.state, requested.id AS requested_journal, succeeded.id AS succeeded_journal
FROM refund r
LEFT JOIN journal requested ON requested.kind = 'REFUND_REQUESTED' AND requested.source_id = r.id::text
LEFT JOIN journal succeeded ON succeeded.kind = 'REFUND_SUCCEEDED' AND succeeded.source_id = r.id::text
LEFT JOIN journal returned ON returned.kind = 'REFUND_RETURNED' AND returned.source_id = r.id::text
LEFT JOIN journal otherwise ON otherwise.kind = 'REFUND_PAID_OTHERWISE' AND otherwise.source_id = r.id::text
WHERE requested.id IS NULL
  OR (succeeded.id IS NOT NULL AND returned.id IS NULL) <> (r.state = 'SUCCEEDED' AND r.amount_fen > 0)
  OR (otherwise.id IS NOT NULL) <> (r.state = 'PAID_OTHERWISE');
COMMENT ON VIEW invariant_refund_posted IS 'Each refund is in the ledger once when asked for, as succeeded exactly when it did and was not sent back, and as paid otherwise exactly when it was.';
