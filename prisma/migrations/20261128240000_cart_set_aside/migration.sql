-- What stays in the cart when the shopper checks out: the box before it is not ticked.
ALTER TABLE cart_line ADD COLUMN set_aside BOOLEAN NOT NULL DEFAULT false;
