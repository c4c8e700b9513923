-- Accounts, regions and households: words of a state, what the server may not change, and what must hold.

-- access ---------------------------------------------------------------------------------------------------------

ALTER TABLE app_user
  ADD CONSTRAINT app_user_login_name_normal CHECK (login_name = lower(btrim(login_name)) AND length(login_name) BETWEEN 3 AND 64),
  ADD CONSTRAINT app_user_locale CHECK (locale IN ('zh', 'en')),
  ADD CONSTRAINT app_user_totp_has_secret CHECK (totp_enabled_at IS NULL OR totp_cipher IS NOT NULL);

ALTER TABLE role_grant
  ADD CONSTRAINT role_grant_scope CHECK (
    CASE scope_kind
      WHEN 'PLATFORM' THEN role IN ('SHOPPER', 'OPERATOR', 'FINANCE') AND scope_id = ''
      WHEN 'AREA' THEN role IN ('VILLAGE_OFFICIAL', 'TOWNSHIP_OFFICIAL', 'COUNTY_OFFICIAL')
        AND scope_id ~ '^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$'
      WHEN 'COOPERATIVE' THEN role IN ('COOP_MANAGER', 'COOP_WEIGHER', 'COOP_PACKER', 'COOP_TREASURER') AND scope_id ~ '^[0-9a-f-]{36}$'
      WHEN 'SERVICE_POINT' THEN role = 'SERVICE_POINT' AND scope_id ~ '^[0-9a-f-]{36}$'
      WHEN 'HOUSEHOLD' THEN role = 'HOUSEHOLD' AND scope_id ~ '^[0-9a-f-]{36}$'
      ELSE false
    END);
CREATE UNIQUE INDEX role_grant_live_once ON role_grant (user_id, role, scope_id) WHERE revoked_at IS NULL;

ALTER TABLE session ADD CONSTRAINT session_token_hash CHECK (token_hash ~ '^[0-9a-f]{64}$');

-- The access log only grows: the server's role may not change it, and a trigger stands behind the privilege for every other role.
REVOKE UPDATE, DELETE, TRUNCATE ON access_log FROM huhui_app;
CREATE FUNCTION access_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the access log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
  FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();

-- regions --------------------------------------------------------------------------------------------------------

ALTER TABLE area
  ADD CONSTRAINT area_level_of_code CHECK (
    (level = 'PROVINCE' AND code ~ '^\d{2}$' AND parent_code IS NULL)
    OR (level = 'CITY' AND code ~ '^\d{4}$' AND parent_code = left(code, 2))
    OR (level = 'COUNTY' AND code ~ '^\d{6}$' AND parent_code = left(code, 4))
    OR (level = 'TOWNSHIP' AND code ~ '^\d{9}$' AND parent_code = left(code, 6))
    OR (level = 'VILLAGE' AND code ~ '^\d{12}$' AND parent_code = left(code, 9))),
  ADD CONSTRAINT area_valid_dates CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from);

ALTER TABLE income_line
  ADD CONSTRAINT income_line_kind CHECK (kind IN ('NATIONAL_STANDARD', 'MONITORING')),
  ADD CONSTRAINT income_line_year CHECK (year BETWEEN 1978 AND 2100),
  ADD CONSTRAINT income_line_amount CHECK (fen_per_person > 0),
  ADD CONSTRAINT income_line_source CHECK (source <> ''),
  ADD CONSTRAINT income_line_area CHECK (area_code ~ '^(|\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$' AND (kind <> 'NATIONAL_STANDARD' OR area_code = ''));

-- households -----------------------------------------------------------------------------------------------------

ALTER TABLE household
  ADD CONSTRAINT household_area_is_village CHECK (area_code ~ '^\d{12}$'),
  ADD CONSTRAINT household_head_named CHECK (btrim(head_name) <> ''),
  ADD CONSTRAINT household_ciphers CHECK (
    (phone_cipher IS NULL OR phone_cipher !~ '^[0-9 +-]*$') AND (bank_account_cipher IS NULL OR bank_account_cipher !~ '^[0-9 ]*$'));

ALTER TABLE household_member
  ADD CONSTRAINT household_member_sex CHECK (sex IN ('M', 'F')),
  ADD CONSTRAINT household_member_birth_year CHECK (birth_year BETWEEN 1880 AND 2100),
  ADD CONSTRAINT household_member_dates CHECK (left_on IS NULL OR left_on >= joined_on),
  ADD CONSTRAINT household_member_leaving CHECK ((left_on IS NULL) = (left_reason IS NULL)),
  ADD CONSTRAINT household_member_cipher CHECK (id_number_cipher IS NULL OR id_number_cipher !~ '^[0-9Xx]*$');

ALTER TABLE household_status_event
  ADD CONSTRAINT household_status_event_type CHECK (type IN (
    'REGISTERED', 'NEWLY_IDENTIFIED', 'SUPPLEMENTED', 'EXITED', 'RETURNED', 'REMOVED', 'ROLLED_BACK',
    'MONITORED_UNSTABLE', 'MONITORED_MARGINAL', 'MONITORED_SUDDEN', 'RISK_CLEARED', 'MERGED', 'SPLIT')),
  ADD CONSTRAINT household_status_event_attribute CHECK (attribute IS NULL OR attribute IN ('一般户', '低保户', '特困供养户')),
  ADD CONSTRAINT household_status_event_evidence CHECK (btrim(evidence) <> '');

ALTER TABLE household_cause
  ADD CONSTRAINT household_cause_rank CHECK (rank BETWEEN 0 AND 2);

ALTER TABLE assignment
  ADD CONSTRAINT assignment_dates CHECK (to_on IS NULL OR to_on >= from_on);
CREATE UNIQUE INDEX assignment_one_open ON assignment (household_id) WHERE to_on IS NULL;

ALTER TABLE consent
  ADD CONSTRAINT consent_purpose CHECK (purpose IN ('STORY', 'PHOTO', 'NAME')),
  ADD CONSTRAINT consent_dates CHECK (
    (confirmed_at IS NULL OR confirmed_at >= given_at) AND (withdrawn_at IS NULL OR withdrawn_at >= given_at));

-- Status is history: what was recorded stays; a mistake is answered by a further event.
REVOKE UPDATE, DELETE, TRUNCATE ON household_status_event FROM huhui_app;
CREATE FUNCTION household_status_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'status events of a household are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER household_status_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON household_status_event
  FOR EACH STATEMENT EXECUTE FUNCTION household_status_event_is_append_only();

-- How every household stands on a day, read off its events: the same as app/households/status.ts, for lists and filters.
CREATE FUNCTION household_standing(day date)
RETURNS TABLE (household_id uuid, standing text, attribute text) LANGUAGE sql STABLE AS $$
  WITH event AS (
    SELECT e.household_id, e.attribute, row_number() OVER (PARTITION BY e.household_id ORDER BY e.type <> 'REGISTERED', e.effective_on, e.created_at, e.id) AS place,
      CASE e.type
        WHEN 'REGISTERED' THEN 'GENERAL' WHEN 'REMOVED' THEN 'GENERAL'
        WHEN 'NEWLY_IDENTIFIED' THEN 'HELPED' WHEN 'SUPPLEMENTED' THEN 'HELPED' WHEN 'RETURNED' THEN 'HELPED' WHEN 'ROLLED_BACK' THEN 'HELPED'
        WHEN 'EXITED' THEN 'EXITED'
        WHEN 'MERGED' THEN 'MERGED'
      END AS helped,
      CASE e.type
        WHEN 'MONITORED_UNSTABLE' THEN true WHEN 'MONITORED_MARGINAL' THEN true WHEN 'MONITORED_SUDDEN' THEN true
        WHEN 'RISK_CLEARED' THEN false WHEN 'REGISTERED' THEN false WHEN 'REMOVED' THEN false WHEN 'MERGED' THEN false
      END AS monitored
    FROM household_status_event e WHERE e.effective_on <= day
  ), last AS (
    SELECT event.household_id,
      (array_agg(event.helped ORDER BY place DESC) FILTER (WHERE event.helped IS NOT NULL))[1] AS helped,
      (array_agg(event.monitored ORDER BY place DESC) FILTER (WHERE event.monitored IS NOT NULL))[1] AS monitored,
      (array_agg(event.attribute ORDER BY place DESC) FILTER (WHERE event.attribute IS NOT NULL))[1] AS attribute
    FROM event GROUP BY event.household_id
  )
  SELECT h.id, CASE WHEN last.monitored THEN 'MONITORED' ELSE coalesce(last.helped, 'GENERAL') END, last.attribute
  FROM household h LEFT JOIN last ON last.household_id = h.id
$$;

-- invariants -----------------------------------------------------------------------------------------------------

CREATE VIEW invariant_area_tree AS
  SELECT area.code, area.parent_code FROM area
  WHERE area.parent_code IS NOT NULL AND NOT EXISTS (SELECT FROM area parent WHERE parent.code = area.parent_code);
COMMENT ON VIEW invariant_area_tree IS 'Every area below a province lies in an area that is there.';

CREATE VIEW invariant_household_place AS
  SELECT h.id, h.area_code FROM household h
  WHERE NOT EXISTS (SELECT FROM area a WHERE a.code = h.area_code AND a.level = 'VILLAGE');
COMMENT ON VIEW invariant_household_place IS 'Every household lives in a village of the area tree.';

CREATE VIEW invariant_household_head AS
  SELECT h.id, count(m.id) AS heads FROM household h
  LEFT JOIN household_member m ON m.household_id = h.id AND m.relation = '户主' AND m.left_on IS NULL
  GROUP BY h.id HAVING count(m.id) > 1;
COMMENT ON VIEW invariant_household_head IS 'No household has two heads at a time.';

CREATE VIEW invariant_person_in_one_household AS
  SELECT a.id AS member, b.id AS other FROM household_member a
  JOIN household_member b ON b.id_number_index = a.id_number_index AND b.id > a.id
  WHERE daterange(a.joined_on, a.left_on) && daterange(b.joined_on, b.left_on);
COMMENT ON VIEW invariant_person_in_one_household IS 'Nobody counts as a head in two households at the same time.';

-- A bank card number passes Luhn's check; most other long numbers do not.
CREATE FUNCTION passes_luhn(digits text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT sum(CASE WHEN place % 2 = 1 THEN digit ELSE (digit * 2) / 10 + (digit * 2) % 10 END) % 10 = 0
  FROM (SELECT place, substr(reverse(digits), place, 1)::int AS digit FROM generate_series(1, length(digits)) place) d
$$;

-- Looks through every text and json column of every table, so that a column added later is looked through as well.
-- Left out is only what by its nature may look alike: licence and tax numbers (18 digits), the carriers' tracking
-- numbers, and the ledger's own columns, whose every value is an id or a word that a CHECK holds.
CREATE FUNCTION plain_personal_data() RETURNS TABLE (place text, kind text, found bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE
  field record;
BEGIN
  FOR field IN
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'jsonb', 'json')
      AND c.table_name NOT IN ('posting', 'attribution', 'party_balance', 'seal', '_prisma_migrations')
      AND (c.table_name, c.column_name) NOT IN (
        ('cooperative', 'licence_number'), ('customer_order', 'invoice_tax_number'), ('shipment', 'tracking_number'))
    ORDER BY 1, 2
  LOOP
    RETURN QUERY EXECUTE format($q$
      SELECT %1$L || '.' || %2$L, kind, count(*) FROM (
        SELECT 'identity number' AS kind FROM %3$I
        WHERE %4$I::text ~ '(?<![0-9A-Za-z-])[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z-])'
        UNION ALL
        SELECT 'bank account' FROM %3$I,
          regexp_matches(%4$I::text, '(?<![0-9A-Za-z-])(\d{16,19})(?![0-9A-Za-z-])', 'g') AS hit
        WHERE %4$I::text ~ '\d{16}' AND passes_luhn(hit[1])
      ) hits GROUP BY kind$q$, field.table_name, field.column_name, field.table_name, field.column_name);
  END LOOP;
END $$;

CREATE VIEW invariant_plain_personal_data AS SELECT * FROM plain_personal_data();
COMMENT ON VIEW invariant_plain_personal_data IS
  'No identity number and no bank card number stands in plain text in any column, whatever the table.';

-- For the operator's console: every invariant with what it holds and how many rows break it; and the rows of one.
CREATE FUNCTION invariant_report() RETURNS TABLE (name text, promise text, violations bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE
  view record;
BEGIN
  FOR view IN
    SELECT c.relname, obj_description(c.oid, 'pg_class') AS promise FROM pg_class c
    WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace AND c.relname LIKE 'invariant\_%' ORDER BY 1
  LOOP
    name := view.relname;
    promise := coalesce(view.promise, '');
    EXECUTE format('SELECT count(*) FROM %I', view.relname) INTO violations;
    RETURN NEXT;
  END LOOP;
END $$;

CREATE FUNCTION invariant_rows(view_name text, most int) RETURNS SETOF jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_views WHERE schemaname = 'public' AND viewname = view_name AND viewname LIKE 'invariant\_%') THEN
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format('SELECT to_jsonb(v) FROM %I v LIMIT %s', view_name, most);
END $$;
