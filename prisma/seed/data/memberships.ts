import type { HouseholdFlow } from "~/benefits/flow";
import { householdShops } from "./household-shops";
import { householdsOf } from "./households";
import { sample, stream } from "./random";
import { sellers, type SellerKey } from "./sellers";

export type SeedMembership = {
  readonly sellerKey: SellerKey;
  readonly householdKey: string;
  readonly shareFen: bigint;
  readonly joinedOn: string;
  readonly leftOn: string | null;
};

/** Who delivers to whom. A few have left again; they are in no delivery of the demo year. */
export const memberships: readonly SeedMembership[] = sellers.flatMap((seller) => {
  const random = stream(`members of ${seller.key}`);
  return seller.members.flatMap(({ areaCode, households }) =>
    sample(random, householdsOf(areaCode), households).map((household, index) => ({
      sellerKey: seller.key,
      householdKey: household.key,
      shareFen: seller.kind === "COOPERATIVE" ? BigInt(random.pick([0, 50_000, 100_000, 200_000])) : 0n,
      joinedOn: `${random.pick([2023, 2024])}-${String(random.int(1, 12)).padStart(2, "0")}-${String(random.int(1, 28)).padStart(2, "0")}`,
      leftOn: index > 0 && random.chance(0.03) ? `2025-0${random.int(1, 6)}-15` : null,
    })),
  );
});

/** The households that deliver in the demo year, in the order of the register. */
export function suppliersOf(sellerKey: SellerKey): string[] {
  return memberships
    .filter((membership) => membership.sellerKey === sellerKey && membership.leftOn === null)
    .map(({ householdKey }) => householdKey)
    .sort();
}

export type SeedLinkage = {
  readonly sellerKey: SellerKey;
  readonly householdKey: string;
  readonly flow: HouseholdFlow;
  readonly terms: string;
  readonly version: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
};

type Link = { readonly flow: HouseholdFlow; readonly terms: string; readonly share: number };

const LINKS: Readonly<Record<SellerKey, readonly Link[]>> = {
  "coop-changxi": [{ flow: "CONSIGNED_SALE", terms: "代销：售出后扣除服务费，按净重与等级价分配", share: 1 }],
  "coop-shuangyuan": [
    { flow: "CONSIGNED_SALE", terms: "代销：售出后扣除服务费，按净重与等级价分配", share: 1 },
    { flow: "LAND_RENT", terms: "土地流转：每亩每年 420 元，按月支付", share: 0.4 },
  ],
  "farm-waner": [{ flow: "ORDER_PURCHASE", terms: "订单收购：到场过秤，当月付款", share: 1 }],
  "coop-maolin": [{ flow: "ORDER_PURCHASE", terms: "订单收购：库房过秤，买断，当月付款", share: 1 }],
  "ent-maolin": [
    { flow: "ORDER_PURCHASE", terms: "订单收购：车间过秤，买断，当月付款", share: 1 },
    { flow: "WAGE", terms: "车间用工：每天 110 元，按月结算", share: 0.35 },
  ],
  "coop-liping": [
    { flow: "ADVANCE_PURCHASE", terms: "保底价收购：交货付保底价，年底按全年均价二次结算", share: 1 },
    { flow: "LAND_RENT", terms: "土地流转：每亩每年 500 元，按月支付", share: 0.5 },
  ],
  "coop-huangdan": [{ flow: "CONSIGNED_SALE", terms: "代销：按成品净重与等级价分配", share: 1 }],
  "coop-kongque-livestock": [{ flow: "ORDER_PURCHASE", terms: "订单收购：按只或净肉重，当月付款", share: 1 }],
  "coop-kongque-grain": [{ flow: "CONSIGNED_SALE", terms: "代销：封批前议定等级价，售出后分配", share: 1 }],
  "collective-kongque": [
    { flow: "ORDER_PURCHASE", terms: "原料收购：车间过秤，买断，当月付款", share: 1 },
    { flow: "WAGE", terms: "车间帮工：每天 100 元，按月结算", share: 0.4 },
  ],
  "coop-rengang": [{ flow: "CONSIGNED_SALE", terms: "代销：售出后扣除服务费，按净重与等级价分配", share: 1 }],
};

const agreements: readonly SeedLinkage[] = sellers.flatMap(({ key }) => {
  const random = stream(`linkage of ${key}`);
  const suppliers = suppliersOf(key);
  return LINKS[key].flatMap(({ flow, terms, share }) =>
    sample(random, suppliers, Math.round(suppliers.length * share)).map((householdKey) => ({
      sellerKey: key,
      householdKey,
      flow,
      terms,
      version: 1,
      startsOn:
        memberships.find((one) => one.sellerKey === key && one.householdKey === householdKey)?.joinedOn ?? "2024-01-01",
      endsOn: null,
    })),
  );
});

export const linkageAgreements = agreements;

/** Who is paid by the day, or for land let to the cooperative: what the year's payouts are made of. */
export function linkedFor(sellerKey: SellerKey, flow: HouseholdFlow): string[] {
  return agreements
    .filter((agreement) => agreement.sellerKey === sellerKey && agreement.flow === flow)
    .map(({ householdKey }) => householdKey)
    .sort();
}

/** Households that sell under their own name, with who helps them. */
export const directSellers: readonly string[] = householdShops.map(({ householdKey }) => householdKey);
