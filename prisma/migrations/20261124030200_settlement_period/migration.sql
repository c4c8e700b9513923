-- A settlement month, once closed, stays: its row does not change, and nothing is booked into it any more.

CREATE FUNCTION closed_period_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'CLOSED' THEN
    RAISE EXCEPTION '% of % is closed: a correction is an entry in an open month', OLD.period, OLD.scope_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER period_close_stays BEFORE UPDATE OR DELETE ON period_close
  FOR EACH ROW EXECUTE FUNCTION closed_period_stays();

ALTER TABLE period_close
  ADD CONSTRAINT period_close_complete CHECK (state <> 'CLOSED' OR closed_at IS NOT NULL),
  ADD CONSTRAINT period_close_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$');

-- The server books late events into the next open month, and closing waits for the entries under way. Behind both stands this.
CREATE FUNCTION refuse_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched record;
BEGIN
  SELECT added.cooperative_id, added.period INTO touched FROM added
  JOIN period_close c ON c.scope_kind = 'COOPERATIVE' AND c.scope_id = added.cooperative_id::text
    AND c.period = added.period AND c.state = 'CLOSED'
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% of % is closed: book it into an open month', touched.period, touched.cooperative_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_into_open_period AFTER INSERT ON posting
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_period();
