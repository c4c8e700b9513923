import { expect } from "vitest";
import { db } from "~/platform/db.server";
import { countChoices, type ChoiceCounts } from "~/search/choice-counts.server";
import { searchListings, type FoundListings } from "~/search/search-listings.server";
import { CERTIFICATES, searchQueryOf, SHARES, SHIPS_WITHIN } from "~/search/search-query";
import { A_VILLAGE, NOW, type AListing } from "#tests/builders/orders";

const OTHER_VILLAGE = "341021204201";
const AREAS = ["34", "341021", "341021203", A_VILLAGE, "341021204", OTHER_VILLAGE, "51"];

/** Two of everything that can be chosen: some of the listings are of another kind, place, season and speed than the rest. */
export async function makeThemDiffer(listings: readonly AListing[]): Promise<void> {
  await db().area.create({
    data: { code: OTHER_VILLAGE, level: "VILLAGE", name: "金村村委会", shortName: "金村", nameEn: "Jincun" },
  });
  await db().category.create({ data: { code: "nuts", name: "坚果", nameEn: "Nuts", position: 2 } });
  for (const [index, { listingId, productId, cooperativeId }] of listings.entries()) {
    if (index % 2 === 0) await db().product.update({ where: { id: productId }, data: { categoryCode: "nuts" } });
    if (index % 3 === 0) {
      await db().qualityDocument.create({
        data: {
          id: crypto.randomUUID(),
          kind: "GREEN",
          number: `LB-${index}`,
          holderKind: "COOPERATIVE",
          holderId: cooperativeId,
          issuedOn: new Date("2026-11-01"),
          createdAt: NOW,
        },
      });
    }
    await db().listing.update({
      where: { id: listingId },
      data: {
        ...(index % 3 === 1 ? { areaCode: OTHER_VILLAGE } : {}),
        shipsWithinDays: 1 + (index % 4),
        seasonMonths: index % 5 === 0 ? [6] : [11, 12],
      },
    });
  }
}

/** Each choice beside the list of `parameters` is counted as many as the list has once it is made. */
export async function expectCountsOfTheLists(
  parameters: Record<string, string>,
  by: FoundListings["asked"]["by"],
): Promise<ChoiceCounts> {
  const find = (asked: Record<string, string>) =>
    searchListings(searchQueryOf(new URLSearchParams(asked)), { number: 1, size: 24 }, NOW);
  const { asked } = await find(parameters);
  expect(asked.by).toBe(by);
  const counts = await countChoices(db(), searchQueryOf(new URLSearchParams(parameters)), asked, NOW);
  const choices: [keyof Omit<ChoiceCounts, "season">, readonly (string | number)[]][] = [
    ["category", ["fruit", "nuts", "grain"]],
    ["area", AREAS],
    ["certificate", CERTIFICATES],
    ["within", SHIPS_WITHIN],
    ["share", SHARES],
  ];
  const counted: Record<string, number> = {};
  const listed: Record<string, number> = {};
  for (const [name, values] of choices) {
    for (const value of values) {
      counted[`${name} ${value}`] = counts[name][value] ?? 0;
      listed[`${name} ${value}`] = (await find({ ...parameters, [name]: String(value) })).total;
    }
  }
  listed["season"] = (await find({ ...parameters, season: "1" })).total;
  expect({ ...counted, season: counts.season }, JSON.stringify(parameters)).toEqual(listed);
  return counts;
}

/** Lists with nothing chosen, with each choice made, with several of them, and with nothing in them. */
export const LISTS: readonly Record<string, string>[] = [
  {},
  { category: "nuts" },
  { area: "341021204" },
  { certificate: "GREEN", season: "1" },
  { category: "fruit", area: "341021203", within: "3", share: "50" },
  { max: "6", stock: "1" },
  { category: "fruit", area: "51" },
];
