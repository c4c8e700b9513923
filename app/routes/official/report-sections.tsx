import { formatYuan } from "~/kernel/money";
import type { ReportKind } from "~/settlement/periodic-report";
import type { PeriodicReportBody, ReportMonth, ReportTarget } from "~/settlement/report-body";
import { COMPARED_WORDS, comparisonRows, paidChange } from "~/settlement/report-comparison";
import { classDifferences, monthDifferences } from "~/settlement/report-differences";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CheckLine } from "./check-line";
import { Change } from "./report-tables";
import { CLASS_WORDS, FOUR_CLASSES } from "./words";

// What reports have from version 2 on.

const yuan = (fen: string) => formatYuan(BigInt(fen));

/** 环比 and 同比: each figure beside the period before and beside the same one a year before, with the difference in words. */
export function Comparison({
  kind,
  total,
  compared,
}: {
  kind: ReportKind;
  total: PeriodicReportBody["total"];
  compared: NonNullable<PeriodicReportBody["compared"]>;
}) {
  const words = COMPARED_WORDS[kind];
  const rows = comparisonRows(total, compared);
  const hasBefore = compared.before !== undefined;
  return (
    <Table
      caption={hasBefore ? "环比与同比" : "与上年比"}
      note="比率保留一位小数，四舍五入"
      small="cards"
      columns={[
        { key: "label", label: "指标（元、户）" },
        { key: "now", label: words.now, align: "end" },
        ...(hasBefore
          ? [
              { key: "before", label: words.before, align: "end" as const },
              { key: "beforeChange", label: "环比" },
            ]
          : []),
        { key: "year", label: words.yearBefore, align: "end" },
        { key: "yearChange", label: "同比" },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.label}>
          <th scope="row">{row.label}</th>
          <Cell label={words.now} number>
            {row.now}
          </Cell>
          {row.before !== undefined && (
            <>
              <Cell label={words.before} number>
                {row.before.figure}
              </Cell>
              <Cell label="环比">
                <Change words={row.before.change} />
              </Cell>
            </>
          )}
          <Cell label={words.yearBefore} number>
            {row.yearBefore.figure}
          </Cell>
          <Cell label="同比">
            <Change words={row.yearBefore.change} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

export function MonthTable({ body, months }: { body: PeriodicReportBody; months: readonly ReportMonth[] }) {
  const { total } = body;
  return (
    <div className="stack-small">
      <Table
        caption="分月"
        note="单位：元"
        columns={[
          { key: "month", label: "月份" },
          { key: "accrued", label: "应计", align: "end" },
          { key: "paid", label: "已付", align: "end" },
          { key: "declared", label: "申报（已核定）", align: "end" },
        ]}
        foot={<MonthRow name="合计" row={total} />}
      >
        {months.map((month) => (
          <MonthRow key={month.period} name={month.period} row={month} />
        ))}
      </Table>
      <Check differences={monthDifferences(body)}>各月之和 = 本期合计</Check>
    </div>
  );
}

function MonthRow({ name, row }: { name: string; row: Omit<ReportMonth, "period"> }) {
  return (
    <tr>
      <th scope="row" className="nowrap">
        {name}
      </th>
      <td className="number">{yuan(row.accruedFen)}</td>
      <td className="number">{yuan(row.paidFen)}</td>
      <td className="number">{yuan(row.declaredFen)}</td>
    </tr>
  );
}

/** The four classes in the order of the register's form, each beside the year before. */
export function ClassesOfBothYears({ body }: { body: PeriodicReportBody }) {
  const { total, byClass, byClassYearBefore } = body;
  const words = COMPARED_WORDS[body.kind];
  const of = (rows: typeof byClass, name: (typeof FOUR_CLASSES)[number]) =>
    rows.find(({ incomeClass }) => incomeClass === name) ?? { accruedFen: "0", paidFen: "0" };
  const before = body.compared?.yearBefore.figures ?? undefined;
  return (
    <div className="stack-small">
      <Table
        caption="按四类收入"
        note="单位：元"
        small="cards"
        columns={[
          { key: "class", label: "类别" },
          { key: "accrued", label: `${words.now}应计`, align: "end" },
          { key: "paid", label: `${words.now}已付`, align: "end" },
          { key: "before", label: `${words.yearBefore}已付`, align: "end" },
          { key: "change", label: "已付同比" },
        ]}
        foot={<ClassRow name="合计" words={words} now={total} beforeFen={before?.paidFen} />}
      >
        {FOUR_CLASSES.map((name) => (
          <ClassRow
            key={name}
            name={CLASS_WORDS[name]}
            words={words}
            now={of(byClass, name)}
            beforeFen={byClassYearBefore && of(byClassYearBefore, name).paidFen}
          />
        ))}
      </Table>
      <Check differences={classDifferences(body)}>四类之和 = 本期合计</Check>
    </div>
  );
}

function ClassRow({
  name,
  words,
  now,
  beforeFen,
}: {
  name: string;
  words: { readonly now: string; readonly yearBefore: string };
  now: { readonly accruedFen: string; readonly paidFen: string };
  beforeFen: string | undefined;
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <Cell label={`${words.now}应计`} number>
        {yuan(now.accruedFen)}
      </Cell>
      <Cell label={`${words.now}已付`} number>
        {yuan(now.paidFen)}
      </Cell>
      <Cell label={`${words.yearBefore}已付`} number>
        {beforeFen === undefined ? "—" : yuan(beforeFen)}
      </Cell>
      <Cell label="已付同比">
        <Change words={paidChange(now.paidFen, beforeFen)} />
      </Cell>
    </tr>
  );
}

export function TargetTable({ targets }: { targets: readonly ReportTarget[] }) {
  if (targets.length === 0) return <p>本年没有定目标。</p>;
  return (
    <Table
      caption="目标进度"
      note="从 1 月到期末"
      small="cards"
      columns={[
        { key: "label", label: "目标" },
        { key: "goal", label: "目标值" },
        { key: "measured", label: "达到", align: "end" },
        { key: "met", label: "进度" },
        { key: "source", label: "来源" },
      ]}
    >
      {targets.map((target) => (
        <tr key={target.key}>
          <th scope="row">{target.label}</th>
          <Cell label="目标值">{target.goal}</Cell>
          <Cell label="达到" number>
            {target.measured}
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

function Check({ differences, children }: { differences: readonly string[]; children: string }) {
  return <CheckLine ok={differences.length === 0}>{[children, ...differences].join("；")}</CheckLine>;
}
