import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { type Transaction, withTransaction } from "~/platform/db.server";
import { isCreditCode, normalCreditCode, type CooperativeKind } from "./cooperative";
import type { CooperativeFailure } from "./cooperative-failure";

export type CooperativeApplication = {
  readonly kind: CooperativeKind;
  readonly name: string;
  readonly nameEn: string;
  /** county (6 digits), township (9) or village (12) */
  readonly areaCode: string;
  readonly licenceNumber: string;
  readonly phone: string;
  readonly story: string;
  readonly storyEn: string;
  /** 带动户数 it declares; compared later with the households it in fact paid */
  readonly declaredHouseholds: number;
};

/** A cooperative applies to sell. It can do nothing until an operator approves it. */
export async function applyCooperative(request: {
  readonly actor: Actor | undefined;
  readonly application: CooperativeApplication;
  /** its address in the shop; its number when not given */
  readonly slug?: string;
  readonly now: Date;
}): Promise<Result<{ readonly cooperativeId: string; readonly number: string }, CooperativeFailure>> {
  return withTransaction("apply cooperative", (tx) => insertCooperative(tx, request));
}

/** The same in the caller's transaction; `status` is what the caller has decided about it. */
export async function insertCooperative(
  tx: Transaction,
  request: {
    readonly actor: Actor | undefined;
    readonly application: CooperativeApplication;
    readonly slug?: string;
    readonly approved?: boolean;
    readonly now: Date;
  },
): Promise<Result<{ readonly cooperativeId: string; readonly number: string }, CooperativeFailure>> {
  const { actor, application, now } = request;
  if (application.name.trim() === "") return failed({ kind: "no-name" });
  if (!isCreditCode(application.licenceNumber)) return failed({ kind: "bad-licence" });
  if (!/^\d{6}(\d{3}(\d{3})?)?$/.test(application.areaCode)) return failed({ kind: "no-such-area" });
  if (!/^[\d+][\d -]{6,19}$/.test(application.phone.trim())) return failed({ kind: "bad-phone" });
  if (!Number.isInteger(application.declaredHouseholds) || application.declaredHouseholds < 0) {
    return failed({ kind: "bad-household-count" });
  }

  const licenceNumber = normalCreditCode(application.licenceNumber);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('cooperative'), hashtext(${licenceNumber}))`;
  const same = await tx.cooperative.count({ where: { licenceNumber } });
  if (same > 0) return failed({ kind: "already-known" });
  const [{ number } = { number: 0n }] = await tx.$queryRaw<{ number: bigint }[]>`
      SELECT nextval('cooperative_number') AS number`;
  const cooperativeId = newId(now);
  const text = `HZ${String(number).padStart(5, "0")}`;
  await tx.cooperative.create({
    data: {
      id: cooperativeId,
      number: text,
      slug: request.slug ?? text.toLowerCase(),
      kind: application.kind,
      name: application.name.trim(),
      nameEn: application.nameEn.trim(),
      areaCode: application.areaCode,
      licenceNumber,
      phone: application.phone.trim(),
      story: application.story.trim(),
      storyEn: application.storyEn.trim(),
      status: request.approved ? "APPROVED" : "APPLIED",
      declaredHouseholds: application.declaredHouseholds,
      createdAt: now,
      approvedAt: request.approved ? now : null,
    },
    select: { id: true },
  });
  await logAccess(tx, {
    actor,
    action: "cooperative:apply",
    subjectKind: "cooperative",
    subjectId: cooperativeId,
    now,
  });
  return succeeded({ cooperativeId, number: text });
}
