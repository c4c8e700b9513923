-- Production costs of what a household sold: written down by one person with its paper, decided by another, and counted from then
-- on. What was written stays; a correction is an entry of its own that names what it corrects.
ALTER TABLE "cost_entry"
  ADD COLUMN "applies_to" TEXT,
  ADD COLUMN "evidence" TEXT,
  ADD COLUMN "evidence_media_id" UUID,
  ADD COLUMN "corrects_id" UUID,
  ADD COLUMN "state" TEXT,
  ADD COLUMN "proposed_by_id" UUID,
  ADD COLUMN "decided_by_id" UUID,
  ADD COLUMN "decided_at" TIMESTAMPTZ(6),
  ADD COLUMN "decision_note" TEXT;
ALTER TABLE "cost_entry" RENAME COLUMN "created_at" TO "proposed_at";
-- Those from before counted as they were written; who wrote them is the only paper there is.
UPDATE cost_entry SET evidence = coalesce(nullif(btrim(recorded_by), ''), '—'), state = 'APPROVED', decided_at = proposed_at,
  proposed_by_id = '00000000-0000-0000-0000-000000000000';
ALTER TABLE "cost_entry" DROP COLUMN "recorded_by",
  ALTER COLUMN "evidence" SET NOT NULL, ALTER COLUMN "state" SET NOT NULL, ALTER COLUMN "proposed_by_id" SET NOT NULL;
ALTER TABLE "cost_entry" ADD CONSTRAINT "cost_entry_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "cost_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "cost_entry_corrects_id_idx" ON "cost_entry"("corrects_id");

ALTER TABLE cost_entry DROP CONSTRAINT cost_entry_amount_positive;
ALTER TABLE cost_entry
  ADD CONSTRAINT cost_entry_amount CHECK (amount_fen > 0 OR (amount_fen < 0 AND corrects_id IS NOT NULL)),
  ADD CONSTRAINT cost_entry_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$' AND (applies_to IS NULL OR applies_to ~ '^\d{4}-(0[1-9]|1[0-2])$')),
  ADD CONSTRAINT cost_entry_state CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED')),
  ADD CONSTRAINT cost_entry_evidence CHECK (btrim(evidence) <> ''),
  ADD CONSTRAINT cost_entry_decided CHECK ((state = 'PROPOSED') = (decided_at IS NULL) AND (state <> 'PROPOSED' OR decided_by_id IS NULL)
    AND (state = 'PROPOSED' OR decided_by_id IS NOT NULL OR proposed_by_id = '00000000-0000-0000-0000-000000000000')),
  ADD CONSTRAINT cost_entry_two_people CHECK (decided_by_id IS DISTINCT FROM proposed_by_id);

REVOKE UPDATE, DELETE, TRUNCATE ON cost_entry FROM huhui_app;
GRANT UPDATE (state, decided_by_id, decided_at, decision_note) ON cost_entry TO huhui_app;
CREATE FUNCTION cost_entry_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'PROPOSED' OR
     (to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note'])
     IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note']) THEN
    RAISE EXCEPTION 'a cost stays as it was written: a correction is a new entry that names it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cost_entry_kept BEFORE UPDATE OR DELETE ON cost_entry FOR EACH ROW EXECUTE FUNCTION cost_entry_is_decided_once();

CREATE VIEW invariant_cost_corrected_within AS
  SELECT c.id, c.amount_fen, sum(k.amount_fen)::bigint AS corrections_fen
  FROM cost_entry c JOIN cost_entry k ON k.corrects_id = c.id AND k.state = 'APPROVED'
  GROUP BY c.id HAVING c.state <> 'APPROVED' OR c.amount_fen + sum(k.amount_fen) < 0 OR bool_or(k.household_id <> c.household_id);
COMMENT ON VIEW invariant_cost_corrected_within IS 'Corrections of a cost are of one that counts, of the same household, and take away no more than it was.';
