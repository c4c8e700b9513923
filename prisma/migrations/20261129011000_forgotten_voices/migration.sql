-- What a household said stays as it was said while it may be shown or looked at. Once it is over (refused, taken back, replaced, or
-- the consent it rests on withdrawn) its words go after a while, and nothing else may be done to them. That it was said stays.
GRANT UPDATE (words, words_en) ON household_voice TO huhui_app;

CREATE FUNCTION household_voice_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE over BOOLEAN := OLD.state IN ('REFUSED', 'WITHDRAWN', 'REPLACED')
  OR EXISTS (SELECT FROM consent s WHERE s.id = OLD.story_consent_id AND s.withdrawn_at IS NOT NULL);
BEGIN
  IF (NEW.words, NEW.words_en) IS DISTINCT FROM (OLD.words, OLD.words_en)
     AND NOT (over AND NEW.words = '—' AND NEW.words_en = '') THEN
    RAISE EXCEPTION 'what a household said stays as it was said until it is over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.refusal IS NOT NULL AND NEW.refusal IS DISTINCT FROM OLD.refusal AND NOT (over AND NEW.refusal = '—') THEN
    RAISE EXCEPTION 'why a voice was refused stays until its words go' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER household_voice_kept BEFORE UPDATE ON household_voice
  FOR EACH ROW EXECUTE FUNCTION household_voice_stays_as_said();
