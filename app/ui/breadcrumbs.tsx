import type { ReactNode } from "react";
import { useLocale } from "./locale";

export type Crumb = { label: string; href?: string };

/** The way down to this page; the last one is the page itself. */
export function Breadcrumbs({ items }: { items: readonly { label: ReactNode; href?: string | undefined }[] }) {
  const english = useLocale() === "en";
  return (
    <nav className="breadcrumbs" aria-label={english ? "You are here" : "当前位置"}>
      <ol>
        {items.map((item, index) => (
          <li key={index}>
            {index === items.length - 1 || item.href === undefined ? (
              <span aria-current={index === items.length - 1 ? "page" : undefined}>{item.label}</span>
            ) : (
              <a href={item.href}>{item.label}</a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
