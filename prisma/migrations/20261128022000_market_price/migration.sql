-- What a market asked for a product on a day, noted by the operator with its source. A listing may note its own; that one is told
-- first. A price of a day is never changed: a correction is noted anew, and the last note of a day counts.
CREATE TABLE market_price (
  id UUID NOT NULL,
  product_id UUID NOT NULL,
  price_fen BIGINT NOT NULL,
  source TEXT NOT NULL,
  priced_on DATE NOT NULL,
  noted_by_id UUID,
  noted_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT market_price_pkey PRIMARY KEY (id),
  CONSTRAINT market_price_product_id_fkey FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT market_price_positive CHECK (price_fen > 0),
  CONSTRAINT market_price_sourced CHECK (length(btrim(source)) > 0)
);
CREATE INDEX market_price_product_id_priced_on_idx ON market_price (product_id, priced_on);
REVOKE UPDATE, DELETE, TRUNCATE ON market_price FROM huhui_app;
CREATE TRIGGER market_price_changes_the_shop AFTER INSERT OR UPDATE OR DELETE ON market_price
  FOR EACH STATEMENT EXECUTE FUNCTION note_shop_change();
