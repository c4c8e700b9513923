-- How a household stands from the day of its last event on, kept on its card as its heads are: the first closing of a county
-- sorted every event of 100,000 households for it. On an earlier day the events are read.
ALTER TABLE "household" ADD COLUMN "standing" TEXT NOT NULL DEFAULT 'GENERAL';
ALTER TABLE "household" ADD COLUMN "attribute" TEXT;
ALTER TABLE "household" ADD COLUMN "standing_since" DATE NOT NULL DEFAULT '1900-01-01';

-- Read off one household's events up to and including a day.
CREATE FUNCTION household_standing_of(household uuid, day date)
RETURNS TABLE (standing text, attribute text, since date) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN last.monitored THEN 'MONITORED' ELSE coalesce(last.helped, 'GENERAL') END, last.attribute,
    coalesce(last.since, '1900-01-01'::date)
  FROM (
    SELECT
      (array_agg(e.helped ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.helped IS NOT NULL))[1] AS helped,
      (array_agg(e.monitored ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.monitored IS NOT NULL))[1] AS monitored,
      (array_agg(e.attribute ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.attribute IS NOT NULL))[1] AS attribute,
      max(e.effective_on) AS since
    FROM household_event_effect e WHERE e.household_id = household AND e.effective_on <= day) last
$$;

UPDATE household h SET standing = s.standing, attribute = s.attribute, standing_since = s.since
FROM household x CROSS JOIN LATERAL household_standing_of(x.id, 'infinity') s
WHERE x.id = h.id AND (h.standing, h.attribute, h.standing_since) IS DISTINCT FROM (s.standing, s.attribute, s.since);

-- Events are never changed or removed. The cards are locked first: an event that is written beside is read by whoever comes second.
CREATE FUNCTION household_events_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT DISTINCT household_id FROM written);
BEGIN
  PERFORM FROM household WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE household h SET standing = s.standing, attribute = s.attribute, standing_since = s.since
  FROM unnest(ids) AS x(id) CROSS JOIN LATERAL household_standing_of(x.id, 'infinity') s
  WHERE h.id = x.id AND (h.standing, h.attribute, h.standing_since) IS DISTINCT FROM (s.standing, s.attribute, s.since);
  RETURN NULL;
END $$;
CREATE TRIGGER household_standing_added AFTER INSERT ON household_status_event REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION household_events_written();

CREATE OR REPLACE FUNCTION household_standing_within(day date, first_area text, last_area text)
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT h.id, CASE WHEN h.standing_since <= day THEN h.standing ELSE (SELECT s.standing FROM household_standing_of(h.id, day) s) END,
    CASE WHEN h.standing_since <= day THEN h.attribute ELSE (SELECT s.attribute FROM household_standing_of(h.id, day) s) END
  FROM household h WHERE h.area_code BETWEEN first_area AND last_area
$$;

CREATE OR REPLACE FUNCTION household_standing_among(day date, households uuid[])
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT h.id, CASE WHEN h.standing_since <= day THEN h.standing ELSE (SELECT s.standing FROM household_standing_of(h.id, day) s) END,
    CASE WHEN h.standing_since <= day THEN h.attribute ELSE (SELECT s.attribute FROM household_standing_of(h.id, day) s) END
  FROM household h WHERE h.id = ANY (households)
$$;

CREATE VIEW invariant_household_standing AS
  SELECT h.id, h.standing, h.attribute, h.standing_since, s.standing AS read, s.attribute AS attribute_read, s.since AS since_read
  FROM household h CROSS JOIN LATERAL household_standing_of(h.id, 'infinity') s
  WHERE (h.standing, h.attribute, h.standing_since) IS DISTINCT FROM (s.standing, s.attribute, s.since);
COMMENT ON VIEW invariant_household_standing IS '每户记着的身份就是状态事件所定的 · The standing kept of a household is what its events make of it';

-- A closing's rows are counted as they are written: nothing looks for them by number any more.
DROP INDEX "frozen_household_scope_id_sequence_idx";
