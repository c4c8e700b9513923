import { Named } from "./chinese";

type Line = {
  readonly title: string;
  readonly titleEn: string;
  readonly variantName: string;
  readonly variantNameEn: string;
  readonly quantity: number;
};

/** What a line of an order is for, as receipts name it: goods, pack and how many. */
export function BoughtGoods({ line }: { line: Line }) {
  return (
    <>
      <Named chinese={line.title} english={line.titleEn} />{" "}
      <Named chinese={line.variantName} english={line.variantNameEn} /> × {line.quantity}
    </>
  );
}
