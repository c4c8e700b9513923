import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { paths } from "~/paths";
import { errorTitle } from "~/ui/form-errors";
import { readBankFile } from "../consoles/bank-answer.server";
import { BankAnswerView } from "../consoles/bank-answer-view";
import { requireBatch } from "../consoles/batch-page.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { OF_PLATFORM, PLATFORM_PAYS } from "./platform-batches";

const TITLE = "读入银行回单";

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "batch:record-result", OF_PLATFORM);
  const batch = await requireBatch(PLATFORM_PAYS, params["id"]);
  return { frame: opsFrame(actor), id: batch.id, number: batch.number };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "batch:record-result", OF_PLATFORM);
  const batch = await requireBatch(PLATFORM_PAYS, params["id"]);
  return readBankFile(request, actor, batch.id, paths.ops);
}

export default function BatchAnswer() {
  const { frame, id, number } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="batches"
      title={errorTitle(TITLE, refused?.errors)}
      intro={`付款批次 ${number}`}
      crumbs={[
        { label: "付款批次", href: paths.ops.batches() },
        { label: number, href: paths.ops.batch(id) },
        { label: TITLE },
      ]}
    >
      <BankAnswerView refused={refused} />
    </OpsFrame>
  );
}
