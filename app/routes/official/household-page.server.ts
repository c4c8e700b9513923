import { notFound } from "~/access/not-found";
import { openHousehold, type OpenedPart } from "~/households/open-household.server";
import type { HouseholdCard } from "~/households/household-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { coversAny } from "~/regions/area";
import { breadcrumb } from "~/regions/area-store.server";
import type { Crumb } from "~/ui/breadcrumbs";
import { requireOfficial, type Official } from "./gov-frame.server";

export type OpenedHouseholdPage = Official & {
  readonly card: HouseholdCard;
  readonly crumbs: readonly Crumb[];
  readonly now: Date;
};

/** Opens a page of one household: the official, the card within their scope, the way to it. Each opening is in the access log. */
export async function openHouseholdPage(
  request: Request,
  householdId: string | undefined,
  part: OpenedPart,
): Promise<OpenedHouseholdPage> {
  const official = await requireOfficial(request);
  const now = new Date();
  const card = await openHousehold({ actor: official.actor, householdId: householdId ?? "", part, now });
  if (!card) throw notFound();
  const way = await breadcrumb(db(), card.areaCode);
  const crumbs: Crumb[] = way.map(({ code, name }) => ({
    label: name,
    href: coversAny(official.areaPrefixes, code) ? paths.gov.area(code) : undefined,
  }));
  return { ...official, card, crumbs: [...crumbs, { label: card.number, href: paths.gov.household(card.id) }], now };
}
