-- A claim stays as it was said until its buyer is forgotten: then its words and pictures go, and what was decided stays.
CREATE OR REPLACE FUNCTION claim_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.words = '—' AND to_jsonb(OLD) - 'words' = to_jsonb(NEW) - 'words'
     AND EXISTS (SELECT FROM customer_order o WHERE o.id = OLD.order_id AND o.buyer_name = '—') THEN
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.number, OLD.order_id, OLD.order_line_id, OLD.kind, OLD.quantity, OLD.words, OLD.request_key, OLD.opened_at)
     IS DISTINCT FROM
     (NEW.id, NEW.number, NEW.order_id, NEW.order_line_id, NEW.kind, NEW.quantity, NEW.words, NEW.request_key, NEW.opened_at)
     OR OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a claim stays as it was said, and a closed one as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION claim_photo_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM claim c JOIN customer_order o ON o.id = c.order_id
                 WHERE c.id = OLD.claim_id AND o.buyer_name = '—') THEN
    RAISE EXCEPTION 'the pictures of a claim stay' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER claim_photo_kept BEFORE DELETE ON claim_photo FOR EACH ROW EXECUTE FUNCTION claim_photo_stays();
GRANT DELETE ON claim_photo TO huhui_app;
