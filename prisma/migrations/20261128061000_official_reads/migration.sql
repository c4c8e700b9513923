-- What the officials' pages read of a whole county: few of its months wait for anything, and few of its postings are payments.
CREATE INDEX household_month_waiting ON household_month (household_id) WHERE pending_fen <> 0;
CREATE INDEX posting_paid_out ON posting (period, cooperative_id, household_id) INCLUDE (amount_fen, source, destination)
  WHERE destination LIKE 'bank:%' OR source LIKE 'bank:%';
