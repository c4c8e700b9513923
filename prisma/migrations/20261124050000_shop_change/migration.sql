-- Which committed transactions changed what the shop's public pages show of goods, prices and stock: one row each. The
-- set of rows that a reader sees is the stamp of what those pages show. Rows are only inserted, never updated: a counter
-- in one row would make every sale wait for every other, and a sequence moves before the change it stands for is seen.
CREATE TABLE shop_change (
  transaction_id BIGINT NOT NULL,
  changed_at TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
  CONSTRAINT shop_change_pkey PRIMARY KEY (transaction_id)
);
CREATE INDEX shop_change_changed_at_idx ON shop_change (changed_at);

CREATE FUNCTION note_shop_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO shop_change (transaction_id) VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['listing', 'variant', 'listing_photo', 'listing_lot', 'lot', 'freight_template',
    'freight_zone', 'split_rule', 'fee_schedule', 'cooperative', 'quality_document', 'product', 'category']
  LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION note_shop_change()', name || '_changes_the_shop', name);
  END LOOP;
END $$;
