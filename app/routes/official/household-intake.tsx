import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { openIntake } from "~/benefits/intake-trace-store.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { jin, kilograms, type BaseUnit } from "~/kernel/quantity";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { SummaryList } from "~/ui/summary-list";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage } from "./household-page.server";

export const meta: MetaFunction = () => govMeta("入库单");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, household, crumbs, areaPrefixes } = await openHouseholdPage(request, params["id"], "entry");
  const intake = isId(params["intakeId"])
    ? await openIntake(db(), { areaPrefixes, intakeId: params["intakeId"] })
    : undefined;
  if (!intake || intake.householdId !== household.id) throw notFound();
  const fen = (amount: bigint | null) => (amount === null ? null : toNumber(amount));
  const { amount, posted, weight } = intake.checks;
  return {
    frame,
    crumbs,
    household: { id: household.id, maskedHeadName: household.maskedHeadName },
    intake: {
      number: intake.number,
      cooperative: intake.cooperativeName,
      product: `${intake.productName}，${intake.grade}`,
      baseUnit: intake.baseUnit,
      gross: intake.gross,
      tare: intake.tare,
      deduction: intake.deduction,
      net: intake.net,
      mode: MODE_WORDS[intake.settlementMode as keyof typeof MODE_WORDS] ?? intake.settlementMode,
      unitPriceFen: fen(intake.unitPriceFen),
      amountFen: fen(intake.amountFen),
      weighedBy: intake.weighedBy,
      slipMediaId: intake.slipMediaId,
      deliveredAt: minuteOf(intake.deliveredAt),
      reversedBy: intake.reversedBy,
      reversalReason: intake.reversalReason,
      payableFen: toNumber(intake.payableFen),
      paidFen: toNumber(intake.paidFen),
      vouchers: intake.vouchers,
      lots: intake.lots,
    },
    checks: {
      weight,
      amount: amount && {
        ok: amount.ok,
        shownFen: toNumber(amount.shownFen),
        recomputedFen: toNumber(amount.recomputedFen),
      },
      posted: { ok: posted.ok, shownFen: toNumber(posted.shownFen), recomputedFen: toNumber(posted.recomputedFen) },
    },
  };
}

export default function GovHouseholdIntake() {
  const { frame, crumbs, household, intake, checks } = useLoaderData<typeof loader>();
  const amount = (quantity: number) => quantityWords(quantity, intake.baseUnit);
  return (
    <GovFrame
      frame={frame}
      current="households"
      title={`入库单 ${intake.number}`}
      intro={`${household.maskedHeadName}户 · ${intake.deliveredAt} · ${intake.cooperative}`}
      crumbs={[...crumbs, { label: "入库单" }]}
    >
      <HouseholdNav id={household.id} current="income" />
      {intake.reversedBy !== null && (
        <Notice tone="problem" title={`已由 ${intake.reversedBy} 冲正`}>
          {intake.reversalReason ?? ""}
        </Notice>
      )}
      <div className="two-columns">
        <SummaryList
          items={[
            { label: "产品、等级", value: intake.product },
            {
              label: "毛重 − 皮重 − 扣杂",
              value: `${amount(intake.gross)} − ${amount(intake.tare)} − ${amount(intake.deduction)}`,
            },
            { label: "净重", value: amount(intake.net) },
            { label: "结算方式", value: intake.mode },
            {
              label: intake.baseUnit === "GRAM" ? "单价（每千克）" : "单价（每件）",
              value: intake.unitPriceFen === null ? "后定价" : <Money fen={intake.unitPriceFen} />,
            },
            {
              label: "入库即应付",
              value: intake.amountFen === null ? "代销，售出后计收入" : <Money fen={intake.amountFen} household />,
            },
            { label: "尚未付", value: <Money fen={intake.payableFen} /> },
            { label: "已付到户", value: <Money fen={intake.paidFen} household /> },
            { label: "付款凭证", value: intake.vouchers.length === 0 ? "—" : intake.vouchers.join("、") },
            { label: "过磅人", value: intake.weighedBy },
            {
              label: "去了哪些批次",
              value:
                intake.lots.length === 0
                  ? "尚未组批"
                  : intake.lots.map((lot) => `${lot.code}（${amount(lot.quantity)}）`).join("、"),
            },
          ]}
        />
        {intake.slipMediaId === null ? (
          <p className="quiet">没有过磅单照片。</p>
        ) : (
          <a href={paths.media(intake.slipMediaId, "1125.webp")}>
            <img
              src={paths.media(intake.slipMediaId, "750.webp")}
              alt={`入库单 ${intake.number} 的过磅单照片`}
              width="375"
            />
          </a>
        )}
      </div>
      <div className="stack-small">
        <CheckLine ok={checks.weight}>净重 = 毛重 − 皮重 − 扣杂</CheckLine>
        {checks.amount && (
          <CheckLine
            ok={checks.amount.ok}
            shownFen={checks.amount.shownFen}
            recomputedFen={checks.amount.recomputedFen}
          >
            金额 = 净重 × 单价
          </CheckLine>
        )}
        <CheckLine ok={checks.posted.ok} shownFen={checks.posted.shownFen} recomputedFen={checks.posted.recomputedFen}>
          尚未付 + 已付 = 入库时记账的金额
        </CheckLine>
      </div>
    </GovFrame>
  );
}

function quantityWords(quantity: number, unit: BaseUnit): string {
  return unit === "GRAM" ? `${kilograms(quantity)} 千克（${jin(quantity)} 斤）` : `${quantity} 件`;
}
