import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { errorTitle } from "~/ui/form-errors";
import { StatusWord } from "~/ui/status-word";
import { batchPageData, requireBatch, workBatch } from "../consoles/batch-page.server";
import { BATCH_TONES, BatchView } from "../consoles/batch-view";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, payersOf, requireCooperative } from "./workplace.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  coopMeta(data ? `付款批次 ${data.batch.number}` : "付款批次");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:view");
  const batch = await requireBatch(payersOf(cooperativeIds), params["id"]);
  return json({ frame: await coopFrame(actor), ...batchPageData(actor, batch, request) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:view");
  return workBatch(request, actor, await requireBatch(payersOf(cooperativeIds), params["id"]), paths.coop);
}

export default function Batch() {
  const { frame, ...data } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={errorTitle(`付款批次 ${data.batch.number}`, refused?.errors)}
      intro={<StatusWord tone={BATCH_TONES[data.batch.state]}>{data.batch.word}</StatusWord>}
      crumbs={[{ label: "结算", href: paths.coop.settlement() }, { label: data.batch.number }]}
    >
      <BatchView data={data} refused={refused} paths={paths.coop} reviewer="合作社负责人" />
    </CoopFrame>
  );
}
