-- 撤销安排: what was planned is not to be done, and why. The plan itself stays as it was said; nothing of either is changed.
CREATE TABLE "planned_visit_cancellation" (
    "planned_visit_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "cancelled_by_id" UUID,
    "cancelled_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "planned_visit_cancellation_pkey" PRIMARY KEY ("planned_visit_id")
);
ALTER TABLE "planned_visit_cancellation" ADD CONSTRAINT "planned_visit_cancellation_planned_visit_id_fkey"
  FOREIGN KEY ("planned_visit_id") REFERENCES "planned_visit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

REVOKE UPDATE, DELETE, TRUNCATE ON planned_visit_cancellation FROM huhui_app;
CREATE TRIGGER planned_visit_cancellation_append_only BEFORE UPDATE OR DELETE ON planned_visit_cancellation
  FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
