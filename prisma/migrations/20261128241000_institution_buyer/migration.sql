-- Offices, schools and hospitals buy with a budget (预算单位): their invoice has a number as a company's has, somebody accepts the
-- goods for them, and their treasury pays under a code of its own, which papers repeat.
ALTER TABLE customer_order ADD COLUMN acceptance_contact TEXT, ADD COLUMN transfer_code TEXT;
ALTER TABLE customer_order DROP CONSTRAINT order_invoice;
ALTER TABLE customer_order ADD CONSTRAINT order_invoice CHECK ((invoice_kind IS NULL) = (invoice_title IS NULL)
  AND (invoice_tax_number IS NULL OR invoice_kind IN ('COMPANY', 'INSTITUTION'))
  AND ((acceptance_contact IS NOT NULL) = (invoice_kind IS NOT DISTINCT FROM 'INSTITUTION'))
  AND (transfer_code IS NULL OR invoice_kind = 'INSTITUTION')
  AND (invoice_kind IS NULL OR invoice_kind IN ('PERSONAL', 'COMPANY', 'INSTITUTION')));

-- Who accepts the goods is forgotten with the buyer.
DROP TRIGGER order_frozen ON customer_order;
CREATE TRIGGER order_frozen BEFORE UPDATE ON customer_order FOR EACH ROW
  WHEN ((to_jsonb(OLD) - ARRAY['state', 'paid_at', 'closed_at', 'hold_expires_at', 'user_id', 'cart_id', 'impact_consent', 'buyer_name',
           'buyer_phone', 'buyer_email', 'address_line', 'note', 'invoice_kind', 'invoice_title', 'invoice_tax_number', 'acceptance_contact', 'transfer_code'])
    IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'paid_at', 'closed_at', 'hold_expires_at', 'user_id', 'cart_id', 'impact_consent', 'buyer_name',
           'buyer_phone', 'buyer_email', 'address_line', 'note', 'invoice_kind', 'invoice_title', 'invoice_tax_number', 'acceptance_contact', 'transfer_code']))
  EXECUTE FUNCTION refuse_frozen_change();
