/** Counts and totals of fewer households than this are shown to nobody outside. */
export const SMALLEST_PUBLIC_COUNT = 5;
