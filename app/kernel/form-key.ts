/** The hidden field by which a form is known again when it comes a second time. */
export const FORM_KEY = "_form";

/** In the address where a form led that was sent again: nothing was done twice, and the page says so. */
export const SENT_AGAIN = "again";
