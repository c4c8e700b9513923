import type { MetaDescriptor } from "@remix-run/node";
import type { ReactNode } from "react";
import { paths } from "~/paths";
import type { Crumb } from "~/ui/breadcrumbs";
import { ConsoleLayout } from "~/ui/console-layout";

export type HouseholdFrameData = { readonly name: string; readonly number: string };

const ENTRIES = [
  { key: "overview", label: "我家的账", href: paths.household.overview() },
  { key: "objections", label: "账不对", href: paths.household.objections() },
  { key: "consents", label: "我同意的事", href: paths.household.consents() },
  { key: "voice", label: "我家说的话", href: paths.household.voice() },
] as const;

export function HouseholdFrame({
  frame,
  current,
  title,
  intro,
  crumbs,
  children,
}: {
  frame: HouseholdFrameData;
  current: (typeof ENTRIES)[number]["key"];
  title: string;
  intro?: ReactNode;
  crumbs?: readonly Crumb[];
  children: ReactNode;
}) {
  return (
    <ConsoleLayout
      console="我家的账"
      title={title}
      intro={intro}
      crumbs={crumbs}
      homeHref={paths.home()}
      nav={ENTRIES.map(({ key, label, href }) => ({ label, href, current: key === current }))}
      user={{ displayName: frame.name, signOutHref: paths.signOut() }}
    >
      <div className="stack-large household-pages">{children}</div>
    </ConsoleLayout>
  );
}

export function householdMeta(title: string): MetaDescriptor[] {
  return [{ title: `${title} · 户惠` }, { name: "robots", content: "noindex" }];
}

/** "2026 年 11 月", for people who read months so. */
export function monthWords(period: string): string {
  return `${period.slice(0, 4)} 年 ${Number(period.slice(5, 7))} 月`;
}
