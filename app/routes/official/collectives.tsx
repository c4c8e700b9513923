import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { sum, toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { findArea } from "~/regions/area-store.server";
import { EmptyState } from "~/ui/empty-state";
import { MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { journalWords } from "../consoles/journal-words";
import { CheckLine } from "./check-line";
import { collectiveEntries, collectiveVillages } from "~/settlement/collective-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { Indicators } from "./indicators";
import { parseSpan, spanQuery, spanText } from "./span";
import { SpanPicker } from "./span-picker";

const PAGE_SIZE = 50;

export const meta: MetaFunction = () => govMeta("村集体收入");

/** The villages of an area with what their collectives earned; of a single village also each entry. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const now = new Date();
  const span = parseSpan(search, now);
  const asked = search.get("area") ?? areaPrefixes[0] ?? "";
  const area = await findArea(db(), asked, areaPrefixes);
  if (!area) throw notFound();
  const scope = { areaPrefixes, areaCode: area.code, from: span.from, to: span.to };
  const villages = await collectiveVillages(db(), scope);
  const entries =
    area.level === "VILLAGE" ? await collectiveEntries(db(), scope, pageRequest(search, PAGE_SIZE)) : null;
  const total = sum(villages.map(({ shareFen, ownFen }) => shareFen + ownFen));
  return {
    frame,
    span,
    latest: parseSpan(new URLSearchParams(), now).month,
    area: { code: area.code, name: area.name },
    villages: villages.map(({ shareFen, ownFen, goalFen, ...village }) => ({
      ...village,
      shareFen: toNumber(shareFen),
      ownFen: toNumber(ownFen),
      fen: toNumber(shareFen + ownFen),
      goalFen: goalFen === null ? null : toNumber(goalFen),
      met: goalFen === null ? null : shareFen + ownFen >= goalFen,
    })),
    total: {
      shareFen: toNumber(sum(villages.map(({ shareFen }) => shareFen))),
      ownFen: toNumber(sum(villages.map(({ ownFen }) => ownFen))),
      fen: toNumber(total),
    },
    entries: entries && {
      page: { number: entries.number, size: entries.size, total: entries.total },
      fen: toNumber(entries.fen),
      ok: entries.fen === total,
      rows: entries.rows.map(({ occurredAt, kind, fen, ...entry }) => ({
        ...entry,
        at: minuteOf(occurredAt),
        kind: journalWords(kind),
        fen: toNumber(fen),
      })),
    },
  };
}

export default function GovCollectives() {
  const { frame, area, span, latest, villages, total, entries } = useLoaderData<typeof loader>();
  const query = spanQuery(span);
  return (
    <GovFrame
      frame={frame}
      current="overview"
      title={`${area.name} 村集体收入`}
      intro={`${spanText(span)}。只计平台入账的部分；村里别处的收入（光伏、出租等）不在其中。`}
      crumbs={[{ label: area.name, href: paths.gov.area(area.code, query) }, { label: "村集体收入" }]}
    >
      <SpanPicker span={span} action={paths.gov.collectives()} latest={latest} keep={{ area: area.code }} />
      {villages.length === 0 ? (
        <EmptyState title="没有登记农户的村" />
      ) : (
        <Table
          caption="各村"
          note="单位：元"
          small="cards"
          columns={[
            { key: "name", label: "村" },
            { key: "share", label: "村级分成", align: "end" },
            { key: "own", label: "集体经营", align: "end" },
            { key: "fen", label: "合计", align: "end" },
            { key: "goal", label: "全年目标", align: "end" },
            { key: "met", label: "进度" },
          ]}
          foot={
            <tr>
              <th scope="row">合计</th>
              <MoneyCell label="村级分成" fen={total.shareFen} />
              <MoneyCell label="集体经营" fen={total.ownFen} />
              <MoneyCell label="合计" fen={total.fen} />
              <td colSpan={2} />
            </tr>
          }
        >
          {villages.map((village) => {
            const rows = paths.gov.collectives({ area: village.code, ...query });
            return (
              <tr key={village.code}>
                <th scope="row">
                  <a href={rows}>{village.name}</a>
                </th>
                <MoneyCell label="村级分成" fen={village.shareFen} href={rows} />
                <MoneyCell label="集体经营" fen={village.ownFen} href={rows} />
                <MoneyCell label="合计" fen={village.fen} href={rows} />
                {village.goalFen === null ? (
                  <Cell label="全年目标" number>
                    没有定
                  </Cell>
                ) : (
                  <MoneyCell label="全年目标" fen={village.goalFen} />
                )}
                <Cell label="进度">
                  {village.met === null ? (
                    "—"
                  ) : (
                    <StatusWord tone={village.met ? "done" : "waiting"}>{village.met ? "达到" : "未达到"}</StatusWord>
                  )}
                </Cell>
              </tr>
            );
          })}
        </Table>
      )}
      {entries !== null && entries.page.total > 0 && (
        <section className="stack">
          <Table
            caption="逐笔明细"
            note="单位：元"
            small="cards"
            columns={[
              { key: "at", label: "时间" },
              { key: "kind", label: "事项" },
              { key: "what", label: "商品" },
              { key: "order", label: "订单号" },
              { key: "source", label: "来源" },
              { key: "fen", label: "金额", align: "end" },
            ]}
          >
            {entries.rows.map((entry) => (
              <tr key={`${entry.journalId} ${entry.position}`}>
                <th scope="row">{entry.at}</th>
                <Cell label="事项">{entry.kind}</Cell>
                <Cell label="商品">{entry.title ?? "—"}</Cell>
                <Cell label="订单号">{entry.orderNumber ?? "—"}</Cell>
                <Cell label="来源">{entry.own ? "集体经营" : "村级分成"}</Cell>
                <MoneyCell label="金额" fen={entry.fen} signed />
              </tr>
            ))}
          </Table>
          <CheckLine ok={entries.ok} shownFen={total.fen} recomputedFen={entries.fen}>
            合计 = 逐笔之和
          </CheckLine>
          <Pagination
            page={entries.page}
            href={(number) => paths.gov.collectives({ area: area.code, ...query, page: number })}
          />
        </section>
      )}
      {entries !== null && entries.page.total === 0 && <EmptyState title="这段时间没有入账" />}
      <Indicators of={["collective"]} />
    </GovFrame>
  );
}
