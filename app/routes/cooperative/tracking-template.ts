import type { LoaderFunctionArgs } from "@remix-run/node";
import { CARRIERS } from "~/orders/carriers";
import { dayOf, minuteOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { downloadResponse, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { listShipments } from "./shipment-list-store.server";
import { requireWorkplace } from "./workplace.server";

const MOST_ROWS = 200;

/** The orders that wait for a number, to be filled in and sent back. */
export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:fulfil");
  const now = new Date();
  const { rows } = await listShipments(db(), workplace, { tab: "to-ship" }, { number: 1, size: MOST_ROWS }, now);
  const sheet = tableSheet({
    name: "快递单号",
    rows,
    columns: [
      { header: "订单号", kind: "identifier", value: (row: (typeof rows)[number]) => row.orderNumber },
      { header: "快递公司", kind: "text", value: () => "" },
      { header: "快递单号", kind: "identifier", value: () => "" },
      { header: "货", kind: "text", width: 48, value: (row) => row.goods },
      { header: "发往", kind: "text", value: (row) => row.provinceName },
    ],
  });
  const cover = {
    title: "待发货订单的快递单号",
    facts: [
      ["导出时间", minuteOf(now)],
      ["行数", String(rows.length)],
    ] as const,
    definitions: [
      ["快递公司", CARRIERS.map(({ name }) => name).join("、")],
      ["快递单号", "按文本填写，不要用数字格式：长单号会被 Excel 舍入。"],
    ] as const,
  };
  return downloadResponse(await writeExcel(cover, [sheet]), `快递单号-${dayOf(now)}`, "xlsx");
}
