-- 疑点数据比对: the same difference from a list stands in the ledger once as long as nobody has closed it.
CREATE UNIQUE INDEX problem_of_list ON problem (about_id) WHERE about_kind = 'LIST' AND state <> 'CLOSED';
