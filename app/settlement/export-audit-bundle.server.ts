import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import type { Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db } from "~/platform/db.server";
import { loadAuditBundle } from "./audit-bundle-store.server";
import { sha256 } from "~/benefits/journal-store.server";
import { signedBundleText } from "./sign-bundle.server";

export type ExportAuditBundleFailure =
  | { readonly kind: "not-found" }
  /** some of its journals are younger than a minute */
  | { readonly kind: "not-sealed-yet" };

/** Gives out a household's month as a signed bundle. Who took which is in the access log, with the digest of what was taken. */
export async function exportAuditBundle(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly period: Period;
  readonly now: Date;
}): Promise<Result<{ readonly name: string; readonly text: string }, ExportAuditBundleFailure>> {
  const { actor, householdId, period, now } = input;
  const loaded = await loadAuditBundle({ areaPrefixes: areaScopes(actor), householdId, period });
  if (!loaded || !can(actor, "audit:export", { areaCode: loaded.record.areaCode }))
    return failed({ kind: "not-found" });
  if (loaded.unsealed > 0) return failed({ kind: "not-sealed-yet" });
  const text = signedBundleText(loaded.bundle);
  await logAccess(db(), {
    actor,
    action: "audit:export",
    subjectKind: "household",
    subjectId: householdId,
    reason: `${period} SHA-256 ${sha256(text)}`,
    now,
  });
  return succeeded({ name: `huhui-audit-${loaded.record.number}-${period}.json`, text });
}

export function explainExportAuditBundleFailure(failure: ExportAuditBundleFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "not-sealed-yet":
      return "有刚记的账还没有封存，请一分钟后再导出。";
  }
}
