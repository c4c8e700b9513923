import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { paths } from "~/paths";
import { errorTitle } from "~/ui/form-errors";
import { StatusWord } from "~/ui/status-word";
import { batchPageData, requireBatch, workBatch } from "../consoles/batch-page.server";
import { BATCH_TONES, BatchView } from "../consoles/batch-view";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { OF_PLATFORM, PLATFORM_PAYS } from "./platform-batches";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  opsMeta(data ? `付款批次 ${data.batch.number}` : "付款批次");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "batch:view", OF_PLATFORM);
  const batch = await requireBatch(PLATFORM_PAYS, params["id"]);
  return json({ frame: opsFrame(actor), ...batchPageData(actor, batch, request) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "batch:view", OF_PLATFORM);
  return workBatch(request, actor, await requireBatch(PLATFORM_PAYS, params["id"]), paths.ops);
}

export default function Batch() {
  const { frame, ...data } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="batches"
      title={errorTitle(`付款批次 ${data.batch.number}`, refused?.errors)}
      intro={<StatusWord tone={BATCH_TONES[data.batch.state]}>{data.batch.word}</StatusWord>}
      crumbs={[{ label: "付款批次", href: paths.ops.batches() }, { label: data.batch.number }]}
    >
      <BatchView data={data} refused={refused} paths={paths.ops} reviewer="另一位同事" />
    </OpsFrame>
  );
}
