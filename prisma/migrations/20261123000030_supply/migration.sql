-- What cooperatives, supply, catalog and media promise beyond their tables: words of states, arithmetic of a delivery,
-- what is never changed, and the views that must return no row.

-- Cooperatives -------------------------------------------------------------------------------------------------------

ALTER TABLE cooperative
  ADD CONSTRAINT cooperative_kind CHECK (kind IN ('COOPERATIVE', 'ENTERPRISE', 'FAMILY_FARM', 'VILLAGE_COLLECTIVE')),
  ADD CONSTRAINT cooperative_status CHECK (status IN ('APPLIED', 'RECOMMENDED', 'APPROVED', 'SUSPENDED')),
  ADD CONSTRAINT cooperative_approved CHECK (status IN ('APPLIED', 'RECOMMENDED') OR approved_at IS NOT NULL),
  ADD CONSTRAINT cooperative_area CHECK (area_code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  ADD CONSTRAINT cooperative_declared CHECK (declared_households >= 0);

ALTER TABLE service_point
  ADD CONSTRAINT service_point_status CHECK (status IN ('ACTIVE', 'CLOSED')),
  ADD CONSTRAINT service_point_area CHECK (area_code ~ '^[0-9]{12}$');

ALTER TABLE membership
  ADD CONSTRAINT membership_days CHECK (left_on IS NULL OR left_on >= joined_on),
  ADD CONSTRAINT membership_share CHECK (share_fen >= 0);

-- A household is a member of a cooperative once at a time.
CREATE UNIQUE INDEX membership_open ON membership (cooperative_id, household_id) WHERE left_on IS NULL;

ALTER TABLE linkage_agreement
  ADD CONSTRAINT linkage_agreement_days CHECK (ends_on IS NULL OR ends_on >= starts_on),
  ADD CONSTRAINT linkage_agreement_version CHECK (version > 0);

CREATE SEQUENCE cooperative_number;
CREATE SEQUENCE service_point_number;

-- Supply -------------------------------------------------------------------------------------------------------------

ALTER TABLE product
  ADD CONSTRAINT product_base_unit CHECK (base_unit IN ('GRAM', 'PIECE')),
  ADD CONSTRAINT product_grades CHECK (cardinality(grades) > 0);

CREATE SEQUENCE intake_number;

ALTER TABLE intake
  ADD CONSTRAINT intake_base_unit CHECK (base_unit IN ('GRAM', 'PIECE')),
  ADD CONSTRAINT intake_mode CHECK (settlement_mode IN ('CONSIGNED', 'BOUGHT_OUT', 'ADVANCE')),
  ADD CONSTRAINT intake_weighing CHECK (gross > 0 AND tare >= 0 AND deduction >= 0),
  ADD CONSTRAINT intake_net CHECK (net = gross - tare - deduction AND net > 0),
  ADD CONSTRAINT intake_remaining CHECK (remaining >= 0 AND remaining <= net),
  ADD CONSTRAINT intake_price CHECK (unit_price_fen IS NULL OR unit_price_fen > 0),
  -- What is paid at intake has its price and its amount then; consigned goods have no amount.
  ADD CONSTRAINT intake_amount CHECK (
    CASE settlement_mode
      WHEN 'CONSIGNED' THEN amount_fen IS NULL
      ELSE unit_price_fen IS NOT NULL AND amount_fen IS NOT NULL AND amount_fen >= 0
    END),
  ADD CONSTRAINT intake_reversal CHECK (
    (reverses_id IS NULL) = (reversal_reason IS NULL) AND (reverses_id IS NULL OR remaining = 0));

CREATE INDEX intake_open ON intake (cooperative_id, product_id, id) WHERE remaining > 0;

ALTER TABLE lot
  ADD CONSTRAINT lot_seller_kind CHECK (seller_kind IN ('COOPERATIVE', 'HOUSEHOLD')),
  ADD CONSTRAINT lot_base_unit CHECK (base_unit IN ('GRAM', 'PIECE')),
  ADD CONSTRAINT lot_status CHECK (status IN ('OPEN', 'SEALED', 'CLOSED')),
  ADD CONSTRAINT lot_quantity CHECK (quantity > 0),
  ADD CONSTRAINT lot_available CHECK (available >= 0 AND available <= quantity),
  ADD CONSTRAINT lot_days CHECK (expires_on >= harvested_on),
  ADD CONSTRAINT lot_sealed CHECK (status = 'OPEN' OR (composition_hash ~ '^[0-9a-f]{64}$' AND sealed_at IS NOT NULL));

ALTER TABLE lot_source
  ADD CONSTRAINT lot_source_quantity CHECK (quantity > 0),
  ADD CONSTRAINT lot_source_origin CHECK (num_nonnulls(intake_id, source_lot_id) = 1);

ALTER TABLE lot_composition
  ADD CONSTRAINT lot_composition_mode CHECK (settlement_mode IN ('CONSIGNED', 'BOUGHT_OUT', 'DIRECT')),
  ADD CONSTRAINT lot_composition_quantity CHECK (quantity > 0),
  ADD CONSTRAINT lot_composition_weight CHECK (weight > 0),
  ADD CONSTRAINT lot_composition_direct CHECK (settlement_mode <> 'DIRECT' OR household_id IS NOT NULL),
  ADD CONSTRAINT lot_composition_price CHECK ((settlement_mode = 'BOUGHT_OUT') = (unit_price_fen IS NOT NULL));

ALTER TABLE lot_event
  ADD CONSTRAINT lot_event_kind CHECK (kind IN ('LOSS', 'WRITE_OFF', 'SPLIT', 'MERGE', 'PROCESS', 'STOCKTAKE')),
  ADD CONSTRAINT lot_event_quantity CHECK (quantity <> 0),
  ADD CONSTRAINT lot_event_reason CHECK (length(btrim(reason)) > 0);

ALTER TABLE quality_document
  ADD CONSTRAINT quality_document_kind CHECK (kind IN ('CONFORMITY', 'SC', 'GREEN', 'ORGANIC', 'GI', 'TEST')),
  ADD CONSTRAINT quality_document_holder CHECK (holder_kind IN ('COOPERATIVE', 'HOUSEHOLD')),
  ADD CONSTRAINT quality_document_days CHECK (expires_on IS NULL OR expires_on >= issued_on);

-- A delivery, a lot and whose it is stay as they were written. The server may change only what moves: what is left,
-- a price agreed later, a slip photographed later. Corrections are rows of their own.
REVOKE UPDATE, DELETE, TRUNCATE ON intake, lot, lot_source, lot_composition, lot_event FROM huhui_app;
GRANT UPDATE (remaining, unit_price_fen, slip_media_id) ON intake TO huhui_app;
GRANT UPDATE (available, status) ON lot TO huhui_app;

CREATE FUNCTION supply_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: a correction is a row of its own', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER lot_source_append_only BEFORE UPDATE OR DELETE ON lot_source
  FOR EACH ROW EXECUTE FUNCTION supply_never_changes();
CREATE TRIGGER lot_composition_append_only BEFORE UPDATE OR DELETE ON lot_composition
  FOR EACH ROW EXECUTE FUNCTION supply_never_changes();
CREATE TRIGGER lot_event_append_only BEFORE UPDATE OR DELETE ON lot_event
  FOR EACH ROW EXECUTE FUNCTION supply_never_changes();
CREATE TRIGGER intake_kept BEFORE DELETE ON intake FOR EACH ROW EXECUTE FUNCTION supply_never_changes();
CREATE TRIGGER lot_kept BEFORE DELETE ON lot FOR EACH ROW EXECUTE FUNCTION supply_never_changes();

CREATE FUNCTION intake_stays_as_weighed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - ARRAY['remaining', 'unit_price_fen', 'slip_media_id']
     IS DISTINCT FROM to_jsonb(NEW) - ARRAY['remaining', 'unit_price_fen', 'slip_media_id']
     OR (OLD.unit_price_fen IS NOT NULL AND NEW.unit_price_fen IS DISTINCT FROM OLD.unit_price_fen)
     OR (OLD.slip_media_id IS NOT NULL AND NEW.slip_media_id IS DISTINCT FROM OLD.slip_media_id) THEN
    RAISE EXCEPTION 'intake % stays as it was weighed: reverse it and record anew', OLD.number
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER intake_immutable BEFORE UPDATE ON intake FOR EACH ROW EXECUTE FUNCTION intake_stays_as_weighed();

CREATE FUNCTION sealed_lot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'OPEN' AND (
       NEW.status = 'OPEN'
       OR to_jsonb(OLD) - ARRAY['available', 'status'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['available', 'status']) THEN
    RAISE EXCEPTION 'lot % is sealed', OLD.code USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lot_immutable BEFORE UPDATE ON lot FOR EACH ROW EXECUTE FUNCTION sealed_lot_stays();

-- Catalog ------------------------------------------------------------------------------------------------------------

ALTER TABLE listing
  ADD CONSTRAINT listing_seller_kind CHECK (seller_kind IN ('COOPERATIVE', 'HOUSEHOLD')),
  ADD CONSTRAINT listing_status CHECK (status IN ('DRAFT', 'PUBLISHED', 'UNPUBLISHED')),
  ADD CONSTRAINT listing_published CHECK (status <> 'PUBLISHED' OR published_at IS NOT NULL),
  ADD CONSTRAINT listing_slug CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  ADD CONSTRAINT listing_area CHECK (area_code ~ '^[0-9]{12}$'),
  ADD CONSTRAINT listing_ships_within CHECK (ships_within_days BETWEEN 1 AND 60),
  ADD CONSTRAINT listing_season CHECK (season_months <@ ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  ADD CONSTRAINT listing_market_price CHECK (
    (market_price_fen IS NULL OR market_price_fen > 0) AND (market_price_fen IS NULL) = (market_source IS NULL));

ALTER TABLE variant
  ADD CONSTRAINT variant_quantity CHECK (quantity > 0),
  ADD CONSTRAINT variant_price CHECK (price_fen > 0),
  ADD CONSTRAINT variant_shipping_grams CHECK (shipping_grams > 0);

ALTER TABLE listing_lot ADD CONSTRAINT listing_lot_times CHECK (removed_at IS NULL OR removed_at >= added_at);

ALTER TABLE split_rule
  ADD CONSTRAINT split_rule_rates CHECK (
    cooperative_bps BETWEEN 0 AND 10000 AND reserve_bps BETWEEN 0 AND 10000
    AND service_point_bps BETWEEN 0 AND 10000 AND village_bps BETWEEN 0 AND 10000
    AND greatest(cooperative_bps, service_point_bps) + village_bps < 5000),
  ADD CONSTRAINT split_rule_version CHECK (version > 0),
  ADD CONSTRAINT split_rule_two_people CHECK (approved_by_id IS NULL OR approved_by_id <> created_by_id),
  ADD CONSTRAINT split_rule_decided_once CHECK (approved_at IS NULL OR rejected_at IS NULL);

ALTER TABLE fee_schedule
  ADD CONSTRAINT fee_schedule_rates CHECK (
    platform_bps BETWEEN 0 AND 2000 AND processing_bps BETWEEN 0 AND 1000 AND processing_fixed_fen BETWEEN 0 AND 1000),
  ADD CONSTRAINT fee_schedule_version CHECK (version > 0),
  ADD CONSTRAINT fee_schedule_two_people CHECK (approved_by_id IS NULL OR approved_by_id <> created_by_id),
  ADD CONSTRAINT fee_schedule_decided_once CHECK (approved_at IS NULL OR rejected_at IS NULL);

-- A version is what orders were placed under: decided once, never edited.
REVOKE UPDATE, DELETE, TRUNCATE ON split_rule, fee_schedule FROM huhui_app;
GRANT UPDATE (approved_by_id, approved_at, rejected_by_id, rejected_at) ON split_rule, fee_schedule TO huhui_app;

CREATE FUNCTION version_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.approved_at IS NOT NULL OR OLD.rejected_at IS NOT NULL
     OR to_jsonb(OLD) - ARRAY['approved_at', 'approved_by_id', 'rejected_at', 'rejected_by_id']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['approved_at', 'approved_by_id', 'rejected_at', 'rejected_by_id'] THEN
    RAISE EXCEPTION 'a version of % is never changed: propose a new one', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER split_rule_version_kept BEFORE UPDATE OR DELETE ON split_rule
  FOR EACH ROW EXECUTE FUNCTION version_decided_once();
CREATE TRIGGER fee_schedule_version_kept BEFORE UPDATE OR DELETE ON fee_schedule
  FOR EACH ROW EXECUTE FUNCTION version_decided_once();

-- Orders name variants and listings for ever.
REVOKE DELETE, TRUNCATE ON listing, variant, listing_lot, cooperative, service_point, membership FROM huhui_app;

ALTER TABLE freight_template ADD CONSTRAINT freight_template_seller CHECK (seller_kind IN ('COOPERATIVE', 'HOUSEHOLD'));
ALTER TABLE freight_zone
  ADD CONSTRAINT freight_zone_steps CHECK (first_grams > 0 AND next_grams > 0),
  ADD CONSTRAINT freight_zone_prices CHECK (
    first_fen >= 0 AND next_fen >= 0 AND (free_above_fen IS NULL OR free_above_fen >= 0)),
  ADD CONSTRAINT freight_zone_provinces CHECK (cardinality(provinces) > 0);

ALTER TABLE promotion
  ADD CONSTRAINT promotion_funder CHECK (funder IN ('PLATFORM', 'SELLER') AND (funder = 'SELLER') = (seller_id IS NOT NULL)),
  ADD CONSTRAINT promotion_amount CHECK (amount_fen > 0 AND minimum_fen >= 0),
  ADD CONSTRAINT promotion_use CHECK (used >= 0 AND used <= use_limit),
  ADD CONSTRAINT promotion_times CHECK (valid_to > valid_from);

-- Media --------------------------------------------------------------------------------------------------------------

ALTER TABLE media
  ADD CONSTRAINT media_kind CHECK (kind IN ('LISTING_PHOTO', 'SLIP', 'CERTIFICATE', 'CLAIM', 'ILLUSTRATION')),
  ADD CONSTRAINT media_owner CHECK (owner_kind IN ('COOPERATIVE', 'HOUSEHOLD', 'ORDER', 'PLATFORM')),
  ADD CONSTRAINT media_public CHECK (NOT public OR kind IN ('LISTING_PHOTO', 'ILLUSTRATION', 'CERTIFICATE')),
  ADD CONSTRAINT media_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT media_size CHECK (width > 0 AND height > 0),
  ADD CONSTRAINT media_color CHECK (dominant_color ~ '^#[0-9a-f]{6}$');
ALTER TABLE media_rendition
  ADD CONSTRAINT media_rendition_name CHECK (name ~ '^[0-9]{2,5}[.](webp|avif)$'),
  ADD CONSTRAINT media_rendition_mime CHECK (mime IN ('image/webp', 'image/avif'));

-- Invariants ---------------------------------------------------------------------------------------------------------

CREATE VIEW invariant_lot_balance AS
SELECT lot.id AS lot_id, lot.code, lot.quantity, lot.available,
       coalesce(picked.quantity, 0) AS picked, coalesce(moved.quantity, 0) AS lost
FROM lot
LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM lot_pick WHERE released_at IS NULL GROUP BY lot_id) picked
  ON picked.lot_id = lot.id
LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM lot_event GROUP BY lot_id) moved ON moved.lot_id = lot.id
WHERE lot.quantity <> lot.available + coalesce(picked.quantity, 0) + coalesce(moved.quantity, 0);
COMMENT ON VIEW invariant_lot_balance IS 'What came into a lot is on stock, picked for an order, or lost: to the gram.';

CREATE VIEW invariant_intake_remaining AS
SELECT i.id AS intake_id, i.number, i.net, i.remaining, coalesce(taken.quantity, 0) AS taken
FROM intake i
LEFT JOIN (SELECT intake_id, sum(quantity) AS quantity FROM lot_source WHERE intake_id IS NOT NULL GROUP BY intake_id) taken
  ON taken.intake_id = i.id
LEFT JOIN intake r ON r.reverses_id = i.id
WHERE CASE WHEN i.reverses_id IS NULL AND r.id IS NULL THEN i.remaining <> i.net - coalesce(taken.quantity, 0)
           ELSE i.remaining <> 0 OR taken.quantity IS NOT NULL END;
COMMENT ON VIEW invariant_intake_remaining IS
  'What is left of a delivery is its net weight less what went into lots; nothing of a reversed delivery is in a lot.';

CREATE VIEW invariant_intake_reversal AS
SELECT r.id AS intake_id, r.number, i.number AS reversed_number
FROM intake r JOIN intake i ON i.id = r.reverses_id
WHERE i.reverses_id IS NOT NULL
   OR (r.cooperative_id, r.product_id, r.net, r.settlement_mode)
      IS DISTINCT FROM (i.cooperative_id, i.product_id, i.net, i.settlement_mode)
   OR r.household_id IS DISTINCT FROM i.household_id OR r.amount_fen IS DISTINCT FROM i.amount_fen;
COMMENT ON VIEW invariant_intake_reversal IS
  'A reversing slip takes back exactly the delivery it names: same household, weight and amount, and never another reversal.';

CREATE VIEW invariant_composition_sums AS
SELECT lot.id AS lot_id, lot.code, lot.quantity, coalesce(composed.quantity, 0) AS composed,
       coalesce(sourced.quantity, 0) AS sourced
FROM lot
LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM lot_composition GROUP BY lot_id) composed ON composed.lot_id = lot.id
LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM lot_source GROUP BY lot_id) sourced ON sourced.lot_id = lot.id
WHERE lot.status <> 'OPEN'
  AND (lot.quantity <> coalesce(composed.quantity, 0)
       OR (lot.seller_kind = 'COOPERATIVE' AND lot.quantity <> coalesce(sourced.quantity, 0)));
COMMENT ON VIEW invariant_composition_sums IS
  'A sealed lot is exactly what its composition says and what its deliveries gave: unregistered suppliers stay in it as OTHER.';

CREATE VIEW invariant_composition_sources AS
WITH given AS (
  SELECT s.lot_id, i.household_id,
         CASE i.settlement_mode WHEN 'CONSIGNED' THEN 'CONSIGNED' ELSE 'BOUGHT_OUT' END AS settlement_mode,
         sum(s.quantity) AS quantity, sum(s.quantity * i.unit_price_fen) AS weight
  FROM lot_source s JOIN intake i ON i.id = s.intake_id
  GROUP BY 1, 2, 3)
SELECT coalesce(g.lot_id, c.lot_id) AS lot_id, g.quantity AS given, c.quantity AS composed
FROM given g
FULL JOIN (
  SELECT c.* FROM lot_composition c
  WHERE EXISTS (SELECT FROM lot_source s WHERE s.lot_id = c.lot_id AND s.intake_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM lot_source s WHERE s.lot_id = c.lot_id AND s.source_lot_id IS NOT NULL)
) c ON c.lot_id = g.lot_id AND c.household_id IS NOT DISTINCT FROM g.household_id AND c.settlement_mode = g.settlement_mode
WHERE (g.quantity, g.weight) IS DISTINCT FROM (c.quantity::bigint, c.weight::numeric)
  AND NOT EXISTS (
    SELECT FROM lot_source s WHERE s.lot_id = coalesce(g.lot_id, c.lot_id) AND s.source_lot_id IS NOT NULL);
COMMENT ON VIEW invariant_composition_sources IS
  'Each household stands in a lot with what it delivered to it, weighed by the price agreed for it.';

CREATE VIEW invariant_composition_hash AS
SELECT lot.id AS lot_id, lot.code
FROM lot
JOIN LATERAL (
  SELECT string_agg(concat_ws('|', c.position, coalesce(c.household_id::text, 'OTHER'), c.settlement_mode, c.quantity,
                              c.weight, coalesce(c.unit_price_fen::text, '-')), E'\n' ORDER BY c.position) AS rows
  FROM lot_composition c WHERE c.lot_id = lot.id) composed ON true
WHERE lot.status <> 'OPEN'
  AND lot.composition_hash IS DISTINCT FROM encode(sha256(convert_to(
        concat_ws('|', 'huhui-lot-1', lot.id, lot.product_id, lot.quantity) || E'\n' || composed.rows, 'UTF8')), 'hex');
COMMENT ON VIEW invariant_composition_hash IS 'The composition of a sealed lot still has the hash it was sealed with.';

CREATE VIEW invariant_household_lot AS
SELECT lot.id AS lot_id, lot.code
FROM lot
WHERE lot.seller_kind = 'HOUSEHOLD' AND lot.status <> 'OPEN'
  AND (SELECT array_agg(c.household_id || c.settlement_mode) FROM lot_composition c WHERE c.lot_id = lot.id)
      IS DISTINCT FROM ARRAY[lot.seller_id || 'DIRECT'];
COMMENT ON VIEW invariant_household_lot IS 'A lot sold directly is one household''s own, and nobody else''s.';

CREATE VIEW invariant_listing_lot AS
SELECT ll.listing_id, ll.lot_id
FROM listing_lot ll
JOIN listing l ON l.id = ll.listing_id
LEFT JOIN lot ON lot.id = ll.lot_id
WHERE lot.id IS NULL
   OR (lot.seller_kind, lot.seller_id, lot.product_id) IS DISTINCT FROM (l.seller_kind, l.seller_id, l.product_id);
COMMENT ON VIEW invariant_listing_lot IS 'A listing sells only its seller''s own lots of its own product.';

CREATE VIEW invariant_published_listing AS
SELECT l.id AS listing_id, l.slug
FROM listing l
WHERE l.status = 'PUBLISHED' AND NOT (
  EXISTS (SELECT FROM variant v WHERE v.listing_id = l.id AND v.active)
  AND EXISTS (SELECT FROM listing_photo p JOIN media m ON m.id = p.media_id AND m.public WHERE p.listing_id = l.id)
  AND EXISTS (SELECT FROM listing_lot ll WHERE ll.listing_id = l.id)
  AND EXISTS (SELECT FROM split_rule r WHERE r.code = l.split_rule_code AND r.approved_at IS NOT NULL)
  AND EXISTS (SELECT FROM freight_zone z WHERE z.template_id = l.freight_id AND z.delivered));
COMMENT ON VIEW invariant_published_listing IS
  'A published listing can be bought: it has a pack, a public photo, a lot, an approved split rule and a place it ships to.';

CREATE VIEW invariant_media_rendition AS
SELECT m.id AS media_id FROM media m
WHERE NOT EXISTS (SELECT FROM media_rendition r WHERE r.media_id = m.id);
COMMENT ON VIEW invariant_media_rendition IS 'Every picture has at least one rendition to show.';
