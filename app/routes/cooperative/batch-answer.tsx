import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { errorTitle } from "~/ui/form-errors";
import { readBankFile } from "../consoles/bank-answer.server";
import { BankAnswerView } from "../consoles/bank-answer-view";
import { requireBatch } from "../consoles/batch-page.server";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, payersOf, requireCooperative } from "./workplace.server";

const TITLE = "读入银行回单";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:record-result");
  const batch = await requireBatch(payersOf(cooperativeIds), params["id"]);
  return { frame: await coopFrame(actor), id: batch.id, number: batch.number };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:record-result");
  const batch = await requireBatch(payersOf(cooperativeIds), params["id"]);
  return readBankFile(request, actor, batch.id, paths.coop);
}

export default function BatchAnswer() {
  const { frame, id, number } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={errorTitle(TITLE, refused?.errors)}
      intro={`付款批次 ${number}`}
      crumbs={[
        { label: "结算", href: paths.coop.settlement() },
        { label: number, href: paths.coop.batch(id) },
        { label: TITLE },
      ]}
    >
      <BankAnswerView refused={refused} />
    </CoopFrame>
  );
}
