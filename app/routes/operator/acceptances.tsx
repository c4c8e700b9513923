import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { pageRequest } from "~/kernel/page";
import { acceptancesPage } from "~/orders/acceptance-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { AcceptanceRecord } from "../consoles/acceptance-records";
import { acceptanceView } from "../consoles/acceptance-view.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "验收单";
const PAGE_SIZE = 20;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const { rows, ...page } = await acceptancesPage(db(), pageRequest(new URL(request.url).searchParams, PAGE_SIZE));
  return {
    frame: opsFrame(actor),
    page,
    acceptances: rows.map((row) => ({
      ...acceptanceView(row),
      orderNumber: row.orderNumber,
      unit: row.unit ?? "—",
      seller: row.sellerName,
    })),
  };
}

export default function OpsAcceptances() {
  const { frame, page, acceptances } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="acceptances"
      title={TITLE}
      intro="预算单位收货后上传的验收单和发票，新的在前。提交后不能改；补充的另起一份，两份都保留。"
    >
      {acceptances.length === 0 ? (
        <EmptyState title="还没有验收单">预算单位在订单页验收、上传签字的验收单后，会出现在这里。</EmptyState>
      ) : (
        <ul className="plain-list ruled">
          {acceptances.map((acceptance) => (
            <li key={acceptance.id} className="stack-small">
              <p>
                <strong>{acceptance.unit}</strong>
              </p>
              <p className="caption">
                订单 {acceptance.orderNumber} · {acceptance.seller}
              </p>
              <AcceptanceRecord acceptance={acceptance} />
            </li>
          ))}
        </ul>
      )}
      <Pagination page={page} href={(number) => paths.ops.acceptances({ page: number })} />
    </OpsFrame>
  );
}
