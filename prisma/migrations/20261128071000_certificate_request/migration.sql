-- A certificate that a seller shows, new or renewed: its mark stands on the goods once the platform has looked at its photo.
CREATE TABLE "certificate_request" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "holder_kind" TEXT NOT NULL,
    "holder_id" UUID NOT NULL,
    "holder_name" TEXT,
    "product_id" UUID,
    "issued_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "media_id" UUID NOT NULL,
    "submitted_by_id" UUID NOT NULL,
    "submitted_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "refusal" TEXT,
    "document_id" UUID,
    CONSTRAINT "certificate_request_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "certificate_request_media_id_key" ON "certificate_request"("media_id");
CREATE UNIQUE INDEX "certificate_request_document_id_key" ON "certificate_request"("document_id");
CREATE INDEX "certificate_request_holder_kind_holder_id_idx" ON "certificate_request"("holder_kind", "holder_id");
CREATE INDEX "certificate_request_state_submitted_at_idx" ON "certificate_request"("state", "submitted_at");

ALTER TABLE certificate_request
  ADD CONSTRAINT certificate_request_kind CHECK (kind IN ('SC', 'GREEN', 'ORGANIC', 'GI')),
  ADD CONSTRAINT certificate_request_holder CHECK (holder_kind IN ('COOPERATIVE', 'HOUSEHOLD')),
  ADD CONSTRAINT certificate_request_days CHECK (expires_on > issued_on),
  ADD CONSTRAINT certificate_request_state CHECK (CASE state
    WHEN 'WAITING' THEN decided_by_id IS NULL AND decided_at IS NULL AND refusal IS NULL AND document_id IS NULL
    WHEN 'APPROVED' THEN decided_by_id IS NOT NULL AND decided_at IS NOT NULL AND refusal IS NULL AND document_id IS NOT NULL
    WHEN 'REFUSED' THEN decided_by_id IS NOT NULL AND decided_at IS NOT NULL AND refusal <> '' AND document_id IS NULL
    ELSE false END),
  ADD CONSTRAINT certificate_request_two_people CHECK (decided_by_id IS DISTINCT FROM submitted_by_id);
REVOKE DELETE, TRUNCATE ON certificate_request FROM huhui_app;

-- Ending a certificate early moves its last day, and nothing else of it.
CREATE VIEW invariant_certificate_as_approved AS
  SELECT r.id AS request_id, r.document_id
  FROM certificate_request r LEFT JOIN quality_document q ON q.id = r.document_id
  WHERE r.state = 'APPROVED' AND (q.id IS NULL
    OR (q.kind, q.number, q.holder_kind, q.holder_id, q.issued_on) IS DISTINCT FROM (r.kind, r.number, r.holder_kind, r.holder_id, r.issued_on)
    OR q.product_id IS DISTINCT FROM r.product_id OR q.media_id IS DISTINCT FROM r.media_id OR q.expires_on > r.expires_on)
  UNION ALL
  SELECT r.id, r.document_id FROM certificate_request r LEFT JOIN media m ON m.id = r.media_id
  WHERE m.id IS NULL OR m.public OR m.owner_kind <> r.holder_kind OR m.owner_id <> r.holder_id;
COMMENT ON VIEW invariant_certificate_as_approved IS '证书与平台核准时看到的一致，照片不公开。A certificate says what was approved, and its photo is nobody else''s.';
