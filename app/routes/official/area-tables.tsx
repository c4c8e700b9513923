import type { ReactNode } from "react";
import { paths } from "~/paths";
import { REPORT_STATES, type ReportState } from "~/settlement/periodic-report";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { MoneyCell } from "~/ui/money";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import type { AreaPage } from "./area";
import { ChangeBar } from "./change-bar";
import { Means, type Indicator } from "./indicators";
import { spanQuery } from "./span";

/** A head in two lines, with what it means below: nine columns are to fit a desk's screen. */
function head(label: string, of: Indicator, about?: string): ReactNode {
  return (
    <>
      {label}
      <br />
      {about} <Means of={of} />
    </>
  );
}

/** Heads of the columns that mean the same wherever they stand. */
const HEADS = {
  paid: head("到户收入", "paid", "（已付）"),
  accrued: head("应计", "accrued"),
  pending: head("待确认", "pending"),
  attributed: head("带动销售额", "attributed", "（另一口径）"),
};

export function ChildTable({ data }: { data: AreaPage }) {
  const query = spanQuery(data.span);
  if (data.children.length === 0) return <EmptyState title={`没有下辖的${data.below}`} />;
  return (
    <Table
      caption={`各${data.below}`}
      note="单位：元"
      small="cards"
      columns={[
        { key: "name", label: data.below },
        { key: "households", label: "登记户", align: "end" },
        { key: "earning", label: head("有收入户", "earning"), align: "end" },
        { key: "paid", label: HEADS.paid, align: "end" },
        { key: "change", label: head("已付较上年同期", "change") },
        { key: "median", label: head("户中位数", "median"), align: "end" },
        { key: "accrued", label: HEADS.accrued, align: "end" },
        { key: "pending", label: HEADS.pending, align: "end" },
        { key: "attributed", label: HEADS.attributed, align: "end" },
      ]}
      foot={<TotalRow data={data} />}
    >
      {data.children.map((child) => {
        const href = paths.gov.area(child.code, query);
        const list = (more: Readonly<Record<string, string>> = {}) =>
          paths.gov.households({ area: child.code, ...more, ...query });
        return (
          <tr key={child.code}>
            <th scope="row">
              <a href={href}>{child.name}</a>
            </th>
            <Cell label="登记户" number>
              <a href={list()}>{child.households}</a>
            </Cell>
            <Cell label="有收入户" number>
              <a href={list({ has: "earning" })}>{child.earningHouseholds}</a>
            </Cell>
            <MoneyCell label="到户收入（已付）" fen={child.paidFen} household href={href} />
            <ChangeCell of={child.desk} href={href} />
            <MedianCell fen={child.medianFen} href={list({ band: "any", sort: "paid" })} />
            <MoneyCell label="应计" fen={child.accruedFen} href={href} />
            <MoneyCell label="待确认" fen={child.pendingFen} href={href} />
            <MoneyCell label="带动销售额（另一口径）" fen={child.attributedFen} href={href} />
          </tr>
        );
      })}
    </Table>
  );
}

/** What the desk of each area below has to see to: alerts, cards, its last report. */
export function DeskTable({ data }: { data: AreaPage }) {
  if (data.children.length === 0) return null;
  const href = (code: string) => paths.gov.area(code, spanQuery(data.span));
  return (
    <Table
      caption={`各${data.below}的工作`}
      note="现在"
      small="cards"
      columns={[
        { key: "name", label: data.below },
        { key: "alerts", label: <Head of="alerts">未销号预警</Head>, align: "end" },
        { key: "cards", label: <Head of="cards">户卡资料不全</Head>, align: "end" },
        { key: "report", label: <Head of="report">最近报告</Head> },
      ]}
      foot={
        <tr>
          <th scope="row">{data.area.name}</th>
          <DeskCells code={data.area.code} of={data.desk} />
        </tr>
      }
    >
      {data.children.map((child) => (
        <tr key={child.code}>
          <th scope="row">
            <a href={href(child.code)}>{child.name}</a>
          </th>
          <DeskCells code={child.code} of={child.desk} />
        </tr>
      ))}
    </Table>
  );
}

function Head({ of, children }: { of: Indicator; children: string }) {
  return (
    <>
      {children} <Means of={of} />
    </>
  );
}

type Desk = AreaPage["desk"];

function ChangeCell({ of, href }: { of: Desk; href: string }) {
  return (
    <Cell label="已付较上年同期">
      <a href={href}>
        <ChangeBar change={of.change} />
      </a>
    </Cell>
  );
}

/** Of nobody there is no median. */
function MedianCell({ fen, href }: { fen: number | null; href: string }) {
  if (fen === null)
    return (
      <Cell label="户中位数" number>
        —
      </Cell>
    );
  return <MoneyCell label="户中位数" fen={fen} household href={href} />;
}

function DeskCells({ code, of }: { code: string; of: Desk }) {
  return (
    <>
      <Cell label="未销号预警" number>
        <a href={paths.gov.problems({ area: code, kind: "ALERT", open: 1 })}>{of.alerts}</a>
      </Cell>
      <Cell label="户卡资料不全" number>
        <a href={paths.gov.households({ area: code, has: "incomplete" })}>{of.incompleteCards}</a>
      </Cell>
      <Cell label="最近报告">
        {of.report === null ? (
          "没有上报过"
        ) : (
          <>
            <a href={paths.gov.report(of.report.id)}>{of.report.name}</a>{" "}
            <StatusWord tone={REPORT_TONES[of.report.state]}>{REPORT_STATES[of.report.state]}</StatusWord>
          </>
        )}
      </Cell>
    </>
  );
}

const REPORT_TONES = {
  SUBMITTED: "waiting",
  CHECKED: "waiting",
  APPROVED: "done",
  REFUSED: "problem",
} as const satisfies Record<ReportState, StatusTone>;

export function HouseholdTable({ data }: { data: AreaPage }) {
  const query = spanQuery(data.span);
  if (data.page.total === 0) return <EmptyState title="本村还没有登记的农户" />;
  return (
    <div className="stack-small">
      <Table
        caption="各户"
        note="单位：元；姓名已遮盖"
        small="cards"
        columns={[
          { key: "number", label: "档案编号" },
          { key: "name", label: "户主" },
          { key: "group", label: "村民组" },
          { key: "people", label: "人口", align: "end" },
          { key: "paid", label: HEADS.paid, align: "end" },
          { key: "accrued", label: HEADS.accrued, align: "end" },
          { key: "pending", label: HEADS.pending, align: "end" },
          { key: "attributed", label: HEADS.attributed, align: "end" },
        ]}
        foot={<TotalRow data={data} />}
      >
        {data.households.map((household) => {
          const href = paths.gov.householdIncome(household.id, query);
          return (
            <tr key={household.id}>
              <th scope="row" className="nowrap">
                <a href={paths.gov.household(household.id)}>{household.number}</a>
              </th>
              <Cell label="户主">{household.name}</Cell>
              <Cell label="村民组">{household.groupName}</Cell>
              <Cell label="人口" number>
                {household.people}
              </Cell>
              <MoneyCell label="到户收入（已付）" fen={household.paidFen} household href={href} />
              <MoneyCell label="应计" fen={household.accruedFen} href={href} />
              <MoneyCell label="待确认" fen={household.pendingFen} href={href} />
              <MoneyCell label="带动销售额（另一口径）" fen={household.attributedFen} href={href} />
            </tr>
          );
        })}
      </Table>
      {data.page.total > data.page.size && (
        <Pagination page={data.page} href={(number) => paths.gov.area(data.area.code, { ...query, page: number })} />
      )}
    </div>
  );
}

/** Each sum leads to all the area's households; what waits for confirmation is not in that list and leads nowhere. */
function TotalRow({ data: { area, totals, spread, desk, span } }: { data: AreaPage }) {
  const list = (more: Readonly<Record<string, string>> = {}) =>
    paths.gov.households({ area: area.code, ...more, ...spanQuery(span) });
  const paid = list({ sort: "paid" });
  return (
    <tr>
      <th scope="row" colSpan={area.isVillage ? 3 : undefined}>
        合计
      </th>
      <Cell label={area.isVillage ? "人口" : "登记户"} number>
        <a href={list()}>{area.isVillage ? totals.people : totals.households}</a>
      </Cell>
      {!area.isVillage && (
        <Cell label="有收入户" number>
          <a href={list({ has: "earning" })}>{totals.earningHouseholds}</a>
        </Cell>
      )}
      <MoneyCell label="到户收入（已付）" fen={totals.paidFen} household href={paid} />
      {!area.isVillage && (
        <>
          <ChangeCell of={desk} href={paid} />
          <MedianCell fen={spread.medianFen} href={list({ band: "any", sort: "paid" })} />
        </>
      )}
      <MoneyCell label="应计" fen={totals.accruedFen} href={list({ sort: "accrued" })} />
      <MoneyCell label="待确认" fen={totals.pendingFen} />
      <MoneyCell label="带动销售额（另一口径）" fen={totals.attributedFen} href={list()} />
    </tr>
  );
}

export function Claims({ data }: { data: AreaPage }) {
  if (data.claims.length === 0) return null;
  return (
    <Table
      caption="带动户数核对"
      note={<Means of="claims" />}
      small="cards"
      columns={[
        { key: "name", label: "合作社" },
        { key: "declared", label: "申报带动户", align: "end" },
        { key: "members", label: "社员户", align: "end" },
        { key: "paid", label: "实付户", align: "end" },
        { key: "fen", label: "实付（元）", align: "end" },
        { key: "word", label: "核对" },
      ]}
    >
      {data.claims.map((claim) => {
        const of = { area: data.area.code, from: data.span.from, to: data.span.to, coop: claim.id };
        const paid = paths.gov.linkage({ ...of, who: "paid" });
        return (
          <tr key={claim.id}>
            <th scope="row">{claim.name}</th>
            <Cell label="申报带动户" number>
              <a href={paths.gov.linkage(of)}>{claim.declared}</a>
            </Cell>
            <Cell label="社员户" number>
              <a href={paths.gov.linkage({ ...of, who: "members" })}>{claim.members}</a>
            </Cell>
            <Cell label="实付户" number>
              <a href={paid}>{claim.paid}</a>
            </Cell>
            <MoneyCell label="实付（元）" fen={claim.paidFen} household href={paid} />
            <Cell label="核对">
              {claim.paid >= claim.declared ? "实付不少于申报" : `少 ${claim.declared - claim.paid} 户`}
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

/** The rows behind what a target measures. */
function rowsOf(key: AreaPage["targets"][number]["key"], { area, span }: AreaPage): string | undefined {
  const list = (more: Readonly<Record<string, string>>) =>
    paths.gov.households({ area: area.code, ...spanQuery(span), ...more });
  switch (key) {
    case "SELLING_HOUSEHOLDS":
      return list({ has: "selling" });
    case "STABLE_ITEM":
      return list({ has: "stable" });
    case "INCIDENCE":
      return list({ has: "below" });
    case "WRONG_EXIT":
      return list({ has: "wrongExit" });
    case "MISSED":
      return list({ event: "SUPPLEMENTED" });
    case "WRONG_ENTRY":
      return list({ event: "REMOVED" });
    case "COLLECTIVE_INCOME":
      return paths.gov.collectives({ area: area.code, month: span.month });
  }
}

export function Targets({ data }: { data: AreaPage }) {
  if (data.targets.length === 0) return null;
  return (
    <Table
      caption="目标进度"
      note={<Means of="errors" />}
      small="cards"
      columns={[
        { key: "label", label: "目标" },
        { key: "goal", label: "目标值" },
        { key: "measured", label: "目前", align: "end" },
        { key: "met", label: "进度" },
        { key: "source", label: "来源" },
      ]}
    >
      {data.targets.map((target) => (
        <tr key={target.key}>
          <th scope="row">{target.label}</th>
          <Cell label="目标值">{target.goal}</Cell>
          <Cell label="目前" number>
            {rowsOf(target.key, data) === undefined ? (
              target.measured
            ) : (
              <a href={rowsOf(target.key, data)}>{target.measured}</a>
            )}
          </Cell>
          <Cell label="进度">
            <StatusWord tone={target.met ? "done" : "waiting"}>{target.met ? "达到" : "未达到"}</StatusWord>
          </Cell>
          <Cell label="来源">{target.source}</Cell>
        </tr>
      ))}
    </Table>
  );
}
