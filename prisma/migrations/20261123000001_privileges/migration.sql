-- The server connects as a member of huhui_app: it reads and writes rows, but owns no table. What it may not
-- change (journals, postings, seals, the access log …) is taken from it in the migration of the area that owns it.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'huhui_app') THEN
    CREATE ROLE huhui_app NOLOGIN;
  END IF;
END $$;

CREATE EXTENSION IF NOT EXISTS pg_trgm;

GRANT USAGE ON SCHEMA public TO huhui_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO huhui_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO huhui_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO huhui_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO huhui_app;
