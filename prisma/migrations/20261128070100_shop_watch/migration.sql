-- "Tell me when it is back", "tell me when this village's harvest opens": asked for, confirmed from the letter. A row goes
-- when its owner ends it, or when what it waited for has been told.
CREATE TABLE shop_watch (
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  locale TEXT NOT NULL,
  asked_at TIMESTAMPTZ(6) NOT NULL,
  confirmed_at TIMESTAMPTZ(6),
  told_listing_ids UUID[] NOT NULL DEFAULT '{}',
  CONSTRAINT shop_watch_pkey PRIMARY KEY (id),
  CONSTRAINT shop_watch_kind CHECK (kind IN ('LISTING', 'VILLAGE')),
  CONSTRAINT shop_watch_channel CHECK (channel IN ('EMAIL', 'SMS')),
  CONSTRAINT shop_watch_locale CHECK (locale IN ('zh', 'en')),
  CONSTRAINT shop_watch_told CHECK (told_listing_ids = '{}' OR confirmed_at IS NOT NULL)
);
CREATE UNIQUE INDEX shop_watch_kind_subject_channel_address_key ON shop_watch (kind, subject, channel, address);
CREATE INDEX shop_watch_channel_address_idx ON shop_watch (channel, address);
