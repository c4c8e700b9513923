-- A journal is one statement. Which months are closed for its parties must be looked at after the lock is had that closing a
-- month waits for: within a function that may change things, each statement sees what is committed when its turn comes.
CREATE FUNCTION months_closed_for(since text, cooperatives text[], households uuid[])
RETURNS SETOF text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF cardinality(cooperatives) + cardinality(households) = 0 THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock_shared(7042, 0);
  RETURN QUERY
    SELECT DISTINCT c.period FROM period_close c
    WHERE c.state = 'CLOSED' AND c.period >= since
      AND ((c.scope_kind = 'COOPERATIVE' AND c.scope_id = ANY (cooperatives))
        OR (c.scope_kind = 'AREA' AND EXISTS (
          SELECT FROM household h WHERE h.id = ANY (households) AND h.area_code LIKE c.scope_id || '%')));
END $$;
