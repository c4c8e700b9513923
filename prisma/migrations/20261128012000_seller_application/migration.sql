-- Who wants to sell here: the application, its papers and its agreements with households, and who decided what.
CREATE TABLE "seller_application" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "licence_number" TEXT,
    "self_produce" BOOLEAN NOT NULL,
    "household_number" TEXT,
    "sc_number" TEXT,
    "sc_expires_on" DATE,
    "contact_name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "email" TEXT,
    "declared_households" INTEGER NOT NULL,
    "story" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(6) NOT NULL,
    "changes_asked" TEXT,
    "county_by_id" UUID,
    "county_at" TIMESTAMPTZ(6),
    "county_words" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "decided_words" TEXT,
    "seller_kind" TEXT,
    "seller_id" UUID,
    CONSTRAINT "seller_application_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "seller_application_number_key" ON "seller_application"("number");
CREATE UNIQUE INDEX "seller_application_token_hash_key" ON "seller_application"("token_hash");
CREATE INDEX "seller_application_state_submitted_at_idx" ON "seller_application"("state", "submitted_at");
CREATE INDEX "seller_application_area_code_idx" ON "seller_application"("area_code");
CREATE TABLE "seller_application_paper" (
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "media_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "seller_application_paper_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "seller_application_paper_application_id_idx" ON "seller_application_paper"("application_id");
CREATE UNIQUE INDEX "seller_application_paper_media_id_key" ON "seller_application_paper"("media_id");
CREATE TABLE "seller_application_linkage" (
    "application_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "household_number" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    CONSTRAINT "seller_application_linkage_pkey" PRIMARY KEY ("application_id", "position")
);
ALTER TABLE "seller_application_paper" ADD CONSTRAINT "seller_application_paper_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "seller_application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "seller_application_linkage" ADD CONSTRAINT "seller_application_linkage_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "seller_application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE SEQUENCE seller_application_number;

ALTER TABLE seller_application
  ADD CONSTRAINT seller_application_kind CHECK (kind IN ('COOPERATIVE', 'ENTERPRISE', 'FAMILY_FARM', 'VILLAGE_COLLECTIVE', 'HOUSEHOLD')),
  ADD CONSTRAINT seller_application_state CHECK (state IN ('SUBMITTED', 'CHANGES_ASKED', 'RECOMMENDED', 'OBJECTED', 'APPROVED', 'REFUSED')),
  ADD CONSTRAINT seller_application_place CHECK (area_code ~ '^\d{12}$'),
  -- E-commerce Law, art. 10: who sells what they grew themselves needs no licence; everybody else does.
  ADD CONSTRAINT seller_application_licence CHECK (CASE kind WHEN 'HOUSEHOLD' THEN self_produce AND household_number IS NOT NULL ELSE licence_number IS NOT NULL END),
  ADD CONSTRAINT seller_application_two_people CHECK (decided_by_id IS DISTINCT FROM county_by_id OR decided_by_id IS NULL),
  ADD CONSTRAINT seller_application_recommended CHECK (state <> 'RECOMMENDED' OR county_by_id IS NOT NULL),
  ADD CONSTRAINT seller_application_approved CHECK (state <> 'APPROVED' OR (county_by_id IS NOT NULL AND decided_by_id IS NOT NULL AND seller_id IS NOT NULL));
ALTER TABLE seller_application_paper
  ADD CONSTRAINT seller_application_paper_kind CHECK (kind IN ('LICENCE', 'SC', 'OTHER'));
ALTER TABLE seller_application_linkage
  ADD CONSTRAINT seller_application_linkage_days CHECK (ends_on IS NULL OR ends_on >= starts_on);
REVOKE DELETE, TRUNCATE ON seller_application, seller_application_paper FROM huhui_app;

ALTER TABLE media DROP CONSTRAINT media_owner,
  ADD CONSTRAINT media_owner CHECK (owner_kind IN ('COOPERATIVE', 'HOUSEHOLD', 'ORDER', 'PLATFORM', 'APPLICATION'));

CREATE VIEW invariant_application_paper_is_private AS
  SELECT p.id FROM seller_application_paper p JOIN media m ON m.id = p.media_id
  WHERE m.public OR m.owner_kind <> 'APPLICATION' OR m.owner_id <> p.application_id;
COMMENT ON VIEW invariant_application_paper_is_private IS
  'No paper of an application is public or belongs to anything but its application.';
