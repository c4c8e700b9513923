-- How the goods are kept and eaten, in the seller's own words; empty where nothing was written.
ALTER TABLE listing
  ADD COLUMN keeping TEXT NOT NULL DEFAULT '',
  ADD COLUMN keeping_en TEXT NOT NULL DEFAULT '',
  ADD COLUMN eating TEXT NOT NULL DEFAULT '',
  ADD COLUMN eating_en TEXT NOT NULL DEFAULT '',
  ADD CONSTRAINT listing_keeping CHECK (length(keeping) <= 200 AND length(eating) <= 200
    AND length(keeping_en) <= 400 AND length(eating_en) <= 400);
