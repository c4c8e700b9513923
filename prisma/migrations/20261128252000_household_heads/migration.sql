-- How many people a household has from the last day on which somebody came or left: what a county's page would count household
-- by household out of its members. Before that day the members are counted.
ALTER TABLE "household" ADD COLUMN "heads" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "household" ADD COLUMN "heads_since" DATE NOT NULL DEFAULT '1900-01-01';

CREATE VIEW household_heads_counted AS
  SELECT h.id AS household_id, (count(*) FILTER (WHERE m.id IS NOT NULL AND m.left_on IS NULL))::int AS heads,
    coalesce(max(greatest(m.joined_on, m.left_on)), '1900-01-01'::date) AS heads_since
  FROM household h LEFT JOIN household_member m ON m.household_id = h.id GROUP BY h.id;
GRANT SELECT ON household_heads_counted TO huhui_app;

UPDATE household h SET heads = c.heads, heads_since = c.heads_since FROM household_heads_counted c
WHERE c.household_id = h.id AND (h.heads, h.heads_since) IS DISTINCT FROM (c.heads, c.heads_since);

-- The cards are locked first: a member who is being written beside is counted by whoever comes second.
CREATE FUNCTION count_household_heads(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM household WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE household h SET heads = c.heads, heads_since = c.heads_since FROM household_heads_counted c
  WHERE h.id = ANY (ids) AND c.household_id = h.id AND (h.heads, h.heads_since) IS DISTINCT FROM (c.heads, c.heads_since);
END $$;
CREATE FUNCTION household_members_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_household_heads(ARRAY(SELECT DISTINCT household_id FROM written));
  RETURN NULL;
END $$;
CREATE FUNCTION household_members_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_household_heads(ARRAY(SELECT household_id FROM before UNION SELECT household_id FROM written));
  RETURN NULL;
END $$;
CREATE TRIGGER household_heads_added AFTER INSERT ON household_member REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_members_written();
CREATE TRIGGER household_heads_changed AFTER UPDATE ON household_member REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_members_rewritten();
CREATE TRIGGER household_heads_removed AFTER DELETE ON household_member REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_members_written();

CREATE VIEW invariant_household_heads AS
  SELECT h.id, h.heads, h.heads_since, c.heads AS counted, c.heads_since AS counted_since
  FROM household h JOIN household_heads_counted c ON c.household_id = h.id
  WHERE (h.heads, h.heads_since) IS DISTINCT FROM (c.heads, c.heads_since);
COMMENT ON VIEW invariant_household_heads IS '每户记着的人口就是户内登记在册的人数 · The heads kept of a household are its registered members';
