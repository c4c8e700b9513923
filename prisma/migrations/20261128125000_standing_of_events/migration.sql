-- What an event does to the standing of a household is said once: households of an area did not know the register's later words
-- (struck, readmitted, cancelled), so that a cancelled household still stood in lists of its village.
CREATE VIEW household_event_effect AS
  SELECT e.household_id, e.effective_on, e.attribute, e.type <> 'REGISTERED' AS later, e.created_at, e.id,
    CASE e.type
      WHEN 'REGISTERED' THEN 'GENERAL' WHEN 'REMOVED' THEN 'GENERAL' WHEN 'STRUCK' THEN 'GENERAL'
      WHEN 'NEWLY_IDENTIFIED' THEN 'HELPED' WHEN 'SUPPLEMENTED' THEN 'HELPED' WHEN 'RETURNED' THEN 'HELPED' WHEN 'ROLLED_BACK' THEN 'HELPED'
      WHEN 'READMITTED' THEN 'HELPED'
      WHEN 'EXITED' THEN 'EXITED'
      WHEN 'MERGED' THEN 'MERGED'
      WHEN 'CANCELLED' THEN 'CANCELLED'
    END AS helped,
    CASE e.type
      WHEN 'MONITORED_UNSTABLE' THEN true WHEN 'MONITORED_MARGINAL' THEN true WHEN 'MONITORED_SUDDEN' THEN true
      WHEN 'RISK_CLEARED' THEN false WHEN 'REGISTERED' THEN false WHEN 'REMOVED' THEN false WHEN 'STRUCK' THEN false
      WHEN 'MERGED' THEN false WHEN 'CANCELLED' THEN false
    END AS monitored
  FROM household_status_event e;

CREATE OR REPLACE FUNCTION household_standing_within(day date, first_area text, last_area text)
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE AS $$
  SELECT h.id, CASE WHEN last.monitored THEN 'MONITORED' ELSE coalesce(last.helped, 'GENERAL') END, last.attribute
  FROM household h LEFT JOIN (
    SELECT e.household_id,
      (array_agg(e.helped ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.helped IS NOT NULL))[1] AS helped,
      (array_agg(e.monitored ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.monitored IS NOT NULL))[1] AS monitored,
      (array_agg(e.attribute ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.attribute IS NOT NULL))[1] AS attribute
    FROM household_event_effect e JOIN household x ON x.id = e.household_id
    WHERE e.effective_on <= day AND x.area_code BETWEEN first_area AND last_area
    GROUP BY e.household_id) last ON last.household_id = h.id
  WHERE h.area_code BETWEEN first_area AND last_area
$$;

CREATE OR REPLACE FUNCTION household_standing(day date)
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE AS $$
  SELECT * FROM household_standing_within(day, '000000000000', '999999999999')
$$;

-- The same for some households.
CREATE FUNCTION household_standing_among(day date, households uuid[])
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE AS $$
  SELECT asked.id, CASE WHEN last.monitored THEN 'MONITORED' ELSE coalesce(last.helped, 'GENERAL') END, last.attribute
  FROM unnest(households) AS asked(id) LEFT JOIN (
    SELECT e.household_id,
      (array_agg(e.helped ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.helped IS NOT NULL))[1] AS helped,
      (array_agg(e.monitored ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.monitored IS NOT NULL))[1] AS monitored,
      (array_agg(e.attribute ORDER BY e.later DESC, e.effective_on DESC, e.created_at DESC, e.id DESC) FILTER (WHERE e.attribute IS NOT NULL))[1] AS attribute
    FROM household_event_effect e
    WHERE e.effective_on <= day AND e.household_id = ANY (households)
    GROUP BY e.household_id) last ON last.household_id = asked.id
$$;
