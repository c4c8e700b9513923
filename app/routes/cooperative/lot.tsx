import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { compositionHash } from "~/supply/composition-hash.server";
import { formatLotCode } from "~/supply/lot-code";
import { explainWriteOffFailure } from "~/supply/lot-failure";
import { findLot } from "~/supply/lot-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { unitPriceWords } from "~/supply/unit-price";
import { writeOffLot, WRITE_OFF_KINDS, WRITE_OFF_WORDS } from "~/supply/write-off-lot.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Seal } from "~/ui/seal";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { countingWord } from "./counting-words";
import { countingOf } from "./fields.server";
import { writeOffForm } from "./lot-forms.server";
import { shown } from "./typed";
import { coopFrame, requireWorkplace } from "./workplace.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => coopMeta(data ? `批次 ${data.lot.code}` : "批次");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "lot:edit");
  const lot = isId(params.id) ? await findLot(db(), workplace, params.id) : undefined;
  if (!lot) throw notFound();
  const search = new URL(request.url).searchParams;
  const words = (quantity: number) => quantityWords(quantity, lot);
  const unit = countingOf(lot.baseUnit, search.get("unit"));
  const recomputed = compositionHash({
    lotId: lot.id,
    productId: lot.productId,
    quantity: lot.quantity,
    rows: lot.composition,
  });
  const totalWeight = lot.composition.reduce((total, row) => total + row.weight, 0n);
  return json({
    frame: await coopFrame(workplace.actor),
    done: search.get("done") ?? "",
    unit,
    unitWord: countingWord(unit, lot.pieceName),
    writeOffKinds: WRITE_OFF_KINDS.map((kind) => ({ value: kind, label: WRITE_OFF_WORDS[kind] })),
    lot: {
      id: lot.id,
      code: formatLotCode(lot.code),
      product: `${lot.productName} · ${lot.grade}`,
      isDirect: lot.sellerKind === "HOUSEHOLD",
      quantity: words(lot.quantity),
      available: words(lot.available),
      hasStock: lot.available > 0,
      picked: words(lot.picked),
      lost: words(lot.events.reduce((total, event) => (isMove(event.kind) ? total : total + event.quantity), 0)),
      moved: words(lot.events.reduce((total, event) => (isMove(event.kind) ? total + event.quantity : total), 0)),
      relatives: lot.relatives.map((other) => ({
        key: `${other.way} ${other.id}`,
        href: paths.coop.lot(other.id),
        code: formatLotCode(other.code),
        product: other.productName,
        way: other.way === "FROM" ? "来自" : "去往",
        quantity: words(other.quantity),
      })),
      harvestedOn: lot.harvestedOn,
      expiresOn: lot.expiresOn,
      sealed: minuteOf(lot.sealedAt),
      hash: lot.compositionHash,
      hashHolds: recomputed === lot.compositionHash,
      composition: lot.composition.map((row) => ({
        key: row.position,
        household:
          row.householdId === null
            ? "其他供货人（未登记）"
            : `${row.householdName ?? "—"}（${row.householdNumber ?? ""}）`,
        mode: MODE_WORDS[row.settlementMode],
        quantity: words(row.quantity),
        // what is shown is rounded; money is spread over the exact weights
        share: totalWeight === 0n ? "0.0%" : `${(Number((row.weight * 100_000n) / totalWeight) / 1000).toFixed(1)}%`,
        paid: row.unitPriceFen === null ? null : unitPriceWords(row.unitPriceFen, lot),
      })),
      sources: lot.sources.map((source) => ({
        href: paths.coop.intake(source.intakeId),
        number: source.number,
        supplier: source.householdName ?? "其他供货人",
        grade: source.grade,
        mode: MODE_WORDS[source.settlementMode],
        price: source.unitPriceFen === null ? "—" : unitPriceWords(source.unitPriceFen, lot),
        quantity: words(source.quantity),
        delivered: minuteOf(source.deliveredAt),
      })),
      events: lot.events.map((event) => ({
        id: event.id,
        at: minuteOf(event.at),
        kind: EVENT_WORDS[event.kind] ?? event.kind,
        quantity: event.quantity < 0 ? `多 ${words(-event.quantity)}` : words(event.quantity),
        reason: event.reason,
        by: event.actorName ?? "系统",
      })),
    },
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "lot:edit");
  const lot = isId(params.id) ? await findLot(db(), workplace, params.id) : undefined;
  if (!lot) throw notFound();
  const form = await parseForm(request, writeOffForm);
  if (!form.ok) return form.answer;
  const { kind, quantity, reason } = form.value;
  const off = await writeOffLot({ actor: workplace.actor, lotId: lot.id, kind, quantity, reason, now: new Date() });
  if (!off.ok) {
    const field = off.failure.kind === "no-reason" ? "reason" : off.failure.kind === "no-such-lot" ? "" : "quantity";
    return form.refuse({ [field]: [explainWriteOffFailure(off.failure, (left) => quantityWords(left, lot))] });
  }
  return redirect(paths.coop.lot(lot.id, { done: "written-off" }));
}

const MOVE_WORDS: Readonly<Record<string, string>> = { SPLIT: "拆出", MERGE: "并入别的批次", PROCESS: "加工" };
const EVENT_WORDS: Readonly<Record<string, string>> = { ...MOVE_WORDS, ...WRITE_OFF_WORDS, STOCKTAKE: "盘点" };

function isMove(kind: string): boolean {
  return Object.hasOwn(MOVE_WORDS, kind);
}

const DONE_WORDS: Record<string, string> = {
  sealed: "批次已封好，可以上架出售。",
  "written-off": "已登记，余量已扣减。",
  counted: "盘点已登记，余量已改。",
  made: "新批次已封好，供货构成照原来的比例带过来了。",
};

export default function Lot() {
  const { frame, done, unit, unitWord, writeOffKinds, lot } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  const said = Object.hasOwn(DONE_WORDS, done) ? DONE_WORDS[done] : undefined;
  return (
    <CoopFrame
      frame={frame}
      current="lots"
      title={errorTitle(`批次 ${lot.code}`, errors)}
      intro={lot.product}
      crumbs={[{ label: "批次", href: paths.coop.lots() }, { label: lot.code }]}
    >
      <ErrorSummary errors={errors} title="没有登记" />
      <p>
        <a href={paths.coop.lotMoves(lot.id)}>拆分、合并、加工、盘点</a>
      </p>
      {said !== undefined && !refused && <Notice tone="done" live title={said} />}
      <div className="two-columns">
        <SummaryList
          items={[
            { label: "封批数量", value: lot.quantity },
            { label: "可售余量", value: <strong>{lot.available}</strong> },
            { label: "订单占用和售出", value: lot.picked },
            { label: "转成别的批次", value: lot.moved },
            { label: "损耗", value: lot.lost },
            { label: "采收日期", value: lot.harvestedOn },
            { label: "可售至", value: lot.expiresOn },
            { label: "封批时间", value: lot.sealed },
          ]}
        />
        <div className="stack">
          <Seal>{lot.hashHolds ? "构成已核对" : "构成不符"}</Seal>
          <p className="caption">
            供货构成的校验码（SHA-256）：
            <br />
            <code>{lot.hash}</code>
          </p>
          {!lot.hashHolds && <Notice tone="problem">构成与封批时不一致，请立即联系平台。</Notice>}
        </div>
      </div>
      <Table
        caption="供货构成"
        note={lot.isDirect ? "全部归这一户" : "货款按价值比例分：数量 × 等级价"}
        small="cards"
        columns={[
          { key: "household", label: "农户" },
          { key: "mode", label: "结算" },
          { key: "quantity", label: "数量", align: "end" },
          { key: "share", label: "价值占比", align: "end" },
        ]}
      >
        {lot.composition.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.household}</th>
            <Cell label="结算">
              {row.mode}
              {row.paid !== null && <span className="caption"> 已按 {row.paid} 付</span>}
            </Cell>
            <Cell label="数量" number>
              {row.quantity}
            </Cell>
            <Cell label="价值占比" number>
              {row.share}
            </Cell>
          </tr>
        ))}
      </Table>
      {lot.sources.length > 0 && (
        <Table
          caption="来自入库单"
          small="cards"
          columns={[
            { key: "number", label: "单号" },
            { key: "supplier", label: "供货人" },
            { key: "grade", label: "等级" },
            { key: "price", label: "结算" },
            { key: "quantity", label: "取用", align: "end" },
            { key: "delivered", label: "交货" },
          ]}
        >
          {lot.sources.map((source) => (
            <tr key={source.number}>
              <th scope="row">
                <a href={source.href}>{source.number}</a>
              </th>
              <Cell label="供货人">{source.supplier}</Cell>
              <Cell label="等级">{source.grade}</Cell>
              <Cell label="结算">
                {source.mode}，{source.price}
              </Cell>
              <Cell label="取用" number>
                {source.quantity}
              </Cell>
              <Cell label="交货">{source.delivered}</Cell>
            </tr>
          ))}
        </Table>
      )}
      {lot.relatives.length > 0 && (
        <Table
          caption="和别的批次"
          small="cards"
          columns={[
            { key: "code", label: "批次" },
            { key: "way", label: "方向" },
            { key: "product", label: "产品" },
            { key: "quantity", label: "数量", align: "end" },
          ]}
        >
          {lot.relatives.map((other) => (
            <tr key={other.key}>
              <th scope="row">
                <a href={other.href}>{other.code}</a>
              </th>
              <Cell label="方向">{other.way}</Cell>
              <Cell label="产品">{other.product}</Cell>
              <Cell label="数量" number>
                {other.quantity}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {lot.events.length > 0 && (
        <Table
          caption="变动记录"
          small="cards"
          columns={[
            { key: "at", label: "时间" },
            { key: "kind", label: "类型" },
            { key: "quantity", label: "数量", align: "end" },
            { key: "reason", label: "原因" },
            { key: "by", label: "登记人" },
          ]}
        >
          {lot.events.map((event) => (
            <tr key={event.id}>
              <th scope="row">{event.at}</th>
              <Cell label="类型">{event.kind}</Cell>
              <Cell label="数量" number>
                {event.quantity}
              </Cell>
              <Cell label="原因">{event.reason}</Cell>
              <Cell label="登记人">{event.by}</Cell>
            </tr>
          ))}
        </Table>
      )}
      {lot.hasStock && (
        <details open={refused !== undefined}>
          <summary>登记损耗或报废</summary>
          <form method="post" className="form" noValidate>
            <input type="hidden" name="unit" value={unit} />
            <RadioGroup
              label="类型"
              name="kind"
              look="tiles"
              choices={writeOffKinds}
              defaultValue={shown(refused, "kind", "LOSS")}
              error={errors?.["kind"]}
            />
            <Field
              label="数量"
              name="quantity"
              unit={unitWord}
              width="short"
              inputMode="decimal"
              autoComplete="off"
              hint={`最多 ${lot.available}；已被订单占用的不能报损。`}
              defaultValue={shown(refused, "quantity")}
              error={errors?.["quantity"]}
            />
            <Field
              label="原因"
              name="reason"
              hint="例如“运输压伤”“失水”"
              defaultValue={shown(refused, "reason")}
              error={errors?.["reason"]}
            />
            <div className="form-actions">
              <Button tone="quiet">登记</Button>
            </div>
          </form>
        </details>
      )}
    </CoopFrame>
  );
}
