-- 月报告、季分析、半年小结、年度总结: submitted, checked and approved by three people; locked by area and period.
CREATE TABLE "periodic_report" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "remark" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "submitted_by_id" UUID NOT NULL,
    "submitted_at" TIMESTAMPTZ(6) NOT NULL,
    "checked_by_id" UUID,
    "checked_at" TIMESTAMPTZ(6),
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(6),
    "refused_by_id" UUID,
    "refused_reason" TEXT,
    CONSTRAINT "periodic_report_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "periodic_report_number_key" ON "periodic_report"("number");
CREATE INDEX "periodic_report_area_code_submitted_at_idx" ON "periodic_report"("area_code", "submitted_at");
-- One report of an area and a period; a refused one is written anew.
CREATE UNIQUE INDEX periodic_report_one ON periodic_report (area_code, kind, period) WHERE state <> 'REFUSED';
CREATE SEQUENCE periodic_report_number;

ALTER TABLE periodic_report
  ADD CONSTRAINT periodic_report_kind CHECK (
    (kind = 'MONTH' AND period ~ '^\d{4}-(0[1-9]|1[0-2])$') OR (kind = 'QUARTER' AND period ~ '^\d{4}-Q[1-4]$')
    OR (kind = 'HALF_YEAR' AND period ~ '^\d{4}-H[12]$') OR (kind = 'YEAR' AND period ~ '^\d{4}$')),
  ADD CONSTRAINT periodic_report_state CHECK (state IN ('SUBMITTED', 'CHECKED', 'APPROVED', 'REFUSED')),
  ADD CONSTRAINT periodic_report_hash CHECK (hash = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
  ADD CONSTRAINT periodic_report_steps CHECK (
    (checked_by_id IS NULL) = (checked_at IS NULL) AND (approved_by_id IS NULL) = (approved_at IS NULL)
    AND (state NOT IN ('CHECKED', 'APPROVED') OR checked_by_id IS NOT NULL) AND (state = 'APPROVED') = (approved_by_id IS NOT NULL)
    AND (state = 'REFUSED') = (refused_by_id IS NOT NULL) AND (refused_by_id IS NULL) = (refused_reason IS NULL)),
  -- Three levels, three people.
  ADD CONSTRAINT periodic_report_people CHECK (checked_by_id IS DISTINCT FROM submitted_by_id
    AND (approved_by_id IS NULL OR (approved_by_id <> submitted_by_id AND approved_by_id <> checked_by_id)));

REVOKE DELETE, TRUNCATE ON periodic_report FROM huhui_app;
CREATE FUNCTION periodic_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state IN ('APPROVED', 'REFUSED') OR
     (OLD.number, OLD.area_code, OLD.kind, OLD.period, OLD.body, OLD.hash, OLD.remark, OLD.submitted_by_id, OLD.submitted_at)
     IS DISTINCT FROM (NEW.number, NEW.area_code, NEW.kind, NEW.period, NEW.body, NEW.hash, NEW.remark, NEW.submitted_by_id, NEW.submitted_at) THEN
    RAISE EXCEPTION 'report % stays as it was submitted', OLD.number USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER periodic_report_kept BEFORE UPDATE OR DELETE ON periodic_report FOR EACH ROW EXECUTE FUNCTION periodic_report_stays();

CREATE VIEW invariant_periodic_report_adds_up AS
  SELECT r.number FROM periodic_report r CROSS JOIN LATERAL (SELECT r.body::jsonb AS b) t
  WHERE r.state <> 'REFUSED' AND (
    (t.b->'total'->>'households')::int <> (SELECT coalesce(sum((s->>'households')::int), 0) FROM jsonb_array_elements(t.b->'byStanding') s)
    OR (t.b->'total'->>'people')::int <> (SELECT coalesce(sum((s->>'people')::int), 0) FROM jsonb_array_elements(t.b->'byStanding') s)
    OR (jsonb_array_length(t.b->'parts') > 0 AND (
      (t.b->'total'->>'households')::int <> (SELECT sum((s->>'households')::int) FROM jsonb_array_elements(t.b->'parts') s)
      OR (t.b->'total'->>'paidFen')::bigint <> (SELECT sum((s->>'paidFen')::bigint) FROM jsonb_array_elements(t.b->'parts') s))));
COMMENT ON VIEW invariant_periodic_report_adds_up IS 'No report stands whose total is not the sum of its categories and its parts.';
