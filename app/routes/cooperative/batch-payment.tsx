import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { errorTitle } from "~/ui/form-errors";
import { requireBatch } from "../consoles/batch-page.server";
import { paymentPageData, returnPayment } from "../consoles/payment-page.server";
import { PaymentView } from "../consoles/payment-view";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, payersOf, requireCooperative } from "./workplace.server";

const TITLE = "付款凭证";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:view");
  const batch = await requireBatch(payersOf(cooperativeIds), params["id"]);
  return json({ frame: await coopFrame(actor), ...(await paymentPageData(actor, batch, params["paymentId"])) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:record-result");
  const batch = await requireBatch(payersOf(cooperativeIds), params["id"]);
  return returnPayment(request, actor, batch, params["paymentId"], paths.coop);
}

export default function BatchPayment() {
  const { frame, ...data } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={errorTitle(TITLE, refused?.errors)}
      crumbs={[
        { label: "结算", href: paths.coop.settlement() },
        { label: data.batch.number, href: paths.coop.batch(data.batch.id) },
        { label: data.payee },
      ]}
    >
      <PaymentView data={data} refused={refused} />
    </CoopFrame>
  );
}
