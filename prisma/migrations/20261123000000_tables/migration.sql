-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "login_name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'zh',
    "totp_cipher" TEXT,
    "totp_enabled_at" TIMESTAMPTZ(6),
    "wrapped_key" TEXT,
    "totp_last_step" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "disabled_at" TIMESTAMPTZ(6),

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "scope_kind" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(6) NOT NULL,
    "granted_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "awaits_code" BOOLEAN NOT NULL DEFAULT false,
    "user_agent" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "recovery_code" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_log" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "reason" TEXT,
    "request_id" TEXT,

    CONSTRAINT "access_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "journal" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "period" TEXT NOT NULL,
    "reverses_id" UUID,
    "actor_id" UUID,
    "memo" TEXT,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posting" (
    "journal_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "period" TEXT NOT NULL,
    "part" TEXT,
    "part_number" INTEGER,
    "order_line_id" UUID,
    "lot_id" UUID,
    "intake_id" UUID,
    "payout_id" UUID,
    "household_id" UUID,
    "cooperative_id" UUID,
    "flow" TEXT,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("journal_id","position")
);

-- CreateTable
CREATE TABLE "party_balance" (
    "account" TEXT NOT NULL,
    "balance_fen" BIGINT NOT NULL,

    CONSTRAINT "party_balance_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "attribution" (
    "journal_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "order_line_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "household_id" UUID,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "period" TEXT NOT NULL,

    CONSTRAINT "attribution_pkey" PRIMARY KEY ("journal_id","position")
);

-- CreateTable
CREATE TABLE "seal" (
    "sequence" BIGINT NOT NULL,
    "journal_id" UUID NOT NULL,
    "journal_hash" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "seal_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "class_map" (
    "version" INTEGER NOT NULL,
    "flow" TEXT NOT NULL,
    "income_class" TEXT NOT NULL,
    "stable" BOOLEAN NOT NULL,
    "valid_from" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "class_map_pkey" PRIMARY KEY ("version","flow")
);

-- CreateTable
CREATE TABLE "cost_entry" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "basis" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "cost_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "seller_kind" TEXT NOT NULL,
    "seller_id" UUID NOT NULL,
    "service_point_id" UUID,
    "product_id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "story" TEXT NOT NULL,
    "story_en" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "split_rule_code" TEXT NOT NULL,
    "freight_id" UUID NOT NULL,
    "ships_within_days" INTEGER NOT NULL,
    "season_months" INTEGER[],
    "market_price_fen" BIGINT,
    "market_source" TEXT,
    "published_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "listing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing_photo" (
    "listing_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "media_id" UUID NOT NULL,

    CONSTRAINT "listing_photo_pkey" PRIMARY KEY ("listing_id","position")
);

-- CreateTable
CREATE TABLE "variant" (
    "id" UUID NOT NULL,
    "listing_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "price_fen" BIGINT NOT NULL,
    "shipping_grams" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "variant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing_lot" (
    "listing_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(6) NOT NULL,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "listing_lot_pkey" PRIMARY KEY ("listing_id","lot_id")
);

-- CreateTable
CREATE TABLE "split_rule" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "cooperative_bps" INTEGER NOT NULL,
    "reserve_bps" INTEGER NOT NULL,
    "service_point_bps" INTEGER NOT NULL,
    "village_bps" INTEGER NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "created_by_id" UUID,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(6),
    "rejected_by_id" UUID,
    "rejected_at" TIMESTAMPTZ(6),

    CONSTRAINT "split_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_schedule" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "platform_bps" INTEGER NOT NULL,
    "processing_bps" INTEGER NOT NULL,
    "processing_fixed_fen" BIGINT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "created_by_id" UUID,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(6),
    "rejected_by_id" UUID,
    "rejected_at" TIMESTAMPTZ(6),

    CONSTRAINT "fee_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "freight_template" (
    "id" UUID NOT NULL,
    "seller_kind" TEXT NOT NULL,
    "seller_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shipper_name" TEXT NOT NULL,
    "shipper_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "freight_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "freight_zone" (
    "template_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "provinces" TEXT[],
    "delivered" BOOLEAN NOT NULL,
    "first_grams" INTEGER NOT NULL,
    "first_fen" BIGINT NOT NULL,
    "next_grams" INTEGER NOT NULL,
    "next_fen" BIGINT NOT NULL,
    "free_above_fen" BIGINT,

    CONSTRAINT "freight_zone_pkey" PRIMARY KEY ("template_id","position")
);

-- CreateTable
CREATE TABLE "promotion" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "funder" TEXT NOT NULL,
    "seller_kind" TEXT,
    "seller_id" UUID,
    "amount_fen" BIGINT NOT NULL,
    "minimum_fen" BIGINT NOT NULL,
    "use_limit" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "promotion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cooperative" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "licence_number" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "story" TEXT NOT NULL,
    "story_en" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "declared_households" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "approved_at" TIMESTAMPTZ(6),

    CONSTRAINT "cooperative_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_point" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "service_point_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" UUID NOT NULL,
    "cooperative_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "share_fen" BIGINT NOT NULL DEFAULT 0,
    "joined_on" DATE NOT NULL,
    "left_on" DATE,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "linkage_agreement" (
    "id" UUID NOT NULL,
    "cooperative_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "terms" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "evidence_id" UUID,

    CONSTRAINT "linkage_agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "area_code" TEXT NOT NULL,
    "group_name" TEXT NOT NULL,
    "head_name" TEXT NOT NULL,
    "head_pinyin" TEXT NOT NULL,
    "shop_name" TEXT,
    "shop_name_en" TEXT,
    "service_point_id" UUID,
    "registered_on" DATE NOT NULL,
    "wrapped_key" TEXT NOT NULL,
    "phone_cipher" TEXT,
    "bank_name" TEXT,
    "bank_account_cipher" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household_member" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "sex" TEXT NOT NULL,
    "birth_year" INTEGER NOT NULL,
    "id_number_cipher" TEXT,
    "id_number_index" TEXT,
    "education" TEXT,
    "health" TEXT,
    "labour" TEXT,
    "joined_on" DATE NOT NULL,
    "left_on" DATE,
    "left_reason" TEXT,

    CONSTRAINT "household_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household_status_event" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "attribute" TEXT,
    "effective_on" DATE NOT NULL,
    "evidence" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "household_status_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household_cause" (
    "household_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "household_cause_pkey" PRIMARY KEY ("household_id","rank")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "person_name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "from_on" DATE NOT NULL,
    "to_on" DATE,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(6) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6),
    "withdrawn_at" TIMESTAMPTZ(6),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "media" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "owner_kind" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "public" BOOLEAN NOT NULL,
    "sha256" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "dominant_color" TEXT NOT NULL,
    "alt" TEXT NOT NULL,
    "alt_en" TEXT NOT NULL,
    "credit" TEXT,
    "uploaded_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "media_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "media_rendition" (
    "media_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,

    CONSTRAINT "media_rendition_pkey" PRIMARY KEY ("media_id","name")
);

-- CreateTable
CREATE TABLE "cart" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "user_id" UUID,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "cart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_line" (
    "cart_id" UUID NOT NULL,
    "variant_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "price_seen_fen" BIGINT NOT NULL,
    "added_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "cart_line_pkey" PRIMARY KEY ("cart_id","variant_id")
);

-- CreateTable
CREATE TABLE "customer_order" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "access_token_hash" TEXT NOT NULL,
    "checkout_key" UUID NOT NULL,
    "user_id" UUID,
    "cart_id" UUID,
    "state" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "buyer_name" TEXT NOT NULL,
    "buyer_phone" TEXT NOT NULL,
    "buyer_email" TEXT,
    "province_code" TEXT NOT NULL,
    "province_name" TEXT NOT NULL,
    "address_line" TEXT NOT NULL,
    "note" TEXT,
    "invoice_title" TEXT,
    "invoice_tax_number" TEXT,
    "goods_fen" BIGINT NOT NULL,
    "freight_fen" BIGINT NOT NULL,
    "seller_discount_fen" BIGINT NOT NULL,
    "platform_discount_fen" BIGINT NOT NULL,
    "total_fen" BIGINT NOT NULL,
    "fee_schedule_id" UUID NOT NULL,
    "promotion_id" UUID,
    "hold_expires_at" TIMESTAMPTZ(6) NOT NULL,
    "placed_at" TIMESTAMPTZ(6) NOT NULL,
    "paid_at" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "customer_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipment" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "seller_kind" TEXT NOT NULL,
    "seller_id" UUID NOT NULL,
    "seller_name" TEXT NOT NULL,
    "seller_name_en" TEXT NOT NULL,
    "service_point_id" UUID,
    "shipper_id" UUID NOT NULL,
    "shipper_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tracking_number" TEXT,
    "packed_at" TIMESTAMPTZ(6),
    "shipped_at" TIMESTAMPTZ(6),
    "delivered_at" TIMESTAMPTZ(6),
    "claim_until" TIMESTAMPTZ(6),
    "released_at" TIMESTAMPTZ(6),

    CONSTRAINT "shipment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "shipment_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "listing_id" UUID,
    "variant_id" UUID,
    "product_id" UUID,
    "area_code" TEXT,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "variant_name" TEXT NOT NULL,
    "variant_name_en" TEXT NOT NULL,
    "perishable" BOOLEAN NOT NULL,
    "unit_price_fen" BIGINT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "pack_quantity" INTEGER NOT NULL,
    "gross_fen" BIGINT NOT NULL,
    "seller_discount_fen" BIGINT NOT NULL,
    "platform_discount_fen" BIGINT NOT NULL,
    "net_fen" BIGINT NOT NULL,
    "charged_fen" BIGINT NOT NULL,
    "processing_fen" BIGINT NOT NULL,
    "split_rule_id" UUID,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lot_pick" (
    "order_line_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "lot_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "released_at" TIMESTAMPTZ(6),

    CONSTRAINT "lot_pick_pkey" PRIMARY KEY ("order_line_id","position")
);

-- CreateTable
CREATE TABLE "order_event" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_id" UUID,
    "data" JSONB NOT NULL,

    CONSTRAINT "order_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "session_id" TEXT,
    "checkout_url" TEXT,
    "expires_at" TIMESTAMPTZ(6),
    "payment_intent_id" TEXT,
    "charge_id" TEXT,
    "fee_fen" BIGINT,
    "fee_posted_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "succeeded_at" TIMESTAMPTZ(6),
    "returned_at" TIMESTAMPTZ(6),

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "applied_at" TIMESTAMPTZ(6),
    "outcome" TEXT NOT NULL,
    "waits_for" TEXT,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "stripe_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "bearer" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "note" TEXT,
    "stripe_refund_id" TEXT,
    "failed_stripe_ids" TEXT[],
    "idempotency_key" TEXT NOT NULL,
    "request_key" UUID,
    "requested_by_id" UUID,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "succeeded_at" TIMESTAMPTZ(6),
    "failed_at" TIMESTAMPTZ(6),
    "failure_reason" TEXT,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_line" (
    "refund_id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "discount_back_fen" BIGINT NOT NULL,

    CONSTRAINT "refund_line_pkey" PRIMARY KEY ("refund_id","order_line_id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "stripe_dispute_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "fee_fen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_alarm" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "order_id" UUID,
    "detail" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL,
    "resolved_at" TIMESTAMPTZ(6),
    "resolved_by_id" UUID,
    "resolution" TEXT,

    CONSTRAINT "payment_alarm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "available_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "processed_at" TIMESTAMPTZ(6),
    "error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "sent_at" TIMESTAMPTZ(6),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "area" (
    "code" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "parent_code" TEXT,
    "valid_from" DATE,
    "valid_to" DATE,
    "successor_code" TEXT,

    CONSTRAINT "area_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "area_fact" (
    "area_code" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "unit" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "area_fact_pkey" PRIMARY KEY ("area_code","key")
);

-- CreateTable
CREATE TABLE "income_line" (
    "id" UUID NOT NULL,
    "area_code" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "fen_per_person" BIGINT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "income_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disbursement_batch" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "payer_account" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cutoff_at" TIMESTAMPTZ(6) NOT NULL,
    "prepared_by_id" UUID,
    "prepared_at" TIMESTAMPTZ(6) NOT NULL,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(6),
    "paid_at" TIMESTAMPTZ(6),
    "cancelled_at" TIMESTAMPTZ(6),

    CONSTRAINT "disbursement_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disbursement" (
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "payee_account" TEXT NOT NULL,
    "payee_name" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "bank_reference" TEXT,
    "voucher_number" TEXT,
    "paid_at" TIMESTAMPTZ(6),
    "failed_at" TIMESTAMPTZ(6),
    "failure_reason" TEXT,

    CONSTRAINT "disbursement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payout" (
    "id" UUID NOT NULL,
    "cooperative_id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "basis" TEXT NOT NULL,
    "evidence_id" UUID,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "payout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "period_close" (
    "id" UUID NOT NULL,
    "scope_kind" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(6),
    "closed_by_id" UUID,
    "report_hash" TEXT,

    CONSTRAINT "period_close_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "category" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "category_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "product" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "aliases" TEXT NOT NULL,
    "category_code" TEXT NOT NULL,
    "base_unit" TEXT NOT NULL,
    "piece_name" TEXT NOT NULL DEFAULT '个',
    "piece_name_en" TEXT NOT NULL DEFAULT 'piece',
    "perishable" BOOLEAN NOT NULL,
    "certified" BOOLEAN NOT NULL DEFAULT false,
    "processed" BOOLEAN NOT NULL DEFAULT false,
    "grades" TEXT[],

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "cooperative_id" UUID NOT NULL,
    "household_id" UUID,
    "supplier_note" TEXT,
    "product_id" UUID NOT NULL,
    "grade" TEXT NOT NULL,
    "base_unit" TEXT NOT NULL,
    "gross" INTEGER NOT NULL,
    "tare" INTEGER NOT NULL,
    "deduction" INTEGER NOT NULL,
    "net" INTEGER NOT NULL,
    "remaining" INTEGER NOT NULL,
    "settlement_mode" TEXT NOT NULL,
    "unit_price_fen" BIGINT,
    "amount_fen" BIGINT,
    "weighed_by" TEXT NOT NULL,
    "slip_media_id" UUID,
    "note" TEXT,
    "delivered_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "reverses_id" UUID,
    "reversal_reason" TEXT,

    CONSTRAINT "intake_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lot" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "seller_kind" TEXT NOT NULL,
    "seller_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "grade" TEXT NOT NULL,
    "base_unit" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "available" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "composition_hash" TEXT,
    "harvested_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "sealed_at" TIMESTAMPTZ(6),
    "sealed_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lot_source" (
    "lot_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "intake_id" UUID,
    "source_lot_id" UUID,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "lot_source_pkey" PRIMARY KEY ("lot_id","position")
);

-- CreateTable
CREATE TABLE "lot_composition" (
    "lot_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "household_id" UUID,
    "settlement_mode" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "weight" BIGINT NOT NULL,
    "unit_price_fen" BIGINT,

    CONSTRAINT "lot_composition_pkey" PRIMARY KEY ("lot_id","position")
);

-- CreateTable
CREATE TABLE "lot_event" (
    "id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "related_lot_id" UUID,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" UUID,

    CONSTRAINT "lot_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quality_document" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "holder_kind" TEXT NOT NULL,
    "holder_id" UUID NOT NULL,
    "product_id" UUID,
    "lot_id" UUID,
    "intake_id" UUID,
    "issued_on" DATE NOT NULL,
    "expires_on" DATE,
    "media_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "quality_document_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_login_name_key" ON "app_user"("login_name");

-- CreateIndex
CREATE INDEX "role_grant_user_id_idx" ON "role_grant"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_id_key" ON "session"("id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "recovery_code_user_id_idx" ON "recovery_code"("user_id");

-- CreateIndex
CREATE INDEX "access_log_subject_kind_subject_id_at_idx" ON "access_log"("subject_kind", "subject_id", "at");

-- CreateIndex
CREATE INDEX "access_log_actor_id_at_idx" ON "access_log"("actor_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "journal_reverses_id_key" ON "journal"("reverses_id");

-- CreateIndex
CREATE INDEX "journal_period_idx" ON "journal"("period");

-- CreateIndex
CREATE INDEX "journal_recorded_at_idx" ON "journal"("recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "journal_kind_source_id_key" ON "journal"("kind", "source_id");

-- CreateIndex
CREATE INDEX "posting_order_line_id_idx" ON "posting"("order_line_id");

-- CreateIndex
CREATE INDEX "posting_household_id_period_idx" ON "posting"("household_id", "period");

-- CreateIndex
CREATE INDEX "posting_cooperative_id_period_idx" ON "posting"("cooperative_id", "period");

-- CreateIndex
CREATE INDEX "posting_intake_id_idx" ON "posting"("intake_id");

-- CreateIndex
CREATE INDEX "posting_payout_id_idx" ON "posting"("payout_id");

-- CreateIndex
CREATE INDEX "attribution_order_line_id_idx" ON "attribution"("order_line_id");

-- CreateIndex
CREATE INDEX "attribution_household_id_period_idx" ON "attribution"("household_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "seal_journal_id_key" ON "seal"("journal_id");

-- CreateIndex
CREATE INDEX "cost_entry_household_id_period_idx" ON "cost_entry"("household_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "listing_slug_key" ON "listing"("slug");

-- CreateIndex
CREATE INDEX "listing_seller_kind_seller_id_idx" ON "listing"("seller_kind", "seller_id");

-- CreateIndex
CREATE INDEX "listing_status_product_id_idx" ON "listing"("status", "product_id");

-- CreateIndex
CREATE INDEX "listing_area_code_idx" ON "listing"("area_code");

-- CreateIndex
CREATE INDEX "variant_listing_id_idx" ON "variant"("listing_id");

-- CreateIndex
CREATE INDEX "listing_lot_lot_id_idx" ON "listing_lot"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "split_rule_code_version_key" ON "split_rule"("code", "version");

-- CreateIndex
CREATE UNIQUE INDEX "fee_schedule_version_key" ON "fee_schedule"("version");

-- CreateIndex
CREATE UNIQUE INDEX "promotion_code_key" ON "promotion"("code");

-- CreateIndex
CREATE UNIQUE INDEX "cooperative_number_key" ON "cooperative"("number");

-- CreateIndex
CREATE UNIQUE INDEX "cooperative_slug_key" ON "cooperative"("slug");

-- CreateIndex
CREATE INDEX "cooperative_area_code_idx" ON "cooperative"("area_code");

-- CreateIndex
CREATE UNIQUE INDEX "service_point_number_key" ON "service_point"("number");

-- CreateIndex
CREATE INDEX "membership_cooperative_id_idx" ON "membership"("cooperative_id");

-- CreateIndex
CREATE INDEX "membership_household_id_idx" ON "membership"("household_id");

-- CreateIndex
CREATE INDEX "linkage_agreement_household_id_idx" ON "linkage_agreement"("household_id");

-- CreateIndex
CREATE INDEX "linkage_agreement_cooperative_id_idx" ON "linkage_agreement"("cooperative_id");

-- CreateIndex
CREATE UNIQUE INDEX "household_number_key" ON "household"("number");

-- CreateIndex
CREATE INDEX "household_area_code_idx" ON "household"("area_code");

-- CreateIndex
CREATE INDEX "household_member_household_id_idx" ON "household_member"("household_id");

-- CreateIndex
CREATE INDEX "household_member_id_number_index_idx" ON "household_member"("id_number_index");

-- CreateIndex
CREATE INDEX "household_status_event_household_id_effective_on_idx" ON "household_status_event"("household_id", "effective_on");

-- CreateIndex
CREATE UNIQUE INDEX "household_cause_household_id_cause_key" ON "household_cause"("household_id", "cause");

-- CreateIndex
CREATE INDEX "assignment_household_id_idx" ON "assignment"("household_id");

-- CreateIndex
CREATE INDEX "consent_household_id_idx" ON "consent"("household_id");

-- CreateIndex
CREATE UNIQUE INDEX "cart_token_hash_key" ON "cart"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "cart_user_id_key" ON "cart"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_order_number_key" ON "customer_order"("number");

-- CreateIndex
CREATE UNIQUE INDEX "customer_order_access_token_hash_key" ON "customer_order"("access_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "customer_order_checkout_key_key" ON "customer_order"("checkout_key");

-- CreateIndex
CREATE INDEX "customer_order_user_id_idx" ON "customer_order"("user_id");

-- CreateIndex
CREATE INDEX "customer_order_cart_id_idx" ON "customer_order"("cart_id");

-- CreateIndex
CREATE INDEX "customer_order_state_hold_expires_at_idx" ON "customer_order"("state", "hold_expires_at");

-- CreateIndex
CREATE INDEX "customer_order_placed_at_idx" ON "customer_order"("placed_at");

-- CreateIndex
CREATE INDEX "shipment_order_id_idx" ON "shipment"("order_id");

-- CreateIndex
CREATE INDEX "shipment_seller_kind_seller_id_state_idx" ON "shipment"("seller_kind", "seller_id", "state");

-- CreateIndex
CREATE INDEX "shipment_state_claim_until_idx" ON "shipment"("state", "claim_until");

-- CreateIndex
CREATE INDEX "order_line_order_id_idx" ON "order_line"("order_id");

-- CreateIndex
CREATE INDEX "order_line_shipment_id_idx" ON "order_line"("shipment_id");

-- CreateIndex
CREATE INDEX "order_line_variant_id_idx" ON "order_line"("variant_id");

-- CreateIndex
CREATE INDEX "order_line_listing_id_idx" ON "order_line"("listing_id");

-- CreateIndex
CREATE INDEX "lot_pick_lot_id_idx" ON "lot_pick"("lot_id");

-- CreateIndex
CREATE INDEX "order_event_order_id_at_idx" ON "order_event"("order_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_idempotency_key_key" ON "payment"("idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "payment_session_id_key" ON "payment"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_payment_intent_id_key" ON "payment"("payment_intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_charge_id_key" ON "payment"("charge_id");

-- CreateIndex
CREATE INDEX "payment_order_id_idx" ON "payment"("order_id");

-- CreateIndex
CREATE INDEX "stripe_event_outcome_received_at_idx" ON "stripe_event"("outcome", "received_at");

-- CreateIndex
CREATE INDEX "stripe_event_object_id_idx" ON "stripe_event"("object_id");

-- CreateIndex
CREATE INDEX "stripe_event_waits_for_idx" ON "stripe_event"("waits_for");

-- CreateIndex
CREATE UNIQUE INDEX "refund_stripe_refund_id_key" ON "refund"("stripe_refund_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_idempotency_key_key" ON "refund"("idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "refund_request_key_key" ON "refund"("request_key");

-- CreateIndex
CREATE INDEX "refund_order_id_idx" ON "refund"("order_id");

-- CreateIndex
CREATE INDEX "refund_payment_id_idx" ON "refund"("payment_id");

-- CreateIndex
CREATE INDEX "refund_state_idx" ON "refund"("state");

-- CreateIndex
CREATE INDEX "refund_line_order_line_id_idx" ON "refund_line"("order_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_stripe_dispute_id_key" ON "dispute"("stripe_dispute_id");

-- CreateIndex
CREATE INDEX "dispute_order_id_idx" ON "dispute"("order_id");

-- CreateIndex
CREATE INDEX "dispute_payment_id_idx" ON "dispute"("payment_id");

-- CreateIndex
CREATE INDEX "payment_alarm_resolved_at_raised_at_idx" ON "payment_alarm"("resolved_at", "raised_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_alarm_kind_subject_id_key" ON "payment_alarm"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "area_parent_code_idx" ON "area"("parent_code");

-- CreateIndex
CREATE UNIQUE INDEX "income_line_area_code_year_kind_key" ON "income_line"("area_code", "year", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "disbursement_batch_number_key" ON "disbursement_batch"("number");

-- CreateIndex
CREATE INDEX "disbursement_batch_state_idx" ON "disbursement_batch"("state");

-- CreateIndex
CREATE UNIQUE INDEX "disbursement_voucher_number_key" ON "disbursement"("voucher_number");

-- CreateIndex
CREATE INDEX "disbursement_batch_id_idx" ON "disbursement"("batch_id");

-- CreateIndex
CREATE INDEX "disbursement_payee_account_idx" ON "disbursement"("payee_account");

-- CreateIndex
CREATE INDEX "payout_household_id_idx" ON "payout"("household_id");

-- CreateIndex
CREATE INDEX "payout_cooperative_id_idx" ON "payout"("cooperative_id");

-- CreateIndex
CREATE UNIQUE INDEX "period_close_scope_kind_scope_id_period_key" ON "period_close"("scope_kind", "scope_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "product_code_key" ON "product"("code");

-- CreateIndex
CREATE UNIQUE INDEX "intake_client_id_key" ON "intake"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "intake_number_key" ON "intake"("number");

-- CreateIndex
CREATE UNIQUE INDEX "intake_reverses_id_key" ON "intake"("reverses_id");

-- CreateIndex
CREATE INDEX "intake_cooperative_id_delivered_at_idx" ON "intake"("cooperative_id", "delivered_at");

-- CreateIndex
CREATE INDEX "intake_household_id_delivered_at_idx" ON "intake"("household_id", "delivered_at");

-- CreateIndex
CREATE UNIQUE INDEX "lot_code_key" ON "lot"("code");

-- CreateIndex
CREATE INDEX "lot_seller_kind_seller_id_idx" ON "lot"("seller_kind", "seller_id");

-- CreateIndex
CREATE INDEX "lot_source_intake_id_idx" ON "lot_source"("intake_id");

-- CreateIndex
CREATE INDEX "lot_source_source_lot_id_idx" ON "lot_source"("source_lot_id");

-- CreateIndex
CREATE INDEX "lot_composition_household_id_idx" ON "lot_composition"("household_id");

-- CreateIndex
CREATE INDEX "lot_event_lot_id_idx" ON "lot_event"("lot_id");

-- CreateIndex
CREATE INDEX "quality_document_holder_kind_holder_id_idx" ON "quality_document"("holder_kind", "holder_id");

-- CreateIndex
CREATE INDEX "quality_document_lot_id_idx" ON "quality_document"("lot_id");

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_journal_id_fkey" FOREIGN KEY ("journal_id") REFERENCES "journal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing" ADD CONSTRAINT "listing_freight_id_fkey" FOREIGN KEY ("freight_id") REFERENCES "freight_template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing_photo" ADD CONSTRAINT "listing_photo_listing_id_fkey" FOREIGN KEY ("listing_id") REFERENCES "listing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant" ADD CONSTRAINT "variant_listing_id_fkey" FOREIGN KEY ("listing_id") REFERENCES "listing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing_lot" ADD CONSTRAINT "listing_lot_listing_id_fkey" FOREIGN KEY ("listing_id") REFERENCES "listing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "freight_zone" ADD CONSTRAINT "freight_zone_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "freight_template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_cooperative_id_fkey" FOREIGN KEY ("cooperative_id") REFERENCES "cooperative"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "household_member" ADD CONSTRAINT "household_member_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "household_status_event" ADD CONSTRAINT "household_status_event_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "household_cause" ADD CONSTRAINT "household_cause_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "media_rendition" ADD CONSTRAINT "media_rendition_media_id_fkey" FOREIGN KEY ("media_id") REFERENCES "media"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_line" ADD CONSTRAINT "cart_line_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "cart"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "customer_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "customer_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_shipment_id_fkey" FOREIGN KEY ("shipment_id") REFERENCES "shipment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot_pick" ADD CONSTRAINT "lot_pick_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_event" ADD CONSTRAINT "order_event_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "customer_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_line" ADD CONSTRAINT "refund_line_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refund"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "area_fact" ADD CONSTRAINT "area_fact_area_code_fkey" FOREIGN KEY ("area_code") REFERENCES "area"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disbursement" ADD CONSTRAINT "disbursement_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "disbursement_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product" ADD CONSTRAINT "product_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot_source" ADD CONSTRAINT "lot_source_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot_composition" ADD CONSTRAINT "lot_composition_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot_event" ADD CONSTRAINT "lot_event_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
