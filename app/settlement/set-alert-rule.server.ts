import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { periodOf, shiftPeriod } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { ALERTS, type AlertKey } from "./alert";
import { findAlerts } from "./alert-store.server";

export type SetAlertRuleFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "factor" }
  /** the number that was agreed to is not what it finds now */
  | { readonly kind: "found-other"; readonly found: number };

/** Switches a rule on or off in an area. On only by somebody who has seen how many it finds. */
export async function setAlertRule(input: {
  readonly actor: Actor;
  readonly areaCode: string;
  readonly key: AlertKey;
  readonly factor: number;
  readonly enabled: boolean;
  /** what the back-test showed */
  readonly seen: number | undefined;
  readonly now: Date;
}): Promise<Result<{ readonly found: number }, SetAlertRuleFailure>> {
  const { actor, areaCode, key, factor, enabled, now } = input;
  if (!can(actor, "alert:set", { areaCode })) return failed({ kind: "not-found" });
  if (!Number.isInteger(factor) || factor < 1 || factor > 10_000_000) return failed({ kind: "factor" });
  return withTransaction("set alert rule", async (tx) => {
    const month = shiftPeriod(periodOf(now), -1);
    const found = enabled ? (await findAlerts(tx, { key, areaCode, factor, month })).length : 0;
    if (enabled && input.seen !== found) return failed({ kind: "found-other", found });
    const row = { factor, enabled, foundBefore: found, changedById: actor.userId, changedAt: now };
    await tx.alertRule.upsert({
      where: { areaCode_key: { areaCode, key } },
      create: { areaCode, key, ...row },
      update: row,
      select: { key: true },
    });
    const { label, step, unit } = ALERTS[key];
    const reason = `${label}：${factor / step} ${unit}，${enabled ? `启用，查出 ${found} 件` : "停用"}`;
    await logAccess(tx, { actor, action: "alert:set", subjectKind: "area", subjectId: areaCode, reason, now });
    return succeeded({ found });
  });
}

export function explainSetAlertRuleFailure(failure: SetAlertRuleFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个地区，或不在您的管辖范围内。";
    case "factor":
      return "系数请填正整数。";
    case "found-other":
      return `按这个系数现在会找到 ${failure.found} 件。请看过试算结果后再启用。`;
  }
}
