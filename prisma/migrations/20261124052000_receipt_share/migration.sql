-- An order's receipt that its buyer made public: by a word of its own that opens nothing else, until it is taken back.
CREATE TABLE receipt_share (
  order_id UUID NOT NULL,
  token TEXT NOT NULL,
  created_at TIMESTAMPTZ(6) NOT NULL,
  poster_household_fen BIGINT,
  poster_drawn_at TIMESTAMPTZ(6),
  CONSTRAINT receipt_share_pkey PRIMARY KEY (order_id),
  CONSTRAINT receipt_share_order_id_fkey FOREIGN KEY (order_id) REFERENCES customer_order (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT receipt_share_token CHECK (token ~ '^[A-Za-z0-9_-]{22}$'),
  CONSTRAINT receipt_share_poster CHECK ((poster_household_fen IS NULL) = (poster_drawn_at IS NULL))
);
CREATE UNIQUE INDEX receipt_share_token_key ON receipt_share (token);
