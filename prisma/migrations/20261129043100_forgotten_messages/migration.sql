-- Sent letters and short messages are forgotten: by the clock, and at once when their reader closes the account.
CREATE INDEX message_recipient_idx ON message (recipient);

CREATE OR REPLACE VIEW invariant_closed_account_is_empty AS
SELECT u.id AS user_id FROM app_user u
WHERE u.closed_at IS NOT NULL AND (
  EXISTS (SELECT FROM user_contact c WHERE c.user_id = u.id)
  OR EXISTS (SELECT FROM saved_address a WHERE a.user_id = u.id)
  OR EXISTS (SELECT FROM session s WHERE s.user_id = u.id)
  OR EXISTS (SELECT FROM favourite f WHERE f.user_id = u.id)
  OR EXISTS (SELECT FROM cart WHERE cart.user_id = u.id)
  OR EXISTS (SELECT FROM shopper_code k WHERE k.user_id = u.id)
  OR EXISTS (SELECT FROM recovery_code k WHERE k.user_id = u.id)
  OR EXISTS (SELECT FROM customer_order o WHERE o.user_id = u.id AND o.state IN ('CANCELLED', 'EXPIRED')
    AND o.buyer_name <> '—'));
COMMENT ON VIEW invariant_closed_account_is_empty IS
  '注销的账号不留联系方式、地址、登录、验证码、收藏、购物车和没付款订单的买家 · A closed account keeps no contact, address, session, code, favourite, cart or buyer of an unpaid order';
