import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { logAccess } from "~/access/access-log-store.server";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { isId } from "~/kernel/ids";
import { answerClaim } from "~/orders/answer-claim.server";
import { explainClaimFailure } from "~/orders/claim-failure";
import { claimMoves } from "~/orders/claim-state";
import { findClaim, lastReturnAddress } from "~/orders/claim-view-store.server";
import { paths } from "~/paths";
import { acceptClaim, explainAcceptClaimFailure } from "~/payments/accept-claim.server";
import { ASKED_REASONS } from "~/payments/refund-rules";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { StatusWord } from "~/ui/status-word";
import { AcceptForm, RefuseForm, ReturnForm } from "../consoles/claim-answers";
import { operatorClaimForm } from "../consoles/claim-forms.server";
import { ClaimSheet } from "../consoles/claim-sheet";
import { claimView, reasonChoices } from "../consoles/claim-view.server";
import { refundBearer } from "../consoles/refund-words";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) => opsMeta(data ? `售后 ${data.claim.number}` : "售后");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const claim = isId(params.id) ? await findClaim(db(), params.id) : undefined;
  if (!claim) throw notFound();
  return json({
    frame: opsFrame(actor),
    claim: claimView(claim),
    moves: can(actor, "claim:decide") ? claimMoves(claim, "OPERATOR", new Date()) : [],
    reasons: reasonChoices(ASKED_REASONS),
    bearers: (["SELLER", "SHIPPER", "PLATFORM"] as const).map((bearer) => ({
      value: bearer,
      label: refundBearer(bearer),
    })),
    address: (await lastReturnAddress(db(), claim)) ?? "",
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "claim:decide");
  const claim = isId(params.id) ? await findClaim(db(), params.id) : undefined;
  if (!claim) throw notFound();
  const form = await parseForm(request, operatorClaimForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const now = new Date();
  const base = { actor, claimId: claim.id, now };
  if (given.move === "decide-accept") {
    const { move, amount, reason, bearer, words } = given;
    const accepted = await acceptClaim({ ...base, move, amountFen: amount, reason, bearer, words });
    if (!accepted.ok) {
      const field = accepted.failure.kind === "refund" ? "amount" : "";
      return form.refuse({ [field]: [explainAcceptClaimFailure(accepted.failure)] });
    }
  } else {
    const answered = await answerClaim({ ...base, ...given });
    if (!answered.ok) return form.refuse({ "": [explainClaimFailure(answered.failure)] });
  }
  await logAccess(db(), { actor, action: `claim:${given.move}`, subjectKind: "claim", subjectId: claim.id, now });
  return redirect(paths.ops.claim(claim.id));
}

export default function OpsClaim() {
  const { frame, claim, moves, reasons, bearers, address } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="claims"
      title={errorTitle(`售后 ${claim.number}`, refused?.errors)}
      intro={
        <>
          <StatusWord tone={claim.state.tone}>{claim.state.word}</StatusWord> {claim.kind} · {claim.seller} · 订单{" "}
          {claim.orderNumber}
        </>
      }
      crumbs={[{ label: "售后", href: paths.ops.claims() }, { label: claim.number }]}
    >
      <ErrorSummary errors={refused?.errors} title="没有办成" />
      <ClaimSheet claim={claim} />
      {moves.includes("decide-accept") && (
        <section>
          <h2>退款</h2>
          <AcceptForm
            claim={claim}
            move="decide-accept"
            button="决定退款"
            reasons={reasons}
            bearers={bearers}
            refused={refused}
          />
        </section>
      )}
      {moves.includes("decide-return") && (
        <section>
          <h2>退货后退款</h2>
          <ReturnForm move="decide-return" address={address} button="决定退货" refused={refused} />
        </section>
      )}
      {moves.includes("decide-reject") && (
        <section>
          <h2>维持不退</h2>
          <RefuseForm move="decide-reject" button="决定不退" refused={refused} />
        </section>
      )}
    </OpsFrame>
  );
}
