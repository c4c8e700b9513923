import { notFound } from "~/access/not-found";
import { openHousehold, type OpenedPart } from "~/households/open-household.server";
import { findHouseholdCard, type HouseholdCard, type HouseholdHead } from "~/households/household-store.server";
import { paths } from "~/paths";
import { db, readTogether, type Db } from "~/platform/db.server";
import { coversAny } from "~/regions/area";
import type { Crumb } from "~/ui/breadcrumbs";
import { frameAndWay, requireGrants, type Official } from "./gov-frame.server";

export type OpenedHouseholdPage<Shown> = Official & {
  readonly household: HouseholdHead;
  readonly crumbs: readonly Crumb[];
  readonly now: Date;
  readonly shown: Shown;
};

/** Who asks for the page of which household. */
export type Asked = Omit<Official, "frame"> & {
  readonly db: Db;
  readonly household: HouseholdHead;
  readonly now: Date;
};

/**
 * Opens a page of one household: the official, the household within their scope, the way to it, and what `read` reads of it.
 * Each opening is in the access log.
 */
export async function openHouseholdPage<Shown = undefined>(
  request: Request,
  householdId: string | undefined,
  part: OpenedPart,
  read?: (asked: Asked) => Promise<Shown>,
): Promise<OpenedHouseholdPage<Shown>> {
  const who = await requireGrants(request);
  const now = new Date();
  const input = { actor: who.actor, householdId: householdId ?? "", part, now };
  const opened = await openHousehold(input, async (household) => {
    const [{ frame, way }, shown] = await readTogether((db) =>
      Promise.all([frameAndWay(db, who, household.areaCode), read?.({ ...who, db, household, now }) as Promise<Shown>]),
    );
    const crumbs: Crumb[] = way.map(({ code, name }) => ({
      label: name,
      href: coversAny(who.areaPrefixes, code) ? paths.gov.area(code) : undefined,
    }));
    return {
      frame,
      household,
      crumbs: [...crumbs, { label: household.number, href: paths.gov.household(household.id) }],
      shown,
    };
  });
  if (!opened) throw notFound();
  return { ...who, ...opened, now };
}

/** Opens a page that shows the household's card. */
export async function openHouseholdCardPage(
  request: Request,
  householdId: string | undefined,
): Promise<Official & Pick<OpenedHouseholdPage<unknown>, "crumbs" | "now"> & { readonly card: HouseholdCard }> {
  const { shown: _, household, ...page } = await openHouseholdPage(request, householdId, "card");
  const card = await findHouseholdCard(db(), household.id, page.areaPrefixes, page.now);
  if (!card) throw notFound();
  return { ...page, card };
}
