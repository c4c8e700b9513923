import type { SerializeFrom } from "@remix-run/node";
import { execFileSync } from "node:child_process";
import { createPrivateKey, hkdfSync, sign } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "~/benefits/journal-store.server";
import { sealJournals } from "~/benefits/seal-journals.server";
import { recordIntake } from "~/benefits/record-intake.server";
import { addDays } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { loader as auditPage } from "~/routes/official/household-audit";
import { loader as bundleFile } from "~/routes/official/household-audit-bundle";
import { loader as publishedSealsOf } from "~/routes/resources/seals-json";
import { exportAuditBundle } from "~/settlement/export-audit-bundle.server";
import { env } from "~/platform/env.server";
import { canonicalJson, piecesOf, type AuditBundle } from "~/settlement/audit-bundle";
import { anOfficial, type Person } from "#tests/builders/access";
import { aRefund, aSale, releaseSale, RELEASED_AT, SOLD_AT } from "#tests/builders/benefits";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { aDelivery, anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { verifyBundle } from "../../../scripts/verify-bundle.mjs";
import { visit } from "../cooperative-console/visit";

const VILLAGE = "341021203201";
const MONTH = "2026-03";

let township: Person;
type Published = { key: string; seals: { day: string; sequence: string; hash: string }[] };
let householdId: string;
let neighbourId: string;
let text: string;
let published: Published;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  township = await anOfficial("341021203");
  const cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
  const productId = await aProduct();
  householdId = await aMember(cooperativeId, { areaCode: VILLAGE, headName: "王金贵" });
  neighbourId = await aMember(cooperativeId, { areaCode: VILLAGE, headName: "李银花" });
  const at = { at: addDays(SOLD_AT, -3) };
  const bought = await recordIntake(aDelivery({ cooperativeId, productId, householdId, mode: "BOUGHT_OUT", ...at }));
  if (!bought.ok) throw new Error(bought.failure.kind);
  const mine = await anIntake({ cooperativeId, productId, householdId, ...at });
  const others = await anIntake({ cooperativeId, productId, householdId: neighbourId, ...at });
  const sealed = await aSealedLot(cooperativeId, [mine, others], { now: addDays(SOLD_AT, -1) });
  const lot = { id: sealed.lotId, seller: { kind: "COOPERATIVE", id: cooperativeId }, productId } as const;
  const sale = await aSale([
    { lines: [{ unitPriceFen: 3_990n, quantity: 2, picks: [{ lot, grams: 5_000 }] }], freightFen: 800n },
  ]);
  await aRefund(sale, [[0, 1_995n]]);
  await releaseSale(sale);
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
  await (await payOut({ kind: "COOPERATIVE", cooperativeId }, RELEASED_AT)).finish();
  await sealJournals({ now: addDays(RELEASED_AT, 1) });
  const now = addDays(RELEASED_AT, 2);
  const exported = await exportAuditBundle({ actor: township.actor, householdId, period: MONTH, now });
  if (!exported.ok) throw new Error(exported.failure.kind);
  text = exported.value.text;
  published = JSON.parse(await (await publishedSealsOf()).text()) as Published;
}, 120_000);

const seals = () => published;
const bundleOf = () => (JSON.parse(text) as { bundle: AuditBundle }).bundle;

test("the page goes the whole way down, every level summed anew", async () => {
  const open = (month: string) =>
    visit(auditPage, paths.gov.householdAudit(householdId, { month }), township.cookie, { id: householdId });
  const { view, broken, checks } = (await open(MONTH)).data as SerializeFrom<typeof auditPage>;
  expect(broken).toBe(0);
  expect(checks).toBeGreaterThan(20);
  expect(view.classes.map(({ name, entries }) => [name, entries.length > 4])).toEqual([["经营性", true]]);
  expect([view.vouchers.length, view.slips.length, view.lines.length, view.seals.length]).toEqual([2, 2, 1, 1]);
  expect(view.steps.map(({ name, ok }) => `${ok ? "✓" : "✗"} ${name}`)).toContain("✓ 已付 = 各类之和");
  expect(view.lines[0]?.steps.map(({ name }) => name)).toContain("现余 = 成交额 − 退款");
  expect(view.lines[0]?.refunds).toMatchObject([{ fen: 1_995 }]);
  expect(JSON.stringify(view)).not.toMatch(/王金贵|李银花|张三/);
  expect(((await open("2025-01")).data as SerializeFrom<typeof auditPage>).view.classes).toEqual([]);
  expect((await open("2026-13")).status).toBe(404);
});

test("an exported bundle holds offline, names nobody, and who took it is in the log", async () => {
  const { checked, problems } = verifyBundle(text, seals());
  expect(problems).toEqual([]);
  expect(checked.length).toBeGreaterThan(150);
  const bundle = bundleOf();
  expect(bundle.journals.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["INTAKE", "SALE", "REFUND_REQUESTED", "RELEASE", "DISBURSEMENT"]),
  );
  expect(bundle.vouchers).toHaveLength(2);
  expect(bundle.totals.paidFen).not.toBe("0");

  for (const secret of ["王金贵", "李银花", "张三", "13800000000", "622848", "测试路"])
    expect(text).not.toContain(secret);
  // Nothing of what the neighbour was paid.
  expect(bundle.journals.filter(({ kind }) => kind === "DISBURSEMENT").flatMap(({ postings }) => postings)).toEqual(
    expect.not.arrayContaining([expect.objectContaining({ householdId: neighbourId })]),
  );
  const log = await db().accessLog.findFirstOrThrow({ where: { action: "audit:export" } });
  expect(log).toMatchObject({ subjectId: householdId, reason: `${MONTH} SHA-256 ${sha256(text)}` });
  const stranger = await anOfficial("511129");
  const there = paths.gov.householdAuditBundle(householdId, { month: MONTH });
  expect((await visit(bundleFile, there, stranger.cookie, { id: householdId })).status).toBe(404);
  const taken = await visit(bundleFile, there, township.cookie, { id: householdId });
  expect(taken.data).toEqual(JSON.parse(text));
});

test("the program is plain Node: it ends with 0, and with 1 and the name of what was changed", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-bundle-"));
  const [good, bad, kept] = ["good.json", "bad.json", "seals.json"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  fs.writeFileSync(good, text);
  fs.writeFileSync(bad, text.replace('"grade":"一级"', '"grade":"二级"'));
  fs.writeFileSync(kept, JSON.stringify(published));
  const run = (file: string) => {
    try {
      return {
        code: 0,
        out: execFileSync(process.execPath, ["scripts/verify-bundle.mjs", file, kept], {
          encoding: "utf8",
          env: { NODE_ENV: "production" },
        }),
      };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { code: status, out: stdout };
    }
  };
  expect(run(good)).toMatchObject({ code: 0, out: expect.stringContaining("every byte, hash, seal and sum") });
  expect(run(bad)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/✗ digest of slips\/[0-9a-f-]{36}: it was changed/),
  });
  expect(run(path.join(folder, "none.json")).code).toBe(2);
  fs.rmSync(folder, { recursive: true });
});

type Open<Value> = Value extends readonly (infer One)[]
  ? Open<One>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Open<Value[Key]> }
    : Value;
type OpenBundle = Open<AuditBundle>;
type Tampering = { readonly name: string; readonly change: (bundle: OpenBundle) => unknown; readonly named: RegExp };

function the<Thing>(thing: Thing | undefined | null): Thing {
  if (thing === undefined || thing === null) throw new Error("the bundle has no such thing");
  return thing;
}
const journal = (bundle: OpenBundle, kind: string) => the(bundle.journals.find((one) => one.kind === kind));
const addFen = (fen: string | null) => String(BigInt(the(fen)) + 1n);

const entry = (bundle: OpenBundle) => the(the(bundle.classes[0]).entries[0]);

/** What somebody who holds the file may try, and what the program says beside the broken digest. */
const TAMPERINGS: readonly Tampering[] = [
  {
    name: "a fen more paid in total",
    change: (b) => (b.totals.paidFen = addFen(b.totals.paidFen)),
    named: /^total paid: /,
  },
  {
    name: "a fen more accrued in total",
    change: (b) => (b.totals.accruedFen = addFen(b.totals.accruedFen)),
    named: /^total accrued: /,
  },
  {
    name: "a fen more per head",
    change: (b) => (b.totals.perHeadFen = addFen(b.totals.perHeadFen)),
    named: /^per head: /,
  },
  { name: "one head less", change: (b) => (b.heads.people -= 1), named: /^per head: / },
  {
    name: "heads that another month froze",
    change: (b) => (b.heads.frozen = { month: "2026-02", areaCode: VILLAGE }),
    named: /^heads: their month: /,
  },
  {
    name: "a fen more in a class",
    change: (b) => (the(b.classes[0]).paidFen = addFen(the(b.classes[0]).paidFen)),
    named: /^class BUSINESS: paidFen/,
  },
  {
    name: "a fen more in an entry",
    change: (b) => (entry(b).accruedFen = addFen(entry(b).accruedFen)),
    named: /^entry .*accruedFen/,
  },
  {
    name: "an entry left out",
    change: (b) => the(b.classes[0]).entries.pop(),
    named: /^entry .*: listed: it is left out/,
  },
  { name: "an entry twice", change: (b) => the(b.classes[0]).entries.push(entry(b)), named: /^class BUSINESS: / },
  {
    name: "income counted as another class",
    change: (b) => (the(b.classMap.rows.find((row) => row.flow === "CONSIGNED_SALE")).incomeClass = "WAGE"),
    named: /: class: CONSIGNED_SALE is WAGE/,
  },
  {
    name: "a fen more in a posting",
    change: (b) => (the(journal(b, "SALE").postings[2]).amountFen = "1"),
    named: /^journal SALE .*: content/,
  },
  {
    name: "a posting to another household",
    change: (b) => (the(journal(b, "INTAKE").postings[0]).householdId = neighbourId),
    named: /^journal INTAKE .*: content/,
  },
  {
    name: "a journal in another month",
    change: (b) => (journal(b, "INTAKE").period = "2026-02"),
    named: /^journal INTAKE .*: content/,
  },
  {
    name: "a journal at another moment",
    change: (b) => (journal(b, "RELEASE").occurredAt += 1),
    named: /^journal RELEASE .*: content/,
  },
  { name: "another memo", change: (b) => (journal(b, "SALE").memo = "补记"), named: /^journal SALE .*: content/ },
  {
    name: "a journal taken out",
    change: (b) =>
      b.journals.splice(
        b.journals.findIndex((one) => one.kind === "RELEASE"),
        1,
      ),
    named: /^entry .*no posting of this household/,
  },
  {
    name: "a posting with its hash worked out anew",
    change: (b) => rehash(journal(b, "DISBURSEMENT"), (one) => (one.memo = "改")),
    named: /^journal DISBURSEMENT .*: sealed/,
  },
  {
    name: "a voucher over another amount",
    change: (b) => (the(b.vouchers[0]).amountFen = addFen(the(b.vouchers[0]).amountFen)),
    named: /^(voucher .*: amount|journal DISBURSEMENT .*: papers)/,
  },
  {
    name: "a voucher for somebody else",
    change: (b) => (the(b.vouchers[0]).payeeAccount = `household:${neighbourId}:payable`),
    named: /^voucher .*: payee/,
  },
  { name: "a heavier delivery", change: (b) => (the(b.slips[0]).net += 1), named: /^slip .*: weight/ },
  {
    name: "a dearer delivery",
    change: (b) => (the(b.slips.find((slip) => slip.amountFen !== null)).amountFen = "1"),
    named: /^slip .*: (amount|booked)/,
  },
  {
    name: "an order of another amount",
    change: (b) => (the(b.orders[0]).totalFen = addFen(the(b.orders[0]).totalFen)),
    named: /^journal SALE .*: papers/,
  },
  {
    name: "a line of another amount",
    change: (b) => (the(b.lines[0]).netFen = addFen(the(b.lines[0]).netFen)),
    named: /^order line .*: split/,
  },
  { name: "a refund hidden", change: (b) => b.refunds.pop(), named: /^journal REFUND_REQUESTED .*: papers/ },
  {
    name: "a smaller refund",
    change: (b) => (the(the(b.refunds[0]).lines[0]).amountFen = "1"),
    named: /^order line .*: refunds/,
  },
  {
    name: "another supplier's share in the lot",
    change: (b) => (the(the(b.lots[0]).rows[0]).quantity += 1),
    named: /^lot .*: composition/,
  },
  {
    name: "more taken from the lot",
    change: (b) => (the(the(b.lines[0]).picks[0]).quantity += 1),
    named: /^order line .*: picks/,
  },
  {
    name: "more attributed",
    change: (b) => (the(b.lines[0]).attributedFen = addFen(the(b.lines[0]).attributedFen)),
    named: /^order line .*: attributed/,
  },
  {
    name: "a seal taken out",
    change: (b) => the(b.seals[0]).chain.splice(1, 1),
    named: /^seal \d+: the chain is broken here/,
  },
  {
    name: "a seal over another journal",
    change: (b) => (the(the(b.seals[0]).chain[0]).journalHash = "0".repeat(64)),
    named: /^seal \d+: the chain is broken here/,
  },
  { name: "a chain that ends earlier", change: (b) => the(b.seals[0]).chain.pop(), named: /^seals of .*: end/ },
];

/** The journal with another content whose own hash fits again, as who holds the database would make it. */
function rehash(one: OpenBundle["journals"][number], change: (one: OpenBundle["journals"][number]) => void): void {
  change(one);
  const head = [
    one.id,
    one.kind,
    one.sourceId,
    one.inputHash,
    String(one.occurredAt),
    one.period,
    one.reversesId,
    one.actorId,
    one.memo,
  ];
  const lines = one.postings.map((p, position) => [
    String(position),
    p.source,
    p.destination,
    p.amountFen,
    one.period,
    p.part,
    p.partNumber,
    p.orderLineId,
    p.lotId,
    p.intakeId,
    p.payoutId,
    p.householdId,
    p.cooperativeId,
    p.flow,
  ]);
  one.contentHash = sha256(
    [head, ...lines].map((fields) => fields.map((field) => field ?? "").join("\u001f")).join("\u001e"),
  );
}

/** Everything around a changed bundle made anew with the platform's own key: only seals and sums can show it then. */
function signedAnew(bundle: AuditBundle): string {
  const seed = hkdfSync("sha256", Buffer.from(env().APP_SECRET, "hex"), "", "audit-bundle-signature", 32);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed)]);
  const digests = Object.fromEntries([...piecesOf(bundle)].map(([name, piece]) => [name, sha256(piece)]));
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const signature = sign(null, Buffer.from(canonicalJson(digests)), key).toString("base64");
  return `${canonicalJson({ bundle, digests, signature })}\n`;
}

describe("tampering", () => {
  test("a bundle signed anew without a change holds: what follows is found by what was changed", () => {
    expect(verifyBundle(signedAnew(bundleOf()), seals()).problems).toEqual([]);
  });

  test("a bundle of the form before, kept since then, still holds", () => {
    const { heads, ...bundle } = bundleOf();
    const before = { ...bundle, format: "huhui-audit-bundle-1", heads: { people: heads.people, on: heads.on } };
    expect(verifyBundle(signedAnew(before as unknown as AuditBundle), seals()).problems).toEqual([]);
  });

  test.each(TAMPERINGS)("$name is found and named, even when the platform itself signs it", ({ change, named }) => {
    const file = JSON.parse(text) as { bundle: OpenBundle; digests: unknown; signature: unknown };
    change(file.bundle);
    const byHolder = verifyBundle(`${canonicalJson(file)}\n`, seals()).problems;
    expect(byHolder).toEqual(expect.arrayContaining([expect.stringMatching(/^(digest of|piece) /)]));
    const byPlatform = verifyBundle(signedAnew(file.bundle), seals()).problems;
    expect(byPlatform).toEqual(expect.arrayContaining([expect.stringMatching(named)]));
  });

  test("a byte between the values, digests made anew without the key, another published seal: each is named", () => {
    expect(verifyBundle(text.replace('"bundle":', '"bundle": '), seals()).problems).toEqual([
      expect.stringMatching(/^canonical form/),
    ]);
    const file = JSON.parse(text) as { bundle: { slips: { weighedBy: string }[] }; digests: Record<string, string> };
    const [slip] = file.bundle.slips;
    if (!slip) throw new Error("no slip");
    slip.weighedBy = "别人";
    for (const [name, piece] of piecesOf(file.bundle as unknown as AuditBundle)) file.digests[name] = sha256(piece);
    expect(verifyBundle(`${canonicalJson(file)}\n`, seals()).problems).toEqual([expect.stringMatching(/^signature/)]);
    const { key, seals: days } = seals();
    const other = { key, seals: days.map((day) => ({ ...day, hash: "0".repeat(64) })) };
    expect(verifyBundle(text, other).problems).toEqual([expect.stringMatching(/^seals of .*: published/)]);
    const later = { key, seals: days.map((day) => ({ ...day, sequence: "99999" })) };
    expect(verifyBundle(text, later).problems).toEqual([
      expect.stringMatching(/was published later that day: export again/),
    ]);
    expect(verifyBundle(text, { key, seals: [] }).problems).toEqual([expect.stringMatching(/not among the published/)]);
    for (const nonsense of ["", "{}", "[]", "null", '{"bundle":{"format":"huhui-audit-bundle-2"}}', "\u0000"])
      expect(verifyBundle(nonsense, seals()).problems.length, nonsense).toBeGreaterThan(0);
  });
});
