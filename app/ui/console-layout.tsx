import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { SENT_AGAIN } from "~/kernel/form-key";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";
import { Button } from "./button";
import { DemoBanner } from "./demo-banner";
import { LocaleProvider } from "./locale";
import { Notice } from "./notice";
import { Wordmark } from "./wordmark";

export type ConsoleNavItem = {
  label: string;
  href: string;
  current?: boolean;
  /** not among the (at most five) of the phone's bottom bar */
  secondary?: boolean;
};

/**
 * The frame of the consoles (Chinese only): who is here on top, the menu at the side, on phones its first items in a bar
 * at the bottom and the rest behind 更多. `title` is the page's heading; `actions` stand beside it.
 */
export function ConsoleLayout({
  console: consoleName,
  scope,
  title,
  intro,
  nav,
  user,
  crumbs,
  actions,
  homeHref = "/",
  children,
}: {
  /** 合作社工作台, 乡村振兴工作台 … */
  console: string;
  /** whose: the cooperative's or area's name */
  scope?: string;
  title: ReactNode;
  intro?: ReactNode;
  nav: readonly ConsoleNavItem[];
  user?: { displayName: string; signOutHref: string; accountHref?: string };
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  homeHref?: string;
  children: ReactNode;
}) {
  const [asked] = useSearchParams();
  const secondary = nav.filter((item) => item.secondary);
  return (
    <LocaleProvider locale="zh">
      <a className="skip-link" href="#main">
        跳到正文
      </a>
      <DemoBanner />
      <header className="console-top on-indigo">
        <div className="console-top-row">
          <a className="wordmark" href={homeHref}>
            <Wordmark size={24} latin="" />
          </a>
          <span className="console-title">{consoleName}</span>
          {scope !== undefined && <span className="console-scope">{scope}</span>}
          {user && (
            <div className="console-user">
              {user.accountHref === undefined ? (
                <span>{user.displayName}</span>
              ) : (
                <a href={user.accountHref}>{user.displayName}</a>
              )}
              <form method="post" action={user.signOutHref}>
                <Button tone="quiet">退出</Button>
              </form>
            </div>
          )}
        </div>
      </header>
      <div className="console-columns">
        <nav className="console-nav" aria-label="主菜单">
          <ul>
            {nav.map((item) => (
              <NavItem key={item.href} {...item} />
            ))}
          </ul>
        </nav>
        {secondary.length > 0 && (
          <details className="console-more">
            <summary>更多</summary>
            <ul className="plain-list">
              {secondary.map((item) => (
                <NavItem key={item.href} {...item} secondary={false} />
              ))}
            </ul>
          </details>
        )}
        <main id="main" tabIndex={-1} className="console-body">
          <div className="page-head">
            {crumbs && <Breadcrumbs items={crumbs} />}
            <div className="spread">
              <h1>{title}</h1>
              {actions !== undefined && <div className="cluster no-print">{actions}</div>}
            </div>
            {intro !== undefined && <p className="quiet">{intro}</p>}
            {asked.has(SENT_AGAIN) && (
              <Notice live title="同一张表单又交了一次">
                没有重复办理，下面是第一次办理的结果。
              </Notice>
            )}
          </div>
          {children}
        </main>
      </div>
    </LocaleProvider>
  );
}

function NavItem({ label, href, current, secondary }: ConsoleNavItem) {
  return (
    <li data-secondary={secondary ? "" : undefined}>
      <a href={href} aria-current={current ? "page" : undefined}>
        {label}
      </a>
    </li>
  );
}
