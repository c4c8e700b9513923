-- The rest of the register's words, a household that splits in two, and the dead who stay dead.

ALTER TABLE household_status_event DROP CONSTRAINT household_status_event_type;
ALTER TABLE household_status_event ADD CONSTRAINT household_status_event_type CHECK (type IN (
    'REGISTERED', 'NEWLY_IDENTIFIED', 'SUPPLEMENTED', 'PRE_EXITED', 'EXITED', 'RETURNED', 'REMOVED', 'STRUCK', 'READMITTED', 'ROLLED_BACK',
    'MONITORED_UNSTABLE', 'MONITORED_MARGINAL', 'MONITORED_SUDDEN', 'RISK_CLEARED', 'MERGED', 'SPLIT', 'CANCELLED',
    'NATURAL_INCREASE', 'NATURAL_DECREASE'));

CREATE OR REPLACE FUNCTION household_standing(day date)
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE AS $$
  WITH event AS (
    SELECT e.household_id, e.attribute, row_number() OVER (PARTITION BY e.household_id ORDER BY e.type <> 'REGISTERED', e.effective_on, e.created_at, e.id) AS place,
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
    FROM household_status_event e WHERE e.effective_on <= day
  ), last AS (
    SELECT event.household_id,
      (array_agg(event.helped ORDER BY place DESC) FILTER (WHERE event.helped IS NOT NULL))[1] AS helped,
      (array_agg(event.monitored ORDER BY place DESC) FILTER (WHERE event.monitored IS NOT NULL))[1] AS monitored,
      (array_agg(event.attribute ORDER BY place DESC) FILTER (WHERE event.attribute IS NOT NULL))[1] AS attribute
    FROM event GROUP BY event.household_id
  )
  SELECT h.id, CASE WHEN last.monitored THEN 'MONITORED' ELSE coalesce(last.helped, 'GENERAL') END, last.attribute
  FROM household h LEFT JOIN last ON last.household_id = h.id
$$;

-- Who leaves in a split, by ids and relations only; and the card that came of it.
ALTER TABLE "status_case" ADD COLUMN "split_plan" JSONB;
ALTER TABLE "status_case" ADD COLUMN "new_household_id" UUID;
CREATE UNIQUE INDEX "status_case_new_household_id_key" ON "status_case"("new_household_id");
ALTER TABLE status_case ADD CONSTRAINT status_case_split CHECK (
  (type = 'SPLIT' OR split_plan IS NULL) AND (new_household_id IS NULL OR (type = 'SPLIT' AND state = 'APPROVED' AND split_plan IS NOT NULL)));

CREATE OR REPLACE VIEW invariant_merged_household_empty AS
  SELECT e.household_id, m.id AS member_id
  FROM household_status_event e JOIN household_member m ON m.household_id = e.household_id
  WHERE e.type IN ('MERGED', 'CANCELLED') AND m.left_on IS NULL;
COMMENT ON VIEW invariant_merged_household_empty IS 'Nobody is counted in a household that was merged into another or cancelled.';

CREATE VIEW invariant_split_household AS
  SELECT c.number FROM status_case c
  WHERE c.state = 'APPROVED' AND c.split_plan IS NOT NULL
    AND (c.new_household_id IS NULL OR jsonb_array_length(c.split_plan->'members') <> (
      SELECT count(*) FROM household_member m WHERE m.household_id = c.new_household_id AND m.joined_on >= c.effective_on
        AND EXISTS (SELECT FROM household_member o WHERE o.household_id = c.household_id AND o.name = m.name AND o.left_reason = '分户')));
COMMENT ON VIEW invariant_split_household IS 'Whoever left in an approved split stands on the new card, and only they.';

CREATE VIEW invariant_dead_stay_dead AS
  SELECT d.id AS member_id, m.id AS again FROM household_member d
  JOIN household_member m ON m.id_number_index = d.id_number_index AND m.joined_on >= d.left_on
  WHERE d.left_reason ~ '死亡|去世|病故|亡故|身故|过世' AND m.id <> d.id
  UNION ALL
  SELECT m.id, m.id FROM household_member m WHERE m.left_on < m.joined_on OR extract(year FROM m.left_on) < m.birth_year;
COMMENT ON VIEW invariant_dead_stay_dead IS 'Nobody joins a household after their death, and nobody left one before they were born or had joined.';
