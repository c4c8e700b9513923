-- Rules over bank accounts and over who bought what, and more of what opens a problem by itself.

-- Blind index of the bank account: the same account gives the same index, and nobody reads a number from it.
-- Cards that are there get theirs from the worker, which has the keys.
ALTER TABLE "household" ADD COLUMN "bank_account_index" TEXT;
CREATE INDEX "household_bank_account_index_idx" ON "household"("bank_account_index");

-- Blind index of a buyer's phone, for finding who buys their own goods.
CREATE TABLE "order_buyer" (
    "order_id" UUID NOT NULL,
    "phone_index" TEXT NOT NULL,
    CONSTRAINT "order_buyer_pkey" PRIMARY KEY ("order_id")
);
CREATE INDEX "order_buyer_phone_index_idx" ON "order_buyer"("phone_index");

ALTER TABLE problem DROP CONSTRAINT problem_kind;
ALTER TABLE problem ADD CONSTRAINT problem_kind CHECK (kind IN ('OBJECTION', 'FINDING', 'COMPLAINT', 'DATA', 'LEDGER', 'ALERT', 'DISPUTE'));
-- What the system finds by itself is in the ledger once.
CREATE UNIQUE INDEX problem_found_once ON problem (about_kind, about_id) WHERE about_kind IN ('DISPUTE', 'REFUND', 'CHECK');
