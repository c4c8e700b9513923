-- What a closed month froze of each household was a row a household and month, most of them word for word the row before. From now
-- on a row is written only where a household differs from what its area froze last. Its money needs no copy: the ledger is never
-- changed, and a digest over all households of a village shows that it was not.

-- One closing of an area: which of its closings in turn, and what day the households stood on.
CREATE TABLE "area_snapshot" (
    "close_id" UUID NOT NULL,
    "scope_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "taken_at" TIMESTAMPTZ(6),
    CONSTRAINT "area_snapshot_pkey" PRIMARY KEY ("close_id")
);
CREATE UNIQUE INDEX "area_snapshot_scope_id_sequence_key" ON "area_snapshot"("scope_id", "sequence");
-- How a household stands from this closing of its area on, until a later closing writes another row; not present = no longer in it.
CREATE TABLE "frozen_household" (
    "scope_id" TEXT NOT NULL,
    "household_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "present" BOOLEAN NOT NULL,
    "area_code" TEXT NOT NULL,
    "heads" INTEGER NOT NULL,
    "standing" TEXT NOT NULL,
    "attribute" TEXT,
    CONSTRAINT "frozen_household_pkey" PRIMARY KEY ("scope_id", "household_id", "sequence")
);
CREATE INDEX "frozen_household_scope_id_sequence_idx" ON "frozen_household"("scope_id", "sequence");
-- Money of the month by village, and the digest of it household by household.
CREATE TABLE "frozen_money" (
    "close_id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "accrued_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL,
    "attributed_fen" BIGINT NOT NULL,
    "declared_fen" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    CONSTRAINT "frozen_money_pkey" PRIMARY KEY ("close_id", "area_code")
);
-- The frozen households counted: what the next closing counts on from.
CREATE TABLE "frozen_count" (
    "close_id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "standing" TEXT NOT NULL,
    "households" INTEGER NOT NULL,
    "heads" INTEGER NOT NULL,
    CONSTRAINT "frozen_count_pkey" PRIMARY KEY ("close_id", "area_code", "standing")
);
ALTER TABLE "area_snapshot" ADD CONSTRAINT "area_snapshot_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "period_close"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "frozen_money" ADD CONSTRAINT "frozen_money_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "area_snapshot"("close_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "frozen_count" ADD CONSTRAINT "frozen_count_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "area_snapshot"("close_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE area_snapshot ADD CONSTRAINT area_snapshot_sequence CHECK (sequence > 0);
ALTER TABLE frozen_count ADD CONSTRAINT frozen_count_some CHECK (households > 0 AND heads >= 0);

-- What was frozen before, in the new form. What changed on a card since then was noted nowhere, so the next closing looks at all
-- households once: taken_at is not known.
INSERT INTO area_snapshot (close_id, scope_id, sequence, day)
SELECT c.id, c.scope_id, row_number() OVER (PARTITION BY c.scope_id ORDER BY c.closed_at, c.period),
  ((c.period || '-01')::date + interval '1 month - 1 day')::date
FROM period_close c WHERE c.scope_kind = 'AREA' AND c.state = 'CLOSED';

INSERT INTO frozen_household (scope_id, household_id, sequence, present, area_code, heads, standing, attribute)
SELECT scope_id, household_id, sequence, present, coalesce(area_code, area_before), coalesce(heads, 0), coalesce(standing, ''), attribute
FROM (
  SELECT k.scope_id, k.household_id, a.sequence, s.household_id IS NOT NULL AS present, s.area_code, s.heads, s.standing, s.attribute,
    lag(s.area_code) OVER w AS area_before, lag(s.household_id IS NOT NULL, 1, false) OVER w AS present_before,
    lag(s.heads) OVER w AS heads_before, lag(s.standing) OVER w AS standing_before, lag(s.attribute) OVER w AS attribute_before
  FROM (SELECT DISTINCT a.scope_id, s.household_id FROM household_snapshot s JOIN area_snapshot a ON a.close_id = s.close_id) k
  JOIN area_snapshot a ON a.scope_id = k.scope_id
  LEFT JOIN household_snapshot s ON s.close_id = a.close_id AND s.household_id = k.household_id
  WINDOW w AS (PARTITION BY k.scope_id, k.household_id ORDER BY a.sequence)) f
WHERE (present, area_code, heads, standing, attribute)
  IS DISTINCT FROM (present_before, CASE WHEN present_before THEN area_before END, heads_before, standing_before, attribute_before);

-- One household's money in a closed month, as the digest of its village reads it.
CREATE FUNCTION money_of_household(household uuid, accrued bigint, paid bigint, attributed bigint, declared bigint) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$ SELECT uuid_send(household) || int8send(accrued) || int8send(paid) || int8send(attributed) || int8send(declared) $$;

INSERT INTO frozen_money (close_id, area_code, accrued_fen, paid_fen, attributed_fen, declared_fen, digest)
SELECT close_id, area_code, sum(accrued_fen), sum(paid_fen), sum(attributed_fen), sum(declared_fen),
  encode(sha256(string_agg(money_of_household(household_id, accrued_fen, paid_fen, attributed_fen, declared_fen), ''::bytea ORDER BY household_id)), 'hex')
FROM household_snapshot WHERE (accrued_fen, paid_fen, attributed_fen, declared_fen) <> (0, 0, 0, 0) GROUP BY 1, 2;

INSERT INTO frozen_count (close_id, area_code, standing, households, heads)
SELECT close_id, area_code, standing, count(*), sum(heads) FROM household_snapshot GROUP BY 1, 2, 3;

DROP VIEW invariant_closed_area_unchanged;
DROP VIEW invariant_closed_period;
DROP TABLE household_snapshot;

-- The households of a closing as they were frozen: of each the last row up to it.
CREATE VIEW household_snapshot AS
  SELECT s.close_id, f.household_id, f.area_code, f.heads, f.standing, f.attribute
  FROM area_snapshot s CROSS JOIN LATERAL (
    SELECT DISTINCT ON (z.household_id) z.* FROM frozen_household z
    WHERE z.scope_id = s.scope_id AND z.sequence <= s.sequence ORDER BY z.household_id, z.sequence DESC) f
  WHERE f.present;

REVOKE UPDATE, DELETE, TRUNCATE ON area_snapshot, frozen_household, frozen_money, frozen_count FROM huhui_app;
CREATE TRIGGER area_snapshot_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON area_snapshot FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER frozen_household_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_household FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER frozen_money_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_money FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER frozen_count_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_count FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- ── Which cards changed ────────────────────────────────────────────────────────────────────────────────────────────
-- A closing looks only at households of which something changed since the last one. Each statement that changes members, events or
-- the place of households notes it here, as rows that nobody waits for.
CREATE TABLE "household_change" (
    "id" BIGSERIAL NOT NULL,
    "household_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    CONSTRAINT "household_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "household_change_changed_at_idx" ON "household_change"("changed_at");
REVOKE UPDATE, DELETE, TRUNCATE ON household_change FROM huhui_app;

CREATE FUNCTION household_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO household_change (household_id) SELECT DISTINCT household_id FROM written;
  RETURN NULL;
END $$;
CREATE FUNCTION household_card_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO household_change (household_id) SELECT id FROM written;
  RETURN NULL;
END $$;
CREATE FUNCTION household_card_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO household_change (household_id)
  SELECT n.id FROM written n JOIN before o ON o.id = n.id WHERE (n.area_code, n.registered_on) IS DISTINCT FROM (o.area_code, o.registered_on);
  RETURN NULL;
END $$;
CREATE TRIGGER household_member_added AFTER INSERT ON household_member REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_written();
CREATE TRIGGER household_member_changed AFTER UPDATE ON household_member REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_written();
CREATE TRIGGER household_member_removed AFTER DELETE ON household_member REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_written();
CREATE TRIGGER household_status_event_added AFTER INSERT ON household_status_event REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_written();
CREATE TRIGGER household_added AFTER INSERT ON household REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_card_written();
CREATE TRIGGER household_moved AFTER UPDATE ON household REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION household_card_moved();

-- And of which something came to hold on a day in between.
CREATE INDEX "household_member_joined_on_idx" ON "household_member"("joined_on");
CREATE INDEX "household_member_left_on_idx" ON "household_member"("left_on");
CREATE INDEX "household_status_event_effective_on_idx" ON "household_status_event"("effective_on");
CREATE INDEX "household_registered_on_idx" ON "household"("registered_on");

-- ── What must always hold ──────────────────────────────────────────────────────────────────────────────────────────
CREATE VIEW invariant_closed_area_unchanged AS
  WITH closed AS (
    SELECT s.close_id, s.scope_id, s.sequence, c.period FROM area_snapshot s JOIN period_close c ON c.id = s.close_id
  ), ledger AS (
    SELECT m.household_id, m.period,
      coalesce(sum(m.accrued_fen) FILTER (WHERE m.income_class <> 'EXCLUDED'), 0)::bigint AS accrued_fen,
      coalesce(sum(m.paid_fen) FILTER (WHERE m.income_class <> 'EXCLUDED'), 0)::bigint AS paid_fen,
      coalesce(sum(m.attributed_fen), 0)::bigint AS attributed_fen, 0::bigint AS declared_fen
    FROM household_month_summed m WHERE m.period IN (SELECT period FROM closed) GROUP BY 1, 2
    UNION ALL
    SELECT d.household_id, d.period, 0, 0, 0, sum(d.gross_fen - d.cost_fen)::bigint
    FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k
    WHERE d.state = 'APPROVED' AND k.income_class <> 'EXCLUDED' AND d.period IN (SELECT period FROM closed) GROUP BY 1, 2
  ), today AS (
    SELECT household_id, period, sum(accrued_fen)::bigint AS accrued_fen, sum(paid_fen)::bigint AS paid_fen,
      sum(attributed_fen)::bigint AS attributed_fen, sum(declared_fen)::bigint AS declared_fen
    FROM ledger GROUP BY 1, 2
  ), expected AS (
    SELECT closed.close_id, f.area_code, sum(t.accrued_fen) AS accrued_fen, sum(t.paid_fen) AS paid_fen, sum(t.attributed_fen) AS attributed_fen,
      sum(t.declared_fen) AS declared_fen,
      encode(sha256(string_agg(money_of_household(t.household_id, t.accrued_fen, t.paid_fen, t.attributed_fen, t.declared_fen), ''::bytea ORDER BY t.household_id)), 'hex') AS digest
    FROM today t JOIN closed ON closed.period = t.period
    CROSS JOIN LATERAL (
      SELECT f.present, f.area_code FROM frozen_household f
      WHERE f.scope_id = closed.scope_id AND f.household_id = t.household_id AND f.sequence <= closed.sequence ORDER BY f.sequence DESC LIMIT 1) f
    WHERE f.present AND (t.accrued_fen, t.paid_fen, t.attributed_fen, t.declared_fen) <> (0, 0, 0, 0) GROUP BY 1, 2
  )
  SELECT coalesce(e.close_id, m.close_id) AS close_id, coalesce(e.area_code, m.area_code) AS area_code
  FROM expected e FULL JOIN frozen_money m ON m.close_id = e.close_id AND m.area_code = e.area_code
  WHERE (e.accrued_fen, e.paid_fen, e.attributed_fen, e.declared_fen, e.digest)
    IS DISTINCT FROM (m.accrued_fen, m.paid_fen, m.attributed_fen, m.declared_fen, m.digest);
COMMENT ON VIEW invariant_closed_area_unchanged IS 'What was reported of a closed month is what the ledger says of it today, household by household.';

CREATE VIEW invariant_frozen_households_counted AS
  WITH counted AS (SELECT close_id, area_code, standing, count(*) AS households, sum(heads) AS heads FROM household_snapshot GROUP BY 1, 2, 3)
  SELECT coalesce(n.close_id, k.close_id) AS close_id, coalesce(n.area_code, k.area_code) AS area_code, coalesce(n.standing, k.standing) AS standing
  FROM counted n FULL JOIN frozen_count k ON (k.close_id, k.area_code, k.standing) = (n.close_id, n.area_code, n.standing)
  WHERE (n.households, n.heads) IS DISTINCT FROM (k.households, k.heads);
COMMENT ON VIEW invariant_frozen_households_counted IS 'The households and people of a closed month are those that were frozen in it, one by one.';

CREATE VIEW invariant_closed_area_frozen AS
  SELECT c.id, c.scope_id, c.period FROM period_close c LEFT JOIN area_snapshot s ON s.close_id = c.id
  WHERE c.scope_kind = 'AREA' AND (c.state = 'CLOSED') <> (s.close_id IS NOT NULL)
  UNION ALL
  SELECT s.close_id, s.scope_id, NULL FROM area_snapshot s JOIN period_close c ON c.id = s.close_id WHERE c.scope_id <> s.scope_id;
COMMENT ON VIEW invariant_closed_area_frozen IS 'Every closed month of an area was frozen, and no other.';

CREATE VIEW invariant_closed_period AS
SELECT DISTINCT j.id AS journal_id, j.period, c.scope_kind, c.scope_id, c.closed_at, j.recorded_at
FROM period_close c
JOIN journal j ON j.period = c.period AND j.recorded_at > c.closed_at
JOIN posting p ON p.journal_id = j.id
LEFT JOIN household h ON p.household_id = h.id
LEFT JOIN area_snapshot z ON z.close_id = c.id
LEFT JOIN LATERAL (
  SELECT f.present FROM frozen_household f WHERE f.scope_id = z.scope_id AND f.household_id = p.household_id AND f.sequence <= z.sequence
  ORDER BY f.sequence DESC LIMIT 1) s ON true
LEFT JOIN area a ON a.successor_code = h.area_code
WHERE c.state = 'CLOSED'
  AND ((c.scope_kind = 'COOPERATIVE' AND p.cooperative_id::text = c.scope_id)
    OR (c.scope_kind = 'AREA' AND (s.present OR (a.code IS NULL AND h.area_code LIKE c.scope_id || '%'))));
COMMENT ON VIEW invariant_closed_period IS 'Nothing was booked into a month after it was closed.';
