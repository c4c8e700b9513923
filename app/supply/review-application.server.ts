import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { writeInvitation } from "~/access/invite.server";
import type { LoggedAction } from "~/access/logged-actions";
import { can } from "~/access/permissions";
import { insertCooperative } from "~/cooperatives/apply-cooperative.server";
import type { CooperativeKind } from "~/cooperatives/cooperative";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { type Prisma, type Transaction, withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import {
  APPLICATION_MOVES,
  type ApplicationState,
  type CountyMove,
  LINKAGES,
  type Linkage,
  type OperatorMove,
  type ReviewFailure,
} from "./application";
import { tellApplicant } from "./tell-applicant.server";

type Reviewed = Promise<Result<undefined, ReviewFailure>>;
type Row = Prisma.SellerApplicationGetPayload<{ include: { linkages: true } }>;

/** The county recommends, objects with a reason, or asks for changes: an official of the applicant's own county. */
export async function reviewApplication(request: {
  readonly actor: Actor;
  readonly applicationId: string;
  readonly move: CountyMove;
  readonly words: string;
  readonly now: Date;
}): Reviewed {
  const { actor, applicationId, move, now } = request;
  const words = request.words.trim();
  return withTransaction("review application", async (tx) => {
    const found = await lockApplication(tx, applicationId);
    if (!found || !can(actor, "application:review", { areaCode: found.areaCode })) {
      return failed({ kind: "no-such-application" });
    }
    const refused = refusedMove(found, move, words);
    if (refused) return failed(refused);
    const asks = move === "CHANGES_ASKED";
    await tx.sellerApplication.update({
      where: { id: applicationId },
      data: {
        state: move,
        changesAsked: asks ? words : null,
        ...(asks ? {} : { countyById: actor.userId, countyAt: now, countyWords: words }),
      },
      select: { id: true },
    });
    await say(tx, found, { actor, move, words, now });
    return succeeded(undefined);
  });
}

/**
 * The operator decides, another person than the county's. Approving makes the seller at once: a cooperative (or enterprise,
 * farm, collective) that is approved, with its agreements and licence, or a household's shop; and invites its manager.
 */
export async function decideApplication(request: {
  readonly actor: Actor;
  readonly applicationId: string;
  readonly move: OperatorMove;
  readonly words: string;
  readonly now: Date;
}): Reviewed {
  const { actor, applicationId, move, now } = request;
  const words = request.words.trim();
  return withTransaction("decide application", async (tx) => {
    const found = await lockApplication(tx, applicationId);
    if (!found || !can(actor, "cooperative:approve")) return failed({ kind: "no-such-application" });
    if (!APPLICATION_MOVES[found.state as ApplicationState].includes(move) || found.state === "SUBMITTED") {
      return failed({ kind: "not-from-here", state: found.state as ApplicationState });
    }
    if (found.countyById === actor.userId) return failed({ kind: "same-person" });
    const refused = refusedMove(found, move, words);
    if (refused) return failed(refused);
    const made = move === "APPROVED" ? await makeSeller(tx, found, { actor, now }) : succeeded({});
    if (!made.ok) return made;
    const asks = move === "CHANGES_ASKED";
    await tx.sellerApplication.update({
      where: { id: applicationId },
      data: {
        state: move,
        changesAsked: asks ? words : null,
        ...(asks ? {} : { decidedById: actor.userId, decidedAt: now, decidedWords: words, ...made.value }),
      },
      select: { id: true },
    });
    await say(tx, found, { actor, move, words, now });
    return succeeded(undefined);
  });
}

async function lockApplication(tx: Transaction, applicationId: string): Promise<Row | null> {
  await tx.$queryRaw`SELECT id FROM seller_application WHERE id = ${applicationId}::uuid FOR UPDATE`;
  return tx.sellerApplication.findUnique({
    where: { id: applicationId },
    include: { linkages: { orderBy: { position: "asc" } } },
  });
}

function refusedMove(found: Row, move: ApplicationState, words: string): ReviewFailure | undefined {
  const state = found.state as ApplicationState;
  if (!APPLICATION_MOVES[state].includes(move)) return { kind: "not-from-here", state };
  const reasoned = move === "OBJECTED" || move === "REFUSED" || move === "CHANGES_ASKED";
  return reasoned && words === "" ? { kind: "no-reason" } : undefined;
}

type Made = { readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD"; readonly sellerId: string };

async function makeSeller(
  tx: Transaction,
  found: Row,
  by: { readonly actor: Actor; readonly now: Date },
): Promise<Result<Made, ReviewFailure>> {
  const { actor, now } = by;
  const to =
    found.email === null
      ? { channel: "SMS" as const, recipient: found.phone }
      : { channel: "EMAIL" as const, recipient: found.email };
  const invited = { actor, displayName: found.contactName, house: found.name, ...to, now };
  if (found.kind === "HOUSEHOLD") {
    const number = found.householdNumber ?? "";
    const household = await findHousehold(tx, found.areaCode, number);
    if (household === undefined) return failed({ kind: "no-such-household", number });
    await tx.household.updateMany({
      where: { id: household, shopName: null },
      data: { shopName: found.name, shopNameEn: found.nameEn || null },
    });
    await writeInvitation(tx, { ...invited, role: "HOUSEHOLD", scopeId: household });
    return succeeded({ sellerKind: "HOUSEHOLD", sellerId: household });
  }
  const households: string[] = [];
  for (const { householdNumber } of found.linkages) {
    const household = await findHousehold(tx, found.areaCode, householdNumber);
    if (household === undefined) return failed({ kind: "no-such-household", number: householdNumber });
    households.push(household);
  }
  const inserted = await insertCooperative(tx, {
    actor,
    application: {
      kind: found.kind as CooperativeKind,
      name: found.name,
      nameEn: found.nameEn,
      areaCode: found.areaCode,
      licenceNumber: found.licenceNumber ?? "",
      phone: found.phone,
      story: found.story,
      storyEn: "",
      declaredHouseholds: found.declaredHouseholds,
    },
    approved: true,
    now,
  });
  if (!inserted.ok) return failed({ kind: "already-known" });
  const { cooperativeId } = inserted.value;
  await tx.linkageAgreement.createMany({
    data: found.linkages.map(({ flow, startsOn, endsOn }, index) => ({
      id: newId(now),
      cooperativeId,
      householdId: households[index] ?? "",
      flow,
      terms: LINKAGES[flow as Linkage],
      version: 1,
      startsOn,
      endsOn,
    })),
  });
  if (found.scNumber !== null) await keepLicence(tx, found, found.scNumber, cooperativeId, now);
  await writeInvitation(tx, { ...invited, role: "COOP_MANAGER", scopeId: cooperativeId });
  await enqueue(tx, { topic: "cooperative.changed", key: cooperativeId });
  return succeeded({ sellerKind: "COOPERATIVE", sellerId: cooperativeId });
}

async function keepLicence(tx: Transaction, found: Row, number: string, cooperativeId: string, now: Date) {
  const paper = await tx.sellerApplicationPaper.findFirst({
    where: { applicationId: found.id, kind: "SC" },
    select: { mediaId: true },
    orderBy: { addedAt: "desc" },
  });
  await tx.qualityDocument.create({
    data: {
      id: newId(now),
      kind: "SC",
      number,
      holderKind: "COOPERATIVE",
      holderId: cooperativeId,
      issuedOn: dayToDate(dayOf(now)),
      expiresOn: found.scExpiresOn,
      mediaId: paper?.mediaId ?? null,
      createdAt: now,
    },
    select: { id: true },
  });
}

/** A household of the same county by its archive number. */
async function findHousehold(tx: Transaction, areaCode: string, number: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM household WHERE number = ${number} AND area_code LIKE ${`${areaCode.slice(0, 6)}%`}`;
  return row?.id;
}

const LOGGED = {
  CHANGES_ASKED: "application:changes-asked",
  RECOMMENDED: "application:recommended",
  OBJECTED: "application:objected",
  APPROVED: "application:approved",
  REFUSED: "application:refused",
} as const satisfies Partial<Record<ApplicationState, LoggedAction>>;

async function say(
  tx: Transaction,
  found: Row,
  news: { readonly actor: Actor; readonly move: keyof typeof LOGGED; readonly words: string; readonly now: Date },
): Promise<void> {
  const { actor, move, words, now } = news;
  await logAccess(tx, {
    actor,
    action: LOGGED[move],
    subjectKind: "application",
    subjectId: found.id,
    now,
  });
  const { phone, number } = found;
  const locale = found.locale === "en" ? "en" : "zh";
  await tellApplicant(tx, { phone, email: found.email ?? "", locale, number, state: move, words, now });
}
