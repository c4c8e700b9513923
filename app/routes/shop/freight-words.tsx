import type { ReactNode } from "react";
import { Money } from "~/ui/money";
import { useShop } from "./messages/messages";

/** What sending costs: an amount, that it is free, or `none` where it cannot be said. */
export function FreightWords({ fen, none }: { fen: number | null; none: ReactNode }) {
  const { m } = useShop();
  if (fen === null) return none;
  return fen === 0 ? m.product.freightFree : <Money fen={fen} />;
}
