import type { Fen } from "~/kernel/money";

/** Provinces that share one freight price. */
export type FreightZone = {
  /** two-digit province codes */
  readonly provinces: readonly string[];
  readonly delivered: boolean;
  /** `firstFen` carries up to `firstGrams`; every begun `nextGrams` beyond costs `nextFen` */
  readonly firstGrams: number;
  readonly firstFen: Fen;
  readonly nextGrams: number;
  readonly nextFen: Fen;
  /** goods worth this much or more travel free; null = never */
  readonly freeAboveFen: Fen | null;
};

/**
 * What one shipment's freight costs: `grams` as the carrier weighs it, `goodsFen` for the free-freight line.
 * undefined = not delivered to that province (no zone names it, or its zone is closed).
 */
export function freightFor(
  zones: readonly FreightZone[],
  provinceCode: string,
  grams: number,
  goodsFen: Fen,
): Fen | undefined {
  const zone = zones.find(({ provinces }) => provinces.includes(provinceCode));
  if (!zone?.delivered) return undefined;
  if (zone.freeAboveFen !== null && goodsFen >= zone.freeAboveFen) return 0n;
  const beyond = Math.max(0, grams - zone.firstGrams);
  return zone.firstFen + zone.nextFen * BigInt(Math.ceil(beyond / zone.nextGrams));
}

export type FreightZonesProblem =
  | { readonly kind: "no-zone" }
  | { readonly kind: "delivers-nowhere" }
  | { readonly kind: "unknown-province"; readonly code: string }
  | { readonly kind: "province-twice"; readonly code: string }
  | { readonly kind: "zone-without-province"; readonly position: number }
  | { readonly kind: "bad-weight-step"; readonly position: number }
  | { readonly kind: "bad-price"; readonly position: number };

/** 500 yuan: a parcel that costs more is a slip of the finger. */
const DEAREST_FEN = 50_000n;

/** The first thing that keeps the zones from pricing a shipment; undefined when they are sound. */
export function freightZonesProblem(zones: readonly FreightZone[]): FreightZonesProblem | undefined {
  if (zones.length === 0) return { kind: "no-zone" };
  const seen = new Set<string>();
  for (const [position, zone] of zones.entries()) {
    if (zone.provinces.length === 0) return { kind: "zone-without-province", position };
    for (const code of zone.provinces) {
      if (!/^[1-8]\d$/.test(code)) return { kind: "unknown-province", code };
      if (seen.has(code)) return { kind: "province-twice", code };
      seen.add(code);
    }
    if (!Number.isSafeInteger(zone.firstGrams) || zone.firstGrams <= 0) return { kind: "bad-weight-step", position };
    if (!Number.isSafeInteger(zone.nextGrams) || zone.nextGrams <= 0) return { kind: "bad-weight-step", position };
    const prices = [zone.firstFen, zone.nextFen];
    if (prices.some((fen) => fen < 0n || fen > DEAREST_FEN)) return { kind: "bad-price", position };
    if (zone.freeAboveFen !== null && zone.freeAboveFen < 0n) return { kind: "bad-price", position };
  }
  return zones.some((zone) => zone.delivered) ? undefined : { kind: "delivers-nowhere" };
}

export function explainFreightZonesProblem(problem: FreightZonesProblem): string {
  switch (problem.kind) {
    case "no-zone":
      return "请至少填写一个配送区域。";
    case "delivers-nowhere":
      return "所有区域都不配送，商品就卖不出去；请至少开放一个区域。";
    case "unknown-province":
      return `“${problem.code}”不是省级代码。`;
    case "province-twice":
      return `省份 ${problem.code} 出现在两个区域里，请只留一处。`;
    case "zone-without-province":
      return `第 ${problem.position + 1} 个区域没有选省份。`;
    case "bad-weight-step":
      return `第 ${problem.position + 1} 个区域的首重、续重要大于零。`;
    case "bad-price":
      return `第 ${problem.position + 1} 个区域的运费要在 0 到 500 元之间。`;
  }
}
