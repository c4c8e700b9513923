-- Income beside the platform, declared with evidence and approved by another person; and the record by household, month and
-- class, kept beside the postings so that a county's page does not sum a year of them.

CREATE TABLE "declared_income" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "applies_to" TEXT,
    "flow" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "gross_fen" BIGINT NOT NULL,
    "cost_fen" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "evidence_media_id" UUID,
    "corrects_id" UUID,
    "state" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "decision_note" TEXT,
    CONSTRAINT "declared_income_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "declared_income_household_id_period_idx" ON "declared_income"("household_id", "period");
CREATE INDEX "declared_income_state_idx" ON "declared_income"("state");
ALTER TABLE "declared_income" ADD CONSTRAINT "declared_income_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "declared_income"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE declared_income
  ADD CONSTRAINT declared_income_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$' AND (applies_to IS NULL OR applies_to ~ '^\d{4}-(0[1-9]|1[0-2])$')),
  ADD CONSTRAINT declared_income_source CHECK (source IN ('DECLARED', 'IMPORTED')),
  ADD CONSTRAINT declared_income_state CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED')),
  ADD CONSTRAINT declared_income_evidence CHECK (btrim(evidence) <> '' AND btrim(basis) <> ''),
  ADD CONSTRAINT declared_income_amount CHECK (gross_fen <> 0 AND (corrects_id IS NOT NULL OR (gross_fen > 0 AND cost_fen >= 0))),
  ADD CONSTRAINT declared_income_decided CHECK ((state = 'PROPOSED') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT declared_income_two_people CHECK (decided_by_id IS DISTINCT FROM proposed_by_id);

REVOKE DELETE, TRUNCATE ON declared_income FROM huhui_app;
CREATE FUNCTION declared_income_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'PROPOSED' OR
     (to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note'])
     IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note']) THEN
    RAISE EXCEPTION 'declared income stays as it was declared: a correction is a new entry that names it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER declared_income_kept BEFORE UPDATE OR DELETE ON declared_income FOR EACH ROW EXECUTE FUNCTION declared_income_is_decided_once();

-- Version 2 of the class map: the same for all that the platform knows, and classes for what is declared beside it.
INSERT INTO class_map (version, flow, income_class, stable, valid_from, source)
SELECT 2, flow, income_class, stable, '2025-01', source FROM class_map WHERE version = 1;
INSERT INTO class_map (version, flow, income_class, stable, valid_from, source) VALUES
  (2, 'MIGRANT_WAGE', 'WAGE', true, '2025-01', '外出务工工资，扣除房租与日常生活支出后：工资性收入'),
  (2, 'PUBLIC_JOB', 'WAGE', true, '2025-01', '公益性岗位报酬：工资性收入'),
  (2, 'OTHER_SALE', 'BUSINESS', false, '2025-01', '平台以外的产品销售（牲畜只计已出售部分及其成本）：经营收入'),
  (2, 'OTHER_BUSINESS', 'BUSINESS', false, '2025-01', '小生意、运输、手工：经营收入'),
  (2, 'INTEREST', 'PROPERTY', false, '2025-01', '存款利息、资产收益：财产净收入'),
  (2, 'PENSION', 'TRANSFER', true, '2025-01', '养老金、高龄补贴：转移净收入'),
  (2, 'SUBSISTENCE', 'TRANSFER', true, '2025-01', '低保金、特困供养金：转移净收入'),
  (2, 'FAMILY_SUPPORT', 'TRANSFER', false, '2025-01', '子女赡养费等经常性转移：转移净收入'),
  (2, 'ONE_OFF_RELIEF', 'EXCLUDED', false, '2025-01', '临时救助、慰问金、一次性补助：不计收入'),
  (2, 'FIXED_USE_SUBSIDY', 'EXCLUDED', false, '2025-01', '搬迁、建房、圈舍改造等专项补助：不计收入');

CREATE FUNCTION class_of(flow text, period text) RETURNS TABLE (income_class text, stable boolean) LANGUAGE sql STABLE AS $$
  SELECT m.income_class, m.stable FROM class_map m
  WHERE m.flow = class_of.flow AND m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= class_of.period)
$$;

CREATE VIEW invariant_declared_income_has_class AS
  SELECT d.id, d.flow, d.period FROM declared_income d WHERE NOT EXISTS (SELECT FROM class_of(d.flow, d.period));
COMMENT ON VIEW invariant_declared_income_has_class IS 'Every kind of declared income has a class in its month.';

CREATE VIEW invariant_declared_income_two_people AS
  SELECT id FROM declared_income WHERE state = 'APPROVED' AND decided_by_id IS NOT DISTINCT FROM proposed_by_id;
COMMENT ON VIEW invariant_declared_income_two_people IS 'No declared income counts that only its author has seen.';

-- ── The record by household, month and class ───────────────────────────────────────────────────────────────────────
CREATE TABLE "household_month" (
    "household_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "income_class" TEXT NOT NULL,
    "accrued_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL,
    "pending_fen" BIGINT NOT NULL,
    "stable_fen" BIGINT NOT NULL,
    "attributed_fen" BIGINT NOT NULL,
    CONSTRAINT "household_month_pkey" PRIMARY KEY ("household_id", "period", "income_class")
);
CREATE INDEX "household_month_period_idx" ON "household_month"("period");
CREATE TABLE "household_month_due" (
    "id" BIGSERIAL NOT NULL,
    "household_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    CONSTRAINT "household_month_due_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "household_month_due_household_id_period_idx" ON "household_month_due"("household_id", "period");

-- What one household has in one month by its postings: the figures that the table keeps.
CREATE FUNCTION household_month_of(household uuid, month text)
RETURNS TABLE (household_id uuid, period text, income_class text, accrued_fen bigint, paid_fen bigint, pending_fen bigint, stable_fen bigint, attributed_fen bigint)
LANGUAGE sql STABLE AS $$
  SELECT household, month, c.income_class,
    sum(CASE WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN p.amount_fen
             WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)::bigint,
    sum(CASE WHEN p.destination LIKE 'bank:%' THEN p.amount_fen WHEN p.source LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)::bigint,
    sum(CASE WHEN p.destination LIKE 'household:%:pending' THEN p.amount_fen
             WHEN p.source LIKE 'household:%:pending' THEN -p.amount_fen ELSE 0 END)::bigint,
    sum(CASE WHEN NOT c.stable THEN 0
             WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN p.amount_fen
             WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)::bigint,
    0::bigint
  FROM posting p CROSS JOIN LATERAL class_of(p.flow, p.period) c
  WHERE p.household_id = household AND p.period = month
  GROUP BY c.income_class
  UNION ALL
  SELECT household, month, 'ATTRIBUTED', 0, 0, 0, 0, sum(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END)::bigint
  FROM attribution a WHERE a.household_id = household AND a.period = month
  HAVING count(*) > 0
$$;

-- Which months are due is written in the transaction that posts, as rows that nobody waits for: a sale locks nothing more.
CREATE FUNCTION household_month_falls_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO household_month_due (household_id, period)
  SELECT DISTINCT household_id, period FROM written WHERE household_id IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_falls_due AFTER INSERT ON posting REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION household_month_falls_due();
CREATE TRIGGER attribution_falls_due AFTER INSERT ON attribution REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION household_month_falls_due();

-- The record as it is this moment: what is kept, and for months that are due the postings themselves.
CREATE VIEW household_month_now AS
  SELECT r.household_id, r.period, r.income_class, r.accrued_fen, r.paid_fen, r.pending_fen, r.stable_fen, r.attributed_fen
  FROM household_month r
  WHERE NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = r.household_id AND d.period = r.period)
  UNION ALL
  SELECT f.household_id, f.period, f.income_class, f.accrued_fen, f.paid_fen, f.pending_fen, f.stable_fen, f.attributed_fen
  FROM (SELECT DISTINCT household_id, period FROM household_month_due) d
  CROSS JOIN LATERAL household_month_of(d.household_id, d.period) f;
COMMENT ON VIEW household_month_now IS 'Income and attributed sales of each household by month and class, always as the ledger says.';

-- What the postings say of every household and month, summed without the table.
CREATE VIEW household_month_summed AS
  SELECT p.household_id, p.period, m.income_class,
    sum(CASE WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN p.amount_fen
             WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)::bigint AS accrued_fen,
    sum(CASE WHEN p.destination LIKE 'bank:%' THEN p.amount_fen WHEN p.source LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)::bigint AS paid_fen,
    sum(CASE WHEN p.destination LIKE 'household:%:pending' THEN p.amount_fen
             WHEN p.source LIKE 'household:%:pending' THEN -p.amount_fen ELSE 0 END)::bigint AS pending_fen,
    sum(CASE WHEN NOT m.stable THEN 0
             WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN p.amount_fen
             WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)::bigint AS stable_fen,
    0::bigint AS attributed_fen
  FROM posting p
  JOIN class_map m ON m.flow = p.flow AND m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= p.period)
  WHERE p.household_id IS NOT NULL GROUP BY p.household_id, p.period, m.income_class
  UNION ALL
  SELECT household_id, period, 'ATTRIBUTED', 0, 0, 0, 0, sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END)::bigint
  FROM attribution WHERE household_id IS NOT NULL GROUP BY household_id, period;

CREATE VIEW invariant_household_month AS
  WITH kept AS (
    SELECT * FROM household_month r
    WHERE NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = r.household_id AND d.period = r.period)
  ), summed AS (
    SELECT * FROM household_month_summed s
    WHERE NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = s.household_id AND d.period = s.period)
  )
  (SELECT 'kept' AS only_in, k.* FROM kept k EXCEPT SELECT 'kept', s.household_id, s.period, s.income_class, s.accrued_fen, s.paid_fen, s.pending_fen, s.stable_fen, s.attributed_fen FROM summed s)
  UNION ALL
  (SELECT 'summed', s.household_id, s.period, s.income_class, s.accrued_fen, s.paid_fen, s.pending_fen, s.stable_fen, s.attributed_fen FROM summed s
   EXCEPT SELECT 'summed', k.household_id, k.period, k.income_class, k.accrued_fen, k.paid_fen, k.pending_fen, k.stable_fen, k.attributed_fen FROM kept k);
COMMENT ON VIEW invariant_household_month IS 'The kept record of each household, month and class is the sum of its postings and attributions.';

-- Everything that is in the ledger already falls due once.
INSERT INTO household_month_due (household_id, period)
SELECT household_id, period FROM posting WHERE household_id IS NOT NULL
UNION SELECT household_id, period FROM attribution WHERE household_id IS NOT NULL;

CREATE TABLE "area_target" (
    "id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "goal" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    CONSTRAINT "area_target_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "area_target_area_code_year_key_key" ON "area_target"("area_code", "year", "key");
ALTER TABLE area_target ADD CONSTRAINT area_target_goal CHECK (goal >= 0);
