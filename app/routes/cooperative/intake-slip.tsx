import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { canSomewhere } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { dayOf, minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { CONFORMITY_WORDS } from "~/supply/conformity";
import { deliveredThisYear, findIntake } from "~/supply/intake-list-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { unitPriceWords } from "~/supply/unit-price";
import { weightWords } from "~/supply/weight-words";
import { ButtonLink } from "~/ui/button";
import { Money } from "~/ui/money";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "打印收货单";
const PAPERS = [
  { paper: "58", label: "58 毫米小票" },
  { paper: "80", label: "80 毫米小票" },
  { paper: "a4", label: "A4 纸" },
] as const;

export const meta: MetaFunction = () => coopMeta(TITLE);

/** The slip the household takes home: this delivery, and what it has brought of the product this year. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:view");
  const intake = isId(params["id"]) ? await findIntake(db(), workplace.cooperativeIds, params["id"]) : undefined;
  if (!intake) throw notFound();
  const asked = new URL(request.url).searchParams.get("as");
  const paper = PAPERS.find((one) => one.paper === asked)?.paper ?? "58";
  const year = intake.householdId === null ? undefined : await deliveredThisYear(db(), intake);
  const words = (quantity: number) => quantityWords(quantity, intake);
  return {
    frame: await coopFrame(workplace.actor),
    mayRecord: canSomewhere(workplace.actor, "intake:record"),
    paper,
    year: year && {
      until: dayOf(intake.deliveredAt),
      times: year.times,
      quantity: words(year.quantity),
      amountFen: year.amountFen === 0n ? null : toNumber(year.amountFen),
    },
    slip: {
      id: intake.id,
      title: intake.isReversal ? "冲销单" : "收货单",
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
      mode: MODE_WORDS[intake.settlementMode],
      price: intake.unitPriceFen === null ? "待定价" : unitPriceWords(intake.unitPriceFen, intake),
      amountFen: intake.amountFen === null ? null : toNumber(intake.isReversal ? -intake.amountFen : intake.amountFen),
      conformity: intake.conformity === null ? null : CONFORMITY_WORDS[intake.conformity],
      weighedBy: intake.weighedBy,
      delivered: minuteOf(intake.deliveredAt),
      reversed: intake.reversedByNumber,
      reverses: intake.reversesNumber,
    },
  };
}

export default function IntakeSlip() {
  const { frame, mayRecord, paper, year, slip } = useLoaderData<typeof loader>();
  return (
    <CoopFrame
      frame={frame}
      current="intakes"
      title={TITLE}
      crumbs={[
        { label: "收货", ...(mayRecord && { href: paths.coop.intakes() }) },
        { label: slip.number, href: paths.coop.intake(slip.id) },
        { label: TITLE },
      ]}
    >
      <nav className="cluster no-print" aria-label="纸张">
        {PAPERS.map((one) => (
          <ButtonLink
            key={one.paper}
            tone={one.paper === paper ? "primary" : "quiet"}
            href={paths.coop.intakeSlip(slip.id, { as: one.paper })}
          >
            {one.label}
          </ButtonLink>
        ))}
      </nav>
      <p className="no-print quiet">用浏览器的“打印”打印，菜单不会印上去。</p>
      <div className="paper-slip" data-paper={paper}>
        <Receipt
          title={slip.cooperative}
          number={`${slip.title} ${slip.number}`}
          foot={
            year && (
              <>
                <p>
                  今年到 {year.until}，{slip.product.split(" ·")[0]}共交 {year.times} 次，{year.quantity}
                  {year.amountFen !== null && (
                    <>
                      ，应付 <Money fen={year.amountFen} household />
                    </>
                  )}
                  。
                </p>
              </>
            )
          }
        >
          <ReceiptLine label="交货">{slip.delivered}</ReceiptLine>
          <ReceiptLine label="供货人">{slip.supplier}</ReceiptLine>
          <ReceiptLine label="产品">{slip.product}</ReceiptLine>
          <ReceiptLine label="毛重">{slip.gross}</ReceiptLine>
          <ReceiptLine label="皮重">−{slip.tare}</ReceiptLine>
          <ReceiptLine label="扣杂">−{slip.deduction}</ReceiptLine>
          <ReceiptLine label="净重" total>
            {slip.net}
          </ReceiptLine>
          {slip.netInWords !== null && <ReceiptLine label="大写">{slip.netInWords}</ReceiptLine>}
          <ReceiptLine label="结算">{slip.mode}</ReceiptLine>
          <ReceiptLine label="单价">{slip.price}</ReceiptLine>
          {slip.amountFen !== null && (
            <ReceiptLine label={slip.reverses === null ? "应付农户" : "冲减应付"} total household={slip.isRegistered}>
              <Money fen={slip.amountFen} household={slip.isRegistered} />
            </ReceiptLine>
          )}
          {slip.conformity !== null && <ReceiptLine label="合格证">{slip.conformity}</ReceiptLine>}
          <ReceiptLine label="过秤人">{slip.weighedBy}</ReceiptLine>
          {slip.reverses !== null && <ReceiptLine label="冲销">{slip.reverses}</ReceiptLine>}
          {slip.reversed !== null && <ReceiptLine label="本单已冲销">{slip.reversed}</ReceiptLine>}
          <p className="paper-signature">供货人签字：</p>
        </Receipt>
      </div>
    </CoopFrame>
  );
}
