import type { ReactNode } from "react";

/** A slip of paper torn from a roll: an order, a delivery, a payment. */
export function Receipt({
  title,
  number,
  children,
  foot,
}: {
  title: ReactNode;
  number?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <section className="receipt">
      <div className="receipt-head">
        <h2>{title}</h2>
        {number !== undefined && <p className="caption">{number}</p>}
      </div>
      {children}
      {foot !== undefined && <div className="receipt-foot">{foot}</div>}
    </section>
  );
}

/** One line of it. `total` sets a double line above, `household` the warm colour. */
export function ReceiptLine({
  label,
  children,
  total,
  household,
}: {
  label: ReactNode;
  children: ReactNode;
  total?: boolean;
  household?: boolean;
}) {
  return (
    <div className="receipt-line" data-total={total ? "" : undefined} data-household={household ? "" : undefined}>
      <span>{label}</span>
      <span>{children}</span>
    </div>
  );
}
