-- The problem ledger (整改台账): who says what is not right, who answers for it until when, and who else closed it.

CREATE TABLE "problem" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "household_id" UUID,
    "cooperative_id" UUID,
    "order_id" UUID,
    "about_kind" TEXT,
    "about_id" TEXT,
    "evidence" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "owner_id" UUID,
    "deadline_on" DATE NOT NULL,
    "opened_by_id" UUID,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "answer" TEXT,
    "answered_by_id" UUID,
    "answered_at" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "closed_by_id" UUID,
    "closed_at" TIMESTAMPTZ(6),
    "look_back_on" DATE,

    CONSTRAINT "problem_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "problem_event" (
    "id" UUID NOT NULL,
    "problem_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_id" UUID,
    "note" TEXT NOT NULL,

    CONSTRAINT "problem_event_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "problem_number_key" ON "problem"("number");
CREATE INDEX "problem_area_code_state_deadline_on_idx" ON "problem"("area_code", "state", "deadline_on");
CREATE INDEX "problem_household_id_idx" ON "problem"("household_id");
CREATE INDEX "problem_cooperative_id_idx" ON "problem"("cooperative_id");
CREATE INDEX "problem_owner_id_idx" ON "problem"("owner_id");
CREATE INDEX "problem_event_problem_id_at_idx" ON "problem_event"("problem_id", "at");
ALTER TABLE "problem_event" ADD CONSTRAINT "problem_event_problem_id_fkey"
  FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE SEQUENCE problem_number;

ALTER TABLE problem
  ADD CONSTRAINT problem_kind CHECK (kind IN ('OBJECTION', 'FINDING', 'COMPLAINT', 'DATA', 'LEDGER')),
  ADD CONSTRAINT problem_state CHECK (state IN ('OPEN', 'ANSWERED', 'CLOSED')),
  ADD CONSTRAINT problem_area CHECK (area_code ~ '^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$'),
  ADD CONSTRAINT problem_evidence CHECK (btrim(evidence) <> ''),
  ADD CONSTRAINT problem_about CHECK ((about_kind IS NULL) = (about_id IS NULL)),
  ADD CONSTRAINT problem_answered CHECK (
    (state = 'OPEN' OR answered_at IS NOT NULL) AND (answered_at IS NULL) = (answer IS NULL)),
  ADD CONSTRAINT problem_closed CHECK (
    (state = 'CLOSED') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by_id IS NULL)
    AND (closed_at IS NULL) = (outcome IS NULL)),
  -- Nobody closes what they opened, answer for, or answered.
  ADD CONSTRAINT problem_second_person CHECK (
    closed_by_id IS NULL OR (closed_by_id IS DISTINCT FROM opened_by_id
      AND closed_by_id IS DISTINCT FROM owner_id AND closed_by_id IS DISTINCT FROM answered_by_id));

ALTER TABLE problem_event
  ADD CONSTRAINT problem_event_kind CHECK (
    kind IN ('OPENED', 'ASSIGNED', 'ANSWERED', 'RETURNED', 'CLOSED', 'LOOKED_BACK', 'REOPENED', 'NOTE'));

REVOKE DELETE, TRUNCATE ON problem FROM huhui_app;
REVOKE UPDATE, DELETE, TRUNCATE ON problem_event FROM huhui_app;

CREATE FUNCTION problem_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR
     (OLD.id, OLD.number, OLD.kind, OLD.area_code, OLD.household_id, OLD.cooperative_id, OLD.order_id, OLD.about_kind,
      OLD.about_id, OLD.evidence, OLD.opened_by_id, OLD.opened_at)
     IS DISTINCT FROM
     (NEW.id, NEW.number, NEW.kind, NEW.area_code, NEW.household_id, NEW.cooperative_id, NEW.order_id, NEW.about_kind,
      NEW.about_id, NEW.evidence, NEW.opened_by_id, NEW.opened_at) THEN
    RAISE EXCEPTION 'problem % stays as it was said', OLD.number USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER problem_kept BEFORE UPDATE OR DELETE ON problem FOR EACH ROW EXECUTE FUNCTION problem_stays_as_said();

CREATE FUNCTION problem_event_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what happened to a problem is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER problem_event_append_only BEFORE UPDATE OR DELETE ON problem_event
  FOR EACH ROW EXECUTE FUNCTION problem_event_never_changes();

CREATE VIEW invariant_problem_has_history AS
  SELECT p.number FROM problem p
  WHERE NOT EXISTS (SELECT FROM problem_event e WHERE e.problem_id = p.id AND e.kind = 'OPENED')
    OR (p.state = 'CLOSED') IS DISTINCT FROM coalesce((
      SELECT e.kind IN ('CLOSED', 'LOOKED_BACK') FROM problem_event e
      WHERE e.problem_id = p.id AND e.kind <> 'NOTE'
      -- of two in one instant either may have been the last
      ORDER BY e.at DESC, (e.kind IN ('CLOSED', 'LOOKED_BACK')) = (p.state = 'CLOSED') DESC LIMIT 1), false);
COMMENT ON VIEW invariant_problem_has_history IS
  'Every problem was opened, and is closed only where its last event says so: none disappears from the ledger.';
