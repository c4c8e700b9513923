import { pinyin } from "pinyin-pro";
import type { Attribute, Cause } from "~/households/status";
import { area } from "./areas";
import { causesOf, helpedEvents, ordinaryEvents, type SeedStatusEvent } from "./household-standing";
import { membersOf, type SeedMember } from "./household-members";
import { householdShops, type HouseholdShop } from "./household-shops";
import { inventedBankAccount, inventedPhone } from "./invented-numbers";
import { personName } from "./names";
import { sample, shuffled, stream, type Random } from "./random";
import { day, daysLater } from "./some-day";
import { villagePlans, type VillagePlan } from "./village-plans";

export type SeedConsent = {
  readonly purpose: "STORY" | "PHOTO" | "NAME";
  readonly givenOn: string;
  readonly confirmedOn: string | null;
  readonly withdrawnOn: string | null;
};

export type SeedHousehold = {
  /** archive number, also the key the other modules use: village code, number within the village */
  readonly key: string;
  readonly areaCode: string;
  readonly groupName: string;
  readonly headName: string;
  readonly headPinyin: string;
  readonly registeredOn: string;
  readonly phone: string;
  readonly bankName: string;
  readonly bankAccount: string;
  readonly shop: HouseholdShop | null;
  readonly members: readonly SeedMember[];
  readonly causes: readonly Cause[];
  /** the attribute at registration; the later events change it */
  readonly attribute: Attribute;
  readonly registrationEvidence: string;
  /** after the registration itself, oldest first */
  readonly statusEvents: readonly SeedStatusEvent[];
  readonly assignments: readonly { personName: string; unit: string; fromOn: string; toOn: string | null }[];
  readonly consents: readonly SeedConsent[];
};

export const households: readonly SeedHousehold[] = villagePlans.flatMap(peopleOf);

const byKey = new Map(households.map((household) => [household.key, household]));

export function household(key: string): SeedHousehold {
  const found = byKey.get(key);
  if (!found) throw new Error(`no household ${key}`);
  return found;
}

export function householdsOf(areaCode: string): SeedHousehold[] {
  return households.filter((one) => one.areaCode === areaCode);
}

function peopleOf(plan: VillagePlan): SeedHousehold[] {
  const random = stream(`people of ${plan.areaCode}`);
  const cadres = cadresOf(plan, random);
  const attributes = attributesOf(plan, random);
  return sizesOf(plan, random).map((size, index) => {
    const number = `${plan.areaCode}-${String(index + 1).padStart(4, "0")}`;
    return householdOf(plan, number, size, attributes[index] ?? "一般户", cadres, stream(`household ${number}`));
  });
}

/** Sizes from one to seven that add up to the plan's persons. */
function sizesOf(plan: VillagePlan, random: Random): number[] {
  const sizes = Array.from({ length: plan.households }, () => 1);
  for (let left = plan.persons - plan.households; left > 0;) {
    const index = random.int(0, sizes.length - 1);
    const size = sizes[index] ?? 7;
    // Small households grow more readily than large ones, so that most end near the mean.
    if (size >= 7 || !random.chance(1 - size / 9)) continue;
    sizes[index] = size + 1;
    left--;
  }
  return sizes;
}

function attributesOf(plan: VillagePlan, random: Random): Attribute[] {
  const supported = Math.round((plan.households * plan.supported) / 100);
  const minimumLiving = Math.round((plan.households * plan.minimumLiving) / 100);
  return shuffled(
    random,
    Array.from({ length: plan.households }, (_, index): Attribute => {
      if (index < supported) return "特困供养户";
      return index < supported + minimumLiving ? "低保户" : "一般户";
    }),
  );
}

type Cadre = { readonly personName: string; readonly unit: string };

function cadresOf(plan: VillagePlan, random: Random): Cadre[] {
  const village = area(plan.areaCode);
  const township = area(village.parentCode ?? "");
  const county = area(township.parentCode ?? "");
  const units = [
    `${township.shortName}人民政府`,
    `${village.shortName}驻村工作队`,
    `${county.shortName}农业农村局`,
    `${village.name}`,
    `${township.shortName}中心学校`,
  ];
  return units.map((unit) => ({
    personName: personName(random, random.pick(["M", "F"] as const), random.int(1970, 1995)),
    unit,
  }));
}

function householdOf(
  plan: VillagePlan,
  key: string,
  size: number,
  attribute: Attribute,
  cadres: readonly Cadre[],
  random: Random,
): SeedHousehold {
  const ordinary = attribute === "一般户" && random.int(1, 100) <= (plan.ordinary * 100) / ordinaryShare(plan);
  const registeredOn = ordinary ? day(random, 2021, 2023) : day(random, 2014, 2015);
  const members = membersOf(plan, size, registeredOn, random);
  const headName = members[0]?.name ?? "";
  return {
    key,
    areaCode: plan.areaCode,
    groupName: `${chineseNumber(random.int(1, plan.groups))}组`,
    headName,
    headPinyin: searchable(headName),
    registeredOn,
    phone: inventedPhone(random),
    bankName: plan.bankName,
    bankAccount: inventedBankAccount(random),
    shop: householdShops.find(({ householdKey }) => householdKey === key) ?? null,
    members,
    causes: ordinary ? [] : causesOf(members, random),
    attribute,
    registrationEvidence: ordinary ? "农户自主申报登记表" : "建档立卡登记表（演示）",
    statusEvents: ordinary ? ordinaryEvents(random) : helpedEvents(attribute, registeredOn, random),
    assignments: ordinary ? [] : assignmentsOf(cadres, random),
    consents: consentsOf(random),
  };
}

function ordinaryShare(plan: VillagePlan): number {
  return Math.max(1, 100 - plan.minimumLiving - plan.supported);
}

function assignmentsOf(cadres: readonly Cadre[], random: Random): SeedHousehold["assignments"] {
  const [first, second] = sample(random, cadres, 2);
  if (!first || !second) return [];
  if (random.chance(0.55)) return [{ ...second, fromOn: "2021-03-01", toOn: null }];
  const changed = day(random, 2023, 2025, 2, 3);
  return [
    { ...first, fromOn: "2018-03-01", toOn: changed },
    { ...second, fromOn: changed, toOn: null },
  ];
}

/** About a third allow something; a few have taken it back. */
function consentsOf(random: Random): SeedConsent[] {
  if (!random.chance(0.33)) return [];
  const purposes = random.chance(0.3)
    ? (["STORY", "PHOTO"] as const)
    : ([random.pick(["STORY", "PHOTO", "NAME"] as const)] as const);
  const givenOn = day(random, 2024, 2025);
  const confirmedOn = random.chance(0.9) ? daysLater(givenOn, random.int(5, 14)) : null;
  const withdrawnOn = confirmedOn !== null && random.chance(0.12) ? daysLater(confirmedOn, random.int(20, 120)) : null;
  return purposes.map((purpose) => ({ purpose, givenOn, confirmedOn, withdrawnOn }));
}

/** "zhaojiasheng zjs": syllables and initials, as the register searches by them. */
function searchable(name: string): string {
  const syllables = pinyin(name, { toneType: "none", type: "array", surname: "head", v: true });
  return `${syllables.join("")} ${syllables.map((syllable) => syllable.charAt(0)).join("")}`;
}

function chineseNumber(number: number): string {
  const ones = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
  const tens = Math.trunc(number / 10);
  return `${tens > 1 ? ones[tens] : ""}${tens > 0 ? "十" : ""}${ones[number % 10]}`;
}
