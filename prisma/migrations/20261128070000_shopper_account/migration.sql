-- A shopper's account: entered by a code sent to an e-mail address or telephone that is proven thereby; addresses to send
-- to; letters about an order, each once. Of a closed account nothing personal stays but what the law wants kept of orders.

ALTER TABLE app_user ADD COLUMN closed_at TIMESTAMPTZ(6);
ALTER TABLE app_user ADD CONSTRAINT app_user_closed CHECK (closed_at IS NULL
  OR (disabled_at IS NOT NULL AND password_hash IS NULL AND email IS NULL AND phone IS NULL));

CREATE TABLE user_contact (
  id UUID NOT NULL,
  user_id UUID NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  proven_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT user_contact_pkey PRIMARY KEY (id),
  CONSTRAINT user_contact_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT user_contact_channel CHECK (channel IN ('EMAIL', 'SMS')),
  CONSTRAINT user_contact_normal CHECK (address = lower(address) AND (channel = 'EMAIL') = (position('@' IN address) > 0))
);
CREATE UNIQUE INDEX user_contact_channel_address_key ON user_contact (channel, address);
CREATE UNIQUE INDEX user_contact_user_id_channel_key ON user_contact (user_id, channel);

CREATE TABLE shopper_code (
  id UUID NOT NULL,
  purpose TEXT NOT NULL,
  user_id UUID,
  contact_index TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  created_at TIMESTAMPTZ(6) NOT NULL,
  expires_at TIMESTAMPTZ(6) NOT NULL,
  used_at TIMESTAMPTZ(6),
  CONSTRAINT shopper_code_pkey PRIMARY KEY (id),
  CONSTRAINT shopper_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT shopper_code_purpose CHECK (purpose IN ('SIGN_IN', 'CONTACT', 'PASSWORD', 'CLOSE')),
  CONSTRAINT shopper_code_owner CHECK ((purpose = 'SIGN_IN') = (user_id IS NULL)),
  CONSTRAINT shopper_code_life CHECK (expires_at > created_at)
);
CREATE INDEX shopper_code_contact_index_expires_at_idx ON shopper_code (contact_index, expires_at);
CREATE INDEX shopper_code_user_id_idx ON shopper_code (user_id);

CREATE TABLE saved_address (
  id UUID NOT NULL,
  user_id UUID NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  province_code TEXT NOT NULL,
  address_line TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT saved_address_pkey PRIMARY KEY (id),
  CONSTRAINT saved_address_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT saved_address_province CHECK (province_code ~ '^[1-9][0-9]$')
);
CREATE INDEX saved_address_user_id_idx ON saved_address (user_id);
CREATE UNIQUE INDEX saved_address_one_default ON saved_address (user_id) WHERE is_default;

-- Orders placed as a guest are found by the buyer's proven telephone or e-mail address.
UPDATE customer_order SET buyer_email = lower(buyer_email) WHERE buyer_email <> lower(buyer_email);
CREATE INDEX customer_order_buyer_phone_idx ON customer_order (buyer_phone);
CREATE INDEX customer_order_buyer_email_idx ON customer_order (buyer_email);

ALTER TABLE customer_order
  ADD COLUMN invoice_kind TEXT,
  ADD COLUMN impact_consent BOOLEAN NOT NULL DEFAULT false;
UPDATE customer_order SET invoice_kind = CASE WHEN invoice_tax_number IS NULL THEN 'PERSONAL' ELSE 'COMPANY' END
WHERE invoice_title IS NOT NULL;
UPDATE customer_order SET invoice_tax_number = NULL WHERE invoice_title IS NULL AND invoice_tax_number IS NOT NULL;
ALTER TABLE customer_order
  ADD CONSTRAINT order_invoice CHECK ((invoice_kind IS NULL) = (invoice_title IS NULL)
    AND (invoice_tax_number IS NULL OR invoice_kind = 'COMPANY')
    AND (invoice_kind IS NULL OR invoice_kind IN ('PERSONAL', 'COMPANY')));
CREATE INDEX customer_order_impact_consent_idx ON customer_order (id) WHERE impact_consent;

-- Whether the buyer wants to hear of the money may be said and taken back at any time, and who bought is forgotten at last.
DROP TRIGGER order_frozen ON customer_order;
CREATE TRIGGER order_frozen BEFORE UPDATE ON customer_order FOR EACH ROW
  WHEN ((to_jsonb(OLD) - ARRAY['state', 'paid_at', 'closed_at', 'hold_expires_at', 'user_id', 'cart_id', 'impact_consent',
           'buyer_name', 'buyer_phone', 'buyer_email', 'address_line', 'note', 'invoice_kind', 'invoice_title', 'invoice_tax_number'])
    IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'paid_at', 'closed_at', 'hold_expires_at', 'user_id', 'cart_id', 'impact_consent',
           'buyer_name', 'buyer_phone', 'buyer_email', 'address_line', 'note', 'invoice_kind', 'invoice_title', 'invoice_tax_number']))
  EXECUTE FUNCTION refuse_frozen_change();

CREATE TABLE order_letter (
  order_id UUID NOT NULL,
  kind TEXT NOT NULL,
  subject_id UUID NOT NULL,
  written_at TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT order_letter_pkey PRIMARY KEY (order_id, kind, subject_id),
  CONSTRAINT order_letter_order_id_fkey FOREIGN KEY (order_id) REFERENCES customer_order (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT order_letter_kind CHECK (kind IN ('PAID', 'SHIPPED', 'DELIVERED', 'PAID_OUT'))
);

CREATE VIEW invariant_closed_account_is_empty AS
SELECT u.id AS user_id FROM app_user u
WHERE u.closed_at IS NOT NULL AND (
  EXISTS (SELECT FROM user_contact c WHERE c.user_id = u.id)
  OR EXISTS (SELECT FROM saved_address a WHERE a.user_id = u.id)
  OR EXISTS (SELECT FROM session s WHERE s.user_id = u.id)
  OR EXISTS (SELECT FROM cart WHERE cart.user_id = u.id));
COMMENT ON VIEW invariant_closed_account_is_empty IS '注销的账号不留联系方式、地址、登录和购物车 · A closed account keeps no contact, address, session or cart';
GRANT SELECT ON invariant_closed_account_is_empty TO huhui_app;
