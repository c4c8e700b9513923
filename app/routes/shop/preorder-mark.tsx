import { useShop } from "./messages/messages";

/** "预售 · 最晚 2026-12-20 发货": on cards, in the cart, at checkout and on the order. */
export function PreorderMark({ shipBy }: { shipBy: string }) {
  const { m } = useShop();
  return (
    <>
      <strong className="mark">{m.product.preorder}</strong> <span>{m.product.preorderShips(shipBy)}</span>
    </>
  );
}
