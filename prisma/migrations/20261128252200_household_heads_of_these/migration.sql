-- Only the households that were written are counted: asked of the cards alone, the view would be worked out for the whole country.
CREATE OR REPLACE FUNCTION count_household_heads(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM household WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE household h SET heads = c.heads, heads_since = c.heads_since FROM household_heads_counted c
  WHERE c.household_id = ANY (ids) AND c.household_id = h.id AND (h.heads, h.heads_since) IS DISTINCT FROM (c.heads, c.heads_since);
END $$;
