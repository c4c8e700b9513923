import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { formatLotCode } from "~/supply/lot-code";
import { explainLotMoveFailure, type LotMoveFailure } from "~/supply/lot-move-failure";
import { findLot, lotsForListing } from "~/supply/lot-store.server";
import { mergeLots } from "~/supply/merge-lots.server";
import { processLots } from "~/supply/process-lots.server";
import { listProducts } from "~/supply/product-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { splitLot } from "~/supply/split-lot.server";
import { takeStock } from "~/supply/take-stock.server";
import { Button } from "~/ui/button";
import { CheckboxGroup, ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle, fieldId } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { CoopFrame, coopMeta } from "./coop-frame";
import { counted, countingWord } from "./counting-words";
import { countingOf, parseCounted } from "./fields.server";
import { lotMoveForm } from "./lot-forms.server";
import { shown } from "./typed";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "拆分、合并、加工、盘点";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "lot:edit");
  const lot = isId(params["id"]) ? await findLot(db(), workplace, params["id"]) : undefined;
  if (!lot) throw notFound();
  const unit = countingOf(lot.baseUnit, new URL(request.url).searchParams.get("unit"));
  const [others, products] = await Promise.all([lotsForListing(db(), lot, []), listProducts(db())]);
  return json({
    frame: await coopFrame(workplace.actor),
    unitWord: countingWord(unit, lot.pieceName),
    lot: {
      id: lot.id,
      code: formatLotCode(lot.code),
      product: `${lot.productName} · ${lot.grade}`,
      available: quantityWords(lot.available, lot),
      left: lot.available,
      seenEvents: lot.events.length,
      leftTyped: counted(lot.available, unit),
      expiresOn: lot.expiresOn,
    },
    others: others
      .filter((other) => other.id !== lot.id)
      .map((other) => ({
        value: other.id,
        label: `${formatLotCode(other.code)} · ${other.grade} · ${quantityWords(other.available, lot)}`,
      })),
    products: products
      .filter((product) => product.baseUnit === lot.baseUnit)
      .flatMap((product) =>
        product.grades.map((grade) => ({ value: `${product.id}|${grade}`, label: `${product.name} · ${grade}` })),
      ),
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "lot:edit");
  const lot = isId(params["id"]) ? await findLot(db(), workplace, params["id"]) : undefined;
  if (!lot) throw notFound();
  const form = await parseForm(request, lotMoveForm);
  if (!form.ok) return form.answer;
  const move = form.value;
  const unit = countingOf(lot.baseUnit, new URL(request.url).searchParams.get("unit"));
  const count = (typed: string) => parseCounted(typed, unit) ?? -1;
  const by = { actor: workplace.actor, reason: move.reason, now: new Date() };
  const seen = { lotId: lot.id, events: move.seenEvents };
  const refuse = (failure: LotMoveFailure) =>
    form.refuse({
      [fieldOf(failure, move.intent)]: [explainLotMoveFailure(failure, (quantity) => quantityWords(quantity, lot))],
    });
  if (move.intent === "count") {
    const done = await takeStock({
      ...by,
      lotId: lot.id,
      counted: count(move.counted),
      seen: move.seen,
      seenEvents: move.seenEvents,
    });
    return done.ok ? redirect(paths.coop.lot(lot.id, { done: "counted" })) : refuse(done.failure);
  }
  const made =
    move.intent === "split"
      ? await splitLot({ ...by, seen, lotId: lot.id, quantity: count(move.quantity) })
      : move.intent === "merge"
        ? await mergeLots({ ...by, seen, lotIds: [lot.id, ...move.others] })
        : await processLots({
            ...by,
            seen,
            inputs: [{ lotId: lot.id, quantity: count(move.input) }],
            output: { ...move.product, quantity: count(move.output), expiresOn: move.expiresOn },
          });
  return made.ok ? redirect(paths.coop.lot(made.value.lotId, { done: "made" })) : refuse(made.failure);
}

function fieldOf(failure: LotMoveFailure, intent: "count" | "split" | "merge" | "process"): string {
  const amount = { count: "counted", split: "quantity", merge: "others", process: "input" }[intent];
  switch (failure.kind) {
    case "no-reason":
      return "reason";
    case "bad-output":
      return "output";
    case "bad-product":
      return "product";
    case "bad-day":
      return "expiresOn";
    case "no-such-lot":
    case "changed-meanwhile":
    case "expired":
      return "";
    default:
      return amount;
  }
}

export default function LotMoves() {
  const { frame, unitWord, lot, others, products } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const intent = refused?.typed["intent"] ?? "";
  const errors = refused?.errors;
  const of = (one: string) => (intent === one ? refused : undefined);
  const reason = (one: string, hint: string) => (
    <Field
      label="原因"
      name="reason"
      id={intent === one ? fieldId("reason") : `${one}-reason`}
      hint={hint}
      defaultValue={shown(of(one), "reason")}
      error={of(one)?.errors["reason"]}
    />
  );
  const amount = (one: string, name: string, label: string, present: string, hint: string) => (
    <Field
      label={label}
      name={name}
      unit={unitWord}
      width="short"
      inputMode="decimal"
      autoComplete="off"
      hint={hint}
      defaultValue={shown(of(one), name, present)}
      error={of(one)?.errors[name]}
    />
  );
  return (
    <CoopFrame
      frame={frame}
      current="lots"
      title={errorTitle(TITLE, errors)}
      intro={`批次 ${lot.code}，${lot.product}，可售余量 ${lot.available}`}
      crumbs={[
        { label: "批次", href: paths.coop.lots() },
        { label: lot.code, href: paths.coop.lot(lot.id) },
        { label: TITLE },
      ]}
    >
      <ErrorSummary errors={errors} title="没有登记" />
      <Notice>
        封好的批次不会改动：拆出、合并、加工的货成为新批次，里面有谁的货照原来的比例带过去。被订单占用的货不能动。
      </Notice>
      <section className="stack">
        <h2>盘点</h2>
        <PostForm className="form" noValidate>
          <input type="hidden" name="intent" value="count" />
          <input type="hidden" name="seenEvents" value={lot.seenEvents} />
          <input type="hidden" name="seen" value={lot.left} />
          {amount("count", "counted", "数出来有", lot.leftTyped, `账面 ${lot.available}，不含订单占用的。`)}
          {reason("count", "例如“月底盘点，失水”")}
          <div className="form-actions">
            <Button tone="quiet">登记盘点</Button>
          </div>
        </PostForm>
      </section>
      {lot.left > 0 && (
        <>
          <section className="stack">
            <h2>拆分</h2>
            <PostForm className="form" noValidate>
              <input type="hidden" name="intent" value="split" />
              <input type="hidden" name="seenEvents" value={lot.seenEvents} />
              {amount("split", "quantity", "拆出", "", `最多 ${lot.available}`)}
              {reason("split", "例如“另装礼盒”")}
              <div className="form-actions">
                <Button tone="quiet">拆成新批次</Button>
              </div>
            </PostForm>
          </section>
          {others.length > 0 && (
            <section className="stack">
              <h2>合并</h2>
              <PostForm className="form" noValidate>
                <input type="hidden" name="intent" value="merge" />
                <input type="hidden" name="seenEvents" value={lot.seenEvents} />
                <CheckboxGroup
                  label="和哪些批次合并"
                  name="others"
                  hint="余量全部并入新批次，等级按最低的，可售日期按最早的。"
                  choices={others}
                  error={of("merge")?.errors["others"]}
                />
                {reason("merge", "例如“尾货并箱”")}
                <div className="form-actions">
                  <Button tone="quiet">合并成新批次</Button>
                </div>
              </PostForm>
            </section>
          )}
          <section className="stack">
            <h2>加工</h2>
            <PostForm className="form" noValidate>
              <input type="hidden" name="intent" value="process" />
              <input type="hidden" name="seenEvents" value={lot.seenEvents} />
              {amount("process", "input", "投入", lot.leftTyped, `最多 ${lot.available}`)}
              <SelectField
                label="做成"
                name="product"
                placeholder="请选择产品和等级"
                options={products}
                defaultValue={shown(of("process"), "product")}
                error={of("process")?.errors["product"]}
              />
              {amount("process", "output", "得到", "", "少于投入的部分记作加工损耗，由各户按比例分担数量，价值不变。")}
              <Field
                label="可售截止日期"
                name="expiresOn"
                type="date"
                defaultValue={shown(of("process"), "expiresOn", lot.expiresOn)}
                error={of("process")?.errors["expiresOn"]}
              />
              {reason("process", "例如“烘干”")}
              <div className="form-actions">
                <Button tone="quiet">登记加工</Button>
              </div>
            </PostForm>
          </section>
        </>
      )}
    </CoopFrame>
  );
}
