import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import type { LoggedAction } from "~/access/logged-actions";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { CONSENT_PURPOSES, type ConsentPurpose } from "./consent";

export type ConsentFailure = { readonly kind: "not-found" } | { readonly kind: "already" };

type ConsentInput = {
  readonly actor: Actor;
  readonly householdId: string;
  readonly purpose: ConsentPurpose;
  readonly now: Date;
};

/** Records that a household agrees to a purpose. It counts once it was asked a second time and confirmed. */
export function giveConsent(input: ConsentInput): Promise<Result<undefined, ConsentFailure>> {
  return changing("consent:give", input, async (tx, open) => {
    if (open) return false;
    const { householdId, purpose, now } = input;
    await tx.consent.create({ data: { id: newId(now), householdId, purpose, givenAt: now }, select: { id: true } });
    return true;
  });
}

export function confirmConsent(input: ConsentInput): Promise<Result<undefined, ConsentFailure>> {
  return changing("consent:confirm", input, async (tx, open) => {
    if (!open || open.confirmedAt !== null) return false;
    await tx.consent.update({ where: { id: open.id }, data: { confirmedAt: input.now }, select: { id: true } });
    return true;
  });
}

/** Takes consent back, at any time and without a reason. */
export function withdrawConsent(input: ConsentInput): Promise<Result<undefined, ConsentFailure>> {
  return changing("consent:withdraw", input, async (tx, open) => {
    if (!open) return false;
    await tx.consent.update({ where: { id: open.id }, data: { withdrawnAt: input.now }, select: { id: true } });
    return true;
  });
}

type OpenConsent = { readonly id: string; readonly confirmedAt: Date | null };

async function changing(
  action: LoggedAction,
  { actor, householdId, purpose, now }: ConsentInput,
  change: (tx: Transaction, open: OpenConsent | null) => Promise<boolean>,
): Promise<Result<undefined, ConsentFailure>> {
  return withTransaction(action, async (tx) => {
    const [household] = await tx.$queryRaw<{ area_code: string }[]>`
      SELECT area_code FROM household WHERE id = ${householdId}::uuid FOR UPDATE`;
    if (!household || !can(actor, "consent:record", { areaCode: household.area_code, householdId })) {
      return failed({ kind: "not-found" });
    }
    const open = await tx.consent.findFirst({
      where: { householdId, purpose, withdrawnAt: null },
      select: { id: true, confirmedAt: true },
    });
    if (!(await change(tx, open))) return failed({ kind: "already" });
    const reason = CONSENT_PURPOSES[purpose];
    await logAccess(tx, { actor, action, subjectKind: "household", subjectId: householdId, reason, now });
    return succeeded(undefined);
  });
}

export function explainConsentFailure(failure: ConsentFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "already":
      return "同意状态已经改变，请刷新后查看。";
  }
}
