/** Where the poster of an order's public receipt is kept. */
export function posterKey(orderId: string): string {
  return `posters/${orderId}.png`;
}
