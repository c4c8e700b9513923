import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { minuteOf } from "~/kernel/period";
import { lotSales } from "~/orders/lot-sales-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { compositionHash } from "~/supply/composition-hash.server";
import { formatLotCode } from "~/supply/lot-code";
import { TEST_MARK_WORDS, TEST_MARKS } from "~/supply/conformity";
import { lotConformity } from "~/supply/conformity-store.server";
import { certifyLot, explainCertifyLotFailure } from "~/supply/certify-lot.server";
import { isMove, LOT_EVENT_WORDS } from "~/supply/lot-change";
import { explainWriteOffFailure, type WriteOffFailure } from "~/supply/lot-failure";
import { findLot } from "~/supply/lot-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { unitPriceWords } from "~/supply/unit-price";
import { WRITE_OFF_KINDS, WRITE_OFF_WORDS } from "~/supply/write-off-kind";
import { writeOffLot } from "~/supply/write-off-lot.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { Seal } from "~/ui/seal";
import { SummaryList } from "~/ui/summary-list";
import { CoopFrame, coopMeta } from "./coop-frame";
import { countingWord } from "./counting-words";
import { countingOf, parseCounted } from "./fields.server";
import { LotCertificate } from "./lot-certificate";
import { lotPageForm } from "./lot-forms.server";
import { LotTables } from "./lot-tables";
import { shown } from "./typed";
import { doneWords } from "~/routes/consoles/done-words";
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
  const [conformity, sales] = await Promise.all([lotConformity(db(), lot.id), lotSales(db(), lot.id)]);
  const totalWeight = lot.composition.reduce((total, row) => total + row.weight, 0n);
  return json({
    frame: await coopFrame(workplace.actor),
    done: search.get("done") ?? "",
    unit,
    unitWord: countingWord(unit, lot.pieceName),
    testMarks: TEST_MARKS.map((mark) => ({ value: mark, label: TEST_MARK_WORDS[mark] })),
    writeOffKinds: WRITE_OFF_KINDS.map((kind) => ({ value: kind, label: WRITE_OFF_WORDS[kind] })),
    lot: {
      id: lot.id,
      code: formatLotCode(lot.code),
      product: `${lot.productName} · ${lot.grade}`,
      isDirect: lot.sellerKind === "HOUSEHOLD",
      quantity: words(lot.quantity),
      available: words(lot.available),
      hasStock: lot.available > 0,
      seenEvents: lot.events.length,
      labels: paths.coop.lotLabels(lot.id),
      trace: paths.trace(lot.code),
      inScope: conformity.inScope,
      missing: conformity.missing.map((one) => ({ href: paths.coop.intake(one.intakeId), number: one.number })),
      certificate: conformity.certificate
        ? {
            ...conformity.certificate,
            quantity: words(conformity.certificate.quantity),
            testMark: TEST_MARK_WORDS[conformity.certificate.testMark],
          }
        : null,
      sales: sales.map((sale) => ({
        key: `${sale.listingId} ${sale.variantName}`,
        title: `${sale.title} ${sale.variantName}`,
        orders: sale.orders,
        packs: sale.packs,
        sold: words(sale.sold),
        shipped: words(sale.shipped),
        held: sale.held === 0 ? "—" : words(sale.held),
      })),
      picked: words(lot.picked),
      returned: lot.events.some(isReturn) ? words(-quantityOf(lot.events.filter(isReturn))) : null,
      lost: words(quantityOf(lot.events.filter((event) => !isMove(event.kind) && !isReturn(event)))),
      moved: words(quantityOf(lot.events.filter((event) => isMove(event.kind)))),
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
        kind: LOT_EVENT_WORDS[event.kind] ?? event.kind,
        quantity: event.quantity < 0 ? `多 ${words(-event.quantity)}` : words(event.quantity),
        reason: event.reason,
        photo: event.mediaId && paths.media(event.mediaId, "1125.webp"),
        by: event.actorName ?? "系统",
      })),
    },
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "lot:edit");
  const lot = isId(params.id) ? await findLot(db(), workplace, params.id) : undefined;
  if (!lot) throw notFound();
  const form = await parseForm(request, lotPageForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const by = { actor: workplace.actor, lotId: lot.id, now: new Date() };
  if (given.intent === "certify") {
    const certified = await certifyLot({ ...by, testMark: given.testMark });
    if (!certified.ok) return form.refuse({ testMark: [explainCertifyLotFailure(certified.failure)] });
    return redirect(paths.coop.lot(lot.id, { done: "certified" }));
  }
  const { kind, reason, photo, seenEvents } = given;
  const quantity = parseCounted(given.quantity, given.unit) ?? -1;
  const off = await writeOffLot({
    ...by,
    kind,
    quantity,
    reason,
    seenEvents,
    ...(photo && photo.size > 0 ? { photo: new Uint8Array(await photo.arrayBuffer()) } : {}),
  });
  if (!off.ok) {
    return form.refuse({
      [fieldOf(off.failure)]: [explainWriteOffFailure(off.failure, (left) => quantityWords(left, lot))],
    });
  }
  return redirect(paths.coop.lot(lot.id, { done: "written-off" }));
}

function isReturn({ kind }: { readonly kind: string }): boolean {
  return kind === "RETURN";
}

function quantityOf(events: readonly { readonly quantity: number }[]): number {
  return events.reduce((total, event) => total + event.quantity, 0);
}

function fieldOf(failure: WriteOffFailure): string {
  switch (failure.kind) {
    case "no-reason":
      return "reason";
    case "bad-quantity":
    case "not-that-much-left":
      return "quantity";
    case "no-such-lot":
    case "changed-meanwhile":
      return "";
    default:
      return "photo";
  }
}

const DONE_WORDS: Record<string, string> = {
  sealed: "批次已封好，可以上架出售。",
  "written-off": "已登记，余量已扣减。",
  certified: "合格证已开具。",
  counted: "盘点已登记，余量已改。",
  made: "新批次已封好，供货构成照原来的比例带过来了。",
};

export default function Lot() {
  const { frame, done, unit, unitWord, writeOffKinds, testMarks, lot } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const certifying = refused?.typed["intent"] === "certify";
  const losing = refused !== undefined && !certifying;
  const errors = refused?.errors;
  const said = doneWords(DONE_WORDS, done);
  return (
    <CoopFrame
      frame={frame}
      current="lots"
      title={errorTitle(`批次 ${lot.code}`, errors)}
      intro={lot.product}
      crumbs={[{ label: "批次", href: paths.coop.lots() }, { label: lot.code }]}
    >
      <ErrorSummary errors={errors} title="没有登记" />
      <p className="cluster">
        <a href={paths.coop.lotMoves(lot.id)}>拆分、合并、加工、盘点</a>
        <a href={lot.labels}>打印箱贴</a>
        <a href={lot.trace}>扫码看到的页面</a>
      </p>
      {said !== null && !refused && <Notice tone="done" live title={said} />}
      <div className="two-columns">
        <SummaryList
          items={[
            { label: "封批数量", value: lot.quantity },
            { label: "可售余量", value: <strong>{lot.available}</strong> },
            { label: "订单占用和售出", value: lot.picked },
            ...(lot.returned === null ? [] : [{ label: "退货回库", value: lot.returned }]),
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
      <LotCertificate lot={lot} marks={testMarks} refused={certifying ? refused : undefined} />
      <LotTables lot={lot} />
      {lot.hasStock && (
        <details open={losing}>
          <summary>登记损耗或报废</summary>
          <PostForm encType="multipart/form-data" className="form" noValidate>
            <input type="hidden" name="intent" value="write-off" />
            <input type="hidden" name="seenEvents" value={lot.seenEvents} />
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
            <Field
              label="照片"
              name="photo"
              type="file"
              accept="image/*"
              capture="environment"
              optional
              error={errors?.["photo"]}
            />
            <div className="form-actions">
              <Button tone="quiet">登记</Button>
            </div>
          </PostForm>
        </details>
      )}
    </CoopFrame>
  );
}
