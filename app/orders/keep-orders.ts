/** What the law wants kept of a purchase (电子商务法 §31): three years at least; a closed account's orders as long and no longer. */
export const KEEP_ORDERS_YEARS = 3;
