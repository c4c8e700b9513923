/** What a market asked longer ago says nothing about today's price: it is told no more. */
export const MARKET_PRICE_DAYS = 60;
