-- A month of the ledger without reading all of it: postings come in the order of their months, so the least and the greatest of
-- each few pages say where a month lies, at a thousandth of the size of an ordinary index.
CREATE INDEX posting_period_pages ON posting USING brin (period) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX attribution_period_pages ON attribution USING brin (period) WITH (pages_per_range = 32, autosummarize = on);
