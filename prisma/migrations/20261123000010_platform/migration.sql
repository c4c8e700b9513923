-- What waits to be done is looked for twice a second; what is done is most of the table.
CREATE INDEX outbox_waiting ON outbox (available_at, id) WHERE processed_at IS NULL;

ALTER TABLE outbox ADD CONSTRAINT outbox_attempts_not_negative CHECK (attempts >= 0);
ALTER TABLE outbox ADD CONSTRAINT outbox_key_not_empty CHECK (topic <> '' AND key <> '');

ALTER TABLE message ADD CONSTRAINT message_channel_known CHECK (channel IN ('EMAIL', 'SMS'));
-- A letter that was sent is a fact: only sent_at may still be written, once.
CREATE FUNCTION message_keep_what_was_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.channel, NEW.recipient, NEW.subject, NEW.body, NEW.created_at)
       IS DISTINCT FROM (OLD.id, OLD.channel, OLD.recipient, OLD.subject, OLD.body, OLD.created_at)
     OR OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at THEN
    RAISE EXCEPTION 'a written message does not change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER message_keeps_what_was_written BEFORE UPDATE ON message
  FOR EACH ROW EXECUTE FUNCTION message_keep_what_was_written();

-- The queue, the settings and the rate limits are read by everyone who operates the shop; they must name nobody.
-- Chinese resident identity numbers (18 signs with a birth date) and bank card numbers (16 to 19 digits).
CREATE VIEW invariant_no_private_number_in_queues AS
  SELECT 'outbox' AS place, id::text AS row_id FROM outbox
  WHERE key || payload::text || coalesce(error, '') ~ '(^|[^0-9A-Za-z-])([1-9]\d{5}(19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx]|62\d{14,17})([^0-9A-Za-z-]|$)'
  UNION ALL
  SELECT 'setting', key FROM setting
  WHERE key || value::text ~ '(^|[^0-9A-Za-z-])([1-9]\d{5}(19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx]|62\d{14,17})([^0-9A-Za-z-]|$)'
  UNION ALL
  SELECT 'message', id::text FROM message
  WHERE subject || body ~ '(^|[^0-9A-Za-z-])([1-9]\d{5}(19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx]|62\d{14,17})([^0-9A-Za-z-]|$)';
COMMENT ON VIEW invariant_no_private_number_in_queues IS
  'No identity or bank card number stands in the outbox, the settings or a message.';

CREATE VIEW invariant_message_has_errand AS
  SELECT m.id FROM message m
  WHERE m.sent_at IS NULL
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.topic = 'message.send' AND o.key = m.id::text AND o.processed_at IS NULL);
COMMENT ON VIEW invariant_message_has_errand IS
  'Every message that is not sent yet has an errand in the outbox: none is written and forgotten.';
