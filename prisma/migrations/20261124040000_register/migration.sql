-- The register: surveys, visits, plans, and status changes on their way through village, township and county.

-- Illness is sensitive: it stands under the card's key like numbers do. What stood here in plain text is sealed by
-- `npm run rotate-field-keys`, which has the keys; the invariant below shows what is left.
ALTER TABLE household_member ADD COLUMN health_cipher TEXT;
ALTER TABLE household_member RENAME COLUMN health TO health_plain;

CREATE TABLE "household_profile" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "surveyed_on" DATE NOT NULL,
    "facts" JSONB NOT NULL,
    "recorded_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "household_profile_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "household_visit" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "visited_on" DATE NOT NULL,
    "visitor_name" TEXT NOT NULL,
    "guarantees" JSONB NOT NULL,
    "summary" TEXT NOT NULL,
    "needs" TEXT NOT NULL,
    "next_visit_on" DATE,
    "photo_ids" UUID[],
    "recorded_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "household_visit_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "assistance_plan" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "target_fen" BIGINT NOT NULL,
    "target" TEXT NOT NULL,
    "stages" TEXT NOT NULL,
    "measures" JSONB NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "assistance_plan_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "status_case" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "household_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "attribute" TEXT,
    "effective_on" DATE NOT NULL,
    "evidence" TEXT NOT NULL,
    "evidence_media_id" UUID,
    "into_household_id" UUID,
    "state" TEXT NOT NULL,
    "notice_from" DATE NOT NULL,
    "notice_until" DATE NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "notice_result" TEXT,
    "reviewed_by_id" UUID,
    "reviewed_at" TIMESTAMPTZ(6),
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "decision_note" TEXT,
    "event_id" UUID,
    CONSTRAINT "status_case_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "household_profile_household_id_version_key" ON "household_profile"("household_id", "version");
CREATE INDEX "household_visit_household_id_visited_on_idx" ON "household_visit"("household_id", "visited_on");
CREATE INDEX "household_visit_next_visit_on_idx" ON "household_visit"("next_visit_on");
CREATE UNIQUE INDEX "assistance_plan_household_id_version_key" ON "assistance_plan"("household_id", "version");
CREATE UNIQUE INDEX "status_case_number_key" ON "status_case"("number");
CREATE UNIQUE INDEX "status_case_event_id_key" ON "status_case"("event_id");
CREATE INDEX "status_case_household_id_idx" ON "status_case"("household_id");
CREATE INDEX "status_case_state_notice_until_idx" ON "status_case"("state", "notice_until");

ALTER TABLE "household_profile" ADD CONSTRAINT "household_profile_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "household_visit" ADD CONSTRAINT "household_visit_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assistance_plan" ADD CONSTRAINT "assistance_plan_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "status_case" ADD CONSTRAINT "status_case_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE SEQUENCE status_case_number;

ALTER TABLE status_case
  ADD CONSTRAINT status_case_state CHECK (state IN ('ON_NOTICE', 'REVIEWED', 'APPROVED', 'REFUSED')),
  ADD CONSTRAINT status_case_notice CHECK (notice_until >= notice_from AND effective_on IS NOT NULL),
  ADD CONSTRAINT status_case_reviewed CHECK ((reviewed_by_id IS NULL) = (reviewed_at IS NULL) AND (reviewed_at IS NULL) = (notice_result IS NULL)
    AND (state <> 'REVIEWED' OR reviewed_at IS NOT NULL) AND (state <> 'APPROVED' OR reviewed_at IS NOT NULL)),
  ADD CONSTRAINT status_case_decided CHECK ((state IN ('APPROVED', 'REFUSED')) = (decided_at IS NOT NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT status_case_event CHECK ((state = 'APPROVED') = (event_id IS NOT NULL)),
  ADD CONSTRAINT status_case_merger CHECK ((type = 'MERGED') = (into_household_id IS NOT NULL) AND into_household_id IS DISTINCT FROM household_id),
  -- Three levels, three people.
  ADD CONSTRAINT status_case_people CHECK (reviewed_by_id IS DISTINCT FROM proposed_by_id AND decided_by_id IS DISTINCT FROM proposed_by_id
    AND (decided_by_id IS NULL OR state = 'REFUSED' OR decided_by_id IS DISTINCT FROM reviewed_by_id));
-- One change at a time.
CREATE UNIQUE INDEX status_case_one_open ON status_case (household_id) WHERE state IN ('ON_NOTICE', 'REVIEWED');

ALTER TABLE assistance_plan ADD CONSTRAINT assistance_plan_target CHECK (target_fen >= 0);

REVOKE UPDATE, DELETE, TRUNCATE ON household_profile, household_visit, assistance_plan FROM huhui_app;
REVOKE DELETE, TRUNCATE ON status_case FROM huhui_app;

CREATE VIEW invariant_health_is_sealed AS
  SELECT id FROM household_member WHERE health_plain IS NOT NULL
  UNION ALL
  SELECT p.id FROM household_profile p WHERE p.facts::text ~ '(患有大病|长期慢性病|残疾人)';
COMMENT ON VIEW invariant_health_is_sealed IS 'No illness stands in the register in plain text.';

CREATE VIEW invariant_status_case_event AS
  SELECT c.number FROM status_case c
  LEFT JOIN household_status_event e ON e.id = c.event_id
  WHERE c.state = 'APPROVED' AND (e.id IS NULL OR e.household_id <> c.household_id OR e.type <> c.type OR e.effective_on <> c.effective_on);
COMMENT ON VIEW invariant_status_case_event IS 'What the county approved is the event that stands on the card, word for word.';

CREATE VIEW invariant_merged_household_empty AS
  SELECT e.household_id, m.id AS member_id
  FROM household_status_event e JOIN household_member m ON m.household_id = e.household_id
  WHERE e.type = 'MERGED' AND m.left_on IS NULL;
COMMENT ON VIEW invariant_merged_household_empty IS 'Nobody is counted in a household that was merged into another.';

-- People who come and go are events of the card, too.
ALTER TABLE household_status_event DROP CONSTRAINT household_status_event_type;
ALTER TABLE household_status_event ADD CONSTRAINT household_status_event_type CHECK (type IN (
    'REGISTERED', 'NEWLY_IDENTIFIED', 'SUPPLEMENTED', 'EXITED', 'RETURNED', 'REMOVED', 'ROLLED_BACK',
    'MONITORED_UNSTABLE', 'MONITORED_MARGINAL', 'MONITORED_SUDDEN', 'RISK_CLEARED', 'MERGED', 'SPLIT',
    'NATURAL_INCREASE', 'NATURAL_DECREASE'));
