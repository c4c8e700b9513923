-- What a household says of what it grows, shown in the shop only while it agrees. A voice rests on the very consent that it was
-- written under: taken back, that one never counts again, whatever is agreed to later.
CREATE TABLE household_voice (
  id UUID NOT NULL,
  household_id UUID NOT NULL,
  version INTEGER NOT NULL,
  product_id UUID,
  words TEXT NOT NULL,
  words_en TEXT NOT NULL,
  media_id UUID,
  written_as TEXT NOT NULL,
  written_by_id UUID NOT NULL,
  written_at TIMESTAMPTZ(6) NOT NULL,
  story_consent_id UUID NOT NULL,
  photo_consent_id UUID,
  state TEXT NOT NULL,
  decided_by_id UUID,
  decided_at TIMESTAMPTZ(6),
  refusal TEXT,
  ended_by_id UUID,
  ended_at TIMESTAMPTZ(6),
  CONSTRAINT household_voice_pkey PRIMARY KEY (id),
  CONSTRAINT household_voice_household_id_fkey FOREIGN KEY (household_id) REFERENCES household (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT household_voice_product_id_fkey FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT household_voice_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT household_voice_story_consent_id_fkey FOREIGN KEY (story_consent_id) REFERENCES consent (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT household_voice_photo_consent_id_fkey FOREIGN KEY (photo_consent_id) REFERENCES consent (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT household_voice_words CHECK (length(words) BETWEEN 1 AND 240 AND length(words_en) <= 640),
  CONSTRAINT household_voice_written_as CHECK (written_as IN ('HOUSEHOLD', 'OFFICIAL', 'SERVICE_POINT')),
  CONSTRAINT household_voice_state CHECK (state IN ('WAITING', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'REPLACED')),
  CONSTRAINT household_voice_photo CHECK (media_id IS NULL OR photo_consent_id IS NOT NULL),
  CONSTRAINT household_voice_decided CHECK ((decided_at IS NULL) = (decided_by_id IS NULL)
    AND (state <> 'WAITING' OR decided_at IS NULL) AND (state NOT IN ('APPROVED', 'REFUSED') OR decided_at IS NOT NULL)),
  CONSTRAINT household_voice_refused CHECK ((state = 'REFUSED') = (refusal IS NOT NULL)),
  CONSTRAINT household_voice_ended CHECK ((state IN ('WITHDRAWN', 'REPLACED')) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ended_by_id IS NULL)),
  CONSTRAINT household_voice_second_person CHECK (decided_by_id <> written_by_id)
);
CREATE UNIQUE INDEX household_voice_household_id_version_key ON household_voice (household_id, version);
CREATE UNIQUE INDEX household_voice_media_id_key ON household_voice (media_id);
CREATE INDEX household_voice_state_written_at_idx ON household_voice (state, written_at);
-- One waits, one is shown.
CREATE UNIQUE INDEX household_voice_one_waiting ON household_voice (household_id) WHERE state = 'WAITING';
CREATE UNIQUE INDEX household_voice_one_shown ON household_voice (household_id) WHERE state = 'APPROVED';

-- What was said is never rewritten: a new version takes its place.
REVOKE UPDATE, DELETE, TRUNCATE ON household_voice FROM huhui_app;
GRANT UPDATE (state, decided_by_id, decided_at, refusal, ended_by_id, ended_at) ON household_voice TO huhui_app;

-- The shop shows them: an approval, and above all a consent that is taken back, make its kept copies old.
CREATE TRIGGER household_voice_changes_the_shop AFTER INSERT OR UPDATE OR DELETE ON household_voice
  FOR EACH STATEMENT EXECUTE FUNCTION note_shop_change();
CREATE TRIGGER consent_changes_the_shop AFTER INSERT OR UPDATE OR DELETE ON consent
  FOR EACH STATEMENT EXECUTE FUNCTION note_shop_change();

-- Its picture is nobody's until it is shown, and then for as long as that: it is never public by itself.
ALTER TABLE media DROP CONSTRAINT media_kind;
ALTER TABLE media
  ADD CONSTRAINT media_kind CHECK (kind IN ('LISTING_PHOTO', 'SLIP', 'CERTIFICATE', 'CLAIM', 'ILLUSTRATION', 'LOSS', 'REVIEW', 'VOICE', 'ACCEPTANCE'));

CREATE VIEW invariant_voice_second_person AS
SELECT v.id AS voice_id, v.state FROM household_voice v
WHERE (v.state IN ('APPROVED', 'REFUSED') AND v.decided_by_id IS NULL) OR v.decided_by_id = v.written_by_id
  OR (v.decided_by_id IS NOT NULL AND EXISTS (SELECT FROM role_grant g WHERE g.user_id = v.decided_by_id AND g.role = 'HOUSEHOLD'
    AND g.scope_id = v.household_id::text AND g.granted_at <= v.decided_at AND (g.revoked_at IS NULL OR g.revoked_at > v.decided_at)));
COMMENT ON VIEW invariant_voice_second_person IS
  '户里的话由写的人以外、本户以外的人审看 · A household''s voice is decided on by somebody who neither wrote it nor is of the household';

CREATE VIEW invariant_voice_rests_on_consent AS
SELECT v.id AS voice_id, v.state FROM household_voice v
JOIN consent s ON s.id = v.story_consent_id
LEFT JOIN consent p ON p.id = v.photo_consent_id
WHERE s.household_id <> v.household_id OR s.purpose <> 'STORY' OR s.confirmed_at IS NULL OR s.confirmed_at > v.written_at
  OR (v.state = 'APPROVED' AND s.withdrawn_at < v.decided_at)
  OR (p.id IS NOT NULL AND (p.household_id <> v.household_id OR p.purpose <> 'PHOTO' OR p.confirmed_at IS NULL
    OR p.confirmed_at > v.written_at));
COMMENT ON VIEW invariant_voice_rests_on_consent IS
  '户里的话和照片都在本户确认同意之后写下 · A voice and its photo rest on the household''s own consents, confirmed before they were written';

CREATE VIEW invariant_voice_photo_private AS
SELECT m.id AS media_id FROM media m LEFT JOIN household_voice v ON v.media_id = m.id
WHERE m.kind = 'VOICE' AND (m.public OR m.owner_kind <> 'HOUSEHOLD' OR (v.id IS NOT NULL AND v.household_id <> m.owner_id))
UNION ALL
SELECT m.id FROM household_voice v JOIN media m ON m.id = v.media_id WHERE m.kind <> 'VOICE';
COMMENT ON VIEW invariant_voice_photo_private IS
  '户里的照片只随话展示，从不单独公开 · A voice''s photo is its household''s own and never public by itself';
GRANT SELECT ON invariant_voice_second_person, invariant_voice_rests_on_consent, invariant_voice_photo_private TO huhui_app;
