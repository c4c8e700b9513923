-- A manager's own way of looking at the list of goods: a name for a filter. It holds the filter, not what it finds, so it
-- shows only what its owner may see at that moment.
CREATE TABLE listing_view (
  id UUID NOT NULL,
  user_id UUID NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT listing_view_pkey PRIMARY KEY (id),
  CONSTRAINT listing_view_named CHECK (length(btrim(name)) BETWEEN 1 AND 20)
);
CREATE UNIQUE INDEX listing_view_user_id_name_key ON listing_view (user_id, name);
