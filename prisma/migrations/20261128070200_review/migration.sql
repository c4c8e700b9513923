-- What buyers say of what they received: one of a line that arrived, shown once somebody of the platform has read it.
CREATE TABLE review (
  id UUID NOT NULL,
  order_line_id UUID NOT NULL,
  listing_id UUID NOT NULL,
  seller_kind TEXT NOT NULL,
  seller_id UUID NOT NULL,
  service_point_id UUID,
  author_name TEXT NOT NULL,
  locale TEXT NOT NULL,
  stars INTEGER NOT NULL,
  words TEXT NOT NULL,
  state TEXT NOT NULL,
  written_at TIMESTAMPTZ(6) NOT NULL,
  decided_by_id UUID,
  decided_at TIMESTAMPTZ(6),
  refusal TEXT,
  answer TEXT,
  answered_by_id UUID,
  answered_at TIMESTAMPTZ(6),
  CONSTRAINT review_pkey PRIMARY KEY (id),
  CONSTRAINT review_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_line (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT review_listing_id_fkey FOREIGN KEY (listing_id) REFERENCES listing (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT review_stars CHECK (stars BETWEEN 1 AND 5),
  CONSTRAINT review_locale CHECK (locale IN ('zh', 'en')),
  CONSTRAINT review_words CHECK (length(words) BETWEEN 1 AND 1000),
  CONSTRAINT review_state CHECK (state IN ('PENDING', 'SHOWN', 'REFUSED')),
  CONSTRAINT review_decided CHECK ((state = 'PENDING') = (decided_at IS NULL) AND (state = 'REFUSED') = (refusal IS NOT NULL)),
  CONSTRAINT review_answered CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL OR length(answer) BETWEEN 1 AND 500))
);
CREATE UNIQUE INDEX review_order_line_id_key ON review (order_line_id);
CREATE INDEX review_listing_id_state_idx ON review (listing_id, state);
CREATE INDEX review_state_written_at_idx ON review (state, written_at);
CREATE INDEX review_seller_kind_seller_id_idx ON review (seller_kind, seller_id);

CREATE TABLE review_photo (
  review_id UUID NOT NULL,
  position INTEGER NOT NULL,
  media_id UUID NOT NULL,
  CONSTRAINT review_photo_pkey PRIMARY KEY (review_id, position),
  CONSTRAINT review_photo_review_id_fkey FOREIGN KEY (review_id) REFERENCES review (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT review_photo_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX review_photo_media_id_key ON review_photo (media_id);

ALTER TABLE media DROP CONSTRAINT media_kind, DROP CONSTRAINT media_public;
ALTER TABLE media
  ADD CONSTRAINT media_kind CHECK (kind IN ('LISTING_PHOTO', 'SLIP', 'CERTIFICATE', 'CLAIM', 'ILLUSTRATION', 'LOSS', 'REVIEW')),
  ADD CONSTRAINT media_public CHECK (NOT public OR kind IN ('LISTING_PHOTO', 'ILLUSTRATION', 'CERTIFICATE', 'REVIEW'));

-- The product page shows them: a decision or an answer makes its kept copies old.
CREATE TRIGGER review_changes_the_shop AFTER INSERT OR UPDATE OR DELETE ON review
  FOR EACH STATEMENT EXECUTE FUNCTION note_shop_change();

CREATE VIEW invariant_review_of_what_arrived AS
SELECT r.id AS review_id FROM review r JOIN order_line l ON l.id = r.order_line_id JOIN shipment s ON s.id = l.shipment_id
WHERE l.kind <> 'GOODS' OR l.listing_id IS DISTINCT FROM r.listing_id OR s.state <> 'DELIVERED'
  OR s.seller_kind <> r.seller_kind OR s.seller_id <> r.seller_id;
COMMENT ON VIEW invariant_review_of_what_arrived IS '评价只来自已收到的商品，卖家一致 · A review is of goods that arrived, from the seller they came from';

CREATE VIEW invariant_review_photo_waits AS
SELECT m.id AS media_id FROM media m LEFT JOIN review_photo p ON p.media_id = m.id LEFT JOIN review r ON r.id = p.review_id
WHERE m.kind = 'REVIEW' AND m.public AND r.state IS DISTINCT FROM 'SHOWN';
COMMENT ON VIEW invariant_review_photo_waits IS '评价照片审核通过后才公开 · A review''s photo is public only while the review is shown';
GRANT SELECT ON invariant_review_of_what_arrived, invariant_review_photo_waits TO huhui_app;
