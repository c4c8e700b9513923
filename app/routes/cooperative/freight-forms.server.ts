import { z } from "zod";
import type { FreightZone } from "~/catalog/freight";
import { parseYuan } from "~/kernel/money";
import { parseWeight } from "~/kernel/quantity";
import { checkbox, optionalYuan, text } from "./fields.server";
import { otherProvinces, provincesFrom } from "./province-words";

/** One zone as typed, or undefined for an empty row. Which provinces 其余 are depends on the other rows. */
const zoneRow = z
  .object({
    provinces: z.string().max(400, "最多 400 个字。").optional(),
    delivered: checkbox,
    firstWeight: z.string().optional(),
    firstPrice: z.string().optional(),
    nextWeight: z.string().optional(),
    nextPrice: z.string().optional(),
    freeAbove: optionalYuan("满额包邮请填金额，例如 99；不设就空着。"),
  })
  .transform((row, context) => {
    if (!row.provinces?.trim()) return undefined;
    const problem = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    const named = provincesFrom(row.provinces);
    if ("unknown" in named) problem("provinces", `不认识“${named.unknown}”。请写省份名称，用空格或顿号隔开。`);
    const provinces = "codes" in named ? named : { codes: [], withRest: false };
    if (!row.delivered) return { ...provinces, terms: CLOSED };

    const weight = (field: "firstWeight" | "nextWeight", label: string) => {
      const grams = parseWeight(row[field] ?? "", "kg");
      if (!grams) problem(field, `${label}请填公斤数，例如 1 或 0.5。`);
      return grams ?? 0;
    };
    const price = (field: "firstPrice" | "nextPrice", label: string) => {
      const fen = parseYuan(row[field] ?? "");
      if (fen === undefined) problem(field, `${label}请填金额，例如 8；包邮填 0。`);
      return fen ?? 0n;
    };
    const terms: ZoneTerms = {
      delivered: true,
      firstGrams: weight("firstWeight", "首重"),
      firstFen: price("firstPrice", "首重运费"),
      nextGrams: weight("nextWeight", "续重"),
      nextFen: price("nextPrice", "续重运费"),
      freeAboveFen: row.freeAbove ?? null,
    };
    return { ...provinces, terms };
  });

type ZoneTerms = Omit<FreightZone, "provinces">;

const CLOSED: ZoneTerms = {
  delivered: false,
  firstGrams: 1000,
  firstFen: 0n,
  nextGrams: 1000,
  nextFen: 0n,
  freeAboveFen: null,
};

/** A freight template as typed. "其余" are all provinces that no row names. */
export const freightForm = z
  .object({
    name: text("请填写模板名称。", 30),
    shipperName: text("请填写承运方，例如“邮政快递”。", 30),
    zones: z.array(zoneRow).max(12).optional(),
  })
  .transform((form) => {
    const rows = (form.zones ?? []).filter((row) => row !== undefined);
    const rest = otherProvinces(rows.flatMap((row) => row.codes));
    const zones = rows.map(({ codes, withRest, terms }): FreightZone => ({
      provinces: withRest ? [...codes, ...rest] : [...codes],
      ...terms,
    }));
    return { ...form, zones };
  });
