import type { MetaDescriptor } from "@remix-run/node";
import type { ReactNode } from "react";
import { paths } from "~/paths";
import type { Crumb } from "~/ui/breadcrumbs";
import { ConsoleLayout } from "~/ui/console-layout";
import { COOP_ENTRIES, type CoopEntry } from "./coop-entries";

/** What the frame shows of who is here and where; each loader hands it on. */
export type CoopFrameData = {
  readonly displayName: string;
  readonly scope: string;
  readonly entries: readonly CoopEntry[];
};

export function CoopFrame({
  frame,
  current,
  title,
  intro,
  crumbs,
  actions,
  children,
}: {
  frame: CoopFrameData;
  current: CoopEntry;
  title: string;
  intro?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <ConsoleLayout
      console="合作社工作台"
      scope={frame.scope}
      title={title}
      intro={intro}
      crumbs={crumbs}
      actions={actions}
      homeHref={paths.home()}
      nav={COOP_ENTRIES.filter((entry) => frame.entries.includes(entry.key)).map((entry) => ({
        label: entry.label,
        href: entry.href,
        current: entry.key === current,
        secondary: "secondary" in entry,
      }))}
      user={{ displayName: frame.displayName, signOutHref: paths.signOut(), accountHref: paths.account.security() }}
    >
      <div className="stack-large">{children}</div>
    </ConsoleLayout>
  );
}

/** The console stands in no index and in no shared cache. */
export function coopMeta(title: string): MetaDescriptor[] {
  return [{ title: `${title} · 合作社工作台` }, { name: "robots", content: "noindex" }];
}
