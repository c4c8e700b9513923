import type { ReactNode } from "react";
import { paths } from "~/paths";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { ExportButton } from "../consoles/export-button";
import { Definitions } from "./definitions";
import { GovFrame } from "./gov-frame";
import { MonthsForm } from "./months-form";
import type { askedForMonths } from "./months-list.server";

export type MonthsListData = Awaited<ReturnType<typeof askedForMonths>>["shown"] & {
  readonly page: { readonly number: number; readonly size: number; readonly total: number };
  readonly definitions: readonly (readonly [string, string])[];
};

/** A list of the catalogue of reports: of an area and some months, exported as it is shown, with what its figures count. */
export function MonthsList({
  title,
  intro,
  href,
  exportKind,
  unit,
  empty,
  data: { frame, query, areas, latest, page, definitions },
  children,
}: {
  title: string;
  intro: string;
  href: (query: Readonly<Record<string, string | number>>) => string;
  exportKind: string;
  /** what is counted: 家 */
  unit: string;
  /** what is said where there is no row */
  empty: string;
  data: MonthsListData;
  children: ReactNode;
}) {
  return (
    <GovFrame
      frame={frame}
      current="reports"
      title={title}
      intro={`${query.from} 至 ${query.to}：${intro}`}
      crumbs={[{ label: "报告", href: paths.gov.reports() }, { label: title }]}
    >
      <MonthsForm action={href({})} areas={areas} query={query} latest={latest} />
      <section className="stack">
        <ExportButton action={paths.gov.exports()} kind={exportKind} query={query} rows={page.total} unit={unit} />
        {page.total === 0 ? <EmptyState title={empty} /> : children}
        <Pagination page={page} href={(number) => href({ ...query, page: number })} />
      </section>
      <Definitions of={definitions} />
    </GovFrame>
  );
}
