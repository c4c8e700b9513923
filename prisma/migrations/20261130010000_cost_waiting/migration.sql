-- Every signature under a month asks which of its costs nobody has decided on. Of all costs those are a handful.
CREATE INDEX cost_entry_waiting ON cost_entry (period, household_id) WHERE state = 'PROPOSED';
