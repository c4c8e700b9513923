-- A notice rests on a closed month or on an approved report of any kind: on exactly one of them.
ALTER TABLE "notice" ALTER COLUMN "close_id" DROP NOT NULL, ADD COLUMN "report_id" UUID;
ALTER TABLE "notice" ADD CONSTRAINT "notice_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "periodic_report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE notice ADD CONSTRAINT notice_source CHECK (num_nonnulls(close_id, report_id) = 1);

CREATE OR REPLACE FUNCTION notice_stays_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR (OLD.number, OLD.close_id, OLD.report_id, OLD.title, OLD.preface, OLD.contact, OLD.body, OLD.hash, OLD.created_by_id)
    IS DISTINCT FROM (NEW.number, NEW.close_id, NEW.report_id, NEW.title, NEW.preface, NEW.contact, NEW.body, NEW.hash, NEW.created_by_id)
    OR OLD.state IN ('WITHDRAWN', 'REFUSED') THEN
    RAISE EXCEPTION 'notice % stays as it was submitted', OLD.number USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
