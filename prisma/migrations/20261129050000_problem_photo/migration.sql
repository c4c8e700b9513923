-- 整改佐证: what shows that a problem was put right goes with the step that says so, and stays with it.
CREATE TABLE "problem_photo" (
    "event_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "media_id" UUID NOT NULL,

    CONSTRAINT "problem_photo_pkey" PRIMARY KEY ("event_id","position")
);
CREATE UNIQUE INDEX "problem_photo_media_id_key" ON "problem_photo"("media_id");
ALTER TABLE "problem_photo" ADD CONSTRAINT "problem_photo_event_id_fkey"
  FOREIGN KEY ("event_id") REFERENCES "problem_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "problem_photo" ADD CONSTRAINT "problem_photo_media_id_fkey"
  FOREIGN KEY ("media_id") REFERENCES "media"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

REVOKE UPDATE, DELETE, TRUNCATE ON problem_photo FROM huhui_app;
CREATE TRIGGER problem_photo_append_only BEFORE UPDATE OR DELETE ON problem_photo
  FOR EACH ROW EXECUTE FUNCTION problem_event_never_changes();
