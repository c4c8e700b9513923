-- 安排走访: an official says who visits a household by which day. It holds until a visit is made or somebody else is told to go;
-- nothing of it is changed.
CREATE TABLE "planned_visit" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "person_name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "planned_by_id" UUID,
    "planned_at" TIMESTAMPTZ(6) NOT NULL,
    "request_key" UUID NOT NULL,

    CONSTRAINT "planned_visit_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "planned_visit_request_key_household_id_key" ON "planned_visit"("request_key", "household_id");
CREATE INDEX "planned_visit_household_id_planned_at_idx" ON "planned_visit"("household_id", "planned_at");
ALTER TABLE "planned_visit" ADD CONSTRAINT "planned_visit_household_id_fkey"
  FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

REVOKE UPDATE, DELETE, TRUNCATE ON planned_visit FROM huhui_app;
CREATE TRIGGER planned_visit_append_only BEFORE UPDATE OR DELETE ON planned_visit
  FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
