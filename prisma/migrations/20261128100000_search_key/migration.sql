-- What is searched for stands anywhere in a name, and names are Chinese. pg_trgm cuts words by the locale's letters, so in a
-- database of locale C it sees no Chinese at all, and elsewhere nothing of two characters; of the hexadecimal digits of the
-- bytes it sees every one, wherever the database was made. Two names may share digits without sharing characters: who asks
-- by this key asks the name itself as well.
CREATE FUNCTION search_key(words text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT encode(convert_to(lower(words), 'UTF8'), 'hex') $$;

CREATE INDEX listing_search_key ON listing USING gin (search_key(title || ' ' || title_en) gin_trgm_ops);
