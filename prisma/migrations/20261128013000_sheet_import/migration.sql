-- A sheet between its preview and its confirmation. Its rows name households: they are kept until it is confirmed or a day old.
CREATE TABLE "sheet_import" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "cooperative_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "rows" JSONB NOT NULL,
    "row_count" INTEGER NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6),
    "added" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "sheet_import_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "sheet_import_cooperative_id_created_at_idx" ON "sheet_import"("cooperative_id", "created_at");
ALTER TABLE sheet_import
  ADD CONSTRAINT sheet_import_kind CHECK (kind IN ('members', 'intakes', 'prices')),
  ADD CONSTRAINT sheet_import_adds_up CHECK (confirmed_at IS NULL OR added + unchanged + skipped = row_count),
  ADD CONSTRAINT sheet_import_forgets CHECK (confirmed_at IS NULL OR rows = '[]'::jsonb);
