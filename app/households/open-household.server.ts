import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { isId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { findHouseholdCard, type HouseholdCard } from "./household-store.server";

/** What of a household was opened: kept apart in the log. */
export type OpenedPart = "card" | "income" | "entry";

/** Opens a household's card, masked, and writes to the access log that it was opened. Undefined when it is not the actor's to see. */
export async function openHousehold(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly part: OpenedPart;
  readonly now: Date;
}): Promise<HouseholdCard | undefined> {
  const { actor, householdId, part, now } = input;
  if (!isId(householdId)) return undefined;
  const card = await findHouseholdCard(db(), householdId, areaScopes(actor), now);
  if (!card || !can(actor, "household:view", { areaCode: card.areaCode })) return undefined;
  const subject = { subjectKind: "household", subjectId: householdId };
  await logAccess(db(), { actor, action: `household:open-${part}`, ...subject, now });
  return card;
}
