import { paths } from "~/paths";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { MoneyCell } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import type { AreaPage } from "./area";
import { Means } from "./indicators";
import { spanQuery } from "./span";

/** Heads of the columns that mean the same wherever they stand. */
const HEADS = {
  paid: (
    <>
      到户收入（已付） <Means of="paid" />
    </>
  ),
  accrued: (
    <>
      应计 <Means of="accrued" />
    </>
  ),
  pending: (
    <>
      待确认 <Means of="pending" />
    </>
  ),
  attributed: (
    <>
      带动销售额（另一口径） <Means of="attributed" />
    </>
  ),
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
        {
          key: "earning",
          label: (
            <>
              有收入户 <Means of="earning" />
            </>
          ),
          align: "end",
        },
        { key: "paid", label: HEADS.paid, align: "end" },
        { key: "accrued", label: HEADS.accrued, align: "end" },
        { key: "pending", label: HEADS.pending, align: "end" },
        { key: "attributed", label: HEADS.attributed, align: "end" },
        {
          key: "change",
          label: (
            <>
              已付较上年同期 <Means of="change" />
            </>
          ),
        },
      ]}
      foot={<TotalRow data={data} />}
    >
      {data.children.map((child) => {
        const href = paths.gov.area(child.code, query);
        return (
          <tr key={child.code}>
            <th scope="row">
              <a href={href}>{child.name}</a>
            </th>
            <Cell label="登记户" number>
              <a href={paths.gov.households({ area: child.code, ...query })}>{child.households}</a>
            </Cell>
            <Cell label="有收入户" number>
              <a href={paths.gov.households({ area: child.code, has: "earning", ...query })}>
                {child.earningHouseholds}
              </a>
            </Cell>
            <MoneyCell label="到户收入（已付）" fen={child.paidFen} household href={href} />
            <MoneyCell label="应计" fen={child.accruedFen} href={href} />
            <MoneyCell label="待确认" fen={child.pendingFen} href={href} />
            <MoneyCell label="带动销售额（另一口径）" fen={child.attributedFen} href={href} />
            <Cell label="已付较上年同期">{child.change}</Cell>
          </tr>
        );
      })}
    </Table>
  );
}

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
function TotalRow({ data: { area, totals, change, span } }: { data: AreaPage }) {
  const list = (more: Readonly<Record<string, string>> = {}) =>
    paths.gov.households({ area: area.code, ...more, ...spanQuery(span) });
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
      <MoneyCell label="到户收入（已付）" fen={totals.paidFen} household href={list({ sort: "paid" })} />
      <MoneyCell label="应计" fen={totals.accruedFen} href={list({ sort: "accrued" })} />
      <MoneyCell label="待确认" fen={totals.pendingFen} />
      <MoneyCell label="带动销售额（另一口径）" fen={totals.attributedFen} href={list()} />
      {!area.isVillage && <Cell label="已付较上年同期">{change}</Cell>}
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
