-- What of a listing's cheapest pack reaches households, kept for filtering and ordering lists only: what a page shows is worked
-- out from the lots and rules of that moment.
CREATE TABLE listing_share (
  listing_id UUID NOT NULL,
  household_fen BIGINT NOT NULL,
  share_bps INTEGER NOT NULL,
  computed_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT listing_share_pkey PRIMARY KEY (listing_id),
  CONSTRAINT listing_share_listing_id_fkey FOREIGN KEY (listing_id) REFERENCES listing (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT listing_share_within CHECK (household_fen >= 0 AND share_bps BETWEEN 0 AND 10000)
);
