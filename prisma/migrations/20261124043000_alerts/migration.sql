-- Rules over the record that look for what is odd, switched on by area after somebody saw how much they find.
CREATE TABLE "alert_rule" (
    "area_code" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "factor" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "found_before" INTEGER NOT NULL,
    "changed_by_id" UUID,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("area_code", "key")
);
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "problem_id" UUID NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);
-- The same thing is said once a month.
CREATE UNIQUE INDEX "alert_key_subject_id_period_key" ON "alert"("key", "subject_id", "period");
CREATE INDEX "alert_problem_id_idx" ON "alert"("problem_id");
ALTER TABLE alert_rule ADD CONSTRAINT alert_rule_factor CHECK (factor > 0);
REVOKE UPDATE, DELETE, TRUNCATE ON alert FROM huhui_app;
