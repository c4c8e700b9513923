-- A single-use link that makes somebody an account with one role, or gives the role to the account they have.
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "scope_kind" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "invited_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(6),
    "used_at" TIMESTAMPTZ(6),
    "used_by_id" UUID,
    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");
CREATE INDEX "invitation_scope_id_idx" ON "invitation"("scope_id");

ALTER TABLE invitation
  ADD CONSTRAINT invitation_channel CHECK (channel IN ('EMAIL', 'SMS')),
  ADD CONSTRAINT invitation_life CHECK (expires_at > created_at),
  ADD CONSTRAINT invitation_used CHECK ((used_at IS NULL) = (used_by_id IS NULL)),
  ADD CONSTRAINT invitation_one_end CHECK (used_at IS NULL OR withdrawn_at IS NULL);
REVOKE DELETE, TRUNCATE ON invitation FROM huhui_app;

-- Used once, for what it was written for: neither its role nor its scope changes, and its end is its end.
CREATE FUNCTION invitation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.token_hash, OLD.role, OLD.scope_kind, OLD.scope_id, OLD.recipient, OLD.created_at, OLD.expires_at)
    IS DISTINCT FROM (NEW.token_hash, NEW.role, NEW.scope_kind, NEW.scope_id, NEW.recipient, NEW.created_at, NEW.expires_at)
    OR OLD.used_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'an invitation stays as it was written' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invitation_kept BEFORE UPDATE ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_stays();

CREATE VIEW invariant_used_invitation_gave_its_role AS
  SELECT i.id FROM invitation i
  WHERE i.used_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM role_grant g WHERE g.user_id = i.used_by_id AND g.role = i.role AND g.scope_id = i.scope_id);
COMMENT ON VIEW invariant_used_invitation_gave_its_role IS
  'Whoever used an invitation was given the role it was written for, and that grant stays on record.';
