-- PostgreSQL adds bigints up as numeric. Of a household's few rows of a month that costs more than everything else of its closing; fen
-- have room in a bigint, and one that had not would be an error. Without rows it is 0.
CREATE AGGREGATE fen_sum(bigint) (SFUNC = int8pl, STYPE = bigint, INITCOND = '0', COMBINEFUNC = int8pl, PARALLEL = SAFE);
