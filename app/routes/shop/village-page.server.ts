import { notFound } from "~/access/not-found";
import { toNumber } from "~/kernel/money";
import { periodOf, shiftPeriod } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { remembered } from "~/platform/remembered.server";
import { areaFacts } from "~/regions/area-store.server";
import { searchListings } from "~/search/search-listings.server";
import { searchQueryOf } from "~/search/search-query";
import { cardsOnPage } from "./listing-cards.server";
import { publicFund, type PublicFund } from "./public-fund-store.server";
import { villageFigures, villageHead, type VillageHead } from "./village-store.server";

const MONTHS = 12;
const MOST_GOODS = 24;

/** The village of an address; 404 for what is none. */
export async function villageOf(code: string | undefined): Promise<VillageHead> {
  const village = /^\d{12}$/.test(code ?? "") ? await villageHead(db(), code ?? "") : undefined;
  if (!village) throw notFound();
  return village;
}

/** What a village's page and its printed brief both say of it, with plain numbers. */
export async function villageOnPage(village: VillageHead, now: Date) {
  const since = shiftPeriod(periodOf(now), 1 - MONTHS);
  const [figures, found, facts, fund] = await Promise.all([
    remembered(`village ${village.code} ${since}`, 60, () => villageFigures(db(), village.code, since)),
    searchListings(searchQueryOf(new URLSearchParams({ area: village.code })), { number: 1, size: MOST_GOODS }, now),
    areaFacts(db(), village.code),
    remembered(`village fund ${village.code}`, 60, () => publicFund(db(), village.code)),
  ]);
  return {
    figures: {
      households: figures.households,
      salesFen: figures.salesFen === null ? null : toNumber(figures.salesFen),
      householdsFen: figures.householdsFen === null ? null : toNumber(figures.householdsFen),
      leftOut: figures.leftOut,
      medianFen: figures.medianFen === null ? null : toNumber(figures.medianFen),
      months: figures.months.map((month) => ({
        ...month,
        householdsFen: month.householdsFen === null ? null : toNumber(month.householdsFen),
      })),
    },
    cards: await cardsOnPage(db(), found.rows, now),
    facts,
    fund: shownFund(fund),
  };
}

/** undefined for a village that never had a part in sales. */
function shownFund(fund: PublicFund) {
  const { receivedFen, usedFen, leftFen, leftOut, uses } = fund;
  if (receivedFen === null && uses.length === 0) return undefined;
  return {
    receivedFen: receivedFen === null ? null : toNumber(receivedFen),
    usedFen: toNumber(usedFen),
    leftFen: leftFen === null ? null : toNumber(leftFen),
    leftOut,
    uses: uses.map(({ amountFen, ...use }) => ({ ...use, amountFen: toNumber(amountFen) })),
  };
}
