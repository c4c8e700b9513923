-- What buyers tick of a few fixed words, the good and the bad: counted above the reviews that are shown.
ALTER TABLE review ADD COLUMN tags TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD CONSTRAINT review_tags CHECK (cardinality(tags) <= 3 AND tags <@ ARRAY['FRESH', 'TASTY', 'AMPLE', 'WELL_PACKED', 'FAST',
    'AS_DESCRIBED', 'NOT_FRESH', 'SHORT', 'DAMAGED', 'SLOW', 'NOT_AS_DESCRIBED']);
