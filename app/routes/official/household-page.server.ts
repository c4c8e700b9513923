import { notFound } from "~/access/not-found";
import { openHousehold, type OpenedPart } from "~/households/open-household.server";
import {
  areasOfHousehold,
  findHouseholdCard,
  type HouseholdCard,
  type HouseholdHead,
} from "~/households/household-store.server";
import { paths } from "~/paths";
import { db, readTogether, type Db } from "~/platform/db.server";
import { coversAny } from "~/regions/area";
import type { Crumb } from "~/ui/breadcrumbs";
import { frameOf, requireGrants, wayTo, type Official } from "./gov-frame.server";

export type OpenedHouseholdPage<Shown> = Official & {
  readonly household: HouseholdHead;
  readonly crumbs: readonly Crumb[];
  readonly now: Date;
  readonly shown: Shown;
};

/** Who asks for the page of which household. */
export type Asked = Omit<Official, "frame"> & {
  readonly db: Db;
  readonly householdId: string;
  readonly now: Date;
};

/**
 * Opens a page of one household: the official, the household within their scope, the way to it, and what `read` reads of it within
 * that scope; undefined from `read` is a page that is not there. All of it goes to the database at once. Each opening is in the access log.
 */
export async function openHouseholdPage<Shown = null>(
  request: Request,
  id: string | undefined,
  part: OpenedPart,
  read?: (asked: Asked) => Promise<Shown | undefined>,
): Promise<OpenedHouseholdPage<Shown>> {
  const who = await requireGrants(request);
  const now = new Date();
  const householdId = id ?? "";
  const opened = await readTogether((db) =>
    openHousehold(db, { actor: who.actor, householdId, part, now }, () =>
      Promise.all([
        areasOfHousehold(db, householdId, who.areaPrefixes),
        read ? read({ ...who, db, householdId, now }) : (null as Shown),
      ]),
    ),
  );
  if (!opened) throw notFound();
  const { household } = opened;
  const [areas, shown] = opened.shown;
  if (shown === undefined) throw notFound();
  const crumbs: Crumb[] = wayTo(household.areaCode, areas).map(({ code, name }) => ({
    label: name,
    href: coversAny(who.areaPrefixes, code) ? paths.gov.area(code) : undefined,
  }));
  return {
    ...who,
    frame: frameOf(who, areas),
    household,
    crumbs: [...crumbs, { label: household.number, href: paths.gov.household(household.id) }],
    shown,
    now,
  };
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
