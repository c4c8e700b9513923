import { systemActor } from "~/access/actor";
import type { GrantableRole } from "~/access/role";
import { uploadSheet } from "~/benefits/import-sheet.server";
import { SHEETS } from "~/benefits/sheet-import";
import { recordIntake } from "~/benefits/record-intake.server";
import { sealJournals } from "~/benefits/seal-journals.server";
import { drawAudit } from "~/settlement/draw-audit.server";
import { openFinding } from "~/settlement/open-finding.server";
import { proposeIncomeList } from "~/benefits/propose-income-list.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { submitReport } from "~/settlement/submit-report.server";
import { writeNotice } from "~/settlement/write-notice.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { proposeStatusChange } from "~/households/propose-status-change.server";
import type { Named } from "~/route-access";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { attachSlip } from "~/supply/attach-slip.server";
import { anApplication } from "#tests/builders/applications";
import { anOfficial, aPerson, type Person } from "#tests/builders/access";
import { openClaim } from "~/orders/open-claim.server";
import { aLot, aSale, delivered, releaseSale, RELEASED_AT, SOLD_AT, type Sale } from "#tests/builders/benefits";
import { aFeeSchedule, aFreightTemplate, aPublishedListing, aSplitRule, photoBytes } from "#tests/builders/catalog";
import { aMember, anApprovedCooperative, aServicePoint } from "#tests/builders/cooperatives";
import { payOut } from "#tests/builders/settlement";
import { aDelivery, anIntake, aProduct, aSealedLot, DELIVERED_AT } from "#tests/builders/supply";
import { agreed, aWaitingVoice } from "#tests/builders/voices";
import { addDays } from "~/kernel/period";

/** Three places: one's own village, its neighbour in the same township, and one in another county. */
export const PLACES = { own: "341021203201", sibling: "341021203202", other: "511129105200" } as const;

export type Subject = {
  readonly areaCode?: string;
  readonly cooperativeId?: string;
  readonly servicePointId?: string;
  readonly householdId?: string;
};

/** One address of a route: the parameters, and where what they name lies; no subject = there is no such thing. */
export type Instance = { readonly case: string; readonly params: Record<string, string>; readonly subject?: Subject };

export type Somebody = {
  readonly name: string;
  readonly roles: readonly GrantableRole[];
  readonly subject: Subject;
  readonly cookie: string;
};

/** What lies in no place: whoever may open such a thing at all may open it. */
const OF_PLATFORM = [
  "any-claim",
  "sheet",
  "split-rule",
  "fee-schedule",
  "stripe-event",
  "journal",
  "user",
  "month",
  "platform-batch",
  "platform-batch-payment",
] as const;
type OfPlatform = (typeof OF_PLATFORM)[number];

type Place = Record<Exclude<Named, OfPlatform>, Instance>;

/** Everything that a route can name, in each of the places, made through the real use cases. */
export async function aSmallWorld() {
  const splitRuleId = await aSplitRule();
  const feeScheduleId = await aFeeSchedule();
  const productId = await aProduct();
  const places = new Map<string, Place & { subject: Required<Subject> }>();
  for (const [name, areaCode] of Object.entries(PLACES)) places.set(name, await aPlace(name, areaCode, productId));
  const own = places.get("own")?.subject;
  const ownClaim = places.get("own")?.claim;
  if (!own || !ownClaim) throw new Error("no place");

  const person = async (
    name: string,
    roles: readonly GrantableRole[],
    scopeId = "",
    subject: Subject = {},
  ): Promise<Somebody> => {
    const made: Person = await aPerson({ roles: roles.map((role) => ({ role, scopeId })), displayName: name });
    return { name, roles, subject, cookie: made.cookie };
  };
  const people: Somebody[] = [
    { name: "guest", roles: [], subject: {}, cookie: "" },
    await person("shopper", ["SHOPPER"]),
    await person("household", ["HOUSEHOLD"], own.householdId, { householdId: own.householdId }),
    await person("service point", ["SERVICE_POINT"], own.servicePointId, { servicePointId: own.servicePointId }),
    ...(await Promise.all(
      (["COOP_MANAGER", "COOP_WEIGHER", "COOP_PACKER", "COOP_TREASURER"] as const).map((role) =>
        person(role, [role], own.cooperativeId, { cooperativeId: own.cooperativeId }),
      ),
    )),
    await person("village official", ["VILLAGE_OFFICIAL"], PLACES.own, { areaCode: PLACES.own }),
    await person("township official", ["TOWNSHIP_OFFICIAL"], "341021203", { areaCode: "341021203" }),
    await person("county official", ["COUNTY_OFFICIAL"], "341021", { areaCode: "341021" }),
    await person("official of another county", ["COUNTY_OFFICIAL"], "511129", { areaCode: "511129" }),
    await person("operator", ["OPERATOR"]),
    await person("finance", ["FINANCE"]),
  ];

  const event = await db().stripeEvent.create({
    data: {
      id: "evt_small_world",
      type: "payment_intent.created",
      objectId: "pi_small_world",
      payload: { id: "evt_small_world" },
      contentHash: "0".repeat(64),
      createdAt: DELIVERED_AT,
      receivedAt: DELIVERED_AT,
      outcome: "IGNORED",
    },
  });
  const user = await aPerson();
  const journal = await db().journal.findFirstOrThrow({ select: { id: true } });
  const { batchId, paymentId } = await aPlatformBatch(own);
  const platform: Record<OfPlatform, Instance> = {
    month: { case: "own", params: { month: "2026-11" }, subject: own },
    sheet: { case: "own", params: { sheet: "labels" }, subject: own },
    "any-claim": { case: "own", params: ownClaim.params, subject: {} },
    "split-rule": { case: "own", params: { id: splitRuleId }, subject: {} },
    "fee-schedule": { case: "own", params: { id: feeScheduleId }, subject: {} },
    "stripe-event": { case: "own", params: { id: event.id }, subject: {} },
    journal: { case: "own", params: { id: journal.id }, subject: {} },
    user: { case: "own", params: { id: user.userId }, subject: {} },
    "platform-batch": { case: "own", params: { id: batchId }, subject: {} },
    "platform-batch-payment": { case: "own", params: { id: batchId, paymentId }, subject: {} },
  };

  /** The addresses to try for what a route names: own, sibling, other, missing. */
  function instancesOf(named: Named | undefined): Instance[] {
    if (named === undefined) return [{ case: "own", params: {}, subject: own }];
    const whole = OF_PLATFORM.find((one) => one === named);
    if (whole !== undefined) return [platform[whole], missing(platform[whole])];
    const found = [...places.values()].map((place) => place[named as keyof Place]);
    const [first] = found;
    if (!first) throw new Error("no place");
    return [...found, missing(first)];
  }
  /** What a page needs to be asked beside its address. */
  const questions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "routes/official/household-entries": { month: "2026-11" },
    "routes/official/household-audit": { month: "2026-11" },
    "routes/official/household-audit-bundle": { month: "2020-01" },
    "routes/cooperative/new-listing": { product: productId },
    "routes/cooperative/listing-prices": { "chosen[0]": places.get(PLACES.own)?.listing?.params["id"] ?? "" },
    "routes/cooperative/import-template": { kind: "intakes" },
  };
  return { people, instancesOf, questions };
}

/** What the platform pays of a sale, prepared and waiting for its approval. */
async function aPlatformBatch(own: Required<Subject>): Promise<{ batchId: string; paymentId: string }> {
  const seller = { kind: "COOPERATIVE", id: own.cooperativeId } as const;
  const lot = await aLot(seller, [{ householdId: own.householdId, grams: 5_000, priceFen: 600n }]);
  const sale = await aSale([{ lines: [{ unitPriceFen: 3_990n, picks: [{ lot, grams: 2_500 }] }] }]);
  await releaseSale(sale, RELEASED_AT);
  const { batchId } = await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 1), { stopAt: "PREPARED" });
  const payment = await db().disbursement.findFirstOrThrow({ where: { batchId }, select: { id: true } });
  return { batchId, paymentId: payment.id };
}

async function aPlace(
  name: string,
  areaCode: string,
  productId: string,
): Promise<Place & { subject: Required<Subject> }> {
  const cooperativeId = await anApprovedCooperative({ areaCode });
  const servicePointId = await aServicePoint({ areaCode });
  const householdId = await aMember(cooperativeId, { areaCode });
  await db().household.update({ where: { id: householdId }, data: { servicePointId }, select: { id: true } });
  await agreed(householdId, "STORY", "PHOTO", "NAME");
  await aWaitingVoice({ actor: systemActor, householdId, withPhoto: true });
  const seller = { kind: "COOPERATIVE", id: cooperativeId } as const;
  const subject = { areaCode, cooperativeId, servicePointId, householdId };

  const bought = await recordIntake(aDelivery({ cooperativeId, productId, householdId, mode: "BOUGHT_OUT" }));
  if (!bought.ok) throw new Error(bought.failure.kind);
  const { intakeId } = bought.value;
  const slip = await attachSlip({ actor: systemActor, intakeId, bytes: await photoBytes(), now: DELIVERED_AT });
  if (!slip.ok) throw new Error(slip.failure.kind);
  const rendition = await db().mediaRendition.findFirstOrThrow({ where: { mediaId: slip.value.mediaId } });
  const posting = await db().posting.findFirstOrThrow({ where: { intakeId } });

  const consigned = await anIntake({ cooperativeId, productId, householdId });
  const lot = await aSealedLot(cooperativeId, [consigned]);
  const freightTemplateId = await aFreightTemplate(seller);
  const listing = await aPublishedListing(seller, productId, [lot.lotId], {
    draft: { freightId: freightTemplateId, areaCode },
  });

  const soldLot = await aLot(seller, [{ householdId, grams: 5_000, priceFen: 600n }]);
  const sale = await aSale([
    { lines: [{ unitPriceFen: 3_990n, picks: [{ lot: soldLot, grams: 2_500 }] }], freightFen: 800n },
  ]);
  // Still to be packed: its address is what those who pack it may see.
  await aSale([{ lines: [{ unitPriceFen: 3_990n, picks: [{ lot: soldLot, grams: 1_000 }] }] }]);
  const paid = await payOut({ kind: "COOPERATIVE", cooperativeId }, addDays(DELIVERED_AT, 3), { stopAt: "PREPARED" });

  const proposed = await proposeStatusChange({
    actor: systemActor,
    householdId,
    type: "MONITORED_MARGINAL",
    effectiveOn: "2026-11-01",
    evidence: "入户核查",
    now: DELIVERED_AT,
  });
  if (!proposed.ok) throw new Error(proposed.failure.kind);
  const payment = await db().disbursement.findFirstOrThrow({
    where: { batchId: paid.batchId, payeeAccount: `household:${householdId}:payable` },
  });

  const closing = await beginAreaClose({ actor: systemActor, areaCode, period: "2024-01", now: DELIVERED_AT });
  if (!closing.ok) throw new Error(closing.failure.kind);

  const finding = await openFinding({
    actor: systemActor,
    kind: "FINDING",
    areaCode,
    householdNumber: "",
    evidence: "入户检查发现",
    deadlineOn: "2099-01-01",
    now: DELIVERED_AT,
  });
  if (!finding.ok) throw new Error(finding.failure.kind);

  await sealJournals({ now: DELIVERED_AT });
  const drawn = await drawAudit({ actor: systemActor, areaCode, period: "2024-01", now: addDays(DELIVERED_AT, 1) });
  if (!drawn.ok) throw new Error(drawn.failure.kind);
  const { drawId } = drawn.value;
  const sampled = await db().auditSample.findFirstOrThrow({ where: { drawId }, select: { householdId: true } });

  const here = (params: Record<string, string>, lies: Subject): Instance => ({ case: name, params, subject: lies });
  const inArea = { areaCode };
  const inCooperative = { cooperativeId };
  return {
    subject,
    area: here({ code: areaCode }, inArea),
    application: here({ id: (await anApplication({ areaCode })).applicationId }, inArea),
    household: here({ id: householdId }, inArea),
    "status-case": here({ id: proposed.value.caseId }, inArea),
    "income-list": here({ id: await anIncomeList(areaCode, householdId) }, inArea),
    "area-close": here({ id: closing.value.closeId }, inArea),
    audit: here({ id: drawId }, inArea),
    "audit-household": here({ id: drawId, householdId: sampled.householdId }, inArea),
    problem: here({ id: finding.value.problemId }, inArea),
    report: here({ id: await aReport(areaCode) }, inArea),
    notice: here({ id: await aNotice(closing.value.closeId, areaCode) }, inArea),
    "household-entry": here(
      { id: householdId, journalId: posting.journalId, position: String(posting.position) },
      inArea,
    ),
    "household-intake": here({ id: householdId, intakeId }, inArea),
    "household-order-line": here({ id: householdId, lineId: sale.lines[0]?.id ?? "" }, inArea),
    intake: here({ id: intakeId }, inCooperative),
    "sheet-import": here({ id: await aSheet(cooperativeId) }, inCooperative),
    lot: here({ id: lot.lotId }, inCooperative),
    listing: here({ id: listing.listingId }, inCooperative),
    "freight-template": here({ id: freightTemplateId }, inCooperative),
    shipment: here({ id: sale.shipmentIds[0] ?? "" }, inCooperative),
    claim: here({ id: await aClaim(sale) }, inCooperative),
    batch: here({ id: paid.batchId }, inCooperative),
    "settled-household": here({ month: "2026-11", id: householdId }, inCooperative),
    "batch-payment": here({ id: paid.batchId, paymentId: payment.id }, inCooperative),
    "household-payment": here({ id: payment.id }, { householdId }),
    slip: here({ id: slip.value.mediaId, name: rendition.name }, { areaCode, cooperativeId, householdId }),
  };
}

/** A list of one payment, proposed by the village and waiting. */
async function anIncomeList(areaCode: string, householdId: string): Promise<string> {
  const [village, household] = await Promise.all([
    anOfficial(areaCode),
    db().household.findUniqueOrThrow({ where: { id: householdId }, select: { number: true } }),
  ]);
  const proposed = await proposeIncomeList({
    actor: village.actor,
    title: "公益性岗位工资",
    evidence: "发放表",
    fileDigest: "0".repeat(64),
    rows: [
      {
        row: 2,
        householdNumber: household.number,
        period: "2026-10",
        flow: "PUBLIC_JOB",
        grossFen: 80_000n,
        costFen: 0n,
        organisation: "乡政府",
        product: "",
        quantity: "",
        basis: "每月 800 元",
      },
    ],
    now: DELIVERED_AT,
  });
  if (!proposed.ok) throw new Error(proposed.failure.kind);
  return proposed.value.listId;
}

/** The sale's goods have arrived, and its shopper claims a part of them by photo. */
async function aClaim(sale: Sale): Promise<string> {
  await delivered(sale.shipmentIds[0] ?? "", addDays(SOLD_AT, 5));
  const claim = await openClaim({
    access: "system",
    orderId: sale.orderId,
    orderLineId: sale.lines[0]?.id ?? "",
    quantity: 1,
    words: "烂了两个",
    photos: [await photoBytes()],
    requestKey: newId(),
    now: addDays(SOLD_AT, 4),
  });
  if (!claim.ok) throw new Error(claim.failure.kind);
  return claim.value.claimId;
}

/** A submitted report of a month long ago. */
async function aReport(areaCode: string): Promise<string> {
  const month = { areaCode, kind: "MONTH", period: "2023-01" } as const;
  const submitted = await submitReport({ actor: systemActor, ...month, remark: "", now: DELIVERED_AT });
  if (!submitted.ok) throw new Error(submitted.failure.kind);
  return submitted.value.reportId;
}

/** Deliveries sent as a sheet, not confirmed. */
async function aSheet(cooperativeId: string): Promise<string> {
  const header = SHEETS.intakes.columns.map((column) => column.header).join(",");
  const uploaded = await uploadSheet({
    actor: systemActor,
    cooperativeId,
    kind: "intakes",
    fileName: "收货.csv",
    bytes: Buffer.from(`${header}\n1,,钱七,没有的产品,一级,1,,,斤,代销,,2026-11-01,,李四,,`),
    now: DELIVERED_AT,
  });
  if (!uploaded.ok) throw new Error(uploaded.failure.kind);
  return uploaded.value.importId;
}

/** A submitted notice of a month that three people have closed. */
async function aNotice(closeId: string, areaCode: string): Promise<string> {
  for (const scopeId of [areaCode, areaCode.slice(0, 9), areaCode.slice(0, 6)]) {
    const official = await anOfficial(scopeId);
    const signed = await signAreaClose({ actor: official.actor, closeId, remark: "", now: DELIVERED_AT });
    if (!signed.ok) throw new Error(signed.failure.kind);
  }
  const words = { title: "公示", preface: "收入情况", contact: "乡政府" };
  const written = await writeNotice({ actor: systemActor, source: { closeId }, ...words, now: DELIVERED_AT });
  if (!written.ok) throw new Error(written.failure.kind);
  return written.value.noticeId;
}

/** The same address with names of the same form that nothing has: a village inside the scope, ids that were never given. */
function missing(instance: Instance): Instance {
  const params = Object.fromEntries(
    Object.entries(instance.params).map(([key, value]) => {
      if (key === "code") return [key, "341021203299"];
      if (key === "position" || key === "name" || (key === "month" && "id" in instance.params)) return [key, value];
      return [key, value.startsWith("evt_") ? "evt_missing" : newId()];
    }),
  );
  return { case: "missing", params };
}
