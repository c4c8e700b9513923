-- A household's own door: a code sent to its phone, or its printed card with digits the family knows.

ALTER TABLE "household" ADD COLUMN "phone_index" TEXT;
CREATE INDEX "household_phone_index_idx" ON "household"("phone_index");

CREATE TABLE "household_code" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "phone_index" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "household_code_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "household_card" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(6) NOT NULL,
    "issued_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "household_card_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "household_code_phone_index_expires_at_idx" ON "household_code"("phone_index", "expires_at");
CREATE INDEX "household_code_household_id_idx" ON "household_code"("household_id");
CREATE UNIQUE INDEX "household_card_token_hash_key" ON "household_card"("token_hash");
CREATE INDEX "household_card_household_id_idx" ON "household_card"("household_id");
ALTER TABLE "household_code" ADD CONSTRAINT "household_code_household_id_fkey"
  FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "household_card" ADD CONSTRAINT "household_card_household_id_fkey"
  FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE household_code ADD CONSTRAINT household_code_life CHECK (expires_at > created_at);
ALTER TABLE household_card
  ADD CONSTRAINT household_card_token CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT household_card_life CHECK (revoked_at IS NULL OR revoked_at >= issued_at);

-- A lost card is answered by a new one, which ends the old one.
CREATE UNIQUE INDEX household_card_one_live ON household_card (household_id) WHERE revoked_at IS NULL;
