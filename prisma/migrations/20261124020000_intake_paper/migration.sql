-- What a delivery says beyond its weight: the paper slip's number, why an unusual weight is right, the conformity
-- certificate that came with it, and the hash of everything the clerk entered (the same form twice is the same slip).

ALTER TABLE "intake"
  ADD COLUMN "input_hash" TEXT,
  ADD COLUMN "paper_number" TEXT,
  ADD COLUMN "unusual_reason" TEXT,
  ADD COLUMN "conformity" TEXT;

ALTER TABLE intake
  ADD CONSTRAINT intake_input_hash CHECK (input_hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT intake_paper_number CHECK (length(btrim(paper_number)) BETWEEN 1 AND 40),
  ADD CONSTRAINT intake_conformity CHECK (conformity IN ('RECEIVED', 'ON_THE_SPOT', 'NOT_IN_SCOPE'));

CREATE INDEX "intake_cooperative_id_paper_number_idx" ON "intake" ("cooperative_id", "paper_number");

ALTER TABLE "quality_document" ADD COLUMN "kept_until" DATE;

CREATE VIEW invariant_paper_slip AS
SELECT i.cooperative_id, i.paper_number, count(*) AS slips
FROM intake i
WHERE i.paper_number IS NOT NULL AND i.reverses_id IS NULL AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id)
GROUP BY 1, 2 HAVING count(*) > 1;
COMMENT ON VIEW invariant_paper_slip IS 'One paper slip of a cooperative is one delivery: taken back ones do not count.';
