-- A claim's number is made from its id, as an order's is: a sequence would tell how many claims there are.
DROP SEQUENCE claim_number;
