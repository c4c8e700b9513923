import { aPerson, type Person } from "#tests/builders/access";
import { aFeeSchedule, aFreightTemplate, aPublishedListing, aSplitRule } from "#tests/builders/catalog";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aVillage } from "#tests/builders/regions";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";

const VILLAGE = "341021203201";

export type PlumSeller = {
  readonly coop: string;
  readonly product: string;
  readonly freightId: string;
  readonly manager: Person;
  readonly colleague: Person;
  /** who manages another cooperative */
  readonly stranger: Person;
  /** a published listing of one household's delivery */
  readonly onSale: (title?: string) => Promise<{ readonly id: string; readonly slug: string; readonly lotId: string }>;
};

/** A cooperative that sells green plums, with two managers. */
export async function aPlumSeller(now: Date): Promise<PlumSeller> {
  await aFeeSchedule();
  await aSplitRule();
  await aVillage(VILLAGE, "昌溪村");
  const coop = await anApprovedCooperative({ name: "昌溪合作社" });
  const product = await aProduct({ name: "绿梅" });
  const freightId = await aFreightTemplate({ kind: "COOPERATIVE", id: coop });
  const aManagerOf = (scopeId: string) => aPerson({ roles: [{ role: "COOP_MANAGER", scopeId }] });
  return {
    ...{ coop, product, freightId },
    manager: await aManagerOf(coop),
    colleague: await aManagerOf(coop),
    stranger: await aManagerOf(await anApprovedCooperative({ name: "别村合作社" })),
    async onSale(title = "昌溪绿梅 2025") {
      const householdId = await aMember(coop);
      const intake = await anIntake({ cooperativeId: coop, productId: product, householdId });
      const { lotId } = await aSealedLot(coop, [intake]);
      const { listingId, slug } = await aPublishedListing({ kind: "COOPERATIVE", id: coop }, product, [lotId], {
        now,
        draft: { title, freightId, areaCode: VILLAGE },
      });
      return { id: listingId, slug, lotId };
    },
  };
}
