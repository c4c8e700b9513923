-- 公示: what is put before everybody, from a closed month, masked before anybody may see it.
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "close_id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "preface" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "from_on" DATE,
    "until_on" DATE,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "checked_by_id" UUID,
    "checked_at" TIMESTAMPTZ(6),
    "published_by_id" UUID,
    "published_at" TIMESTAMPTZ(6),
    "withdrawn_at" TIMESTAMPTZ(6),
    "withdrawn_reason" TEXT,
    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notice_number_key" ON "notice"("number");
CREATE INDEX "notice_state_published_at_idx" ON "notice"("state", "published_at");
CREATE INDEX "notice_area_code_idx" ON "notice"("area_code");
ALTER TABLE "notice" ADD CONSTRAINT "notice_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "period_close"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE SEQUENCE notice_number;

ALTER TABLE notice
  ADD CONSTRAINT notice_state CHECK (state IN ('SUBMITTED', 'CHECKED', 'PUBLISHED', 'WITHDRAWN', 'REFUSED')),
  ADD CONSTRAINT notice_people CHECK (checked_by_id IS DISTINCT FROM created_by_id AND published_by_id IS DISTINCT FROM created_by_id
    AND (published_by_id IS NULL OR published_by_id IS DISTINCT FROM checked_by_id)),
  ADD CONSTRAINT notice_published CHECK (state NOT IN ('PUBLISHED', 'WITHDRAWN') OR
    (checked_by_id IS NOT NULL AND published_by_id IS NOT NULL AND from_on IS NOT NULL AND until_on >= from_on)),
  ADD CONSTRAINT notice_withdrawn CHECK ((state = 'WITHDRAWN') = (withdrawn_at IS NOT NULL));

REVOKE DELETE, TRUNCATE ON notice FROM huhui_app;
CREATE FUNCTION notice_stays_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (OLD.number, OLD.close_id, OLD.title, OLD.preface, OLD.contact, OLD.body, OLD.hash, OLD.created_by_id)
    IS DISTINCT FROM (NEW.number, NEW.close_id, NEW.title, NEW.preface, NEW.contact, NEW.body, NEW.hash, NEW.created_by_id)
    OR OLD.state IN ('WITHDRAWN', 'REFUSED') THEN
    RAISE EXCEPTION 'notice % stays as it was submitted', OLD.number USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_kept BEFORE UPDATE OR DELETE ON notice FOR EACH ROW EXECUTE FUNCTION notice_stays_as_written();

CREATE VIEW invariant_notice_names_nobody AS
  SELECT n.number FROM notice n
  WHERE n.state = 'PUBLISHED' AND (n.hash <> encode(sha256(convert_to(n.body, 'UTF8')), 'hex')
    OR regexp_replace(n.title || ' ' || n.preface || ' ' || n.contact, '([0-9])[ -]+(?=[0-9])', '\1', 'g')
      ~ '(^|[^0-9])([0-9]{17}[0-9Xx]|[0-9]{15,19}|1[3-9][0-9]{9})([^0-9]|$)');
COMMENT ON VIEW invariant_notice_names_nobody IS 'No published notice holds an identity, phone or bank number, and each is as it was submitted.';
