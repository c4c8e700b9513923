-- An area's month: signed from below, then frozen. What the report was made of is kept, and compared with the ledger for ever.

CREATE TABLE "close_signature" (
    "close_id" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "signed_by_id" UUID NOT NULL,
    "signed_at" TIMESTAMPTZ(6) NOT NULL,
    "remark" TEXT NOT NULL,
    CONSTRAINT "close_signature_pkey" PRIMARY KEY ("close_id", "level")
);
CREATE TABLE "household_snapshot" (
    "close_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "heads" INTEGER NOT NULL,
    "standing" TEXT NOT NULL,
    "attribute" TEXT,
    "accrued_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL,
    "attributed_fen" BIGINT NOT NULL,
    "declared_fen" BIGINT NOT NULL,
    CONSTRAINT "household_snapshot_pkey" PRIMARY KEY ("close_id", "household_id")
);
CREATE TABLE "area_report" (
    "close_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "area_report_pkey" PRIMARY KEY ("close_id")
);
ALTER TABLE "close_signature" ADD CONSTRAINT "close_signature_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "period_close"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "household_snapshot" ADD CONSTRAINT "household_snapshot_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "period_close"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "area_report" ADD CONSTRAINT "area_report_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "period_close"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE close_signature ADD CONSTRAINT close_signature_level CHECK (level IN ('VILLAGE', 'TOWNSHIP', 'COUNTY'));
-- Each level is another person.
CREATE UNIQUE INDEX close_signature_people ON close_signature (close_id, signed_by_id);

REVOKE UPDATE, DELETE, TRUNCATE ON close_signature, household_snapshot, area_report FROM huhui_app;

-- What a closed area's month says of each household against the ledger of today.
CREATE VIEW invariant_closed_area_unchanged AS
  WITH closed AS (
    SELECT s.*, c.period FROM household_snapshot s JOIN period_close c ON c.id = s.close_id AND c.state = 'CLOSED'
  ), ledger AS (
    SELECT m.household_id, m.period,
      coalesce(sum(m.accrued_fen) FILTER (WHERE m.income_class <> 'EXCLUDED'), 0)::bigint AS accrued_fen,
      coalesce(sum(m.paid_fen) FILTER (WHERE m.income_class <> 'EXCLUDED'), 0)::bigint AS paid_fen,
      coalesce(sum(m.attributed_fen), 0)::bigint AS attributed_fen
    FROM household_month_summed m WHERE m.period IN (SELECT period FROM closed) GROUP BY m.household_id, m.period
  ), declared AS (
    SELECT d.household_id, d.period, sum(d.gross_fen - d.cost_fen)::bigint AS declared_fen
    FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k
    WHERE d.state = 'APPROVED' AND k.income_class <> 'EXCLUDED' GROUP BY d.household_id, d.period
  )
  SELECT closed.close_id, closed.household_id, closed.period FROM closed
  LEFT JOIN ledger ON ledger.household_id = closed.household_id AND ledger.period = closed.period
  LEFT JOIN declared ON declared.household_id = closed.household_id AND declared.period = closed.period
  WHERE (closed.accrued_fen, closed.paid_fen, closed.attributed_fen, closed.declared_fen) IS DISTINCT FROM
    (coalesce(ledger.accrued_fen, 0), coalesce(ledger.paid_fen, 0), coalesce(ledger.attributed_fen, 0), coalesce(declared.declared_fen, 0));
COMMENT ON VIEW invariant_closed_area_unchanged IS 'What was reported of a closed month is what the ledger says of it today, household by household.';

CREATE VIEW invariant_area_report_hash AS
  SELECT c.id, c.scope_id, c.period FROM period_close c LEFT JOIN area_report r ON r.close_id = c.id
  WHERE c.scope_kind = 'AREA' AND c.state = 'CLOSED'
    AND (r.close_id IS NULL OR r.hash <> encode(sha256(convert_to(r.body, 'UTF8')), 'hex') OR c.report_hash IS DISTINCT FROM r.hash);
COMMENT ON VIEW invariant_area_report_hash IS 'Every closed month of an area has its report, word for word as it was signed.';

CREATE VIEW invariant_area_close_signed AS
  SELECT c.id, c.scope_id, c.period FROM period_close c
  WHERE c.scope_kind = 'AREA' AND c.state = 'CLOSED' AND (SELECT count(*) FROM close_signature s WHERE s.close_id = c.id)
    < CASE length(c.scope_id) WHEN 12 THEN 3 WHEN 9 THEN 2 ELSE 1 END;
COMMENT ON VIEW invariant_area_close_signed IS 'No area''s month is closed without a signature of every level up to the county.';

CREATE FUNCTION closed_area_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.scope_kind = 'AREA' AND OLD.state = 'CLOSED' AND OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'the month % of % is closed: what is wrong in it is corrected in an open one', OLD.period, OLD.scope_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_close_of_area_final BEFORE UPDATE ON period_close FOR EACH ROW EXECUTE FUNCTION closed_area_stays_closed();
