import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { isId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { findHouseholdHead, type HouseholdHead } from "./household-store.server";

/** What of a household was opened: kept apart in the log. */
export type OpenedPart = "card" | "income" | "entry" | "voice";

/**
 * Opens a household's record and writes to the access log that it was opened. `read` reads what is to be shown, while that is
 * being written: nothing is answered before it is. Undefined when the household is not the actor's to see; then nothing is read.
 */
export async function openHousehold<Shown>(
  input: { readonly actor: Actor; readonly householdId: string; readonly part: OpenedPart; readonly now: Date },
  read: (household: HouseholdHead) => Promise<Shown>,
): Promise<Shown | undefined> {
  const { actor, householdId, part, now } = input;
  if (!isId(householdId)) return undefined;
  const household = await findHouseholdHead(db(), householdId, areaScopes(actor));
  if (!household || !can(actor, "household:view", { areaCode: household.areaCode })) return undefined;
  const subject = { subjectKind: "household", subjectId: householdId };
  const [shown] = await Promise.all([
    read(household),
    logAccess(db(), { actor, action: `household:open-${part}`, ...subject, now }),
  ]);
  return shown;
}
