-- A village that goes into another takes its households along; what was closed of them stays closed under the old code. So a
-- household belongs to a closed month of an area when it was frozen in it, wherever it lies now.
CREATE OR REPLACE VIEW invariant_closed_period AS
SELECT DISTINCT j.id AS journal_id, j.period, c.scope_kind, c.scope_id, c.closed_at, j.recorded_at
FROM period_close c
JOIN journal j ON j.period = c.period AND j.recorded_at > c.closed_at
JOIN posting p ON p.journal_id = j.id
LEFT JOIN household h ON p.household_id = h.id
LEFT JOIN household_snapshot s ON s.close_id = c.id AND s.household_id = p.household_id
LEFT JOIN area a ON a.successor_code = h.area_code
WHERE c.state = 'CLOSED'
  AND ((c.scope_kind = 'COOPERATIVE' AND p.cooperative_id::text = c.scope_id)
    OR (c.scope_kind = 'AREA' AND (s.household_id IS NOT NULL OR (a.code IS NULL AND h.area_code LIKE c.scope_id || '%'))));

CREATE VIEW invariant_village_moved AS
SELECT h.id, h.area_code FROM household h JOIN area a ON a.code = h.area_code WHERE a.valid_to IS NOT NULL AND a.successor_code IS NOT NULL;
COMMENT ON VIEW invariant_village_moved IS 'No household is left behind in a village that went into another.';
