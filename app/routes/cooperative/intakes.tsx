import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { INTAKE_LIST_STATES, parseIntakeFilter } from "~/supply/intake-filter";
import { listIntakes, type IntakeRow } from "~/supply/intake-list-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { unitPriceWords } from "~/supply/unit-price";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { Money } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { ExportButton } from "../consoles/export-button";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "收货";
const PAGE_SIZE = 20;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:record");
  const search = new URL(request.url).searchParams;
  const filter = parseIntakeFilter(search);
  const page = await listIntakes(db(), workplace.cooperativeIds, filter, pageRequest(search, PAGE_SIZE));
  return json({
    frame: await coopFrame(workplace.actor),
    filter: { day: filter.day ?? "", q: filter.query ?? "", state: filter.state ?? "" },
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      number: row.number,
      supplier: row.householdName ?? row.supplierNote ?? "其他供货人",
      householdNumber: row.householdNumber,
      product: `${row.productName} · ${row.grade}`,
      net: `${row.isReversal ? "−" : ""}${quantityWords(row.net, row)}`,
      mode: MODE_WORDS[row.settlementMode],
      price: row.unitPriceFen === null ? "待定价" : unitPriceWords(row.unitPriceFen, row),
      amountFen: row.amountFen === null ? null : toNumber(row.isReversal ? -row.amountFen : row.amountFen),
      delivered: minuteOf(row.deliveredAt),
      ...stateOf(row),
    })),
  });
}

function stateOf(row: IntakeRow): { tone: StatusTone; state: string } {
  if (row.isReversal) return { tone: "neutral", state: "冲销单" };
  if (row.isReversed) return { tone: "problem", state: "已冲销" };
  if (row.remaining === 0) return { tone: "done", state: "已入批次" };
  return { tone: "waiting", state: row.remaining === row.net ? "待封批" : "部分入批次" };
}

export default function Intakes() {
  const { frame, filter, page, rows } = useLoaderData<typeof loader>();
  const isFiltered = filter.day !== "" || filter.q !== "" || filter.state !== "";
  return (
    <CoopFrame
      frame={frame}
      current="intakes"
      title={TITLE}
      actions={
        <>
          <ButtonLink href={paths.coop.newIntake()}>记一笔收货</ButtonLink>
          <ButtonLink tone="quiet" href={paths.coop.scale()}>
            快速收货
          </ButtonLink>
        </>
      }
    >
      <form method="get" action={paths.coop.intakes()} className="query-form" role="search" aria-label="查找入库单">
        <Field label="农户、单号" name="q" defaultValue={filter.q} placeholder="姓名、拼音或编号" />
        <Field label="交货日期" name="day" type="date" defaultValue={filter.day} />
        <SelectField
          label="状态"
          name="state"
          defaultValue={filter.state}
          placeholder="全部"
          options={Object.entries(INTAKE_LIST_STATES).map(([value, label]) => ({ value, label }))}
        />
        <div className="form-actions">
          <Button>查询</Button>
          {isFiltered && (
            <ButtonLink tone="quiet" href={paths.coop.intakes()}>
              清除条件
            </ButtonLink>
          )}
        </div>
      </form>
      {rows.length === 0 ? (
        <EmptyState
          title={isFiltered ? "没有符合条件的入库单" : "还没有收过货"}
          action={<ButtonLink href={paths.coop.newIntake()}>记一笔收货</ButtonLink>}
        >
          {isFiltered ? "换个条件再查，或清除条件看全部。" : "农户送货来时过秤登记，就有第一张入库单。"}
        </EmptyState>
      ) : (
        <>
          <ExportButton
            action={paths.coop.exports()}
            kind="coop-intakes"
            query={{ day: filter.day, q: filter.q, state: filter.state }}
            rows={page.total}
            unit="张"
          />
          <Table
            caption="入库单"
            captionHidden
            small="cards"
            columns={[
              { key: "number", label: "单号" },
              { key: "supplier", label: "供货人" },
              { key: "product", label: "产品" },
              { key: "net", label: "净重", align: "end" },
              { key: "price", label: "结算" },
              { key: "amount", label: "应付农户", align: "end" },
              { key: "delivered", label: "交货时间" },
              { key: "state", label: "状态" },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.coop.intake(row.id)} className="nowrap">
                    {row.number}
                  </a>
                </th>
                <Cell label="供货人">
                  {row.supplier} {row.householdNumber && <span className="caption nowrap">{row.householdNumber}</span>}
                </Cell>
                <Cell label="产品">{row.product}</Cell>
                <Cell label="净重" number>
                  {row.net}
                </Cell>
                <Cell label="结算">
                  {row.mode}，{row.price}
                </Cell>
                <Cell label="应付农户" number>
                  {row.amountFen === null ? "卖出后" : <Money fen={row.amountFen} household />}
                </Cell>
                <Cell label="交货时间">{row.delivered}</Cell>
                <Cell label="状态">
                  <StatusWord tone={row.tone}>{row.state}</StatusWord>
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.coop.intakes({ ...filter, page: number })} />
        </>
      )}
    </CoopFrame>
  );
}
