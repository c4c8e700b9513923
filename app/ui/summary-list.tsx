import type { ReactNode } from "react";

export type SummaryItem = {
  label: ReactNode;
  value: ReactNode;
  /** 更改: `about` completes the link for screen readers */
  action?: { href: string; text: string; about?: string };
};

/** Facts by name, over hairlines: a record's head, an order's address, the answers before sending. */
export function SummaryList({ items }: { items: readonly SummaryItem[] }) {
  return (
    <dl className="summary-list">
      {items.map((item, index) => (
        <div key={index}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
          {item.action && (
            <dd>
              <a href={item.action.href}>
                {item.action.text}
                {item.action.about !== undefined && <span className="visually-hidden"> {item.action.about}</span>}
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
