import { runMigrations } from "graphile-worker";
import pg from "pg";

/**
 * Graphile Worker's own tables, in a schema of their own, made by the owner; the server's role may use them but not change
 * them. Its tables have row security switched on, so each needs a policy that lets the server's role see its rows.
 */
export async function installJobs(ownerUrl) {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  // Without both it complains to whoever migrates. What fails is thrown by the statement that fails.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await runMigrations({ pgPool: pool });
    await pool.query(`DO $$
      DECLARE tab record;
      BEGIN
        GRANT USAGE ON SCHEMA graphile_worker TO huhui_app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO huhui_app;
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO huhui_app;
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO huhui_app;
        FOR tab IN SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' AND rowsecurity LOOP
          IF NOT EXISTS (SELECT FROM pg_policies WHERE schemaname = 'graphile_worker'
                         AND tablename = tab.tablename AND policyname = 'huhui_app') THEN
            EXECUTE format('CREATE POLICY huhui_app ON graphile_worker.%I TO huhui_app USING (true) WITH CHECK (true)', tab.tablename);
          END IF;
        END LOOP;
      END $$`);
  } finally {
    await pool.end();
  }
}
