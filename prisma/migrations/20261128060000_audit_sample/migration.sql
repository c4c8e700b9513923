-- Audit by sample: who is looked at is worked out from a published seal, so nobody chooses; who looked signs.

CREATE TABLE "audit_draw" (
    "id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "seal_day" TEXT NOT NULL,
    "seal_sequence" BIGINT NOT NULL,
    "seal_hash" TEXT NOT NULL,
    "population" TEXT NOT NULL,
    "population_count" INTEGER NOT NULL,
    "sample_size" INTEGER NOT NULL,
    "drawn_by_id" UUID,
    "drawn_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "audit_draw_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "audit_sample" (
    "draw_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "household_id" UUID NOT NULL,
    CONSTRAINT "audit_sample_pkey" PRIMARY KEY ("draw_id", "position")
);
CREATE TABLE "audit_check" (
    "draw_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "holds" BOOLEAN NOT NULL,
    "note" TEXT NOT NULL,
    "checked_by_id" UUID NOT NULL,
    "checked_at" TIMESTAMPTZ(6) NOT NULL,
    "problem_id" UUID,
    CONSTRAINT "audit_check_pkey" PRIMARY KEY ("draw_id", "household_id")
);
CREATE UNIQUE INDEX "audit_draw_area_code_period_key" ON "audit_draw"("area_code", "period");
CREATE UNIQUE INDEX "audit_sample_draw_id_household_id_key" ON "audit_sample"("draw_id", "household_id");
ALTER TABLE "audit_sample" ADD CONSTRAINT "audit_sample_draw_id_fkey" FOREIGN KEY ("draw_id") REFERENCES "audit_draw"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "audit_check" ADD CONSTRAINT "audit_check_draw_id_household_id_fkey" FOREIGN KEY ("draw_id", "household_id") REFERENCES "audit_sample"("draw_id", "household_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "audit_check" ADD CONSTRAINT "audit_check_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE audit_draw
  ADD CONSTRAINT audit_draw_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT audit_draw_tenth CHECK (sample_size <= population_count AND sample_size * 10 >= population_count AND sample_size > 0);
ALTER TABLE audit_check
  ADD CONSTRAINT audit_check_note CHECK (btrim(note) <> ''),
  -- What does not hold stands in the problem ledger, and only that.
  ADD CONSTRAINT audit_check_problem CHECK (holds = (problem_id IS NULL));

REVOKE UPDATE, DELETE, TRUNCATE ON audit_draw, audit_sample, audit_check FROM huhui_app;
CREATE FUNCTION audit_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: a draw and a signature stay as they were', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_draw_append_only BEFORE UPDATE OR DELETE ON audit_draw FOR EACH ROW EXECUTE FUNCTION audit_never_changes();
CREATE TRIGGER audit_sample_append_only BEFORE UPDATE OR DELETE ON audit_sample FOR EACH ROW EXECUTE FUNCTION audit_never_changes();
CREATE TRIGGER audit_check_append_only BEFORE UPDATE OR DELETE ON audit_check FOR EACH ROW EXECUTE FUNCTION audit_never_changes();

-- Published seals are looked up by day: the last of each.
CREATE INDEX "seal_sealed_at_sequence_idx" ON "seal"("sealed_at", "sequence");

-- The draw done again: the households of the frozen list with the smallest SHA-256 of seed and archive number.
CREATE VIEW invariant_audit_sample_redrawn AS
  WITH ranked AS (
    SELECT d.id, d.sample_size, n.number,
      row_number() OVER (PARTITION BY d.id ORDER BY
        encode(sha256(convert_to(concat_ws('|', d.algorithm, d.area_code, d.period, d.seal_hash, n.number), 'UTF8')), 'hex') COLLATE "C") AS place
    FROM audit_draw d CROSS JOIN LATERAL unnest(string_to_array(d.population, E'\n')) AS n(number)
  ), again AS (
    SELECT r.id, r.place - 1 AS position, r.number FROM ranked r WHERE r.place <= r.sample_size
  ), drawn AS (
    SELECT s.draw_id AS id, s.position::bigint, h.number FROM audit_sample s JOIN household h ON h.id = s.household_id
  )
  (SELECT 'again' AS only_in, * FROM again EXCEPT SELECT 'again', * FROM drawn)
  UNION ALL (SELECT 'drawn', * FROM drawn EXCEPT SELECT 'drawn', * FROM again);
COMMENT ON VIEW invariant_audit_sample_redrawn IS 'Every audit sample is the one that its published seal and its frozen list of households give.';

CREATE VIEW invariant_audit_seed_published AS
  SELECT d.id, d.area_code, d.period FROM audit_draw d LEFT JOIN seal s ON s.sequence = d.seal_sequence
  WHERE s.hash IS DISTINCT FROM d.seal_hash;
COMMENT ON VIEW invariant_audit_seed_published IS 'The seed of every audit sample is a seal of the chain.';
