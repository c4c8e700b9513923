-- Which warning about a paper's end was sent: once at thirty days, once at seven, once when it is over.
CREATE TABLE "document_notice" (
    "document_id" UUID NOT NULL,
    "stage" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "document_notice_pkey" PRIMARY KEY ("document_id", "stage")
);
ALTER TABLE "document_notice" ADD CONSTRAINT "document_notice_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "quality_document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE document_notice ADD CONSTRAINT document_notice_stage CHECK (stage IN (30, 7, 0));
