-- A form pressed twice acts once: what was sent is known by a digest, so nothing of its words is here.
CREATE TABLE "sent_form" (
    "digest" BYTEA NOT NULL,
    "sent_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "led_to" TEXT,

    CONSTRAINT "sent_form_pkey" PRIMARY KEY ("digest")
);
CREATE INDEX "sent_form_sent_at_idx" ON "sent_form"("sent_at");
