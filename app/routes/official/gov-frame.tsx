import type { ReactNode } from "react";
import { paths } from "~/paths";
import type { Crumb } from "~/ui/breadcrumbs";
import { ConsoleLayout } from "~/ui/console-layout";

/** What the officials' frame shows of who is here; each loader hands it on. */
export type GovFrameData = { readonly displayName: string; readonly scope: string };

const ENTRIES = [
  { key: "overview", label: "总览", href: paths.gov.overview() },
  { key: "households", label: "农户", href: paths.gov.households() },
  { key: "cases", label: "变动审批", href: paths.gov.statusCases() },
  { key: "problems", label: "问题台账", href: paths.gov.problems() },
  { key: "closes", label: "月度结账", href: paths.gov.closes(), secondary: true },
  { key: "incomeLists", label: "收入清单", href: paths.gov.incomeLists(), secondary: true },
  { key: "audits", label: "抽查", href: paths.gov.audits(), secondary: true },
  { key: "reports", label: "报告", href: paths.gov.reports(), secondary: true },
  { key: "linkage", label: "联农带农", href: paths.gov.linkage(), secondary: true },
  { key: "voices", label: "户里的话", href: paths.gov.voices(), secondary: true },
  { key: "funds", label: "村集体资金", href: paths.gov.villageFunds(), secondary: true },
  { key: "notices", label: "公示", href: paths.gov.notices(), secondary: true },
  { key: "register", label: "名册", href: paths.gov.registerHome(), secondary: true },
  { key: "applications", label: "入驻审核", href: paths.gov.applications(), secondary: true },
  { key: "exports", label: "导出", href: paths.gov.exports(), secondary: true },
  { key: "caseload", label: "责任人", href: paths.gov.caseload(), secondary: true },
] as const;

export function GovFrame({
  frame,
  current,
  title,
  intro,
  crumbs,
  actions,
  children,
}: {
  frame: GovFrameData;
  current: (typeof ENTRIES)[number]["key"];
  title: ReactNode;
  intro?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <ConsoleLayout
      console="乡村振兴工作台"
      scope={frame.scope}
      title={title}
      intro={intro}
      crumbs={crumbs}
      actions={actions}
      homeHref={paths.home()}
      nav={ENTRIES.map(({ key, ...entry }) => ({ ...entry, current: key === current }))}
      user={{ displayName: frame.displayName, signOutHref: paths.signOut(), accountHref: paths.account.security() }}
    >
      <div className="stack-large">{children}</div>
    </ConsoleLayout>
  );
}

export function govMeta(title: string): { title: string }[] {
  return [{ title: `${title} · 乡村振兴工作台` }];
}
