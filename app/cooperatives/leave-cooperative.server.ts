import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { isDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import type { MembershipFailure } from "./cooperative-failure";

/** Ends a household's membership on a day. What it delivered and is owed stays. */
export async function leaveCooperative(request: {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly householdId: string;
  /** the first Shanghai day on which it is no member any more */
  readonly leftOn: string;
  readonly now: Date;
}): Promise<Result<undefined, MembershipFailure>> {
  const { actor, cooperativeId, householdId, leftOn, now } = request;
  if (!can(actor, "membership:edit", { cooperativeId })) return failed({ kind: "no-such-cooperative" });
  if (!isDay(leftOn)) return failed({ kind: "bad-day" });
  return withTransaction("leave cooperative", async (tx) => {
    const [open] = await tx.$queryRaw<{ id: string; joinedOn: string }[]>`
      SELECT id, joined_on::text AS "joinedOn" FROM membership
      WHERE cooperative_id = ${cooperativeId}::uuid AND household_id = ${householdId}::uuid AND left_on IS NULL FOR UPDATE`;
    if (!open) return failed({ kind: "not-a-member" });
    if (leftOn < open.joinedOn) return failed({ kind: "bad-day" });
    await tx.$executeRaw`UPDATE membership SET left_on = ${leftOn}::date WHERE id = ${open.id}::uuid`;
    await logAccess(tx, { actor, action: "membership:leave", subjectKind: "membership", subjectId: open.id, now });
    return succeeded(undefined);
  });
}
