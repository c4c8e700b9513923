-- What somebody typed into a listing's form and has not saved yet. It is a person's own, raw as it was typed, and nothing of it
-- is shown to anybody else before it is saved as the listing.
CREATE TABLE listing_draft (
  id UUID NOT NULL,
  user_id UUID NOT NULL,
  listing_id UUID,
  seller_kind TEXT NOT NULL,
  seller_id UUID NOT NULL,
  product_id UUID NOT NULL,
  fields JSONB NOT NULL,
  saved_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT listing_draft_pkey PRIMARY KEY (id),
  CONSTRAINT listing_draft_listing_id_fkey FOREIGN KEY (listing_id) REFERENCES listing (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT listing_draft_small CHECK (length(fields::text) <= 60000)
);
-- One draft of a listing, and one of a new listing of each seller's product.
CREATE UNIQUE INDEX listing_draft_whose ON listing_draft (user_id, seller_kind, seller_id, product_id, listing_id) NULLS NOT DISTINCT;
CREATE INDEX listing_draft_listing_id_idx ON listing_draft (listing_id);

-- Who changed a listing last, for the colleague who meant to change it at the same time.
ALTER TABLE listing ADD COLUMN updated_by_id UUID;

-- A market price is of a day: after sixty days it is shown no more.
ALTER TABLE listing ADD COLUMN market_priced_on DATE;
UPDATE listing SET market_priced_on = (updated_at AT TIME ZONE 'Asia/Shanghai')::date WHERE market_price_fen IS NOT NULL;
ALTER TABLE listing ADD CONSTRAINT listing_market_price_dated CHECK ((market_price_fen IS NULL) = (market_priced_on IS NULL));

-- A geographical indication or an organic certificate may be held by an association, not by the seller.
ALTER TABLE quality_document ADD COLUMN holder_name TEXT;
