import type { Actor } from "~/access/actor";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { Transaction } from "~/platform/db.server";
import { dateToDay, dayToDate } from "~/kernel/calendar-day";
import { lockHousehold, type LockedHousehold } from "./household-lock.server";
import { statusEventsOf } from "./household-store.server";
import { HEAD } from "./member";
import { decryptHealth, decryptIdNumber, encryptHealth, encryptIdNumber } from "./sensitive-fields.server";
import { isOver, standingOn } from "./status";

export type MergeFailure = { readonly kind: "successor-merged" } | { readonly kind: "successor-gone" };

/**
 * Moves everybody who is still in a merged household into the one that goes on: they leave the one and join the other on
 * the same day, so nobody is counted twice or not at all. Their numbers are sealed anew, under the other card's key.
 */
export async function mergeMembers(
  tx: Transaction,
  merger: {
    readonly actor: Actor;
    readonly from: LockedHousehold;
    readonly intoHouseholdId: string;
    readonly on: string;
    readonly now: Date;
  },
): Promise<Result<{ readonly moved: number }, MergeFailure>> {
  const { actor, from, on, now } = merger;
  const into = await lockHousehold(tx, merger.intoHouseholdId, areaScopes(actor));
  if (!into) return failed({ kind: "successor-gone" });
  const { standing } = standingOn(await statusEventsOf(tx, into.id), on);
  if (isOver(standing)) return failed({ kind: "successor-merged" });

  const members = await tx.householdMember.findMany({ where: { householdId: from.id, leftOn: null } });
  const fromKey = { householdId: from.id, wrappedKey: from.wrappedKey };
  const intoKey = { householdId: into.id, wrappedKey: into.wrappedKey };
  for (const member of members) {
    // Somebody who joined later than the merger counts never was in the merged household.
    const day = dateToDay(member.joinedOn) > on ? dateToDay(member.joinedOn) : on;
    await tx.householdMember.update({
      where: { id: member.id },
      data: { leftOn: dayToDate(day), leftReason: "并户" },
      select: { id: true },
    });
    const id = newId(now);
    await tx.householdMember.create({
      data: {
        id,
        householdId: into.id,
        name: member.name,
        relation: member.relation === HEAD ? "原户主（并户）" : member.relation,
        sex: member.sex,
        birthYear: member.birthYear,
        idNumberCipher:
          member.idNumberCipher === null
            ? null
            : encryptIdNumber(intoKey, id, decryptIdNumber(fromKey, member.id, member.idNumberCipher)),
        idNumberIndex: member.idNumberIndex,
        healthCipher:
          member.healthCipher === null
            ? null
            : encryptHealth(intoKey, id, decryptHealth(fromKey, member.id, member.healthCipher)),
        education: member.education,
        labour: member.labour,
        joinedOn: dayToDate(day),
      },
      select: { id: true },
    });
  }
  if (members.length > 0) {
    await tx.householdStatusEvent.create({
      data: {
        id: newId(now),
        householdId: into.id,
        type: "NATURAL_INCREASE",
        attribute: null,
        effectiveOn: dayToDate(on),
        evidence: `并户转入 ${members.length} 人`,
        recordedBy: actor.userId,
        createdAt: now,
      },
      select: { id: true },
    });
  }
  return succeeded({ moved: members.length });
}
