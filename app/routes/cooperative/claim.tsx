import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { answerClaim } from "~/orders/answer-claim.server";
import { explainClaimFailure } from "~/orders/claim-failure";
import { claimMoves } from "~/orders/claim-state";
import { findClaim, lastReturnAddress } from "~/orders/claim-view-store.server";
import { sellerOf } from "~/orders/fulfilment.server";
import { paths } from "~/paths";
import { acceptClaim, explainAcceptClaimFailure } from "~/payments/accept-claim.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { StatusWord } from "~/ui/status-word";
import { AcceptForm, RefuseForm, ReturnForm } from "../consoles/claim-answers";
import { CLAIM_REASONS, sellerClaimForm } from "../consoles/claim-forms.server";
import { ClaimSheet } from "../consoles/claim-sheet";
import { claimView, reasonChoices } from "../consoles/claim-view.server";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireWorkplace } from "./workplace.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => coopMeta(data ? `售后 ${data.claim.number}` : "售后");

/** A claim on goods of the person's own sellers; another's is not there. */
async function ownClaim(actor: Actor, id: string | undefined) {
  const claim = isId(id) ? await findClaim(db(), id) : undefined;
  if (!claim || !can(actor, "order:view", sellerOf(claim))) throw notFound();
  return claim;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor } = await requireWorkplace(request, "order:view");
  const claim = await ownClaim(actor, params.id);
  const mayAnswer = can(actor, "refund:request", sellerOf(claim));
  const [frame, address] = await Promise.all([coopFrame(actor), lastReturnAddress(db(), claim)]);
  return json({
    frame,
    claim: claimView(claim),
    moves: mayAnswer ? claimMoves(claim, "SELLER", new Date()) : [],
    reasons: reasonChoices(CLAIM_REASONS[claim.kind]),
    chosen: CLAIM_REASONS[claim.kind][0],
    address: address ?? "",
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor } = await requireWorkplace(request, "refund:request");
  const claim = await ownClaim(actor, params.id);
  const form = await parseForm(request, sellerClaimForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const base = { actor, claimId: claim.id, now: new Date() };
  if (given.move === "accept" || given.move === "receive-return") {
    const { move, amount, reason, words } = given;
    const packsToStock = given.move === "receive-return" ? given.packsToStock : 0;
    const accepted = await acceptClaim({ ...base, move, amountFen: amount, reason, words, packsToStock });
    if (accepted.ok) return redirect(paths.coop.claim(claim.id));
    const { failure } = accepted;
    const field = failure.kind === "refund" ? "amount" : failure.failure.kind === "too-many-back" ? "packsToStock" : "";
    return form.refuse({ [field]: [explainAcceptClaimFailure(accepted.failure)] });
  }
  const answered = await answerClaim({ ...base, ...given });
  if (answered.ok) return redirect(paths.coop.claim(claim.id));
  return form.refuse({ "": [explainClaimFailure(answered.failure)] });
}

export default function CoopClaim() {
  const { frame, claim, moves, reasons, chosen, address } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="orders"
      title={errorTitle(`售后 ${claim.number}`, refused?.errors)}
      intro={
        <>
          <StatusWord tone={claim.state.tone}>{claim.state.word}</StatusWord> {claim.kind} · {claim.seller}
        </>
      }
      crumbs={[
        { label: "订单", href: paths.coop.orders({ tab: "claims" }) },
        { label: claim.orderNumber, href: paths.coop.order(claim.shipmentId) },
        { label: "售后" },
      ]}
    >
      <ErrorSummary errors={refused?.errors} title="没有办成" />
      <ClaimSheet claim={claim} />
      {moves.includes("accept") && (
        <section>
          <h2>同意退款</h2>
          <p className="quiet">全部同意就按份数退；部分同意就改金额，并写明理由。已经付给农户的不追回。</p>
          <AcceptForm
            claim={claim}
            move="accept"
            button="同意并退款"
            reasons={reasons}
            chosen={chosen}
            refused={refused}
          />
        </section>
      )}
      {moves.includes("receive-return") && (
        <section>
          <h2>收到退货</h2>
          <AcceptForm
            claim={claim}
            move="receive-return"
            button="货已收到，退款"
            takesBack
            reasons={reasons}
            chosen={chosen}
            refused={refused}
          />
        </section>
      )}
      {moves.includes("agree-return") && (
        <section>
          <h2>同意退货</h2>
          <ReturnForm move="agree-return" address={address} button="同意，请顾客寄回" refused={refused} />
        </section>
      )}
      {moves.includes("refuse") && (
        <section>
          <h2>不同意</h2>
          <RefuseForm move="refuse" button="不同意" refused={refused} />
        </section>
      )}
    </CoopFrame>
  );
}
