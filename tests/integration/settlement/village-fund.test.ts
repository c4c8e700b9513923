import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fen } from "~/kernel/money";
import { addDays } from "~/kernel/period";
import { savePhoto } from "~/media/save-photo.server";
import { db } from "~/platform/db.server";
import * as desk from "~/routes/official/village-fund";
import * as media from "~/routes/resources/media";
import { publicFund } from "~/routes/shop/public-fund-store.server";
import { decideFundUse } from "~/settlement/decide-fund-use.server";
import { recordBankReturn } from "~/settlement/record-bank-return.server";
import { recordFundUse, type NewFundUse } from "~/settlement/record-fund-use.server";
import { fundUses, villageFund, villageFunds } from "~/settlement/village-fund-store.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aCooperative, aLot, aSale, RELEASED_AT, releaseSale, SOLD_AT } from "#tests/builders/benefits";
import { photoBytes } from "#tests/builders/catalog";
import { aHousehold } from "#tests/builders/households";
import { brokenInvariants } from "#tests/builders/invariants";
import { aVillage } from "#tests/builders/regions";
import { payOut, preparer } from "#tests/builders/settlement";

const VILLAGE = "341021203201"; // where the builders' goods are from
const NEIGHBOUR = "341021203202";
const NOW = addDays(RELEASED_AT, 10);

let village: Person;
let township: Person;
let county: Person;
let elsewhere: Person;
let mediaId: string;
let lotOfSix: Awaited<ReturnType<typeof aLot>>;
let lotOfTwo: Awaited<ReturnType<typeof aLot>>;

beforeAll(async () => {
  await aVillage(VILLAGE, "双源村");
  await aVillage(NEIGHBOUR, "万二村");
  [village, township, county, elsewhere] = await Promise.all([
    anOfficial(VILLAGE),
    anOfficial(VILLAGE.slice(0, 9)),
    anOfficial(VILLAGE.slice(0, 6)),
    anOfficial(NEIGHBOUR),
  ]);
  const seller = { kind: "COOPERATIVE", id: await aCooperative() } as const;
  const households = [];
  for (const headName of ["章桂英", "胡长林", "吴秀珍", "方玉兰", "姚德福", "江有根"])
    households.push((await aHousehold({ areaCode: VILLAGE, headName })).id);
  const rows = households.map((householdId) => ({ householdId, grams: 50_000, priceFen: 600n }));
  lotOfSix = await aLot(seller, rows);
  lotOfTwo = await aLot(seller, rows.slice(0, 2));
  // 2 % of 5,000.00 less nothing: 100.00 for the village, of one month and six households.
  await sellAndPay(lotOfSix, 500_000n, SOLD_AT);
});

beforeEach(async () => {
  mediaId = await aPaper();
});

async function sellAndPay(lot: typeof lotOfSix, priceFen: Fen, at: Date): Promise<void> {
  const line = { unitPriceFen: priceFen, packGrams: 12_000, picks: [{ lot, grams: 12_000 }] };
  const sale = await aSale([{ lines: [line] }], { rates: { villageBps: 200 }, at });
  const releasedAt = addDays(at, 15);
  await releaseSale(sale, releasedAt);
  await (await payOut({ kind: "PLATFORM" }, addDays(releasedAt, 1))).finish();
}

async function aPaper(): Promise<string> {
  const owner = { kind: "PLATFORM", id: village.userId } as const;
  const saved = await savePhoto({ bytes: await photoBytes(), kind: "SLIP", owner, alt: "收据", now: NOW });
  if (!saved.ok) throw new Error(saved.failure.kind);
  return saved.value.mediaId;
}

const use = (change: Partial<NewFundUse & { mediaId: string }> = {}) => ({
  actor: village.actor,
  areaCode: VILLAGE,
  usedOn: "2026-04-02",
  decidedOn: "2026-03-28",
  amountFen: 4_000n,
  purpose: "修整村口晒场旁 40 米水沟",
  evidence: "收据 0012",
  correctsId: undefined,
  mediaId,
  now: NOW,
  ...change,
});

async function recorded(change: Parameters<typeof use>[0] = {}): Promise<string> {
  const answer = await recordFundUse(use(change));
  if (!answer.ok) throw new Error(answer.failure.kind);
  return answer.value.useId;
}

async function sent(person: Person, fields: Record<string, string>, photo?: Uint8Array): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (photo) body.append("photo", new File([new Uint8Array(photo)], "a.jpg", { type: "image/jpeg" }));
  const headers = { Cookie: person.cookie };
  const request = new Request(`https://huhui.test/gov/village-funds/${VILLAGE}`, { method: "POST", headers, body });
  return desk.action({ request, params: { code: VILLAGE }, context: {} });
}

const decide = (useId: string, actor = township.actor, refusal?: string) =>
  decideFundUse({ actor, useId, refusal, now: NOW });

describe("a village's fund", () => {
  test("holds what the bank paid to the village, and nothing that is only owed", async () => {
    const fund = await villageFund(db(), VILLAGE, [VILLAGE]);
    expect(fund).toMatchObject({ receivedFen: 10_000n, usedFen: 0n, waitingFen: 0n, sinceOn: "2026-03-26" });
    expect((await villageFunds(db(), ["341021"])).map(({ code }) => code)).toEqual([VILLAGE]);
    expect(await villageFunds(db(), [NEIGHBOUR])).toEqual([]);
    expect(await villageFund(db(), VILLAGE, [NEIGHBOUR])).toBeUndefined();
    const [posted] = await db().$queryRaw<[{ fen: bigint }]>`
      SELECT sum(amount_fen)::bigint AS fen FROM posting
      WHERE source = ${`village:${VILLAGE}:payable`} AND destination = 'bank:platform'`;
    expect(posted.fen).toBe(10_000n);
  });

  test("is used by the village and approved by its township; then everybody sees it", async () => {
    const useId = await recorded();
    expect((await publicFund(db(), VILLAGE)).uses).toEqual([]);
    expect(await decide(useId, village.actor)).toMatchObject({ failure: { kind: "not-found" } });
    expect(await decide(useId)).toMatchObject({ ok: true });
    expect(await publicFund(db(), VILLAGE)).toEqual({
      receivedFen: 10_000n,
      leftOut: false,
      usedFen: 4_000n,
      leftFen: 6_000n,
      uses: [
        {
          id: useId,
          usedOn: "2026-04-02",
          decidedOn: "2026-03-28",
          amountFen: 4_000n,
          purpose: "修整村口晒场旁 40 米水沟",
          correctsOn: null,
        },
      ],
    });
    expect(await decide(useId)).toMatchObject({ failure: { kind: "decided" } });
  });

  test("whoever recorded a use never approves it, not a township that records for its village either", async () => {
    const useId = await recorded({ actor: township.actor, amountFen: 100n });
    expect(await decide(useId)).toMatchObject({ failure: { kind: "own" } });
    expect(await decide(useId, elsewhere.actor)).toMatchObject({ failure: { kind: "not-found" } });
    expect(await decide(useId, county.actor, " ")).toMatchObject({ failure: { kind: "no-reason" } });
    expect((await fundUses(db(), VILLAGE)).find(({ id }) => id === useId)?.state).toBe("WAITING");
    expect(await decide(useId, county.actor, "收据看不清")).toMatchObject({ ok: true });
    expect((await fundUses(db(), VILLAGE)).find(({ id }) => id === useId)).toMatchObject({
      state: "REFUSED",
      refusal: "收据看不清",
      decidedBy: county.actor.displayName,
    });
    expect((await publicFund(db(), VILLAGE)).uses.map(({ id }) => id)).not.toContain(useId);
  });

  test.each([
    ["more than is left", { amountFen: 6_001n }, { kind: "more-than-left", leftFen: 6_000n }],
    ["nothing", { amountFen: 0n }, { kind: "amount" }],
    ["less than nothing", { amountFen: -1n }, { kind: "amount" }],
    ["a day to come", { usedOn: "2026-04-05" }, { kind: "to-come", field: "usedOn" }],
    ["decided after it was used", { decidedOn: "2026-04-03" }, { kind: "decided-later" }],
    [
      "used before anything was paid",
      { usedOn: "2026-03-25", decidedOn: "2026-03-20" },
      { kind: "before-the-money", sinceOn: "2026-03-26" },
    ],
    ["a villager's name", { purpose: "给章桂英家门前修水沟" }, { kind: "names", said: ["章**"] }],
    ["a phone number", { purpose: "修水沟，问 13900001234" }, { kind: "purpose" }],
    ["no paper", { evidence: "" }, { kind: "evidence" }],
    ["a correction of nothing", { correctsId: "00000000-0000-7000-8000-000000000001" }, { kind: "no-such-entry" }],
  ])("does not take %s, and keeps nothing of it", async (_, change, failure) => {
    const before = await db().villageFundUse.count();
    expect(await recordFundUse(use(change))).toMatchObject({ ok: false, failure });
    expect(await db().villageFundUse.count()).toBe(before);
  });

  test("is recorded by its own officials only", async () => {
    for (const actor of [elsewhere.actor, county.actor, preparer])
      expect(await recordFundUse(use({ actor }))).toMatchObject({ failure: { kind: "not-found" } });
    expect(await recordFundUse(use({ areaCode: VILLAGE.slice(0, 9), actor: township.actor }))).toMatchObject({
      failure: { kind: "not-found" },
    });
    expect(await recordFundUse(use({ areaCode: NEIGHBOUR, actor: elsewhere.actor }))).toMatchObject({
      failure: { kind: "before-the-money", sinceOn: null },
    });
  });

  test("at the desk each field says what is wrong with it, and what was typed stays", async () => {
    const typed = {
      intent: "record",
      usedOn: "昨天",
      decidedOn: "",
      amount: "十二元",
      purpose: "🙂",
      evidence: "x".repeat(101),
    };
    const answer = await sent(village, typed);
    expect(answer.status).toBe(422);
    const said = (await answer.json()) as { errors: Record<string, string[]>; typed: Record<string, string> };
    expect(Object.keys(said.errors).sort()).toEqual(["amount", "decidedOn", "evidence", "photo", "usedOn"]);
    expect(said.typed["amount"]).toBe("十二元");
    const photos = await db().media.count();
    const emoji = { ...typed, usedOn: "2026-04-02", decidedOn: "2026-04-01", amount: "1.00", evidence: "收据" };
    const refused = await sent(village, emoji, await photoBytes());
    expect(refused.status).toBe(422);
    expect(Object.keys(((await refused.json()) as typeof said).errors)).toEqual(["purpose"]);
    expect(await db().media.count()).toBe(photos);
    await expect(sent(elsewhere, typed)).rejects.toMatchObject({ status: 404 });
  });

  test("its papers are its officials' and nobody else's", async () => {
    const useId = await recorded({ amountFen: 10n });
    const name = (await db().mediaRendition.findFirstOrThrow({ where: { mediaId } })).name;
    const ask = (cookie: string) =>
      media.loader({
        request: new Request("https://huhui.test/media", { headers: { Cookie: cookie } }),
        params: { id: mediaId, name },
        context: {},
      });
    for (const person of [village, township, county]) expect((await ask(person.cookie)).status).toBe(200);
    for (const cookie of [elsewhere.cookie, ""]) await expect(ask(cookie)).rejects.toMatchObject({ status: 404 });
    await decide(useId, township.actor, "重复");
  });

  test("what waits is held back, so that two uses at once never spend the same fen", async () => {
    const papers = [await aPaper(), await aPaper(), await aPaper()];
    const answers = await Promise.all(papers.map((paper) => recordFundUse(use({ amountFen: 2_500n, mediaId: paper }))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: "more-than-left", leftFen: 1_000n } });
    for (const answer of answers) if (answer.ok) await decide(answer.value.useId, township.actor, "重复");
    expect((await villageFund(db(), VILLAGE, [VILLAGE]))?.waitingFen).toBe(0n);
  });

  test("is corrected only by an entry of its own that names what it corrects", async () => {
    const first = (await publicFund(db(), VILLAGE)).uses.find(({ amountFen }) => amountFen === 4_000n)?.id ?? "";
    const correction = { correctsId: first, purpose: "水沟实际 30 米，多记了 10 元", usedOn: "2026-04-03" };
    expect(await recordFundUse(use({ ...correction, amountFen: -4_001n }))).toMatchObject({
      failure: { kind: "less-than-nothing", usedFen: 4_000n },
    });
    const useId = await recorded({ ...correction, amountFen: -1_000n });
    // What waits gives nothing back yet, and cannot be taken off a second time.
    expect(await recordFundUse(use({ amountFen: 6_001n, mediaId: await aPaper() }))).toMatchObject({
      failure: { leftFen: 6_000n },
    });
    expect(await recordFundUse(use({ ...correction, amountFen: -3_001n, mediaId: await aPaper() }))).toMatchObject({
      failure: { kind: "less-than-nothing", usedFen: 3_000n },
    });
    expect(await recordFundUse(use({ correctsId: useId, amountFen: 0n, mediaId: await aPaper() }))).toMatchObject({
      failure: { kind: "no-such-entry" },
    });
    expect(await decide(useId)).toMatchObject({ ok: true });
    const fund = await publicFund(db(), VILLAGE);
    expect(fund).toMatchObject({ usedFen: 3_000n, leftFen: 7_000n });
    expect(fund.uses.map(({ amountFen, correctsOn }) => [amountFen, correctsOn])).toEqual([
      [-1_000n, "2026-04-02"],
      [4_000n, null],
    ]);
    await expect(
      db().$executeRaw`UPDATE village_fund_use SET amount_fen = 1 WHERE id = ${first}::uuid`,
    ).rejects.toThrow(/permission denied|stays as it was recorded/);
    await expect(
      db().$executeRaw`UPDATE village_fund_use SET state = 'WAITING', approved_by_id = NULL, approved_at = NULL
        WHERE id = ${first}::uuid`,
    ).rejects.toThrow(/stays as it was recorded/);
    await expect(db().$executeRaw`DELETE FROM village_fund_use WHERE id = ${first}::uuid`).rejects.toThrow();
  });

  test("tells nothing that a month of few households hides", async () => {
    await sellAndPay(lotOfTwo, 100_000n, addDays(SOLD_AT, 40));
    expect((await villageFund(db(), VILLAGE, [VILLAGE]))?.receivedFen).toBe(12_000n);
    expect(await publicFund(db(), VILLAGE)).toMatchObject({
      receivedFen: 10_000n,
      leftOut: true,
      usedFen: 3_000n,
      leftFen: null,
    });
  });

  test("a payment that comes back is not spent: the approval looks again, and the view tells what was spent of it", async () => {
    const now = addDays(NOW, 60);
    const useId = await recorded({ amountFen: 9_000n, usedOn: "2026-05-20", decidedOn: "2026-05-19", now });
    const paid = await db().disbursement.findFirstOrThrow({
      where: { payeeAccount: `village:${VILLAGE}:payable`, state: "PAID" },
      orderBy: { amountFen: "desc" },
      select: { id: true },
    });
    const holds = () => brokenInvariants((name) => name.includes("village_fund"));
    expect(await holds()).toEqual({});
    const back = { actor: preparer, disbursementId: paid.id, reason: "账号已销户", now };
    expect(await recordBankReturn(back)).toMatchObject({ ok: true });
    expect(await decide(useId)).toMatchObject({ failure: { kind: "more-than-paid", leftFen: -1_000n } });
    expect((await publicFund(db(), VILLAGE)).usedFen).toBe(3_000n);
    expect(await holds()).toMatchObject({ invariant_village_fund_within_paid_out: [{ area_code: VILLAGE }] });
  });
});
