-- What a shopper keeps for later, and what its cheapest pack cost then. It goes with the account.
CREATE TABLE favourite (
  user_id UUID NOT NULL,
  listing_id UUID NOT NULL,
  kept_at TIMESTAMPTZ(6) NOT NULL,
  price_fen BIGINT,
  CONSTRAINT favourite_pkey PRIMARY KEY (user_id, listing_id),
  CONSTRAINT favourite_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT favourite_listing_id_fkey FOREIGN KEY (listing_id) REFERENCES listing (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX favourite_listing_id_idx ON favourite (listing_id);

CREATE OR REPLACE VIEW invariant_closed_account_is_empty AS
SELECT u.id AS user_id FROM app_user u
WHERE u.closed_at IS NOT NULL AND (
  EXISTS (SELECT FROM user_contact c WHERE c.user_id = u.id)
  OR EXISTS (SELECT FROM saved_address a WHERE a.user_id = u.id)
  OR EXISTS (SELECT FROM session s WHERE s.user_id = u.id)
  OR EXISTS (SELECT FROM favourite f WHERE f.user_id = u.id)
  OR EXISTS (SELECT FROM cart WHERE cart.user_id = u.id));
COMMENT ON VIEW invariant_closed_account_is_empty IS '注销的账号不留联系方式、地址、登录、收藏和购物车 · A closed account keeps no contact, address, session, favourite or cart';
