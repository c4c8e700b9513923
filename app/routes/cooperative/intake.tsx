import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { explainReverseIntakeFailure, reverseIntake } from "~/benefits/reverse-intake.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { dayOf, minuteOf } from "~/kernel/period";
import { explainPhotoFailure } from "~/media/photo-failure";
import { PHOTO_TYPES } from "~/media/photo-types";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { CONFORMITY_WORDS } from "~/supply/conformity";
import { attachSlip, type AttachSlipFailure } from "~/supply/attach-slip.server";
import { deliveredThatDay, findIntake } from "~/supply/intake-list-store.server";
import { formatLotCode } from "~/supply/lot-code";
import { quantityWords } from "~/supply/quantity-words";
import { MODE_EXPLANATIONS, MODE_WORDS } from "~/supply/settlement-mode";
import { unitPriceWords } from "~/supply/unit-price";
import { weightWords } from "~/supply/weight-words";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { LinkWhere } from "~/ui/link-where";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { CoopFrame, coopMeta } from "./coop-frame";
import { intakePageForm } from "./intake-form.server";
import { shown } from "./typed";
import { doneWords } from "~/routes/consoles/done-words";
import { coopFrame, requireCooperative } from "./workplace.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  coopMeta(data ? `入库单 ${data.intake.number}` : "入库单");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:view");
  const intake = isId(params.id) ? await findIntake(db(), workplace.cooperativeIds, params.id) : undefined;
  if (!intake) throw notFound();
  const here = { cooperativeId: intake.cooperativeId };
  const mayOpenLots = can(workplace.actor, "lot:edit", here);
  const that = await deliveredThatDay(db(), { ...intake, day: dayOf(intake.deliveredAt) });
  const words = (quantity: number) => quantityWords(quantity, intake);
  return json({
    frame: await coopFrame(workplace.actor),
    done: new URL(request.url).searchParams.get("done") ?? "",
    mayRecord: can(workplace.actor, "intake:record", here),
    mayReverse:
      !intake.isReversal &&
      !intake.isReversed &&
      intake.remaining === intake.net &&
      can(workplace.actor, "intake:reverse", here),
    next: {
      another: paths.coop.newIntake({
        product: intake.productId,
        coop: workplace.cooperativeIds.length > 1 ? intake.cooperativeId : "",
      }),
    },
    thatDay: { slips: that.slips, amountFen: toNumber(that.amountFen), day: dayOf(intake.deliveredAt) },
    intake: {
      id: intake.id,
      number: intake.number,
      cooperative: intake.cooperativeName,
      supplier: intake.householdName
        ? `${intake.householdName}（${intake.householdNumber ?? ""}）`
        : (intake.supplierNote ?? "其他供货人"),
      isRegistered: intake.householdId !== null,
      product: `${intake.productName} · ${intake.grade}`,
      gross: words(intake.gross),
      tare: words(intake.tare),
      deduction: words(intake.deduction),
      net: words(intake.net),
      netInWords: intake.baseUnit === "GRAM" ? weightWords(intake.net) : null,
      remaining: words(intake.remaining),
      mode: MODE_WORDS[intake.settlementMode],
      modeExplained: MODE_EXPLANATIONS[intake.settlementMode],
      price: intake.unitPriceFen === null ? null : unitPriceWords(intake.unitPriceFen, intake),
      amountFen: intake.amountFen === null ? null : toNumber(intake.amountFen),
      weighedBy: intake.weighedBy,
      delivered: minuteOf(intake.deliveredAt),
      recorded: minuteOf(intake.createdAt),
      note: intake.note,
      conformity: intake.conformity === null ? null : CONFORMITY_WORDS[intake.conformity],
      slip: intake.slipMediaId,
      isReversal: intake.isReversal,
      reverses: intake.reversesId && { href: paths.coop.intake(intake.reversesId), number: intake.reversesNumber },
      reversedBy: intake.reversedById && {
        href: paths.coop.intake(intake.reversedById),
        number: intake.reversedByNumber,
      },
      reversalReason: intake.reversalReason,
      lots: intake.lots.map((lot) => ({
        id: lot.lotId,
        href: mayOpenLots ? paths.coop.lot(lot.lotId) : null,
        code: formatLotCode(lot.code),
        quantity: words(lot.quantity),
      })),
    },
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:record");
  const intake = isId(params.id) ? await findIntake(db(), workplace.cooperativeIds, params.id) : undefined;
  if (!intake) throw notFound();
  const form = await parseForm(request, intakePageForm);
  if (!form.ok) return form.answer;
  const now = new Date();
  if (form.value.intent === "slip") {
    const bytes = new Uint8Array(await form.value.slip.arrayBuffer());
    const attached = await attachSlip({ actor: workplace.actor, intakeId: intake.id, bytes, now });
    if (!attached.ok) return form.refuse({ slip: [explainSlip(attached.failure)] });
    return redirect(paths.coop.intake(intake.id, { done: "slip" }));
  }
  const reversed = await reverseIntake({ actor: workplace.actor, intakeId: intake.id, reason: form.value.reason, now });
  if (!reversed.ok) {
    const field = reversed.failure.kind === "no-reason" ? "reason" : "";
    return form.refuse({ [field]: [explainReverseIntakeFailure(reversed.failure)] });
  }
  return redirect(paths.coop.intake(intake.id, { done: "reversed" }));
}

function explainSlip(failure: AttachSlipFailure): string {
  if (failure.kind === "no-such-intake") return "找不到这张入库单。";
  if (failure.kind === "has-a-slip") return "这张入库单已经有照片了。";
  return explainPhotoFailure(failure);
}

const DONE_WORDS: Record<string, string> = {
  recorded: "已保存。",
  slip: "照片已保存。",
  reversed: "已冲销，原单保留在册。",
};

export default function Intake() {
  const { frame, done, mayRecord, mayReverse, next, thatDay, intake } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const said = doneWords(DONE_WORDS, done);
  return (
    <CoopFrame
      frame={frame}
      current="intakes"
      title={errorTitle(`${intake.isReversal ? "冲销单" : "入库单"} ${intake.number}`, refused?.errors)}
      crumbs={[{ label: "收货", ...(mayRecord && { href: paths.coop.intakes() }) }, { label: intake.number }]}
      actions={
        <>
          {mayRecord && <ButtonLink href={next.another}>记下一户</ButtonLink>}
          <ButtonLink tone="quiet" href={paths.coop.intakeSlip(intake.id)}>
            打印收货单
          </ButtonLink>
        </>
      }
    >
      <ErrorSummary errors={refused?.errors} title="没有保存" />
      {said !== null && !refused && (
        <Notice tone="done" live title={said}>
          {done === "recorded" && thatDay.slips > 1
            ? `${intake.supplier} ${thatDay.day} 共 ${thatDay.slips} 单。`
            : undefined}
        </Notice>
      )}
      {done.startsWith("slip-") && intake.slip === null && (
        <Notice tone="problem" live title="重量已保存，照片没有存上">
          请在本页下方重新上传照片。
        </Notice>
      )}
      {intake.reversedBy && (
        <Notice tone="problem" title="这张入库单已冲销">
          <p>
            由 <a href={intake.reversedBy.href}>{intake.reversedBy.number}</a> 冲销，原因：{intake.reversalReason}
          </p>
        </Notice>
      )}
      {intake.reverses && (
        <Notice title="这是一张冲销单">
          <p>
            冲销 <a href={intake.reverses.href}>{intake.reverses.number}</a>，原因：{intake.reversalReason}
          </p>
        </Notice>
      )}
      <div className="two-columns">
        <Receipt title={intake.cooperative} number={`${intake.number} · ${intake.delivered}`}>
          <ReceiptLine label="供货人">{intake.supplier}</ReceiptLine>
          <ReceiptLine label="产品">{intake.product}</ReceiptLine>
          <ReceiptLine label="毛重">{intake.gross}</ReceiptLine>
          <ReceiptLine label="皮重">−{intake.tare}</ReceiptLine>
          <ReceiptLine label="扣杂">−{intake.deduction}</ReceiptLine>
          <ReceiptLine label="净重" total>
            {intake.net}
          </ReceiptLine>
          {intake.netInWords !== null && <ReceiptLine label="大写">{intake.netInWords}</ReceiptLine>}
          <ReceiptLine label="结算">{intake.mode}</ReceiptLine>
          <ReceiptLine label="单价">{intake.price ?? "待定价"}</ReceiptLine>
          {intake.amountFen !== null && (
            <ReceiptLine label={intake.isReversal ? "冲减应付" : "应付农户"} total household={intake.isRegistered}>
              <Money fen={intake.isReversal ? -intake.amountFen : intake.amountFen} household={intake.isRegistered} />
            </ReceiptLine>
          )}
          <ReceiptLine label="过秤人">{intake.weighedBy}</ReceiptLine>
        </Receipt>
        <div className="stack">
          <SummaryList
            items={[
              { label: "结算方式", value: `${intake.mode}：${intake.modeExplained}` },
              { label: "登记时间", value: intake.recorded },
              ...(intake.conformity === null ? [] : [{ label: "合格证", value: intake.conformity }]),
              ...(intake.note ? [{ label: "备注", value: intake.note }] : []),
              {
                label: "去向",
                value:
                  intake.lots.length === 0 ? (
                    <StatusWord tone={intake.isReversal || intake.reversedBy ? "neutral" : "waiting"}>
                      {intake.isReversal || intake.reversedBy ? "不入批次" : "还没有封批"}
                    </StatusWord>
                  ) : (
                    <ul className="plain-list">
                      {intake.lots.map((lot) => (
                        <li key={lot.id}>
                          <LinkWhere href={lot.href}>{lot.code}</LinkWhere> {lot.quantity}
                        </li>
                      ))}
                      <li className="quiet">余 {intake.remaining}</li>
                    </ul>
                  ),
              },
            ]}
          />
          {intake.slip === null ? (
            mayRecord &&
            !intake.isReversal && (
              <PostForm encType="multipart/form-data" className="form no-print">
                <input type="hidden" name="intent" value="slip" />
                <Field
                  label="补传纸质单照片"
                  name="slip"
                  type="file"
                  accept={PHOTO_TYPES}
                  capture="environment"
                  hint="只有本社和辖区干部看得到。"
                  error={refused?.errors["slip"]}
                />
                <div className="form-actions">
                  <Button tone="quiet">上传照片</Button>
                </div>
              </PostForm>
            )
          ) : (
            <a href={paths.media(intake.slip, "1125.webp")}>
              <img src={paths.media(intake.slip, "750.webp")} alt={`入库单 ${intake.number} 的照片`} width="375" />
            </a>
          )}
        </div>
      </div>
      {mayReverse && (
        <details className="no-print" open={refused?.typed["intent"] === "reverse"}>
          <summary>记错了？冲销这张入库单</summary>
          <PostForm className="form">
            <input type="hidden" name="intent" value="reverse" />
            <p className="quiet">
              单据不能改动或删除。冲销会另开一张冲销单、写明原因，应付农户的货款同时冲减；然后重新记一张正确的。
            </p>
            <Field
              label="冲销原因"
              name="reason"
              hint="例如“皮重记错，实际 2 斤”"
              defaultValue={shown(refused, "reason")}
              error={refused?.errors["reason"]}
            />
            <div className="form-actions">
              <Button tone="danger">冲销这张入库单</Button>
            </div>
          </PostForm>
        </details>
      )}
    </CoopFrame>
  );
}
