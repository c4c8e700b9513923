import type { ReactNode } from "react";
import type { Actor } from "~/access/actor";
import { canSomewhere, type Action } from "~/access/permissions";
import { paths } from "~/paths";
import type { Crumb } from "~/ui/breadcrumbs";
import { ConsoleLayout } from "~/ui/console-layout";

/** The console's menu; on phones the five that are not secondary stand in the bar at the bottom. */
const ENTRIES = [
  { key: "status", label: "状态", href: paths.ops.status(), needs: "ops:view" },
  { key: "approvals", label: "审核", href: paths.ops.approvals(), needs: "ops:view" },
  { key: "orders", label: "待付订单", href: paths.ops.orders(), needs: "ops:view", secondary: true },
  { key: "acceptances", label: "验收单", href: paths.ops.acceptances(), needs: "ops:view", secondary: true },
  { key: "claims", label: "售后", href: paths.ops.claims(), needs: "ops:view" },
  { key: "refunds", label: "退款", href: paths.ops.refunds(), needs: "ops:view", secondary: true },
  { key: "batches", label: "付款批次", href: paths.ops.batches(), needs: "batch:view" },
  { key: "invariants", label: "核对", href: paths.ops.invariants(), needs: "ops:view", secondary: true },
  { key: "ledger", label: "账簿", href: paths.ops.ledger(), needs: "ops:view" },
  { key: "disputes", label: "争议", href: paths.ops.disputes(), needs: "ops:view", secondary: true },
  { key: "webhooks", label: "支付通知", href: paths.ops.webhooks(), needs: "ops:view", secondary: true },
  { key: "split-rules", label: "分账规则", href: paths.ops.splitRules(), needs: "ops:view", secondary: true },
  { key: "fee-schedules", label: "平台费率", href: paths.ops.feeSchedules(), needs: "ops:view", secondary: true },
  {
    key: "market-prices",
    label: "市场参考价",
    href: paths.ops.marketPrices(),
    needs: "market-price:note",
    secondary: true,
  },
  { key: "reviews", label: "评价审核", href: paths.ops.reviews(), needs: "review:moderate", secondary: true },
  { key: "users", label: "账号与授权", href: paths.ops.users(), needs: "user:manage", secondary: true },
  { key: "access-log", label: "访问日志", href: paths.ops.accessLog(), needs: "access-log:view", secondary: true },
  { key: "messages", label: "消息", href: paths.ops.messages(), needs: "message:view", secondary: true },
] as const satisfies readonly { key: string; label: string; href: string; needs: Action; secondary?: boolean }[];

export type OpsEntry = (typeof ENTRIES)[number]["key"];

/** What the operator's frame shows of who is here; each loader hands it on. */
export type OpsFrameData = { readonly displayName: string; readonly entries: readonly string[] };

export function opsFrame(actor: Actor): OpsFrameData {
  const entries = ENTRIES.filter((entry) => canSomewhere(actor, entry.needs)).map((entry) => entry.key);
  return { displayName: actor.displayName, entries };
}

export function OpsFrame({
  frame,
  current,
  title,
  intro,
  crumbs,
  actions,
  children,
}: {
  frame: OpsFrameData;
  current: OpsEntry;
  title: string;
  intro?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <ConsoleLayout
      console="平台运营台"
      title={title}
      intro={intro}
      crumbs={crumbs}
      actions={actions}
      homeHref={paths.home()}
      nav={ENTRIES.filter((entry) => frame.entries.includes(entry.key)).map((entry) => ({
        label: entry.label,
        href: entry.href,
        current: entry.key === current,
        secondary: "secondary" in entry,
      }))}
      user={{ displayName: frame.displayName, signOutHref: paths.signOut(), accountHref: paths.account.security() }}
    >
      <div className="stack-large">{children}</div>
    </ConsoleLayout>
  );
}

/** Consoles stand in no index and in no shared cache. */
export function opsMeta(title: string): { title: string }[] {
  return [{ title: `${title} · 平台运营台` }];
}
