/** How long a sent letter or short message is kept: a quarter, in which somebody may ask whether and what we wrote. */
export const KEEP_MESSAGES_DAYS = 90;
