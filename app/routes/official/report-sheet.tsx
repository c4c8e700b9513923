import { STANDINGS, STATUS_EVENTS, type StatusEventType } from "~/households/status";
import { formatYuan } from "~/kernel/money";
import { rateOf, rateText } from "~/regions/target";
import { REPORT_KINDS, reportSpan, type PeriodicReportBody } from "~/settlement/periodic-report";
import { Cell, Table } from "~/ui/table";
import { CLASS_WORDS } from "./words";

const yuan = (fen: string) => formatYuan(BigInt(fen));

/** A period's report as it is archived: the same on the screen and on paper (GB/T 9704). */
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
  const { total, problems, visits } = body;
  const words = reportSpan(body.kind, body.period)?.words ?? body.period;
  // 销号率 of a period: of what was open in it, opened before or in it.
  const rate = problems.underway === undefined ? undefined : rateText(rateOf(problems.closed, problems.underway));
  return (
    <>
      <h2>
        {areaName}
        {words}农户收入{REPORT_KINDS[body.kind]}
      </h2>
      <p>
        期末登记户 {total.households} 户 {total.people} 人，期内有收入 {total.earning} 户。到户收入（已付）
        {yuan(total.paidFen)} 元，应计收入 {yuan(total.accruedFen)} 元，已核定的申报收入 {yuan(total.declaredFen)}{" "}
        元。带动销售额 {yuan(total.attributedFen)} 元，另一口径，不与收入相加。
      </p>
      <p>
        期内走访 {visits.households} 户 {visits.visits} 次；新登记问题 {problems.opened} 件，销号 {problems.closed} 件
        {rate !== undefined && `（期内在办 ${problems.underway} 件，销号率 ${rate}）`}，期末超期 {problems.overdue} 件。
        {body.closedMonths.length === 0 ? "期内各月尚未结账。" : `已结账的月份：${body.closedMonths.join("、")}。`}
      </p>
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
      {body.parts.length > 0 && (
        <Table
          caption="各地情况"
          note="单位：户、人、元"
          small="cards"
          columns={[
            { key: "name", label: "地区" },
            { key: "households", label: "户", align: "end" },
            { key: "people", label: "人", align: "end" },
            { key: "earning", label: "有收入户", align: "end" },
            { key: "accrued", label: "应计", align: "end" },
            { key: "paid", label: "已付", align: "end" },
          ]}
          foot={<FiguresRow name="合计" row={total} />}
        >
          {body.parts.map((part) => (
            <FiguresRow key={part.code} name={names[part.code] ?? part.code} row={part} />
          ))}
        </Table>
      )}
      <Table
        caption="按四类收入"
        note="单位：元"
        columns={[
          { key: "class", label: "类别" },
          { key: "accrued", label: "应计", align: "end" },
          { key: "paid", label: "已付", align: "end" },
        ]}
      >
        {body.byClass.map((row) => (
          <tr key={row.incomeClass}>
            <th scope="row">{CLASS_WORDS[row.incomeClass]}</th>
            <td className="number">{yuan(row.accruedFen)}</td>
            <td className="number">{yuan(row.paidFen)}</td>
          </tr>
        ))}
      </Table>
      <Table
        caption="户的类别（期末）"
        columns={[
          { key: "standing", label: "类别" },
          { key: "households", label: "户", align: "end" },
          { key: "people", label: "人", align: "end" },
        ]}
      >
        {body.byStanding.map((row) => (
          <tr key={row.standing}>
            <th scope="row">{STANDINGS[row.standing]}</th>
            <td className="number">{row.households}</td>
            <td className="number">{row.people}</td>
          </tr>
        ))}
      </Table>
      {body.events.length > 0 && (
        <Table
          caption="动态调整（期内）"
          columns={[
            { key: "type", label: "变动" },
            { key: "households", label: "户", align: "end" },
          ]}
        >
          {body.events.map((event) => (
            <tr key={event.type}>
              <th scope="row">{STATUS_EVENTS[event.type as StatusEventType]}</th>
              <td className="number">{event.households}</td>
            </tr>
          ))}
        </Table>
      )}
      {body.cooperatives.length > 0 && (
        <Table
          caption="合作社申报带动与实付"
          note="单位：户、元"
          small="cards"
          columns={[
            { key: "name", label: "合作社" },
            { key: "declared", label: "申报带动", align: "end" },
            { key: "paid", label: "实付户", align: "end" },
            { key: "fen", label: "已付", align: "end" },
          ]}
        >
          {body.cooperatives.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <Cell label="申报带动" number>
                {one.declared}
              </Cell>
              <Cell label="实付户" number>
                {one.paid}
              </Cell>
              <Cell label="已付" number>
                {yuan(one.paidFen)}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {body.stated.length > 0 && (
        <Table
          caption="上报数"
          note="由上报单位填写，分项之和与比例已逐格核对"
          columns={[
            { key: "item", label: "项目" },
            { key: "value", label: "数值", align: "end" },
            { key: "unit", label: "单位" },
          ]}
        >
          {body.stated.map((figure) => (
            <tr key={figure.row}>
              <th scope="row">{figure.item}</th>
              <td className="number">{figure.value}</td>
              <td>{figure.unit}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
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

function FiguresRow({ name, row }: { name: string; row: PeriodicReportBody["total"] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <Cell label="户" number>
        {row.households}
      </Cell>
      <Cell label="人" number>
        {row.people}
      </Cell>
      <Cell label="有收入户" number>
        {row.earning}
      </Cell>
      <Cell label="应计" number>
        {yuan(row.accruedFen)}
      </Cell>
      <Cell label="已付" number>
        {yuan(row.paidFen)}
      </Cell>
    </tr>
  );
}
