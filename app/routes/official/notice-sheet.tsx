import type { PublicNotice } from "~/settlement/notice-store.server";
import { periodWords } from "~/settlement/periodic-report";
import { Cell, Table } from "~/ui/table";

export type ShownNotice = Omit<PublicNotice, "fromOn" | "untilOn"> & {
  readonly fromOn: string | null;
  readonly untilOn: string | null;
};

/** A notice as it hangs on the wall: the same on the officials' page, on the public one and on paper. */
export function NoticeSheet({ notice }: { notice: ShownNotice }) {
  const { body } = notice;
  const words = periodWords(notice.period);
  return (
    <article className="print-official stack official-document" lang="zh-CN">
      <h2>{notice.title}</h2>
      <p>{notice.preface}</p>
      <Table
        caption={`${notice.areaName}${words}到户收入`}
        note="单位：元；少于 5 户的不公开"
        small="cards"
        columns={[
          { key: "name", label: "地区" },
          { key: "households", label: "登记户", align: "end" },
          { key: "people", label: "人口", align: "end" },
          { key: "earning", label: "有收入户", align: "end" },
          { key: "paid", label: "到户收入（已付）", align: "end" },
        ]}
        foot={<Row row={body.total} />}
      >
        {body.rows.map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </Table>
      {body.restatedPaid !== null && (
        <p>
          {body.lateEntries > 0
            ? `结账后有 ${body.lateEntries} 笔涉及本月的更正，记入以后月份；计入后本月到户收入合计为`
            : "报告批准后另有更正；按现在的账，本期到户收入合计为"}{" "}
          {body.restatedPaid} 元。
        </p>
      )}
      <p>
        公示期：{notice.fromOn === null ? "批准之日起" : `${notice.fromOn} 至 ${notice.untilOn}`}
        。对以上内容有异议的，请在公示期内反映：
        {notice.contact}。
      </p>
      <p className="caption digest">
        {notice.number}；报告指纹 {body.reportHash.slice(0, 16)}…
      </p>
      <p className="stamp-area">
        {notice.areaName}
        <br />
        {notice.fromOn ?? ""}
      </p>
    </article>
  );
}

function Row({ row }: { row: PublicNotice["body"]["total"] }) {
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <Cell label="登记户" number>
        {row.households}
      </Cell>
      <Cell label="人口" number>
        {row.people}
      </Cell>
      <Cell label="有收入户" number>
        {row.earning}
      </Cell>
      <Cell label="到户收入（已付）" number>
        {row.paid}
      </Cell>
    </tr>
  );
}
