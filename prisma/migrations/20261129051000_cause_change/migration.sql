-- 致贫原因变动: which causes a household had until when, and who found that they are others now.
CREATE TABLE "household_cause_change" (
    "household_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "changed_on" DATE NOT NULL,
    "causes_before" TEXT[],
    "causes_after" TEXT[],
    "evidence" TEXT NOT NULL,
    "recorded_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "household_cause_change_pkey" PRIMARY KEY ("household_id","sequence")
);
ALTER TABLE "household_cause_change" ADD CONSTRAINT "household_cause_change_household_id_fkey"
  FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE household_cause_change
  ALTER COLUMN causes_before SET NOT NULL,
  ALTER COLUMN causes_after SET NOT NULL,
  ADD CONSTRAINT household_cause_change_is_one CHECK (causes_before <> causes_after),
  ADD CONSTRAINT household_cause_change_evidence CHECK (btrim(evidence) <> ''),
  ADD CONSTRAINT household_cause_change_most CHECK (cardinality(causes_before) <= 3 AND cardinality(causes_after) <= 3);

REVOKE UPDATE, DELETE, TRUNCATE ON household_cause_change FROM huhui_app;
CREATE FUNCTION household_cause_change_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what the causes of a household were is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER household_cause_change_append_only BEFORE UPDATE OR DELETE ON household_cause_change
  FOR EACH ROW EXECUTE FUNCTION household_cause_change_never_changes();
