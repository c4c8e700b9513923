import type { FreightZone } from "~/catalog/freight";
import { provinces } from "./areas";
import { householdShops } from "./household-shops";
import { sellers } from "./sellers";

export type FreightKind = "fresh" | "dry";

export type SeedFreight = {
  readonly key: string;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  /** a seller's key, or a household's */
  readonly sellerKey: string;
  readonly kind: FreightKind;
  readonly name: string;
  readonly shipperKey: string;
  readonly shipperName: string;
  readonly zones: readonly FreightZone[];
};

/** Carriers nobody should look for in a directory. */
export const shippers = [
  { key: "shipper-xin-an", name: "新安乡递（演示）", provinces: ["34"] },
  { key: "shipper-chuan-dian", name: "川滇村运（演示）", provinces: ["51"] },
  { key: "shipper-han-jiang", name: "汉江村运（演示）", provinces: ["42"] },
  { key: "shipper-xiang-nan", name: "湘南乡递（演示）", provinces: ["43"] },
] as const;

/** Fresh goods do not reach these in time: 内蒙古, 西藏, 青海, 新疆. */
export const FRESH_NOT_DELIVERED = ["15", "54", "63", "65"];
const REMOTE = ["15", "54", "63", "65", "46"];

const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  "34": ["34", "31", "32", "33", "36"],
  "51": ["51", "50", "52", "53"],
  "42": ["42", "41", "61", "50", "43"],
  "43": ["43", "42", "44", "45", "36"],
};

function zonesFor(home: string, kind: FreightKind): FreightZone[] {
  const near = NEIGHBOURS[home] ?? [home];
  const closed = kind === "fresh" ? FRESH_NOT_DELIVERED : [];
  const remote = REMOTE.filter((code) => !closed.includes(code) && !near.includes(code));
  const others = provinces
    .map(({ code }) => code)
    .filter((code) => !near.includes(code) && !closed.includes(code) && !remote.includes(code));
  const fresh = kind === "fresh";
  return [
    zone(near, fresh ? 800n : 600n, 150n, fresh ? 12_800n : 8_800n),
    zone(others, fresh ? 1_200n : 900n, fresh ? 280n : 220n, fresh ? 19_800n : 12_800n),
    ...(remote.length > 0 ? [zone(remote, 1_800n, 900n, null)] : []),
    ...(closed.length > 0 ? [{ ...zone(closed, 0n, 0n, null), delivered: false }] : []),
  ];
}

function zone(codes: readonly string[], firstFen: bigint, nextFen: bigint, freeAboveFen: bigint | null): FreightZone {
  return { provinces: codes, delivered: true, firstGrams: 3_000, firstFen, nextGrams: 1_000, nextFen, freeAboveFen };
}

function templatesOf(sellerKind: SeedFreight["sellerKind"], sellerKey: string, areaCode: string): SeedFreight[] {
  const home = areaCode.slice(0, 2);
  const shipper = shippers.find(({ provinces: served }) => (served as readonly string[]).includes(home)) ?? shippers[0];
  return (["fresh", "dry"] as const).map((kind) => ({
    key: freightKey(sellerKey, kind),
    sellerKind,
    sellerKey,
    kind,
    name: kind === "fresh" ? "生鲜冷链" : "常温",
    shipperKey: shipper.key,
    shipperName: shipper.name,
    zones: zonesFor(home, kind),
  }));
}

export function freightKey(sellerKey: string, kind: FreightKind): string {
  return `freight-${sellerKey}-${kind}`;
}

/** Two for every seller: by cold chain, which leaves out the provinces it is too slow for, and at ordinary temperature. */
export const freightTemplates: readonly SeedFreight[] = [
  ...sellers.flatMap(({ key, areaCode }) => templatesOf("COOPERATIVE", key, areaCode)),
  ...householdShops.flatMap(({ householdKey }) => templatesOf("HOUSEHOLD", householdKey, householdKey.slice(0, 12))),
];

export function freightTemplate(sellerKey: string, kind: FreightKind): SeedFreight {
  const found = freightTemplates.find(({ key }) => key === freightKey(sellerKey, kind));
  if (!found) throw new Error(`no freight template for ${sellerKey}`);
  return found;
}
