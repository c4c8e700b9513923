-- What a county's page counts for each township beside its money: alerts that are open, and cards that lack something. Both are few
-- beside all problems and all households, which were read for them otherwise.
CREATE INDEX problem_open_alert ON problem (area_code) WHERE kind = 'ALERT' AND state <> 'CLOSED';
CREATE INDEX household_incomplete ON household (area_code)
  WHERE standing NOT IN ('MERGED', 'CANCELLED') AND (phone_cipher IS NULL OR bank_account_cipher IS NULL OR heads = 0);
