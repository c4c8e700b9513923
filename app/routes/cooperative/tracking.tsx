import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { carrierOf, CARRIERS } from "~/orders/carriers";
import { explainFulfilFailure } from "~/orders/fulfilment.server";
import { shipByList } from "~/orders/ship-by-list.server";
import {
  explainLineFault,
  MOST_LINES,
  planTracking,
  readTrackingLines,
  type PlannedLine,
  type TrackingLine,
} from "~/orders/tracking-lines";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { explainSpreadsheetFailure } from "~/platform/spreadsheet";
import { Button } from "~/ui/button";
import { CheckboxField, ErrorSummary, Field, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { knownShipments, ordersWithNumbers } from "./tracking-store.server";
import { coopFrame, requireWorkplace, type Workplace } from "./workplace.server";

const TITLE = "批量填单号";
const MOST_TEXT = 40_000;

type Errors = Readonly<Record<string, readonly string[]>>;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:fulfil");
  return json({ frame: await coopFrame(workplace.actor) });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:fulfil");
  const form = await readForm(request);
  const read = await textOf(form);
  const refuse = (field: string, message: string) =>
    json({ errors: { [field]: [message] } as Errors, text: read.text, rows: [], shared: false }, { status: 422 });
  if (read.error !== undefined) return refuse("file", read.error);
  const lines = readTrackingLines(read.text);
  if (lines.length === 0) return refuse("lines", "请贴上至少一行，或选择一个表格。");
  if (lines.length > MOST_LINES) return refuse("lines", `一次最多 ${MOST_LINES} 行，请分几次。`);

  const rows = await planned(workplace, read.text);
  const ready = rows.filter((row) => row.plan === "ship");
  const shared = ready.some((row) => row.plan === "ship" && row.sharedWith.length > 0);
  if (form.get("intent") !== "confirm")
    return json({ errors: {} as Errors, text: read.text, rows: rows.map(shownRow), shared });

  const answer = (message: string) =>
    json({ errors: { "": [message] } as Errors, text: read.text, rows: rows.map(shownRow), shared }, { status: 422 });
  if (ready.length === 0) return answer("没有可以发货的行。");
  if (shared && form.get("same") === null) return answer("有单号用在几个订单上。确实装在一个包裹里的，请勾选确认。");
  const shipped = await shipByList({
    actor: workplace.actor,
    list: ready.flatMap((row) => (row.plan === "ship" ? [row] : [])),
    now: new Date(),
  });
  if (!shipped.ok) {
    const { orderNumber, failure } = shipped.failure;
    return answer(`一行也没有发：订单 ${orderNumber}，${explainFulfilFailure(failure)}`);
  }
  return redirect(paths.coop.orders({ tab: "shipped", done: "tracked", count: shipped.value.shipped }));
}

/** What was pasted, or the same out of a table: its first three columns, a line a row. */
async function textOf(form: FormData): Promise<{ text: string; error?: string }> {
  const pasted = form.get("lines");
  const text = typeof pasted === "string" ? pasted.slice(0, MOST_TEXT) : "";
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return { text };
  const table = await readSpreadsheet(new Uint8Array(await file.arrayBuffer()));
  if (!table.ok) return { text, error: explainSpreadsheetFailure(table.failure) };
  const { headers, rows } = table.value;
  const columns = ["订单号", "快递公司", "快递单号"].map((name, place) => {
    const named = headers.findIndex((header) => header.includes(name));
    return named < 0 ? place : named;
  });
  const lines = rows
    .map(({ cells }) => columns.map((column) => cells[column] ?? ""))
    .filter(([, carrier, number]) => carrier !== "" || number !== "");
  return {
    text: lines
      .map((cells) => cells.join("\t"))
      .join("\n")
      .slice(0, MOST_TEXT),
  };
}

type Row =
  | PlannedLine
  | { readonly row: number; readonly written: string; readonly plan: "unread"; readonly why: string };

async function planned(workplace: Workplace, text: string): Promise<Row[]> {
  const read = readTrackingLines(text);
  const good = read.filter((line): line is TrackingLine => !("fault" in line));
  const [known, elsewhere] = await Promise.all([
    knownShipments(db(), workplace, good),
    ordersWithNumbers(db(), workplace, good),
  ]);
  const plans = new Map(planTracking(good, known, elsewhere).map((line) => [line.row, line]));
  return read.map((line): Row => {
    if ("fault" in line) {
      return { row: line.row, written: line.written, plan: "unread", why: explainLineFault(line.fault) };
    }
    const plan = plans.get(line.row);
    if (!plan) throw new Error(`line ${line.row} was read and not planned`);
    return plan;
  });
}

const PLAN_WORDS = {
  ship: { tone: "done", word: "可以发货" },
  done: { tone: "neutral", word: "已经填过" },
  refused: { tone: "problem", word: "不能发" },
  unread: { tone: "problem", word: "看不懂" },
} as const;

function shownRow(row: Row) {
  const isShared = row.plan === "ship" && row.sharedWith.length > 0;
  return {
    row: row.row,
    state: isShared ? ({ tone: "waiting", word: "请确认" } as const) : PLAN_WORDS[row.plan],
    order: row.plan === "unread" ? row.written : row.orderNumber,
    parcel: row.plan === "unread" ? "" : `${carrierOf(row.carrier).name} ${row.trackingNumber}`,
    why:
      row.plan === "refused" || row.plan === "unread"
        ? row.why
        : isShared && row.plan === "ship"
          ? `这个单号也用在订单 ${row.sharedWith.join("、")}。`
          : "",
  };
}

export default function Tracking() {
  const { frame } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const rows = answered?.rows ?? [];
  const ready = rows.filter(({ state }) => state.word === "可以发货" || state.word === "请确认").length;
  const wrong = rows.filter(({ state }) => state.tone === "problem").length;
  return (
    <CoopFrame
      frame={frame}
      current="orders"
      title={errorTitle(TITLE, answered?.errors)}
      intro="一行一单：订单号、快递公司、快递单号，用 Tab、逗号或空格隔开。先预览，再确认。"
      crumbs={[{ label: "订单", href: paths.coop.orders({ tab: "to-ship" }) }, { label: TITLE }]}
    >
      <ErrorSummary errors={answered?.errors} title="没有发货" />
      {rows.length > 0 && (
        <PostForm className="stack">
          <input type="hidden" name="intent" value="confirm" />
          <input type="hidden" name="lines" value={answered?.text} />
          <Table
            caption={`预览：${ready} 行可以发货${wrong > 0 ? `，${wrong} 行不发` : ""}`}
            small="cards"
            columns={[
              { key: "row", label: "行" },
              { key: "state", label: "结果" },
              { key: "order", label: "订单" },
              { key: "parcel", label: "包裹" },
              { key: "why", label: "说明" },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.row}>
                <th scope="row">第 {row.row} 行</th>
                <Cell label="结果">
                  <StatusWord tone={row.state.tone}>{row.state.word}</StatusWord>
                </Cell>
                <Cell label="订单">{row.order}</Cell>
                <Cell label="包裹">{row.parcel}</Cell>
                <Cell label="说明">{row.why}</Cell>
              </tr>
            ))}
          </Table>
          {answered?.shared && <CheckboxField label="同一个单号的几单确实装在一个包裹里" name="same" />}
          {ready > 0 && (
            <div className="form-actions">
              <Button>{wrong > 0 ? `先发没有问题的 ${ready} 行` : `确认发货 ${ready} 行`}</Button>
            </div>
          )}
        </PostForm>
      )}
      <PostForm encType="multipart/form-data" className="form" noValidate>
        <TextareaField
          label="贴在这里"
          name="lines"
          rows={8}
          width="full"
          hint={`例如：261128-7K3M9Q2X 顺丰 SF1234567890123。快递公司：${CARRIERS.map(({ name }) => name).join("、")}。`}
          defaultValue={answered?.text}
          error={answered?.errors["lines"]}
        />
        <Field
          label="或者选择表格（.xlsx 或 CSV）"
          name="file"
          type="file"
          accept=".xlsx,.csv"
          optional
          hint={
            <>
              列名：订单号、快递公司、快递单号。<a href={paths.coop.trackingTemplate()}>下载待发货的表格</a>
              ，填好再上传。
            </>
          }
          error={answered?.errors["file"]}
        />
        <div className="form-actions">
          <Button tone={ready > 0 ? "quiet" : "primary"} name="intent" value="preview">
            预览
          </Button>
        </div>
      </PostForm>
    </CoopFrame>
  );
}
