-- Payments: words of states, one live and one paying payment an order, and the views that must return no row.

-- ── Nothing here is ever deleted ───────────────────────────────────────────────────────────────────────────────────
REVOKE DELETE, TRUNCATE ON payment, stripe_event, refund, refund_line, dispute, payment_alarm FROM huhui_app;
REVOKE UPDATE ON refund_line FROM huhui_app;

-- ── Words and amounts ──────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE payment
  ADD CONSTRAINT payment_state CHECK (state IN ('CREATING', 'OPEN', 'SUCCEEDED', 'EXPIRED')),
  ADD CONSTRAINT payment_amount_positive CHECK (amount_fen > 0),
  ADD CONSTRAINT payment_currency CHECK (currency = 'cny'),
  ADD CONSTRAINT payment_succeeded CHECK ((state = 'SUCCEEDED') = (succeeded_at IS NOT NULL)),
  ADD CONSTRAINT payment_returned CHECK (returned_at IS NULL OR state = 'SUCCEEDED'),
  ADD CONSTRAINT payment_fee CHECK ((fee_fen IS NULL) = (fee_posted_at IS NULL) AND (fee_fen IS NULL OR state = 'SUCCEEDED'));

-- At most one payment waits, and at most one pays the order: a second one is given back.
CREATE UNIQUE INDEX payment_one_live ON payment (order_id) WHERE state IN ('CREATING', 'OPEN');
CREATE UNIQUE INDEX payment_one_pays ON payment (order_id) WHERE state = 'SUCCEEDED' AND returned_at IS NULL;

ALTER TABLE stripe_event
  ADD CONSTRAINT stripe_event_outcome CHECK (outcome IN ('APPLIED', 'IGNORED', 'PARKED', 'ALARM')),
  ADD CONSTRAINT stripe_event_parked CHECK ((outcome = 'PARKED') = (waits_for IS NOT NULL)),
  ADD CONSTRAINT stripe_event_applied CHECK (outcome <> 'APPLIED' OR applied_at IS NOT NULL);

ALTER TABLE refund
  ADD CONSTRAINT refund_state CHECK (state IN ('REQUESTED', 'PENDING', 'SUCCEEDED', 'FAILED')),
  ADD CONSTRAINT refund_reason CHECK (reason IN ('CANCELLED', 'QUALITY', 'DAMAGE', 'NOT_DELIVERED', 'GOODWILL', 'RETURNED',
    'UNDELIVERABLE', 'DASHBOARD')),
  ADD CONSTRAINT refund_bearer CHECK (bearer IN ('SELLER', 'SHIPPER', 'PLATFORM')),
  ADD CONSTRAINT refund_amount_positive CHECK (amount_fen > 0),
  ADD CONSTRAINT refund_known_to_stripe CHECK (state NOT IN ('PENDING', 'SUCCEEDED') OR stripe_refund_id IS NOT NULL),
  ADD CONSTRAINT refund_succeeded CHECK ((state = 'SUCCEEDED') = (succeeded_at IS NOT NULL)),
  ADD CONSTRAINT refund_failed CHECK (state <> 'FAILED' OR (failed_at IS NOT NULL AND failure_reason IS NOT NULL));

ALTER TABLE refund_line
  ADD CONSTRAINT refund_line_amount CHECK (amount_fen > 0 AND discount_back_fen >= 0);

ALTER TABLE dispute
  ADD CONSTRAINT dispute_state CHECK (state IN ('OPEN', 'WON', 'LOST')),
  ADD CONSTRAINT dispute_amounts CHECK (amount_fen > 0 AND fee_fen >= 0),
  ADD CONSTRAINT dispute_closed CHECK ((state = 'OPEN') = (closed_at IS NULL));

ALTER TABLE payment_alarm
  ADD CONSTRAINT payment_alarm_kind CHECK (kind IN ('AMOUNT_MISMATCH', 'EVENT_CONFLICT', 'REFUND_FAILED', 'REFUND_UNKNOWN',
    'UNKNOWN_OBJECT', 'LEDGER_CONFLICT')),
  ADD CONSTRAINT payment_alarm_resolved CHECK ((resolved_at IS NULL) = (resolution IS NULL));

-- An event is stored once and stays what it said; only how far it was applied changes.
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an event of Stripe stays as it arrived' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stripe_event_frozen BEFORE UPDATE ON stripe_event FOR EACH ROW
  WHEN ((OLD.id, OLD.type, OLD.object_id, OLD.payload, OLD.content_hash, OLD.created_at, OLD.received_at)
    IS DISTINCT FROM (NEW.id, NEW.type, NEW.object_id, NEW.payload, NEW.content_hash, NEW.created_at, NEW.received_at))
  EXECUTE FUNCTION refuse_event_change();

-- What the ledger moved into (+) and out of (−) its account at Stripe, by kind of event: compared with Stripe's own lists.
CREATE VIEW money_at_stripe AS
SELECT j.kind, sum(CASE WHEN p.source = 'stripe' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS moved_fen
FROM posting p JOIN journal j ON j.id = p.journal_id
WHERE p.source = 'stripe' OR p.destination = 'stripe'
GROUP BY j.kind;
COMMENT ON VIEW money_at_stripe IS 'The ledger''s account at Stripe by kind of event, summed from postings.';
GRANT SELECT ON money_at_stripe TO huhui_app;

-- ── Invariants ─────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_paid_order_has_payment AS
SELECT o.id AS order_id, o.number, o.state, count(p.id) AS payments
FROM customer_order o LEFT JOIN payment p ON p.order_id = o.id AND p.state = 'SUCCEEDED' AND p.returned_at IS NULL
GROUP BY o.id
HAVING count(p.id) <> CASE o.state WHEN 'PAID' THEN 1 ELSE 0 END;
COMMENT ON VIEW invariant_paid_order_has_payment IS 'An order is paid exactly when one payment of it succeeded and was not returned.';

CREATE VIEW invariant_payment_amount AS
SELECT p.id AS payment_id, p.order_id, p.amount_fen, o.total_fen
FROM payment p LEFT JOIN customer_order o ON o.id = p.order_id
WHERE o.id IS NULL OR p.amount_fen <> o.total_fen;
COMMENT ON VIEW invariant_payment_amount IS 'A payment asks for its order''s total, to the fen.';

CREATE VIEW invariant_returned_payment_refunded AS
SELECT p.id AS payment_id, p.order_id, p.amount_fen, count(r.id) AS refunds, sum(r.amount_fen) AS refunded_fen
FROM payment p LEFT JOIN refund r ON r.payment_id = p.id
WHERE p.returned_at IS NOT NULL
GROUP BY p.id
HAVING count(r.id) <> 1 OR sum(r.amount_fen) <> p.amount_fen OR min(r.reason) <> 'UNDELIVERABLE';
COMMENT ON VIEW invariant_returned_payment_refunded IS 'Money for what cannot be delivered goes back in one refund of all of it: an order or its money, never neither.';

CREATE VIEW invariant_refund_lines AS
SELECT r.id AS refund_id, r.order_id, r.reason, r.amount_fen, sum(l.amount_fen) AS lines_fen
FROM refund r
LEFT JOIN refund_line l ON l.refund_id = r.id
LEFT JOIN order_line ol ON ol.id = l.order_line_id
GROUP BY r.id
HAVING (r.reason = 'UNDELIVERABLE' AND count(l.refund_id) > 0)
  OR (r.reason <> 'UNDELIVERABLE' AND sum(l.amount_fen) IS DISTINCT FROM r.amount_fen)
  OR bool_or(l.refund_id IS NOT NULL AND ol.order_id IS DISTINCT FROM r.order_id);
COMMENT ON VIEW invariant_refund_lines IS 'A refund is the sum of its lines, all of its own order; undeliverable money has none.';

CREATE VIEW invariant_completed_session_known AS
SELECT e.id AS event_id, e.object_id, p.id AS payment_id, p.state
FROM stripe_event e LEFT JOIN payment p ON p.session_id = e.object_id
WHERE e.type IN ('checkout.session.completed', 'checkout.session.async_payment_succeeded')
  AND e.outcome = 'APPLIED' AND e.payload -> 'data' -> 'object' ->> 'payment_status' = 'paid'
  AND (p.id IS NULL OR p.state <> 'SUCCEEDED');
COMMENT ON VIEW invariant_completed_session_known IS 'What Stripe said was paid, and we said we had understood, is a succeeded payment.';

CREATE VIEW invariant_payment_known AS
SELECT p.id AS payment_id, p.order_id, p.state, p.session_id, p.payment_intent_id, p.fee_fen, sum(o.amount_fen) AS fee_posted_fen
FROM payment p
LEFT JOIN journal j ON j.kind = 'STRIPE_FEE' AND j.source_id = p.id::text
LEFT JOIN posting o ON o.journal_id = j.id AND o.destination = 'stripe'
GROUP BY p.id
HAVING (p.state = 'OPEN' AND (p.session_id IS NULL OR p.checkout_url IS NULL))
  OR (p.state = 'SUCCEEDED' AND (p.session_id IS NULL OR p.payment_intent_id IS NULL))
  OR coalesce(sum(o.amount_fen), 0) <> coalesce(p.fee_fen, 0);
COMMENT ON VIEW invariant_payment_known IS 'A payment that is open or succeeded is known to Stripe by name, and its fee is the one in the ledger.';

GRANT SELECT ON invariant_paid_order_has_payment, invariant_payment_amount, invariant_returned_payment_refunded,
  invariant_refund_lines, invariant_completed_session_known, invariant_payment_known TO huhui_app;
