-- Files that leave the system: who asked for which list, how far it is, and until when it may be fetched.
-- A row that waits is its own errand: the worker takes it, so that a long file keeps no message waiting.
CREATE TABLE "export_job" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "personal" BOOLEAN NOT NULL,
    "reason" TEXT,
    "requested_by_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "rows_total" INTEGER NOT NULL,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "beat_at" TIMESTAMPTZ(6),
    "bytes" BIGINT,
    "finished_at" TIMESTAMPTZ(6),
    "expires_at" TIMESTAMPTZ(6),
    "fetched" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "export_job_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "export_job_requested_by_id_requested_at_idx" ON "export_job"("requested_by_id", "requested_at");
ALTER TABLE "export_job" ADD CONSTRAINT "export_job_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX export_job_open ON export_job (requested_at) WHERE state IN ('WAITING', 'RUNNING');

ALTER TABLE export_job
  ADD CONSTRAINT export_job_state CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'EXPIRED')),
  ADD CONSTRAINT export_job_format CHECK (format IN ('XLSX', 'CSV')),
  ADD CONSTRAINT export_job_rows CHECK (rows_total > 0 AND rows_done >= 0),
  ADD CONSTRAINT export_job_done CHECK (state <> 'DONE' OR (bytes > 0 AND finished_at IS NOT NULL AND expires_at > finished_at)),
  ADD CONSTRAINT export_job_reason CHECK (NOT personal OR length(trim(coalesce(reason, ''))) > 0);

REVOKE DELETE, TRUNCATE ON export_job FROM huhui_app;

CREATE VIEW invariant_personal_export_has_reason_in_log AS
  SELECT j.id FROM export_job j
  WHERE j.personal AND NOT EXISTS (
    SELECT FROM access_log l WHERE l.action = 'export:personal' AND l.subject_kind = 'export' AND l.subject_id = j.id::text);
COMMENT ON VIEW invariant_personal_export_has_reason_in_log IS
  'Every export with personal data stands in the access log with its reason.';
