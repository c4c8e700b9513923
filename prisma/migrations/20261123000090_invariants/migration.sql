-- What must always hold, as views that return no row: whatever a row shows is wrong. `npm run verify` reads them all.
-- They sum anew from postings and compare with what other rows say; nothing here trusts the code that wrote them.

-- ── Postings ───────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_posting_amount AS
SELECT journal_id, position, source, destination, amount_fen FROM posting WHERE amount_fen <= 0 OR source = destination;
COMMENT ON VIEW invariant_posting_amount IS 'Every posting moves more than nothing from one account to another.';

CREATE VIEW invariant_posting_period AS
SELECT p.journal_id, p.position, p.period, j.period AS journal_period
FROM posting p JOIN journal j ON j.id = p.journal_id WHERE p.period <> j.period;
COMMENT ON VIEW invariant_posting_period IS 'A posting is booked in the month of its journal.';

CREATE VIEW invariant_journal_hash AS
SELECT j.id AS journal_id, j.kind, j.source_id FROM journal j WHERE journal_hash(j) <> j.content_hash;
COMMENT ON VIEW invariant_journal_hash IS 'No journal and none of its postings was changed, added or taken away since it was written.';

-- ── Balances ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- What each account holds: what came in less what went out.
CREATE VIEW account_balance AS
SELECT account, sum(amount)::bigint AS balance_fen
FROM (SELECT destination AS account, amount_fen AS amount FROM posting
      UNION ALL SELECT source, -amount_fen FROM posting) AS moved
GROUP BY account;
COMMENT ON VIEW account_balance IS 'Every account''s balance, summed from postings.';

CREATE VIEW invariant_order_account_zero AS
SELECT account, balance_fen FROM account_balance WHERE account LIKE 'order:%' AND balance_fen <> 0;
COMMENT ON VIEW invariant_order_account_zero IS 'An order''s clearing account is zero at rest: everything that came in went to somebody.';

CREATE VIEW invariant_refund_account AS
SELECT r.id AS refund_id, r.state, r.amount_fen, coalesce(b.balance_fen, 0) AS owed_fen
FROM refund r LEFT JOIN account_balance b ON b.account = 'refund:' || r.id
WHERE coalesce(b.balance_fen, 0) <> CASE r.state WHEN 'SUCCEEDED' THEN 0 ELSE r.amount_fen END
UNION ALL
SELECT NULL, 'NONE', 0, b.balance_fen
FROM account_balance b
WHERE b.account LIKE 'refund:%' AND NOT EXISTS (SELECT FROM refund r WHERE 'refund:' || r.id = b.account);
COMMENT ON VIEW invariant_refund_account IS 'A refund is owed to the shopper in full until Stripe says it succeeded, and not a fen afterwards.';

CREATE VIEW invariant_party_not_negative AS
SELECT account, balance_fen FROM account_balance
WHERE balance_fen < 0 AND account !~ '^(stripe$|bank:|funds:)';
COMMENT ON VIEW invariant_party_not_negative IS 'No party''s account is below zero: nobody gave back what they did not have.';

CREATE VIEW invariant_stored_balance AS
SELECT coalesce(s.account, b.account) AS account, s.balance_fen AS stored_fen, b.balance_fen AS summed_fen
FROM party_balance s
FULL JOIN (SELECT * FROM account_balance WHERE account LIKE '%:payable' OR account LIKE '%:reserve') b ON b.account = s.account
WHERE coalesce(s.balance_fen, 0) <> coalesce(b.balance_fen, 0);
COMMENT ON VIEW invariant_stored_balance IS 'Each stored balance is the sum of its account''s postings.';

-- ── Sales ──────────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_paid_order_posted AS
SELECT o.id AS order_id, o.number, o.state, count(j.id) AS journals
FROM customer_order o LEFT JOIN journal j ON j.kind = 'SALE' AND j.source_id = o.id::text
GROUP BY o.id
HAVING count(j.id) <> CASE o.state WHEN 'PAID' THEN 1 ELSE 0 END;
COMMENT ON VIEW invariant_paid_order_posted IS 'An order is paid exactly when its sale is in the ledger, once.';

CREATE VIEW invariant_payment_posted AS
WITH paid AS (
  SELECT order_id, sum(amount_fen) AS fen FROM payment WHERE state = 'SUCCEEDED' GROUP BY order_id
), posted AS (
  SELECT substr(destination, 7)::uuid AS order_id, sum(amount_fen) AS fen
  FROM posting WHERE source = 'stripe' AND destination LIKE 'order:%' GROUP BY destination
)
SELECT coalesce(paid.order_id, posted.order_id) AS order_id, paid.fen AS paid_fen, posted.fen AS posted_fen
FROM paid FULL JOIN posted ON posted.order_id = paid.order_id
WHERE coalesce(paid.fen, 0) <> coalesce(posted.fen, 0);
COMMENT ON VIEW invariant_payment_posted IS 'What succeeded payments brought for an order is what the ledger took in for it: nothing without a payment, no payment twice.';

CREATE VIEW invariant_line_split AS
WITH taken AS (
  SELECT l.refunded_line AS order_line_id, sum(l.fen) AS fen
  FROM (
    SELECT rl.order_line_id AS refunded_line, rl.amount_fen + rl.discount_back_fen AS fen FROM refund_line rl
    UNION ALL
    SELECT p.order_line_id, p.amount_fen FROM posting p
    JOIN journal j ON j.id = p.journal_id AND j.kind = 'DISPUTE_LOST' WHERE p.order_line_id IS NOT NULL
  ) AS l
  GROUP BY l.refunded_line
), parts AS (
  SELECT order_line_id, sum(given_fen) AS given_fen, sum(given_fen - taken_fen) AS remaining_fen FROM line_part GROUP BY order_line_id
)
SELECT l.id AS order_line_id, l.net_fen, parts.given_fen, parts.remaining_fen, coalesce(taken.fen, 0) AS refunded_fen
FROM customer_order o
JOIN order_line l ON l.order_id = o.id
LEFT JOIN parts ON parts.order_line_id = l.id
LEFT JOIN taken ON taken.order_line_id = l.id
WHERE o.state = 'PAID'
  AND (coalesce(parts.given_fen, 0) <> l.net_fen OR coalesce(parts.remaining_fen, 0) <> l.net_fen - coalesce(taken.fen, 0));
COMMENT ON VIEW invariant_line_split IS 'The parts of a sold line add up to its net, and after refunds to its net less what was refunded.';

CREATE VIEW invariant_part_reversed AS
SELECT order_line_id, part_number, part, given_fen, taken_fen, waiting_fen, released_fen, paid_fen FROM line_part
WHERE taken_fen > given_fen OR waiting_fen < 0 OR released_fen < 0 OR paid_fen < 0 OR taken_fen < 0;
COMMENT ON VIEW invariant_part_reversed IS 'Nobody gave back more of a line than they had received of it, at no stage.';

CREATE VIEW invariant_discount_returned AS
SELECT l.id AS order_line_id, l.charged_fen, l.platform_discount_fen, sum(rl.amount_fen) AS refunded_fen,
  sum(rl.discount_back_fen) AS discount_back_fen
FROM order_line l JOIN refund_line rl ON rl.order_line_id = l.id
GROUP BY l.id
HAVING sum(rl.amount_fen) > l.charged_fen OR sum(rl.discount_back_fen) > l.platform_discount_fen
  OR (sum(rl.amount_fen) = l.charged_fen AND sum(rl.discount_back_fen) <> l.platform_discount_fen);
COMMENT ON VIEW invariant_discount_returned IS 'A shopper gets back no more than was paid, and with the whole of it the whole discount returns to the platform.';

CREATE VIEW invariant_released_shipment AS
SELECT s.id AS shipment_id, s.released_at, count(j.id) AS journals
FROM shipment s LEFT JOIN journal j ON j.kind = 'RELEASE' AND j.source_id = s.id::text
GROUP BY s.id
HAVING count(j.id) <> (s.released_at IS NOT NULL)::int
UNION ALL
SELECT s.id, s.released_at, count(*)
FROM shipment s JOIN order_line l ON l.shipment_id = s.id JOIN line_part p ON p.order_line_id = l.id
WHERE s.released_at IS NOT NULL AND p.part NOT IN ('PLATFORM_FEE', 'PROCESSING') AND p.waiting_fen <> 0
GROUP BY s.id;
COMMENT ON VIEW invariant_released_shipment IS 'After the claim window''s end nothing of a shipment waits any more, and before it nothing was released.';

CREATE VIEW invariant_processing_settled AS
WITH moved AS (
  SELECT o.id AS order_id,
    coalesce(sum(p.amount_fen) FILTER (WHERE p.destination = 'platform:processing'), 0) AS taken_fen
  FROM customer_order o JOIN journal j ON j.kind = 'SALE' AND j.source_id = o.id::text JOIN posting p ON p.journal_id = j.id
  GROUP BY o.id
), settled AS (
  SELECT pay.order_id, sum(p.amount_fen) FILTER (WHERE p.source = 'platform:processing') AS given_fen
  FROM payment pay JOIN journal j ON j.kind = 'STRIPE_FEE' AND j.source_id = pay.id::text
  LEFT JOIN posting p ON p.journal_id = j.id
  WHERE NOT EXISTS (SELECT FROM journal u WHERE u.kind = 'UNDELIVERABLE_PAYMENT' AND u.source_id = pay.id::text)
  GROUP BY pay.order_id
)
SELECT moved.order_id, moved.taken_fen, settled.given_fen
FROM moved JOIN settled ON settled.order_id = moved.order_id
WHERE moved.taken_fen <> coalesce(settled.given_fen, 0);
COMMENT ON VIEW invariant_processing_settled IS 'Once Stripe''s fee is known, nothing of an order''s processing charge is left over or lacking.';

CREATE VIEW invariant_attribution AS
WITH attributed AS (
  SELECT order_line_id, sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END) AS fen FROM attribution GROUP BY order_line_id
), parts AS (
  SELECT order_line_id, sum(given_fen - taken_fen) AS remaining_fen FROM line_part GROUP BY order_line_id
)
SELECT l.id AS order_line_id, l.net_fen, parts.remaining_fen, attributed.fen AS attributed_fen
FROM order_line l
JOIN customer_order o ON o.id = l.order_id AND o.state = 'PAID'
LEFT JOIN attributed ON attributed.order_line_id = l.id
LEFT JOIN parts ON parts.order_line_id = l.id
WHERE coalesce(attributed.fen, 0) <> CASE l.kind WHEN 'GOODS' THEN coalesce(parts.remaining_fen, 0) ELSE 0 END;
COMMENT ON VIEW invariant_attribution IS 'What is attributed of a goods line, unregistered suppliers included, is its net less what was refunded.';

CREATE VIEW invariant_attribution_not_negative AS
SELECT order_line_id, lot_id, household_id, sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END) AS fen
FROM attribution GROUP BY order_line_id, lot_id, household_id
HAVING sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END) < 0;
COMMENT ON VIEW invariant_attribution_not_negative IS 'Nobody has less than nothing of a sale attributed.';

-- ── Refunds, disputes, Stripe ──────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_refund_posted AS
SELECT r.id AS refund_id, r.state, requested.id AS requested_journal, succeeded.id AS succeeded_journal
FROM refund r
LEFT JOIN journal requested ON requested.kind = 'REFUND_REQUESTED' AND requested.source_id = r.id::text
LEFT JOIN journal succeeded ON succeeded.kind = 'REFUND_SUCCEEDED' AND succeeded.source_id = r.id::text
LEFT JOIN journal returned ON returned.kind = 'REFUND_RETURNED' AND returned.source_id = r.id::text
WHERE requested.id IS NULL OR (succeeded.id IS NOT NULL AND returned.id IS NULL) <> (r.state = 'SUCCEEDED');
COMMENT ON VIEW invariant_refund_posted IS 'Each refund is in the ledger once when asked for, and as succeeded exactly when it did and was not sent back.';

CREATE VIEW invariant_refund_within_payment AS
SELECT p.id AS payment_id, p.amount_fen, sum(r.amount_fen) AS refunded_fen
FROM payment p JOIN refund r ON r.payment_id = p.id
GROUP BY p.id HAVING sum(r.amount_fen) > p.amount_fen;
COMMENT ON VIEW invariant_refund_within_payment IS 'No payment is refunded beyond what was paid.';

CREATE VIEW invariant_dispute_posted AS
SELECT d.id AS dispute_id, d.state, array_agg(j.kind ORDER BY j.kind) FILTER (WHERE j.id IS NOT NULL) AS journals
FROM dispute d
LEFT JOIN journal j ON j.source_id = d.id::text AND j.kind IN ('DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST')
GROUP BY d.id
HAVING array_agg(j.kind ORDER BY j.kind) FILTER (WHERE j.id IS NOT NULL) IS DISTINCT FROM
  CASE d.state WHEN 'OPEN' THEN ARRAY['DISPUTE_OPENED'] WHEN 'WON' THEN ARRAY['DISPUTE_OPENED', 'DISPUTE_WON']
    ELSE ARRAY['DISPUTE_LOST', 'DISPUTE_OPENED'] END;
COMMENT ON VIEW invariant_dispute_posted IS 'What the ledger says of a dispute is the state it is in.';

CREATE VIEW invariant_stripe_total AS
WITH ours AS (
  SELECT coalesce(sum(CASE WHEN source = 'stripe' THEN amount_fen ELSE -amount_fen END), 0) AS fen
  FROM posting WHERE source = 'stripe' OR destination = 'stripe'
), theirs AS (
  SELECT (SELECT coalesce(sum(amount_fen), 0) FROM payment WHERE state = 'SUCCEEDED')
    - (SELECT coalesce(sum(fee_fen), 0) FROM payment WHERE fee_posted_at IS NOT NULL)
    - (SELECT coalesce(sum(amount_fen), 0) FROM refund WHERE state = 'SUCCEEDED')
    - (SELECT coalesce(sum(amount_fen + fee_fen), 0) FROM dispute WHERE state <> 'WON')
    - (SELECT coalesce(sum(d.fee_fen - (w.fen - d.amount_fen)), 0)
       FROM dispute d
       JOIN LATERAL (SELECT coalesce(sum(p.amount_fen), 0) AS fen FROM journal j JOIN posting p ON p.journal_id = j.id
                     WHERE j.kind = 'DISPUTE_WON' AND j.source_id = d.id::text) w ON true
       WHERE d.state = 'WON') AS fen
)
SELECT ours.fen AS ledger_fen, theirs.fen AS stripe_fen FROM ours, theirs WHERE ours.fen <> theirs.fen;
COMMENT ON VIEW invariant_stripe_total IS 'The ledger''s money at Stripe is Stripe''s own: payments less fees, refunds and disputes.';

-- ── Income ─────────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_income_entry_named AS
SELECT p.journal_id, p.position, p.source, p.destination, p.household_id, p.flow
FROM posting p
WHERE (p.source LIKE 'household:%' OR p.destination LIKE 'household:%')
  AND (p.household_id IS NULL OR p.flow IS NULL
    OR (p.source LIKE 'household:%' AND p.source NOT LIKE 'household:' || p.household_id || ':%')
    OR (p.destination LIKE 'household:%' AND p.destination NOT LIKE 'household:' || p.household_id || ':%')
    OR NOT EXISTS (SELECT FROM class_map m WHERE m.flow = p.flow))
  OR (p.household_id IS NOT NULL AND p.source NOT LIKE 'household:%' AND p.destination NOT LIKE 'household:%');
COMMENT ON VIEW invariant_income_entry_named IS 'Every posting on a household''s account names the household and a kind of income that has a class; no other posting does.';

CREATE VIEW invariant_income_record AS
WITH record AS (
  SELECT household_id, period, sum(accrued_fen) AS accrued_fen, sum(paid_fen) AS paid_fen, sum(pending_fen) AS pending_fen
  FROM household_income GROUP BY household_id, period
), moved AS (
  SELECT destination AS account, source AS other, amount_fen AS amount, period FROM posting WHERE destination LIKE 'household:%'
  UNION ALL
  SELECT source, destination, -amount_fen, period FROM posting WHERE source LIKE 'household:%'
), summed AS (
  SELECT split_part(account, ':', 2)::uuid AS household_id, period,
    coalesce(sum(amount) FILTER (WHERE account LIKE '%:payable' AND other NOT LIKE 'bank:%'), 0) AS accrued_fen,
    coalesce(-sum(amount) FILTER (WHERE account LIKE '%:payable' AND other LIKE 'bank:%'), 0) AS paid_fen,
    coalesce(sum(amount) FILTER (WHERE account LIKE '%:pending'), 0) AS pending_fen
  FROM moved GROUP BY 1, 2
)
SELECT coalesce(r.household_id, s.household_id) AS household_id, coalesce(r.period, s.period) AS period,
  r.accrued_fen, s.accrued_fen AS summed_accrued_fen, r.paid_fen, s.paid_fen AS summed_paid_fen
FROM record r FULL JOIN summed s ON s.household_id = r.household_id AND s.period = r.period
WHERE (coalesce(r.accrued_fen, 0), coalesce(r.paid_fen, 0), coalesce(r.pending_fen, 0))
   <> (coalesce(s.accrued_fen, 0), coalesce(s.paid_fen, 0), coalesce(s.pending_fen, 0));
COMMENT ON VIEW invariant_income_record IS 'A household''s income record of a month is the sum of the postings on its accounts.';

CREATE VIEW invariant_intake_income AS
SELECT i.id AS intake_id, i.number, i.settlement_mode, i.amount_fen, posted.fen AS posted_fen
FROM intake i
LEFT JOIN LATERAL (
  SELECT sum(p.amount_fen) AS fen FROM journal j JOIN posting p ON p.journal_id = j.id
  WHERE j.kind = CASE WHEN i.reverses_id IS NULL THEN 'INTAKE' ELSE 'INTAKE_REVERSED' END AND j.source_id = i.id::text
) posted ON true
WHERE coalesce(posted.fen, 0) <> CASE WHEN i.settlement_mode <> 'CONSIGNED' AND i.household_id IS NOT NULL THEN coalesce(i.amount_fen, 0) ELSE 0 END;
COMMENT ON VIEW invariant_intake_income IS 'A bought-out or advanced delivery is the household''s income at intake, once; a consigned one is not.';

CREATE VIEW invariant_payout_posted AS
SELECT o.id AS payout_id, o.amount_fen, sum(p.amount_fen) AS posted_fen
FROM payout o LEFT JOIN journal j ON j.kind = 'PAYOUT' AND j.source_id = o.id::text LEFT JOIN posting p ON p.journal_id = j.id
GROUP BY o.id HAVING sum(p.amount_fen) IS DISTINCT FROM o.amount_fen;
COMMENT ON VIEW invariant_payout_posted IS 'Every payout with its paper is in the ledger, to the fen.';

-- ── Settlement ─────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_disbursement_posted AS
SELECT d.id AS disbursement_id, d.state, d.amount_fen, paid.fen AS posted_fen, returned.fen AS returned_fen
FROM disbursement d
LEFT JOIN LATERAL (SELECT sum(p.amount_fen) AS fen FROM journal j JOIN posting p ON p.journal_id = j.id
  WHERE j.kind = 'DISBURSEMENT' AND j.source_id = d.id::text AND p.source = d.payee_account AND p.destination LIKE 'bank:%') paid ON true
LEFT JOIN LATERAL (SELECT sum(p.amount_fen) AS fen FROM journal j JOIN posting p ON p.journal_id = j.id
  WHERE j.kind = 'DISBURSEMENT_RETURNED' AND j.source_id = d.id::text) returned ON true
WHERE coalesce(paid.fen, 0) <> CASE WHEN d.state IN ('PAID', 'RETURNED') THEN d.amount_fen ELSE 0 END
   OR coalesce(returned.fen, 0) <> CASE d.state WHEN 'RETURNED' THEN d.amount_fen ELSE 0 END;
COMMENT ON VIEW invariant_disbursement_posted IS 'Money leaves an account exactly when the bank paid it, with its voucher, and comes back exactly when the bank returned it.';

CREATE VIEW invariant_batch_two_people AS
SELECT id AS batch_id, number FROM disbursement_batch
WHERE state IN ('APPROVED', 'PAID') AND approved_at IS NULL
   OR (approved_by_id IS NOT NULL AND approved_by_id = prepared_by_id);
COMMENT ON VIEW invariant_batch_two_people IS 'No batch is paid unless a second person approved it.';

CREATE VIEW invariant_debt_not_negative AS
SELECT account, debt_fen FROM outstanding_debt WHERE debt_fen < 0;
COMMENT ON VIEW invariant_debt_not_negative IS 'Nobody paid back more for refunds than they owed.';

-- ── Seals and closed months ────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_seal_chain AS
SELECT s.sequence, s.journal_id
FROM (SELECT seal.*, lag(hash) OVER (ORDER BY sequence) AS hash_before, lag(sequence) OVER (ORDER BY sequence) AS sequence_before FROM seal) s
LEFT JOIN journal j ON j.id = s.journal_id
WHERE j.id IS NULL OR j.content_hash <> s.journal_hash
   OR s.previous_hash <> coalesce(s.hash_before, repeat('0', 64))
   OR s.sequence <> coalesce(s.sequence_before, 0) + 1
   OR s.hash <> seal_hash(s.sequence, s.journal_id, s.journal_hash, s.previous_hash);
COMMENT ON VIEW invariant_seal_chain IS 'The chain of seals is unbroken, and each still names the journal it sealed.';

CREATE VIEW invariant_seal_complete AS
SELECT j.id AS journal_id, j.kind, j.recorded_at FROM journal j
WHERE j.recorded_at < now() - interval '60 seconds' AND NOT EXISTS (SELECT FROM seal s WHERE s.journal_id = j.id);
COMMENT ON VIEW invariant_seal_complete IS 'No journal is left unsealed for more than a minute.';

CREATE VIEW invariant_closed_period AS
SELECT DISTINCT j.id AS journal_id, j.period, c.scope_kind, c.scope_id, c.closed_at, j.recorded_at
FROM period_close c
JOIN journal j ON j.period = c.period AND j.recorded_at > c.closed_at
JOIN posting p ON p.journal_id = j.id
LEFT JOIN household h ON p.household_id = h.id
WHERE c.state = 'CLOSED'
  AND ((c.scope_kind = 'COOPERATIVE' AND p.cooperative_id::text = c.scope_id)
    OR (c.scope_kind = 'AREA' AND h.area_code LIKE c.scope_id || '%'));
COMMENT ON VIEW invariant_closed_period IS 'Nothing was booked into a month after it was closed.';

CREATE VIEW invariant_reversal_named AS
SELECT j.id AS journal_id, j.kind, j.reverses_id FROM journal j
WHERE (j.kind IN ('DISPUTE_WON', 'REFUND_RETURNED', 'INTAKE_REVERSED', 'DISBURSEMENT_RETURNED')) <> (j.reverses_id IS NOT NULL)
   OR (j.reverses_id IS NOT NULL AND NOT EXISTS (SELECT FROM journal r WHERE r.id = j.reverses_id));
COMMENT ON VIEW invariant_reversal_named IS 'A correction names the journal it reverses; nothing is reversed twice.';
