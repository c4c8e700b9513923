-- What the pages of an area read, kept beside the record of households and months so that they read neither the whole country nor a
-- year of rows a household: sums by village and month, a row a household and year, and whom a cooperative paid.

-- Where a row of the record is counted. A household that moves is counted anew (below).
ALTER TABLE household_month ADD COLUMN "area_code" TEXT;
UPDATE household_month r SET area_code = h.area_code FROM household h WHERE h.id = r.household_id;
ALTER TABLE household_month ALTER COLUMN area_code SET NOT NULL;
DROP INDEX "household_month_period_idx";
CREATE INDEX "household_month_period_area_code_idx" ON "household_month"("period", "area_code");
DROP INDEX household_month_waiting;
CREATE INDEX household_month_waiting ON household_month (area_code) INCLUDE (household_id, period, income_class, pending_fen) WHERE pending_fen <> 0;

CREATE TABLE "area_month" (
    "area_code" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "income_class" TEXT NOT NULL,
    "accrued_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL,
    "pending_fen" BIGINT NOT NULL,
    "stable_fen" BIGINT NOT NULL,
    "attributed_fen" BIGINT NOT NULL,
    CONSTRAINT "area_month_pkey" PRIMARY KEY ("area_code", "period", "income_class")
);
-- Each figure from January up to the end of each month, so that a span of months is one difference, however long it is.
CREATE TABLE "household_year" (
    "household_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "area_code" TEXT NOT NULL,
    "accrued" BIGINT[] NOT NULL,
    "paid" BIGINT[] NOT NULL,
    "stable" BIGINT[] NOT NULL,
    "attributed" BIGINT[] NOT NULL,
    CONSTRAINT "household_year_pkey" PRIMARY KEY ("household_id", "year")
);
CREATE INDEX "household_year_year_area_code_idx" ON "household_year"("year", "area_code");
CREATE TABLE "linkage_year" (
    "household_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "cooperative_id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "paid" BIGINT[] NOT NULL,
    CONSTRAINT "linkage_year_pkey" PRIMARY KEY ("household_id", "year", "cooperative_id")
);
CREATE INDEX "linkage_year_year_area_code_idx" ON "linkage_year"("year", "area_code");

CREATE VIEW area_month_summed AS
  SELECT area_code, period, income_class, sum(accrued_fen)::bigint AS accrued_fen, sum(paid_fen)::bigint AS paid_fen,
    sum(pending_fen)::bigint AS pending_fen, sum(stable_fen)::bigint AS stable_fen, sum(attributed_fen)::bigint AS attributed_fen
  FROM household_month GROUP BY 1, 2, 3;

CREATE VIEW household_year_summed AS
  SELECT household_id, year, area_code, array_agg(accrued ORDER BY month) AS accrued, array_agg(paid ORDER BY month) AS paid,
    array_agg(stable ORDER BY month) AS stable, array_agg(attributed ORDER BY month) AS attributed
  FROM (
    SELECT r.household_id, left(r.period, 4)::int AS year, h.area_code, up_to.month,
      coalesce(sum(r.accrued_fen) FILTER (WHERE r.income_class <> 'EXCLUDED' AND right(r.period, 2)::int <= up_to.month), 0)::bigint AS accrued,
      coalesce(sum(r.paid_fen) FILTER (WHERE r.income_class <> 'EXCLUDED' AND right(r.period, 2)::int <= up_to.month), 0)::bigint AS paid,
      coalesce(sum(r.stable_fen) FILTER (WHERE r.income_class <> 'EXCLUDED' AND right(r.period, 2)::int <= up_to.month), 0)::bigint AS stable,
      coalesce(sum(r.attributed_fen) FILTER (WHERE right(r.period, 2)::int <= up_to.month), 0)::bigint AS attributed
    FROM household_month r JOIN household h ON h.id = r.household_id CROSS JOIN generate_series(1, 12) AS up_to(month)
    GROUP BY 1, 2, 3, 4) y
  GROUP BY household_id, year, area_code;

CREATE VIEW linkage_year_summed AS
  SELECT household_id, year, cooperative_id, area_code, array_agg(paid ORDER BY month) AS paid
  FROM (
    SELECT p.household_id, left(p.period, 4)::int AS year, p.cooperative_id, h.area_code, up_to.month,
      coalesce(sum(CASE WHEN p.destination LIKE 'bank:%' THEN p.amount_fen ELSE -p.amount_fen END)
        FILTER (WHERE right(p.period, 2)::int <= up_to.month), 0)::bigint AS paid
    FROM posting p JOIN household h ON h.id = p.household_id CROSS JOIN generate_series(1, 12) AS up_to(month)
    WHERE p.cooperative_id IS NOT NULL AND (p.destination LIKE 'bank:%' OR p.source LIKE 'bank:%')
    GROUP BY 1, 2, 3, 4, 5) y
  GROUP BY household_id, year, cooperative_id, area_code;

INSERT INTO area_month SELECT * FROM area_month_summed;
INSERT INTO household_year (household_id, year, area_code, accrued, paid, stable, attributed)
SELECT household_id, year, area_code, accrued, paid, stable, attributed FROM household_year_summed;
INSERT INTO linkage_year (household_id, year, cooperative_id, area_code, paid)
SELECT household_id, year, cooperative_id, area_code, paid FROM linkage_year_summed;

-- The sums as they are this moment: what is kept, less the kept rows of months that are due, plus what their postings say.
CREATE VIEW area_month_now AS
  SELECT area_code, period, income_class, accrued_fen, paid_fen, pending_fen, stable_fen, attributed_fen FROM area_month
  UNION ALL
  SELECT r.area_code, r.period, r.income_class, -r.accrued_fen, -r.paid_fen, -r.pending_fen, -r.stable_fen, -r.attributed_fen
  FROM (SELECT DISTINCT household_id, period FROM household_month_due) d
  JOIN household_month r ON r.household_id = d.household_id AND r.period = d.period
  UNION ALL
  SELECT h.area_code, f.period, f.income_class, f.accrued_fen, f.paid_fen, f.pending_fen, f.stable_fen, f.attributed_fen
  FROM (SELECT DISTINCT household_id, period FROM household_month_due) d JOIN household h ON h.id = d.household_id
  CROSS JOIN LATERAL household_month_of(d.household_id, d.period) f;
COMMENT ON VIEW area_month_now IS 'Income and attributed sales of each village by month and class, always as the ledger says; to be summed.';

-- A household that moves takes its record along: every month of it is counted anew in the place where it is.
CREATE FUNCTION household_month_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO household_month_due (household_id, period)
  SELECT DISTINCT r.household_id, r.period FROM household_month r
  JOIN written n ON n.id = r.household_id JOIN before o ON o.id = n.id WHERE n.area_code <> o.area_code;
  RETURN NULL;
END $$;
CREATE TRIGGER household_takes_months AFTER UPDATE ON household REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION household_month_moves();

-- Events that put the register right: few, and counted for a whole county.
CREATE INDEX household_status_event_correction ON household_status_event (household_id) INCLUDE (type, effective_on)
  WHERE type IN ('EXITED', 'RETURNED', 'ROLLED_BACK', 'NEWLY_IDENTIFIED', 'SUPPLEMENTED', 'REMOVED');

CREATE VIEW invariant_area_month AS
  SELECT coalesce(k.area_code, s.area_code) AS area_code, coalesce(k.period, s.period) AS period, coalesce(k.income_class, s.income_class) AS income_class
  FROM area_month k FULL JOIN area_month_summed s ON (s.area_code, s.period, s.income_class) = (k.area_code, k.period, k.income_class)
  WHERE (coalesce(k.accrued_fen, 0), coalesce(k.paid_fen, 0), coalesce(k.pending_fen, 0), coalesce(k.stable_fen, 0), coalesce(k.attributed_fen, 0))
    <> (coalesce(s.accrued_fen, 0), coalesce(s.paid_fen, 0), coalesce(s.pending_fen, 0), coalesce(s.stable_fen, 0), coalesce(s.attributed_fen, 0));
COMMENT ON VIEW invariant_area_month IS 'The sums kept of each village, month and class are those of its households.';

CREATE VIEW invariant_household_year AS
  SELECT coalesce(k.household_id, s.household_id) AS household_id, coalesce(k.year, s.year) AS year
  FROM household_year k FULL JOIN household_year_summed s ON (s.household_id, s.year) = (k.household_id, k.year)
  WHERE (k.area_code, k.accrued, k.paid, k.stable, k.attributed) IS DISTINCT FROM (s.area_code, s.accrued, s.paid, s.stable, s.attributed)
    AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = coalesce(k.household_id, s.household_id))
  UNION ALL
  SELECT r.household_id, left(r.period, 4)::int FROM household_month r JOIN household h ON h.id = r.household_id
  WHERE h.area_code <> r.area_code
    AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = r.household_id AND d.period = r.period);
COMMENT ON VIEW invariant_household_year IS 'A household''s year is the sum of its months up to each of them, counted where the household lies.';

CREATE VIEW invariant_linkage_year AS
  SELECT coalesce(k.household_id, s.household_id) AS household_id, coalesce(k.year, s.year) AS year
  FROM linkage_year k FULL JOIN linkage_year_summed s ON (s.household_id, s.year, s.cooperative_id) = (k.household_id, k.year, k.cooperative_id)
  WHERE (k.area_code, k.paid) IS DISTINCT FROM (s.area_code, s.paid)
    AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = coalesce(k.household_id, s.household_id));
COMMENT ON VIEW invariant_linkage_year IS 'What a cooperative paid each household is what the payments of its postings add up to.';

-- How many people a household has on a day, without its cards: asked of every household of a county.
DROP INDEX household_member_household_id_idx;
CREATE INDEX household_member_present ON household_member (household_id) INCLUDE (joined_on, left_on) WHERE household_id IS NOT NULL;
