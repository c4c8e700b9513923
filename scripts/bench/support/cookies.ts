/** A shopper who is signed in and has a cart: they get copies as those without cookies do. */
export const A_SHOPPER = { Cookie: `cart=${"a".repeat(43)}.1; huhui=${"b".repeat(43)}` };

/** A cookie that no copy is made for: the app answers every request, from the database. */
export const OWN_PAGES = { Cookie: "bench=1" };
