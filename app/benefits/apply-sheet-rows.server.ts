import { createHash } from "node:crypto";
import type { Actor } from "~/access/actor";
import { setVariantPrice } from "~/catalog/update-variant-price.server";
import { explainListingFailure } from "~/catalog/listing-failure";
import { explainMembershipFailure } from "~/cooperatives/cooperative-failure";
import { insertMembership } from "~/cooperatives/join-cooperative.server";
import { isId } from "~/kernel/ids";
import { formatYuan, parseYuan } from "~/kernel/money";
import { addMinutes, isDay, startOfDay } from "~/kernel/period";
import { parseWeight } from "~/kernel/quantity";
import type { Transaction } from "~/platform/db.server";
import { lockPapers } from "~/supply/insert-intake.server";
import { explainIntakeFailure } from "~/supply/intake-failure";
import { INTAKE_MODES, MODE_WORDS } from "~/supply/settlement-mode";
import { perKilogramFromJin } from "~/supply/unit-price";
import { household, payable } from "./accounts";
import { lockBalances } from "./journal-store.server";
import { recordIntakeIn } from "./record-intake.server";
import type { RowOutcome, SheetKind, SheetRow } from "./sheet-import";

type By = { readonly actor: Actor; readonly cooperativeId: string; readonly now: Date };

/**
 * Does what each row says, by the very use cases of the typed forms, in the caller's transaction, and answers what came of
 * each. A row that is refused changes nothing; what is in the books already is left alone. The preview runs this too, and
 * takes it all back: what it shows is what will happen.
 */
export async function applySheetRows(
  tx: Transaction,
  kind: SheetKind,
  rows: readonly SheetRow[],
  by: By,
): Promise<RowOutcome[]> {
  // Two sheets of one cooperative take turns: each locks what its rows name, row by row.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sheet ' || ${by.cooperativeId}, 0))`;
  if (kind === "intakes") {
    const papers = rows.flatMap(({ cells }) => cells["paperNumber"]?.trim() || []);
    await lockPapers(tx, by.cooperativeId, [...new Set(papers)]);
    await lockOwed(tx, rows);
  }
  const outcomes: RowOutcome[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const text = JSON.stringify(row.cells);
    const again = seen.get(text) ?? 0;
    seen.set(text, again + 1);
    outcomes.push(await APPLY[kind](tx, row, by, again));
  }
  return outcomes;
}

/** What the rows may owe to households, locked in the order of accounts: row by row they could wait in a circle with a payment. */
async function lockOwed(tx: Transaction, rows: readonly SheetRow[]): Promise<void> {
  const numbers = rows.map(({ cells }) => (cells["mode"] === MODE_WORDS.CONSIGNED ? "" : (cells["number"] ?? "")));
  const households = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM household WHERE number = ANY (${numbers}::text[])`;
  await lockBalances(
    tx,
    households.map(({ id }) => payable(household(id))),
  );
}

const APPLY = { members: applyMember, intakes: applyIntake, prices: applyPrice } as const;

function wrong(errors: Readonly<Record<string, string>>): RowOutcome {
  return { state: "wrong", errors };
}

async function applyMember(tx: Transaction, { cells }: SheetRow, by: By): Promise<RowOutcome> {
  const share = cells["share"] ? parseYuan(cells["share"]) : 0n;
  const { number = "", headName = "", joinedOn = "" } = cells;
  const errors = {
    ...(number === "" ? { number: "没有填" } : {}),
    ...(headName === "" ? { headName: "没有填" } : {}),
    ...(isDay(joinedOn) ? {} : { joinedOn: "请按 2026-03-01 的样子填写" }),
    ...(share === undefined ? { share: "请填金额，例如 1000" } : {}),
  };
  if (share === undefined || Object.keys(errors).length > 0) return wrong(errors);
  const [household] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM household WHERE number = ${number} AND head_name = ${headName}`;
  if (!household) return wrong({ number: "没有编号和户主姓名都对得上的农户" });
  const [open] = await tx.$queryRaw<{ joinedOn: string; shareFen: bigint }[]>`
    SELECT joined_on::text AS "joinedOn", share_fen AS "shareFen" FROM membership
    WHERE cooperative_id = ${by.cooperativeId}::uuid AND household_id = ${household.id}::uuid AND left_on IS NULL`;
  if (open) {
    return open.joinedOn === joinedOn && open.shareFen === share
      ? { state: "unchanged", because: "已是社员" }
      : wrong({ number: `已是社员：${open.joinedOn} 入社，出资 ${formatYuan(open.shareFen)} 元，与表里不同` });
  }
  const joined = await insertMembership(tx, { ...by, householdId: household.id, joinedOn, shareFen: share });
  if (joined.ok) return { state: "added" };
  return wrong({
    [joined.failure.kind === "bad-share" ? "share" : "joinedOn"]: explainMembershipFailure(joined.failure),
  });
}

const UNITS = { 斤: "jin", 公斤: "kg", 千克: "kg", kg: "kg", 个: "piece", 枚: "piece", 只: "piece" } as const;

async function applyIntake(tx: Transaction, { cells }: SheetRow, by: By, again: number): Promise<RowOutcome> {
  const cell = (key: string) => cells[key] ?? "";
  const unit = Object.entries(UNITS).find(([word]) => word === cell("unit").toLowerCase())?.[1];
  const mode = INTAKE_MODES.find((one) => MODE_WORDS[one] === cell("mode"));
  const weight = (key: string) => {
    const typed = cell(key).normalize("NFKC");
    if (typed === "") return 0;
    if (unit === "piece") return /^\d{1,7}$/.test(typed) ? Number(typed) : undefined;
    return parseWeight(typed, unit ?? "kg");
  };
  const [gross, tare, deduction] = [weight("gross"), weight("tare"), weight("deduction")];
  const price = cell("price") === "" ? null : parseYuan(cell("price"));
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(cell("time") || "08:00");
  const day = cell("deliveredOn");
  const [product] = await tx.$queryRaw<{ id: string; grades: string[] }[]>`
    SELECT id, grades FROM product WHERE name = ${cell("product")} ORDER BY code LIMIT 1`;
  const [household] =
    cell("number") === ""
      ? []
      : await tx.$queryRaw<{ id: string }[]>`SELECT id FROM household WHERE number = ${cell("number")}`;
  const errors = {
    ...(unit === undefined ? { unit: "请填斤、公斤或个" } : {}),
    ...(mode === undefined ? { mode: "请填代销、买断或预付" } : {}),
    ...(gross === undefined ? { gross: "请填数字" } : {}),
    ...(tare === undefined ? { tare: "请填数字" } : {}),
    ...(deduction === undefined ? { deduction: "请填数字" } : {}),
    ...(price === undefined ? { price: "请填金额，例如 3.5" } : {}),
    ...(isDay(day) ? {} : { deliveredOn: "请按 2026-11-23 的样子填写" }),
    ...(time === null ? { time: "请按 08:30 的样子填写" } : {}),
    ...(product ? {} : { product: cell("product") === "" ? "没有填" : "没有这个产品" }),
    ...(product && !product.grades.includes(cell("grade")) ? { grade: `等级有：${product.grades.join("、")}` } : {}),
    ...(cell("number") !== "" && !household ? { number: "没有这个编号的农户" } : {}),
    ...(cell("number") === "" && cell("supplier") === "" ? { number: "请填农户编号，或填其他供货人" } : {}),
    ...(cell("weighedBy") === "" ? { weighedBy: "没有填" } : {}),
  };
  if (Object.keys(errors).length > 0) return wrong(errors);
  if (!product || !mode || !unit || !time || price === undefined) return wrong({ gross: "这一行读不懂" });
  const minutes = Number(time[1]) * 60 + Number(time[2]);
  const recorded = await recordIntakeIn(tx, {
    actor: by.actor,
    clientId: rowId(by.cooperativeId, cell("paperNumber") || `${JSON.stringify(cells)} ${again}`),
    cooperativeId: by.cooperativeId,
    householdId: household?.id ?? null,
    supplierNote: household ? null : cell("supplier"),
    productId: product.id,
    grade: cell("grade"),
    weighing: { gross: gross ?? 0, tare: tare ?? 0, deduction: deduction ?? 0 },
    settlementMode: mode,
    unitPriceFen: price !== null && unit === "jin" ? perKilogramFromJin(price) : price,
    weighedBy: cell("weighedBy"),
    note: cell("note") || null,
    paperNumber: cell("paperNumber") || null,
    unusualReason: cell("unusual") || null,
    deliveredAt: addMinutes(startOfDay(day), minutes),
    now: by.now,
  });
  if (recorded.ok) {
    return recorded.value.repeated
      ? { state: "unchanged", because: `已登记为 ${recorded.value.number}` }
      : { state: "added" };
  }
  return wrong({ [INTAKE_FIELDS[recorded.failure.kind] ?? "gross"]: explainIntakeFailure(recorded.failure) });
}

const INTAKE_FIELDS: Readonly<Record<string, string>> = {
  "not-a-member": "number",
  "price-missing": "price",
  "bad-price": "price",
  "no-such-grade": "grade",
  "delivered-in-the-future": "deliveredOn",
  "paper-number-used": "paperNumber",
  "form-already-used": "paperNumber",
  "unusual-weight": "unusual",
};

async function applyPrice(tx: Transaction, { cells }: SheetRow, by: By): Promise<RowOutcome> {
  const { variantId = "", price: typed = "" } = cells;
  if (typed === "") return { state: "unchanged", because: "没有填新价" };
  const price = parseYuan(typed);
  if (price === undefined) return wrong({ price: "请填金额，例如 39.90" });
  const [variant] = isId(variantId)
    ? await tx.$queryRaw<{ priceFen: bigint }[]>`
        SELECT v.price_fen AS "priceFen" FROM variant v JOIN listing l ON l.id = v.listing_id
        WHERE v.id = ${variantId}::uuid AND l.seller_kind = 'COOPERATIVE' AND l.seller_id = ${by.cooperativeId}::uuid`
    : [];
  if (!variant) return wrong({ variantId: "本社没有这个规格，请重新下载模板" });
  if (variant.priceFen === price) return { state: "unchanged", because: "价格没有变" };
  const set = await setVariantPrice(tx, { ...by, variantId, priceFen: price });
  return set.ok ? { state: "added" } : wrong({ price: explainListingFailure(set.failure) });
}

/** An id that the same row gives each time it is sent. */
function rowId(cooperativeId: string, key: string): string {
  const hex = createHash("sha256").update(`sheet ${cooperativeId} ${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
