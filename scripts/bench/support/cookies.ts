/** A visitor with a cart, who gets copies as those without cookies do. */
export const A_CART = { Cookie: `cart=${"a".repeat(43)}.1` };

/** As of somebody signed in: a cookie that no copy is made for, so that the app answers every request from the database. */
export const OWN_PAGES = { Cookie: "bench=1" };
