-- A year's line is published with its paper and stays: a correction is a row of its own, and the last one recorded holds. What a
-- closed month was measured by is what had been recorded when it closed.
ALTER TABLE "income_line" ADD COLUMN "recorded_at" TIMESTAMPTZ(6), ADD COLUMN "recorded_by_id" UUID;
-- Those from before were there at every closing so far.
UPDATE income_line SET recorded_at = '1970-01-01T00:00:00Z';
ALTER TABLE "income_line" ALTER COLUMN "recorded_at" SET NOT NULL;
DROP INDEX "income_line_area_code_year_kind_key";
CREATE UNIQUE INDEX "income_line_area_code_year_kind_recorded_at_key" ON "income_line"("area_code", "year", "kind", "recorded_at");

REVOKE UPDATE, DELETE, TRUNCATE ON income_line FROM huhui_app;
CREATE TRIGGER income_line_append_only BEFORE UPDATE OR DELETE ON income_line FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();

-- A version of the class map comes with a migration; months that are closed were told by another one.
CREATE FUNCTION class_map_leaves_closed_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM period_close c JOIN written w ON c.period >= w.valid_from WHERE c.scope_kind = 'AREA' AND c.state = 'CLOSED') THEN
    RAISE EXCEPTION 'a version of the class map holds from a month after every closed one' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER class_map_after_closed AFTER INSERT ON class_map REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION class_map_leaves_closed_months();
