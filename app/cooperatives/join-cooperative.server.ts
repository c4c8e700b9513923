import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { isDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { type Transaction, withTransaction } from "~/platform/db.server";
import type { MembershipFailure } from "./cooperative-failure";

/** Enters a household as a member from a day on. It is a member once at a time; an earlier membership stays in the record. */
export async function joinCooperative(request: {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly householdId: string;
  /** Shanghai day, "2026-03-01" */
  readonly joinedOn: string;
  /** 出资额 */
  readonly shareFen?: Fen;
  readonly now: Date;
}): Promise<Result<{ readonly membershipId: string }, MembershipFailure>> {
  return withTransaction("join cooperative", (tx) => insertMembership(tx, request));
}

/** The same in the caller's transaction: a sheet of members is one. */
export async function insertMembership(
  tx: Transaction,
  request: Parameters<typeof joinCooperative>[0],
): Promise<Result<{ readonly membershipId: string }, MembershipFailure>> {
  const { actor, cooperativeId, householdId, now } = request;
  const shareFen = request.shareFen ?? 0n;
  if (!can(actor, "membership:edit", { cooperativeId })) return failed({ kind: "no-such-cooperative" });
  if (!isDay(request.joinedOn)) return failed({ kind: "bad-day" });
  if (shareFen < 0n) return failed({ kind: "bad-share" });

  const [found] = await tx.$queryRaw<{ cooperative: boolean; household: boolean }[]>`
      SELECT EXISTS (SELECT FROM cooperative WHERE id = ${cooperativeId}::uuid) AS cooperative,
        EXISTS (SELECT FROM household WHERE id = ${householdId}::uuid) AS household`;
  if (!found?.cooperative) return failed({ kind: "no-such-cooperative" });
  if (!found.household) return failed({ kind: "no-such-household" });
  const membershipId = newId(now);
  const inserted = await tx.$executeRaw`
      INSERT INTO membership (id, cooperative_id, household_id, share_fen, joined_on)
      VALUES (${membershipId}::uuid, ${cooperativeId}::uuid, ${householdId}::uuid, ${shareFen}, ${request.joinedOn}::date)
      ON CONFLICT (cooperative_id, household_id) WHERE left_on IS NULL DO NOTHING`;
  if (inserted === 0) return failed({ kind: "already-a-member" });
  await logAccess(tx, { actor, action: "membership:join", subjectKind: "membership", subjectId: membershipId, now });
  return succeeded({ membershipId });
}
