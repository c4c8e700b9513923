-- What the followers of a village were told of, or saw when they began to follow, and when: the next season of the same goods is news again.
CREATE TABLE shop_watch_telling (
  watch_id UUID NOT NULL,
  listing_id UUID NOT NULL,
  told_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT shop_watch_telling_pkey PRIMARY KEY (watch_id, listing_id),
  CONSTRAINT shop_watch_telling_watch_id_fkey FOREIGN KEY (watch_id) REFERENCES shop_watch (id)
    ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT shop_watch_telling_listing_id_fkey FOREIGN KEY (listing_id) REFERENCES listing (id)
    ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX shop_watch_telling_listing_id_idx ON shop_watch_telling (listing_id);

-- When it was told was not kept: now, so that nobody is told this season's goods twice, nor those seen when beginning to follow.
INSERT INTO shop_watch_telling (watch_id, listing_id, told_at)
SELECT w.id, l.id, now() FROM shop_watch w JOIN listing l ON l.area_code = w.subject
WHERE w.kind = 'VILLAGE' AND w.confirmed_at IS NOT NULL
  AND (l.id = ANY (w.told_listing_ids) OR (l.status = 'PUBLISHED' AND l.published_at <= w.confirmed_at));

ALTER TABLE shop_watch DROP CONSTRAINT shop_watch_told, DROP COLUMN told_listing_ids;
