import { Prisma } from "~/platform/db.server";

/**
 * Household `h` of a statement lacks what its money and its messages need: a phone, an account, anybody registered. Those that are
 * merged or struck off lack nothing any more. Word for word what the index household_incomplete holds.
 */
export const INCOMPLETE_CARD = Prisma.sql`
  (h.standing NOT IN ('MERGED', 'CANCELLED') AND (h.phone_cipher IS NULL OR h.bank_account_cipher IS NULL OR h.heads = 0))`;
