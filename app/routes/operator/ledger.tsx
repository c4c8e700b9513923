import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { JOURNAL_KINDS } from "~/benefits/journal";
import { accountMovements, listJournals } from "~/benefits/ledger-store.server";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { isPeriod, minuteOf, periodOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { Cell, Table } from "~/ui/table";
import { accountWords } from "../consoles/account-words";
import { JOURNAL_CHOICES, journalWords } from "../consoles/journal-words";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "账簿";
const PAGE_SIZE = 50;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const search = new URL(request.url).searchParams;
  const about = (search.get("about") ?? "").trim().slice(0, 60);
  const asked = search.get("month");
  // Looking for one thing looks through all months; otherwise one month is enough to begin with.
  const month = isPeriod(asked) ? asked : about === "" ? periodOf(new Date()) : undefined;
  const kind = JOURNAL_KINDS.find((one) => one === search.get("kind"));
  const [page, accounts] = await Promise.all([
    listJournals(
      db(),
      { period: month, kind, about: about === "" ? undefined : about },
      pageRequest(search, PAGE_SIZE),
    ),
    about === "" && month !== undefined ? accountMovements(db(), month) : undefined,
  ]);
  return {
    frame: opsFrame(actor),
    filter: { month: month ?? "", kind: kind ?? "", about },
    accounts: accounts?.map((row) => ({
      account: row.account,
      words: accountWords(row.account),
      inFen: toNumber(row.inFen),
      outFen: toNumber(row.outFen),
      balanceFen: toNumber(row.balanceFen),
    })),
    page: {
      ...page,
      rows: page.rows.map((row) => ({
        id: row.id,
        kind: journalWords(row.kind),
        at: minuteOf(row.occurredAt),
        period: row.period,
        postings: row.postings,
        movedFen: toNumber(row.movedFen),
        seal: row.sealSequence === null ? null : Number(row.sealSequence),
      })),
    },
  };
}

export default function OpsLedger() {
  const { frame, filter, accounts, page } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="ledger"
      title={TITLE}
      intro="每件涉及钱的事是一笔分录：从哪个账户到哪个账户，多少分。只增不改，更正也是一笔分录。"
    >
      <form method="get" className="query-form" action={paths.ops.ledger()}>
        <Field label="月份" name="month" type="month" defaultValue={filter.month} optional />
        <SelectField
          label="事项"
          name="kind"
          placeholder="全部"
          options={JOURNAL_CHOICES}
          defaultValue={filter.kind}
          optional
        />
        <Field label="订单号、凭证号或编号" name="about" defaultValue={filter.about} optional />
        <div className="form-actions">
          <Button>查询</Button>
          <ButtonLink tone="quiet" href={paths.ops.ledger()}>
            重置
          </ButtonLink>
        </div>
      </form>
      {accounts !== undefined && (
        <Table
          caption={`账户，${filter.month}`}
          note="同类账户合并；余额为至今全部分录之和"
          small="cards"
          columns={[
            { key: "account", label: "账户" },
            { key: "in", label: "本月转入", align: "end" },
            { key: "out", label: "本月转出", align: "end" },
            { key: "balance", label: "余额", align: "end" },
          ]}
          foot={
            <tr>
              <th scope="row">合计</th>
              <MoneyCell label="本月转入" fen={totalOf(accounts, "inFen")} />
              <MoneyCell label="本月转出" fen={totalOf(accounts, "outFen")} />
              <MoneyCell label="余额" fen={totalOf(accounts, "balanceFen")} />
            </tr>
          }
        >
          {accounts.map((row) => (
            <tr key={row.account}>
              <th scope="row">
                {row.words} <code className="caption">{row.account}</code>
              </th>
              <MoneyCell label="本月转入" fen={row.inFen} />
              <MoneyCell label="本月转出" fen={row.outFen} />
              <MoneyCell label="余额" fen={row.balanceFen} />
            </tr>
          ))}
        </Table>
      )}
      {page.rows.length === 0 ? (
        <EmptyState title="没有符合条件的分录" />
      ) : (
        <div>
          <Table
            caption={`分录，共 ${page.total} 笔`}
            small="cards"
            columns={[
              { key: "kind", label: "事项" },
              { key: "at", label: "发生" },
              { key: "period", label: "计入" },
              { key: "postings", label: "笔数", align: "end" },
              { key: "moved", label: "流转金额", align: "end" },
              { key: "seal", label: "封存序号", align: "end" },
            ]}
          >
            {page.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.ops.journal(row.id)}>{row.kind}</a>
                </th>
                <Cell label="发生">{row.at}</Cell>
                <Cell label="计入">{row.period}</Cell>
                <Cell label="笔数" number>
                  {row.postings}
                </Cell>
                <MoneyCell label="流转金额" fen={row.movedFen} />
                <Cell label="封存序号" number>
                  {row.seal ?? "待封存"}
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.ops.ledger({ ...filter, page: number })} />
        </div>
      )}
    </OpsFrame>
  );
}

function totalOf<Key extends string>(rows: readonly Record<Key, number>[], key: Key): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}
