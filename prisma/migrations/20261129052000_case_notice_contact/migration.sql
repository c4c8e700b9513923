-- 公示单: where objections to a proposed change go, as it stands on the sheet that hangs in the village.
ALTER TABLE status_case ADD COLUMN "notice_contact" TEXT;
ALTER TABLE status_case ADD CONSTRAINT status_case_notice_contact CHECK (btrim(notice_contact) <> '');
