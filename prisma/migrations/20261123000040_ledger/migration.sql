-- The ledger: append-only by privilege and by trigger, its words checked, its hashes computable here.

-- ── Append-only ────────────────────────────────────────────────────────────────────────────────────────────────────
REVOKE UPDATE, DELETE, TRUNCATE ON journal, posting, attribution, seal, class_map FROM huhui_app;
REVOKE INSERT ON class_map FROM huhui_app; -- a new version comes with a migration, and its source
REVOKE DELETE, TRUNCATE ON party_balance, disbursement, disbursement_batch, payout, cost_entry, period_close FROM huhui_app;
REVOKE UPDATE ON payout, cost_entry FROM huhui_app;

CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: a correction is a new entry that names what it corrects', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER posting_not_emptied BEFORE TRUNCATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER attribution_append_only BEFORE UPDATE OR DELETE ON attribution FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER attribution_not_emptied BEFORE TRUNCATE ON attribution FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER seal_not_emptied BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE journal
  ADD CONSTRAINT journal_kind CHECK (kind IN ('SALE', 'UNDELIVERABLE_PAYMENT', 'STRIPE_FEE', 'REFUND_REQUESTED',
    'REFUND_SUCCEEDED', 'REFUND_RETURNED', 'RELEASE', 'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST', 'INTAKE', 'INTAKE_REVERSED', 'PAYOUT',
    'DEBT_NETTED', 'DISBURSEMENT', 'DISBURSEMENT_RETURNED')),
  ADD CONSTRAINT journal_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT journal_hashes CHECK (length(input_hash) = 64 AND length(content_hash) = 64);

ALTER TABLE posting
  ADD CONSTRAINT posting_amount_positive CHECK (amount_fen > 0),
  ADD CONSTRAINT posting_two_accounts CHECK (source <> destination),
  ADD CONSTRAINT posting_position CHECK (position >= 0),
  ADD CONSTRAINT posting_source_account CHECK (source ~ '^(stripe|platform:(fees|processing)|bank:platform|(bank|funds):cooperative:[0-9a-f-]{36}|funds:(platform|freight:[0-9a-f-]{36})|(order|refund):[0-9a-f-]{36}|(household|cooperative|service-point|freight):[0-9a-f-]{36}:(pending|payable)|cooperative:[0-9a-f-]{36}:(others:(pending|payable)|reserve)|village:[0-9]{2,12}:(pending|payable))$'),
  ADD CONSTRAINT posting_destination_account CHECK (destination ~ '^(stripe|platform:(fees|processing)|bank:platform|(bank|funds):cooperative:[0-9a-f-]{36}|funds:(platform|freight:[0-9a-f-]{36})|(order|refund):[0-9a-f-]{36}|(household|cooperative|service-point|freight):[0-9a-f-]{36}:(pending|payable)|cooperative:[0-9a-f-]{36}:(others:(pending|payable)|reserve)|village:[0-9]{2,12}:(pending|payable))$'),
  ADD CONSTRAINT posting_part CHECK (part IS NULL OR part IN ('PLATFORM_FEE', 'PROCESSING', 'VILLAGE', 'COOPERATIVE',
    'RESERVE', 'OTHERS', 'SERVICE_POINT', 'HOUSEHOLD', 'FREIGHT')),
  ADD CONSTRAINT posting_part_of_line CHECK ((part IS NULL) = (part_number IS NULL) AND (part IS NULL OR order_line_id IS NOT NULL));

ALTER TABLE party_balance ADD CONSTRAINT party_balance_not_negative CHECK (balance_fen >= 0);

ALTER TABLE attribution
  ADD CONSTRAINT attribution_kind CHECK (kind IN ('SALE', 'REVERSAL')),
  ADD CONSTRAINT attribution_amount_positive CHECK (amount_fen > 0);

ALTER TABLE class_map ADD CONSTRAINT class_map_class CHECK (income_class IN ('WAGE', 'BUSINESS', 'PROPERTY', 'TRANSFER', 'EXCLUDED'));
ALTER TABLE cost_entry ADD CONSTRAINT cost_entry_amount_positive CHECK (amount_fen > 0);
ALTER TABLE payout ADD CONSTRAINT payout_amount_positive CHECK (amount_fen > 0);
ALTER TABLE disbursement_batch
  ADD CONSTRAINT batch_state CHECK (state IN ('PREPARED', 'APPROVED', 'PAID', 'CANCELLED')),
  ADD CONSTRAINT batch_two_people CHECK (approved_by_id IS NULL OR prepared_by_id IS NULL OR approved_by_id <> prepared_by_id);
ALTER TABLE disbursement
  ADD CONSTRAINT disbursement_state CHECK (state IN ('PREPARED', 'PAID', 'FAILED', 'RETURNED')),
  ADD CONSTRAINT disbursement_amount_positive CHECK (amount_fen > 0),
  ADD CONSTRAINT disbursement_paid_with_voucher CHECK (state <> 'PAID' OR (voucher_number IS NOT NULL AND paid_at IS NOT NULL));
ALTER TABLE period_close
  ADD CONSTRAINT period_close_state CHECK (state IN ('OPEN', 'CLOSING', 'CLOSED')),
  ADD CONSTRAINT period_close_scope CHECK (scope_kind IN ('COOPERATIVE', 'AREA'));

-- ── Hashes: the app computes the same when it writes (app/benefits/journal.ts) ─────────────────────────────────────
CREATE FUNCTION journal_text(j journal) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT array_to_string(ARRAY[j.id::text, j.kind, j.source_id, j.input_hash,
      (extract(epoch FROM j.occurred_at) * 1000)::bigint::text, j.period, j.reverses_id::text, j.actor_id::text, j.memo],
      E'\x1f', '')
    || coalesce((
      SELECT string_agg(E'\x1e' || array_to_string(ARRAY[p.position::text, p.source, p.destination, p.amount_fen::text,
          p.period, p.part, p.part_number::text, p.order_line_id::text, p.lot_id::text, p.intake_id::text,
          p.payout_id::text, p.household_id::text, p.cooperative_id::text, p.flow], E'\x1f', ''), '' ORDER BY p.position)
      FROM posting p WHERE p.journal_id = j.id), '')
$$;

CREATE FUNCTION journal_hash(j journal) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(journal_text(j), 'UTF8')), 'hex')
$$;

CREATE FUNCTION seal_hash(sequence bigint, journal_id uuid, journal_hash text, previous_hash text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f', sequence::text, journal_id::text, journal_hash, previous_hash), 'UTF8')), 'hex')
$$;

-- ── Reading the ledger ─────────────────────────────────────────────────────────────────────────────────────────────
-- What is owed to one account, and debts: both are looked up by account, which nothing else needs an index for.
CREATE INDEX posting_into_payable ON posting (destination) WHERE destination LIKE '%:payable';
CREATE INDEX posting_out_of_payable ON posting (source) WHERE source LIKE '%:payable';
CREATE INDEX posting_out_of_funds ON posting (source) WHERE source LIKE 'funds:%';
CREATE INDEX posting_into_funds ON posting (destination) WHERE destination LIKE 'funds:%';

-- Each part of each sold line: what it was given, what refunds took, and where the rest is.
CREATE VIEW line_part AS
SELECT order_line_id, part_number, max(part) AS part,
  max(destination) FILTER (WHERE source LIKE 'order:%') AS account,
  max(lot_id::text)::uuid AS lot_id,
  max(household_id::text)::uuid AS household_id,
  max(cooperative_id::text)::uuid AS cooperative_id,
  max(flow) AS flow,
  coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'order:%'), 0)::bigint AS given_fen,
  coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'order:%'), 0)::bigint AS taken_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE '%:pending' OR destination LIKE 'platform:%'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE '%:pending' OR source LIKE 'platform:%'), 0))::bigint AS waiting_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE '%:payable' OR (part = 'RESERVE' AND destination LIKE '%:reserve')), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE '%:payable' OR (part = 'RESERVE' AND source LIKE '%:reserve')), 0))::bigint AS released_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%' OR destination LIKE 'funds:%'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'bank:%'), 0))::bigint AS paid_fen
FROM posting
WHERE part_number IS NOT NULL
GROUP BY order_line_id, part_number;
COMMENT ON VIEW line_part IS 'Each part of each sold line: given, taken back, still waiting, released and unpaid, paid.';

-- What a household is entitled to (accrued) and was paid, by month and flow: read from postings, stored nowhere.
CREATE VIEW household_income AS
SELECT household_id, period, flow, cooperative_id,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'household:%:payable' AND source NOT LIKE 'bank:%'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'household:%:payable' AND destination NOT LIKE 'bank:%'), 0))::bigint AS accrued_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'bank:%'), 0))::bigint AS paid_fen,
  (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'household:%:pending'), 0)
   - coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'household:%:pending'), 0))::bigint AS pending_fen
FROM posting
WHERE household_id IS NOT NULL
GROUP BY household_id, period, flow, cooperative_id;
COMMENT ON VIEW household_income IS 'Income of each household by month, flow and cooperative: accrued into payable, paid with voucher, pending.';

-- What a bearer lacked in refunds and lost disputes, less what was netted from its disbursements.
CREATE VIEW outstanding_debt AS
SELECT account, sum(amount)::bigint AS debt_fen
FROM (
  SELECT source AS account, amount_fen AS amount FROM posting
  WHERE source LIKE 'funds:%' AND source <> 'funds:platform' AND destination LIKE 'order:%'
  UNION ALL
  SELECT destination, -amount_fen FROM posting
  WHERE destination LIKE 'funds:%' AND destination <> 'funds:platform' AND source LIKE '%:payable' AND order_line_id IS NOT NULL
) AS moved
GROUP BY account
HAVING sum(amount) <> 0;
COMMENT ON VIEW outstanding_debt IS 'What cooperatives and shippers owe for refunds they bore, netted first from their next disbursement.';

-- ── Reference data ─────────────────────────────────────────────────────────────────────────────────────────────────
-- 农村住户调查 four classes; by default gifts are not income and a loan is a liability.
INSERT INTO class_map (version, flow, income_class, stable, valid_from, source) VALUES
  (1, 'DIRECT_SALE', 'BUSINESS', true, '2000-01', '自产自销：经营收入（国家统计局住户调查指标解释）'),
  (1, 'CONSIGNED_SALE', 'BUSINESS', true, '2000-01', '代销货款：经营收入'),
  (1, 'ORDER_PURCHASE', 'BUSINESS', true, '2000-01', '订单收购货款：经营收入'),
  (1, 'ADVANCE_PURCHASE', 'BUSINESS', true, '2000-01', '保底价收购及二次结算：经营收入'),
  (1, 'ENTRUSTED_REARING', 'BUSINESS', true, '2000-01', '代养代种产品款：经营收入'),
  (1, 'PATRONAGE_REFUND', 'BUSINESS', false, '2000-01', '按交易量盈余返还：视作价格修正，计经营收入'),
  (1, 'SHARE_DIVIDEND', 'PROPERTY', false, '2000-01', '股金分红：财产净收入（红利收入）'),
  (1, 'GUARANTEED_DIVIDEND', 'PROPERTY', true, '2000-01', '保底分红：财产净收入'),
  (1, 'LAND_RENT', 'PROPERTY', true, '2000-01', '转让承包土地经营权租金净收入：财产净收入'),
  (1, 'COLLECTIVE_SHARE', 'PROPERTY', false, '2000-01', '村集体收益按份额分配：财产净收入'),
  (1, 'WAGE', 'WAGE', true, '2000-01', '务工、公益性岗位：工资性收入'),
  (1, 'PRODUCTION_SUBSIDY', 'TRANSFER', false, '2000-01', '政策性生产补贴：转移净收入'),
  (1, 'GIFT', 'EXCLUDED', false, '2000-01', '馈赠、慰问：默认不计收入'),
  (1, 'LOAN', 'EXCLUDED', false, '2000-01', '小额信贷本金：负债，不计收入');
