-- What a village did with the part of sales that was paid out to it: written down by one person, approved by another, shown to
-- everybody. What was approved stays; a correction is an entry of its own that names what it corrects.
CREATE TABLE village_fund_use (
  id UUID NOT NULL,
  area_code TEXT NOT NULL,
  used_on DATE NOT NULL,
  decided_on DATE NOT NULL,
  amount_fen BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  evidence TEXT NOT NULL,
  media_id UUID NOT NULL,
  corrects_id UUID,
  state TEXT NOT NULL,
  recorded_by_id UUID NOT NULL,
  recorded_at TIMESTAMPTZ(6) NOT NULL,
  approved_by_id UUID,
  approved_at TIMESTAMPTZ(6),
  refused_by_id UUID,
  refused_at TIMESTAMPTZ(6),
  refusal TEXT,
  CONSTRAINT village_fund_use_pkey PRIMARY KEY (id),
  CONSTRAINT village_fund_use_area_code_fkey FOREIGN KEY (area_code) REFERENCES area (code) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT village_fund_use_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT village_fund_use_corrects_id_fkey FOREIGN KEY (corrects_id) REFERENCES village_fund_use (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT village_fund_use_village CHECK (area_code ~ '^[0-9]{12}$'),
  CONSTRAINT village_fund_use_days CHECK (decided_on <= used_on),
  CONSTRAINT village_fund_use_amount CHECK (amount_fen > 0 OR corrects_id IS NOT NULL),
  CONSTRAINT village_fund_use_words CHECK (btrim(purpose) <> '' AND btrim(evidence) <> ''),
  CONSTRAINT village_fund_use_state CHECK (state IN ('WAITING', 'APPROVED', 'REFUSED')),
  CONSTRAINT village_fund_use_approved CHECK ((state = 'APPROVED') = (approved_at IS NOT NULL) AND (approved_at IS NULL) = (approved_by_id IS NULL)),
  CONSTRAINT village_fund_use_refused CHECK ((state = 'REFUSED') = (refused_at IS NOT NULL) AND (refused_at IS NULL) = (refused_by_id IS NULL)
    AND (refused_at IS NULL) = (refusal IS NULL)),
  CONSTRAINT village_fund_use_two_people CHECK (recorded_by_id IS DISTINCT FROM approved_by_id AND recorded_by_id IS DISTINCT FROM refused_by_id)
);
CREATE UNIQUE INDEX village_fund_use_media_id_key ON village_fund_use (media_id);
CREATE INDEX village_fund_use_area_code_state_idx ON village_fund_use (area_code, state);
CREATE INDEX village_fund_use_corrects_id_idx ON village_fund_use (corrects_id);

REVOKE UPDATE, DELETE, TRUNCATE ON village_fund_use FROM huhui_app;
GRANT UPDATE (state, approved_by_id, approved_at, refused_by_id, refused_at, refusal) ON village_fund_use TO huhui_app;

CREATE FUNCTION village_fund_use_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'WAITING' OR
     (to_jsonb(OLD) - ARRAY['state', 'approved_by_id', 'approved_at', 'refused_by_id', 'refused_at', 'refusal'])
     IS DISTINCT FROM
     (to_jsonb(NEW) - ARRAY['state', 'approved_by_id', 'approved_at', 'refused_by_id', 'refused_at', 'refusal']) THEN
    RAISE EXCEPTION 'a use of a village fund stays as it was recorded: a correction is a new entry that names it'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER village_fund_use_kept BEFORE UPDATE OR DELETE ON village_fund_use
  FOR EACH ROW EXECUTE FUNCTION village_fund_use_is_decided_once();
CREATE TRIGGER village_fund_use_changes_the_shop AFTER INSERT OR UPDATE OR DELETE ON village_fund_use
  FOR EACH STATEMENT EXECUTE FUNCTION note_shop_change();

CREATE VIEW invariant_village_fund_within_paid_out AS
SELECT used.area_code, used.fen AS used_fen, paid.fen AS paid_fen
FROM (SELECT area_code, sum(amount_fen) AS fen FROM village_fund_use WHERE state = 'APPROVED' GROUP BY area_code) used
CROSS JOIN LATERAL (
  SELECT coalesce(sum(fen), 0) AS fen FROM (
    SELECT p.amount_fen AS fen FROM posting p
    WHERE p.source = 'village:' || used.area_code || ':payable' AND p.source LIKE '%:payable' AND p.destination LIKE 'bank:%'
    UNION ALL
    SELECT -p.amount_fen FROM posting p
    WHERE p.destination = 'village:' || used.area_code || ':payable' AND p.destination LIKE '%:payable' AND p.source LIKE 'bank:%'
  ) moved) paid
WHERE used.fen > paid.fen;
COMMENT ON VIEW invariant_village_fund_within_paid_out IS
  '村集体资金的用款不超过已付给村里的钱 · What a village used of its fund is at most what was paid out to it';

CREATE VIEW invariant_village_fund_corrections AS
SELECT c.id AS use_id, c.corrects_id, 'names no approved entry of its village' AS what
FROM village_fund_use c JOIN village_fund_use o ON o.id = c.corrects_id
WHERE o.area_code <> c.area_code OR o.corrects_id IS NOT NULL OR o.state <> 'APPROVED'
UNION ALL
SELECT o.id, NULL, 'less than nothing is left of it'
FROM village_fund_use o JOIN village_fund_use c ON c.corrects_id = o.id AND c.state = 'APPROVED'
GROUP BY o.id, o.amount_fen HAVING o.amount_fen + sum(c.amount_fen) < 0;
COMMENT ON VIEW invariant_village_fund_corrections IS
  '更正只针对本村已核定的一条，更正后不为负 · A correction names an approved use of the same village and leaves no less than nothing of it';
GRANT SELECT ON invariant_village_fund_within_paid_out, invariant_village_fund_corrections TO huhui_app;
