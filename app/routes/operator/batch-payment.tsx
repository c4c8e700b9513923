import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { paths } from "~/paths";
import { errorTitle } from "~/ui/form-errors";
import { requireBatch } from "../consoles/batch-page.server";
import { paymentPageData, returnPayment } from "../consoles/payment-page.server";
import { PaymentView } from "../consoles/payment-view";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { OF_PLATFORM, PLATFORM_PAYS } from "./platform-batches";

const TITLE = "付款凭证";

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "batch:view", OF_PLATFORM);
  const batch = await requireBatch(PLATFORM_PAYS, params["id"]);
  return json({ frame: opsFrame(actor), ...(await paymentPageData(actor, batch, params["paymentId"])) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "batch:record-result", OF_PLATFORM);
  const batch = await requireBatch(PLATFORM_PAYS, params["id"]);
  return returnPayment(request, actor, batch, params["paymentId"], paths.ops);
}

export default function BatchPayment() {
  const { frame, ...data } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="batches"
      title={errorTitle(TITLE, refused?.errors)}
      crumbs={[
        { label: "付款批次", href: paths.ops.batches() },
        { label: data.batch.number, href: paths.ops.batch(data.batch.id) },
        { label: data.payee },
      ]}
    >
      <PaymentView data={data} refused={refused} />
    </OpsFrame>
  );
}
