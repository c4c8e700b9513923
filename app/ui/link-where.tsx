import type { ReactNode } from "react";

/** A link for who may follow it; the bare words where there is no address for them. */
export function LinkWhere({ href, children }: { readonly href: string | null; readonly children: ReactNode }) {
  return href === null ? children : <a href={href}>{children}</a>;
}
