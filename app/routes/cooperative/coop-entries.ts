import type { Actor } from "~/access/actor";
import type { Action } from "~/access/permissions";
import { cooperativesFor, servicePointsFor } from "~/access/scopes";
import { paths } from "~/paths";

type Entry = {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  readonly needs: Action;
  /** what a service point does, too */
  readonly servicePoint: boolean;
  readonly secondary?: boolean;
};

/** The console's menu; on phones the first five stand in the bar at the bottom. */
export const COOP_ENTRIES = [
  { key: "today", label: "今日", href: paths.coop.today(), needs: "listing:view", servicePoint: true },
  { key: "intakes", label: "收货", href: paths.coop.intakes(), needs: "intake:record", servicePoint: false },
  { key: "orders", label: "订单", href: paths.coop.orders(), needs: "order:view", servicePoint: true },
  { key: "listings", label: "商品", href: paths.coop.listings(), needs: "listing:edit", servicePoint: true },
  { key: "lots", label: "批次", href: paths.coop.lots(), needs: "lot:edit", servicePoint: true },
  {
    key: "reviews",
    label: "评价",
    href: paths.coop.reviews(),
    needs: "review:answer",
    servicePoint: true,
    secondary: true,
  },
  {
    key: "voices",
    label: "户里的话",
    href: paths.coop.voices(),
    needs: "voice:write",
    servicePoint: true,
    secondary: true,
  },
  {
    key: "settlement",
    label: "结算",
    href: paths.coop.settlement(),
    needs: "batch:view",
    servicePoint: false,
    secondary: true,
  },
  {
    key: "members",
    label: "社员",
    href: paths.coop.members(),
    needs: "membership:edit",
    servicePoint: false,
    secondary: true,
  },
  {
    key: "freight",
    label: "运费模板",
    href: paths.coop.freight(),
    needs: "listing:edit",
    servicePoint: true,
    secondary: true,
  },
  {
    key: "imports",
    label: "表格导入",
    href: paths.coop.imports(),
    needs: "intake:record",
    servicePoint: false,
    secondary: true,
  },
  {
    key: "staff",
    label: "工作人员",
    href: paths.coop.staff(),
    needs: "staff:manage",
    servicePoint: false,
    secondary: true,
  },
  {
    key: "exports",
    label: "导出",
    href: paths.coop.exports(),
    needs: "listing:view",
    servicePoint: true,
    secondary: true,
  },
] as const satisfies readonly Entry[];

export type CoopEntry = (typeof COOP_ENTRIES)[number]["key"];

/** The menu entries somebody may open. */
export function coopEntries(actor: Actor): CoopEntry[] {
  return COOP_ENTRIES.filter(
    ({ needs, servicePoint }) =>
      cooperativesFor(actor, needs).length > 0 || (servicePoint && servicePointsFor(actor, needs).length > 0),
  ).map((entry) => entry.key);
}
