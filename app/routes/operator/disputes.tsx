import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { MoneyCell } from "~/ui/money";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { listDisputes } from "./payments-desk-store.server";

const TITLE = "争议";
const SHOWN = 200;
const STATES: Readonly<Record<string, { readonly word: string; readonly tone: StatusTone }>> = {
  OPEN: { word: "未结，相关分账冻结", tone: "waiting" },
  WON: { word: "已胜诉", tone: "done" },
  LOST: { word: "已败诉", tone: "problem" },
};

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const disputes = await listDisputes(db(), SHOWN);
  return {
    frame: opsFrame(actor),
    disputes: disputes.map((dispute) => ({
      ...dispute,
      amountFen: toNumber(dispute.amountFen),
      feeFen: toNumber(dispute.feeFen),
      openedAt: minuteOf(dispute.openedAt),
      closedAt: dispute.closedAt ? minuteOf(dispute.closedAt) : null,
    })),
  };
}

export default function OpsDisputes() {
  const { frame, disputes } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="disputes"
      title={TITLE}
      intro="顾客通过发卡行或支付机构提出的争议。证据在支付机构的后台提交，结果由支付通知带回。"
    >
      {disputes.length === 0 ? (
        <EmptyState title="没有争议" />
      ) : (
        <Table
          caption="争议"
          small="cards"
          columns={[
            { key: "order", label: "订单号" },
            { key: "amount", label: "金额", align: "end" },
            { key: "fee", label: "争议费", align: "end" },
            { key: "reason", label: "理由" },
            { key: "opened", label: "提出" },
            { key: "closed", label: "结案" },
            { key: "state", label: "状态" },
          ]}
        >
          {disputes.map((dispute) => (
            <tr key={dispute.id}>
              <th scope="row">
                <a href={paths.ops.ledger({ about: dispute.orderNumber })}>{dispute.orderNumber}</a>
              </th>
              <MoneyCell label="金额" fen={dispute.amountFen} />
              <MoneyCell label="争议费" fen={dispute.feeFen} />
              <Cell label="理由">{dispute.reason}</Cell>
              <Cell label="提出">{dispute.openedAt}</Cell>
              <Cell label="结案">{dispute.closedAt ?? "—"}</Cell>
              <Cell label="状态">
                <StatusWord tone={STATES[dispute.state]?.tone ?? "neutral"}>
                  {STATES[dispute.state]?.word ?? dispute.state}
                </StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </OpsFrame>
  );
}
