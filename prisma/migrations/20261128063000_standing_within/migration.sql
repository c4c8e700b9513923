-- household_standing for the households of one area only: a township's list does not read the whole country's events.
CREATE FUNCTION household_standing_within(day date, first_area text, last_area text)
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE AS $$
  WITH event AS (
    SELECT e.household_id, e.attribute, row_number() OVER (PARTITION BY e.household_id ORDER BY e.type <> 'REGISTERED', e.effective_on, e.created_at, e.id) AS place,
      CASE e.type
        WHEN 'REGISTERED' THEN 'GENERAL' WHEN 'REMOVED' THEN 'GENERAL'
        WHEN 'NEWLY_IDENTIFIED' THEN 'HELPED' WHEN 'SUPPLEMENTED' THEN 'HELPED' WHEN 'RETURNED' THEN 'HELPED' WHEN 'ROLLED_BACK' THEN 'HELPED'
        WHEN 'EXITED' THEN 'EXITED'
        WHEN 'MERGED' THEN 'MERGED'
      END AS helped,
      CASE e.type
        WHEN 'MONITORED_UNSTABLE' THEN true WHEN 'MONITORED_MARGINAL' THEN true WHEN 'MONITORED_SUDDEN' THEN true
        WHEN 'RISK_CLEARED' THEN false WHEN 'REGISTERED' THEN false WHEN 'REMOVED' THEN false WHEN 'MERGED' THEN false
      END AS monitored
    FROM household_status_event e JOIN household x ON x.id = e.household_id
    WHERE e.effective_on <= day AND x.area_code BETWEEN first_area AND last_area
  ), last AS (
    SELECT event.household_id,
      (array_agg(event.helped ORDER BY place DESC) FILTER (WHERE event.helped IS NOT NULL))[1] AS helped,
      (array_agg(event.monitored ORDER BY place DESC) FILTER (WHERE event.monitored IS NOT NULL))[1] AS monitored,
      (array_agg(event.attribute ORDER BY place DESC) FILTER (WHERE event.attribute IS NOT NULL))[1] AS attribute
    FROM event GROUP BY event.household_id
  )
  SELECT h.id, CASE WHEN last.monitored THEN 'MONITORED' ELSE coalesce(last.helped, 'GENERAL') END, last.attribute
  FROM household h LEFT JOIN last ON last.household_id = h.id WHERE h.area_code BETWEEN first_area AND last_area
$$;
