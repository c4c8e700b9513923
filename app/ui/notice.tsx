import type { ReactNode } from "react";
import type { StatusTone } from "./status-word";

/** Something to know before reading on. `live` for the answer to what was just done. */
export function Notice({
  tone = "neutral",
  title,
  live,
  children,
}: {
  tone?: StatusTone;
  title?: ReactNode;
  live?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className="notice" data-tone={tone} role={live ? (tone === "problem" ? "alert" : "status") : undefined}>
      {title !== undefined && <p className="notice-title">{title}</p>}
      {typeof children === "string" ? <p>{children}</p> : children}
    </div>
  );
}
