import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { isId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";
import { openHouseholdHead, type HouseholdHead } from "./household-store.server";

/** What of a household was opened: kept apart in the log. */
export type OpenedPart = "card" | "income" | "entry" | "voice";

/**
 * Opens a household's record and writes to the access log that it was opened. `read` reads what is to be shown, bound to the
 * actor's areas by itself: it is asked for together with the household, and nothing is answered before the opening is written.
 * Undefined when the household is not the actor's to see; then what was read goes nowhere.
 */
export async function openHousehold<Shown>(
  db: Db,
  input: { readonly actor: Actor; readonly householdId: string; readonly part: OpenedPart; readonly now: Date },
  read: () => Promise<Shown>,
): Promise<{ readonly household: HouseholdHead; readonly shown: Shown } | undefined> {
  const { actor, householdId, part, now } = input;
  const within = areaScopes(actor).filter((areaCode) => can(actor, "household:view", { areaCode }));
  if (!isId(householdId) || within.length === 0) return undefined;
  const action = `household:open-${part}` as const;
  const [shown, household] = await Promise.all([
    read(),
    // Last down the line: nobody waits for its commit but the answer.
    openHouseholdHead(db, householdId, within, {
      actor,
      action,
      subjectKind: "household",
      subjectId: householdId,
      now,
    }),
  ]);
  return household && { household, shown };
}
