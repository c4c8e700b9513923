import { STANDINGS, STATUS_EVENTS, type StatusEventType } from "~/households/status";
import { formatYuan } from "~/kernel/money";
import type { PeriodicReportBody, ReportFigures } from "~/settlement/report-body";
import { paidChange } from "~/settlement/report-comparison";
import { Cell, Table } from "~/ui/table";
import { CLASS_WORDS } from "./words";

// The tables that every version of a report has.

const yuan = (fen: string) => formatYuan(BigInt(fen));

/** By the areas below, of a village by its groups; from version 2 on beside the year before. */
export function PlaceTable({ body, names }: { body: PeriodicReportBody; names: Readonly<Record<string, string>> }) {
  const { parts, groups, total, compared, areaCode } = body;
  const then = compared?.yearBefore.figures?.paidFen;
  const withChange = compared !== undefined && parts.length > 0;
  const change = (paidFen: string, before: string | undefined) =>
    withChange ? paidChange(paidFen, before) : undefined;
  if (parts.length === 0 && groups === undefined) return null;
  const place = groups !== undefined ? "村民组" : areaCode.length === 6 ? "乡镇" : "村";
  return (
    <Table
      caption={body.version === undefined ? "各地情况" : `各${place}情况`}
      note="单位：户、人、元"
      small="cards"
      columns={[
        { key: "name", label: body.version === undefined ? "地区" : place },
        { key: "households", label: "户", align: "end" },
        { key: "people", label: "人", align: "end" },
        { key: "earning", label: "有收入户", align: "end" },
        { key: "accrued", label: "应计", align: "end" },
        { key: "paid", label: "已付", align: "end" },
        ...(withChange ? [{ key: "change", label: "已付同比" }] : []),
      ]}
      foot={<FiguresRow name="合计" row={total} change={change(total.paidFen, then)} />}
    >
      {parts.map((part) => (
        <FiguresRow
          key={part.code}
          name={names[part.code] ?? part.code}
          row={part}
          change={change(part.paidFen, part.paidYearBeforeFen)}
        />
      ))}
      {groups?.map((group) => (
        <FiguresRow key={group.name} name={group.name} row={group} change={undefined} />
      ))}
    </Table>
  );
}

function FiguresRow({ name, row, change }: { name: string; row: ReportFigures; change: string | undefined }) {
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
      {change !== undefined && (
        <Cell label="已付同比">
          <Change words={change} />
        </Cell>
      )}
    </tr>
  );
}

/** A change in words; where it has to break, its share of the figure before goes to the next line whole. */
export function Change({ words }: { words: string }) {
  const share = words.indexOf("（");
  if (share < 0) return <>{words}</>;
  return (
    <>
      <span className="nowrap">{words.slice(0, share)}</span>
      <wbr />
      <span className="nowrap">{words.slice(share)}</span>
    </>
  );
}

export function ClassTable({ body }: { body: PeriodicReportBody }) {
  return (
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
  );
}

export function StandingTable({ body }: { body: PeriodicReportBody }) {
  return (
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
  );
}

export function EventTable({ body }: { body: PeriodicReportBody }) {
  if (body.events.length === 0) return null;
  return (
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
  );
}

export function CooperativeTable({ body }: { body: PeriodicReportBody }) {
  if (body.cooperatives.length === 0) return null;
  return (
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
  );
}

export function StatedTable({ body }: { body: PeriodicReportBody }) {
  if (body.stated.length === 0) return null;
  return (
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
  );
}
