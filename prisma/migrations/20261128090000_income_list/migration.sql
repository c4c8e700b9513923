-- Lists of income that an office pays to many households (wages of public jobs, pensions, rents), read from its sheet:
-- one person proposes the whole list, another decides it. A row is a declared entry like any other, with its list's name.
CREATE TABLE "income_list" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "file_digest" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "gross_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "decision_note" TEXT,
    CONSTRAINT "income_list_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "income_list_number_key" ON "income_list"("number");
CREATE INDEX "income_list_area_code_proposed_at_idx" ON "income_list"("area_code", "proposed_at");
CREATE SEQUENCE income_list_number;

-- The same file twice is the same list; one that was rejected may come again.
CREATE UNIQUE INDEX income_list_file ON income_list (area_code, file_digest) WHERE state <> 'REJECTED';

ALTER TABLE income_list
  ADD CONSTRAINT income_list_state CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED')),
  ADD CONSTRAINT income_list_rows CHECK (row_count > 0 AND gross_fen > 0 AND btrim(title) <> '' AND btrim(evidence) <> ''),
  ADD CONSTRAINT income_list_decided CHECK ((state = 'PROPOSED') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT income_list_two_people CHECK (decided_by_id IS DISTINCT FROM proposed_by_id);

REVOKE DELETE, TRUNCATE ON income_list FROM huhui_app;
CREATE FUNCTION income_list_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'PROPOSED' OR
     (to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note'])
     IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note']) THEN
    RAISE EXCEPTION 'income list % stays as it was proposed', OLD.number USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER income_list_kept BEFORE UPDATE OR DELETE ON income_list FOR EACH ROW EXECUTE FUNCTION income_list_is_decided_once();

ALTER TABLE "declared_income" ADD COLUMN "list_id" UUID, ADD COLUMN "list_row" INTEGER;
ALTER TABLE "declared_income" ADD CONSTRAINT "declared_income_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "income_list"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX "declared_income_list_id_list_row_key" ON "declared_income"("list_id", "list_row");
ALTER TABLE declared_income
  ADD CONSTRAINT declared_income_of_list CHECK ((list_id IS NULL) = (list_row IS NULL) AND (list_id IS NULL OR source = 'IMPORTED'));

CREATE VIEW invariant_income_list AS
  SELECT l.number, l.state, l.row_count, count(d.id) AS rows, l.gross_fen, coalesce(sum(d.gross_fen), 0) AS rows_fen
  FROM income_list l LEFT JOIN declared_income d ON d.list_id = l.id
  GROUP BY l.id
  HAVING count(d.id) <> l.row_count OR coalesce(sum(d.gross_fen), 0) <> l.gross_fen
    OR count(*) FILTER (WHERE d.state <> l.state OR d.decided_by_id IS DISTINCT FROM l.decided_by_id) > 0;
COMMENT ON VIEW invariant_income_list IS 'A list of income is its rows: as many, as much, and decided with it by the same person.';
