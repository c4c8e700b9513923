-- Within seven days goods that keep are returned without a reason; what arrived bad is put into words.
ALTER TABLE claim
  DROP CONSTRAINT claim_words,
  ADD CONSTRAINT claim_words CHECK (kind = 'RETURN' OR btrim(words) <> '');
