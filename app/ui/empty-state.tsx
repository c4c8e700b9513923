import type { ReactNode } from "react";

/** An empty list says why it is empty and what to do next. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {typeof children === "string" ? <p className="quiet">{children}</p> : children}
      {action !== undefined && <div>{action}</div>}
    </div>
  );
}
