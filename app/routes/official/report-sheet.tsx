import { STANDINGS, STATUS_EVENTS, type StatusEventType } from "~/households/status";
import { formatYuan } from "~/kernel/money";
import { rateOf, rateText } from "~/regions/target";
import { reportTitle } from "~/settlement/periodic-report";
import type { PeriodicReportBody } from "~/settlement/report-body";
import { Table } from "~/ui/table";
import { ClassTable, CooperativeTable, EventTable, PlaceTable, StandingTable, StatedTable } from "./report-tables";
import { ClassesOfBothYears, Comparison, MonthTable, TargetTable } from "./report-sections";
import { CLASS_WORDS } from "./words";

const yuan = (fen: string) => formatYuan(BigInt(fen));

/**
 * A period's report as it is archived: the same on the screen and on paper (GB/T 9704). Which sections there are is read off the
 * body, so that an old report shows what it had.
 */
export function ReportSheet({
  areaName,
  body,
  names,
  now,
}: {
  areaName: string;
  body: PeriodicReportBody;
  names: Readonly<Record<string, string>>;
  /** the totals as they are worked out now, when they differ from the archived ones */
  now?: PeriodicReportBody["total"] | null;
}) {
  const { total } = body;
  // A month's report is one page: what is a table in the others is a sentence in it.
  const isShort = body.version !== undefined && body.kind === "MONTH";
  return (
    <>
      <h2>
        {areaName}
        {reportTitle(body, "农户收入")}
      </h2>
      <p>
        期末登记户 {total.households} 户 {total.people} 人，期内有收入 {total.earning} 户。到户收入（已付）
        {yuan(total.paidFen)} 元，应计收入 {yuan(total.accruedFen)} 元，已核定的申报收入 {yuan(total.declaredFen)}{" "}
        元。带动销售额 {yuan(total.attributedFen)} 元，另一口径，不与收入相加。
      </p>
      {isShort && <p>{inSentences(body)}</p>}
      <p>{workOf(body)}</p>
      {now !== null && now !== undefined && (
        <Table
          caption="公布数与重述数"
          note="单位：户、人、元；只列有变动的"
          columns={[
            { key: "name", label: "指标" },
            { key: "then", label: "公布", align: "end" },
            { key: "now", label: "重述", align: "end" },
          ]}
        >
          {restatedRows(total, now).map(([label, then, again]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="number">{then}</td>
              <td className="number">{again}</td>
            </tr>
          ))}
        </Table>
      )}
      {body.compared !== undefined && <Comparison kind={body.kind} total={total} compared={body.compared} />}
      <PlaceTable body={body} names={names} />
      {body.months !== undefined && <MonthTable body={body} months={body.months} />}
      {body.targets !== undefined ? <ClassesOfBothYears body={body} /> : !isShort && <ClassTable body={body} />}
      {!isShort && (
        <>
          <StandingTable body={body} />
          <EventTable body={body} />
        </>
      )}
      {body.targets !== undefined && <TargetTable targets={body.targets} />}
      <CooperativeTable body={body} />
      <StatedTable body={body} />
    </>
  );
}

function workOf({ problems, visits, closedMonths }: PeriodicReportBody): string {
  // 销号率 of a period: of what was open in it, opened before or in it.
  const rate =
    problems.underway === undefined
      ? ""
      : `（期内在办 ${problems.underway} 件，销号率 ${rateText(rateOf(problems.closed, problems.underway))}）`;
  const closed = closedMonths.length === 0 ? "期内各月尚未结账。" : `已结账的月份：${closedMonths.join("、")}。`;
  return (
    `期内走访 ${visits.households} 户 ${visits.visits} 次；新登记问题 ${problems.opened} 件，` +
    `销号 ${problems.closed} 件${rate}，期末超期 ${problems.overdue} 件。${closed}`
  );
}

/** Classes, standings and changes of a month, which has no tables for them. */
function inSentences({ byClass, byStanding, events }: PeriodicReportBody): string {
  const classes = byClass.map(({ incomeClass, paidFen }) => `${CLASS_WORDS[incomeClass]} ${yuan(paidFen)} 元`);
  const standings = byStanding.map((row) => `${STANDINGS[row.standing]} ${row.households} 户 ${row.people} 人`);
  const changes = events.map(({ type, households }) => `${STATUS_EVENTS[type as StatusEventType]} ${households} 户`);
  const sentence = (name: string, items: readonly string[]) =>
    items.length === 0 ? "" : `${name}：${items.join("，")}。`;
  return sentence("到户收入中", classes) + sentence("期末登记户中", standings) + sentence("动态调整", changes);
}

/** What of the totals is another now than it was, as [name, published, restated]. */
export function restatedRows(
  then: PeriodicReportBody["total"],
  now: PeriodicReportBody["total"],
): readonly (readonly [label: string, then: string, now: string])[] {
  const rows = [
    ["登记户", String(then.households), String(now.households)],
    ["人口", String(then.people), String(now.people)],
    ["有收入户", String(then.earning), String(now.earning)],
    ["应计收入", yuan(then.accruedFen), yuan(now.accruedFen)],
    ["到户收入（已付）", yuan(then.paidFen), yuan(now.paidFen)],
    ["申报收入（已核定）", yuan(then.declaredFen), yuan(now.declaredFen)],
    ["带动销售额", yuan(then.attributedFen), yuan(now.attributedFen)],
  ] as const;
  return rows.filter(([, was, is]) => was !== is);
}
