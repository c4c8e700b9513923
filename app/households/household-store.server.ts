import { dayOf } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { accessLogged, type AccessEntry } from "~/access/access-log-store.server";
import type { AreaName } from "~/regions/area-store.server";
import { withinAreas } from "~/regions/within-areas.server";
import { dateToDay } from "~/kernel/calendar-day";
import type { ConsentPurpose } from "./consent";
import { headCount, isMember } from "./head-count";
import { HEAD } from "./member";
import { maskBankAccount, maskHealth, maskIdNumber, maskName, maskPhone } from "./masking";
import { decryptHealth, decryptHouseholdField, decryptIdNumber } from "./sensitive-fields.server";
import { standingOn, type Attribute, type Standing, type StatusEvent, type StatusEventType } from "./status";

/** A household's status events in the order they hold. */
export async function statusEventsOf(db: Db, householdId: string): Promise<StatusEvent[]> {
  const events = await db.householdStatusEvent.findMany({
    where: { householdId },
    select: { type: true, attribute: true, effectiveOn: true },
    orderBy: EVENT_ORDER,
  });
  return registrationFirst(events).map((event) => ({
    type: event.type as StatusEventType,
    attribute: event.attribute as Attribute | null,
    effectiveOn: dateToDay(event.effectiveOn),
  }));
}

const EVENT_ORDER = [
  { effectiveOn: "asc" },
  { createdAt: "asc" },
  { id: "asc" },
] satisfies Prisma.HouseholdStatusEventOrderByWithRelationInput[];

/** Whatever else happened on the day of registration, and in the same instant, came after it. */
function registrationFirst<Event extends { type: string }>(events: Event[]): Event[] {
  return events.sort((a, b) => Number(b.type === "REGISTERED") - Number(a.type === "REGISTERED"));
}

export type MemberRow = {
  readonly id: string;
  readonly maskedName: string;
  readonly relation: string;
  readonly sex: "M" | "F";
  readonly birthYear: number;
  readonly maskedIdNumber: string | null;
  readonly education: string | null;
  /** 健康, or that it is not shown */
  readonly health: string | null;
  readonly labour: string | null;
  readonly joinedOn: string;
  readonly leftOn: string | null;
  readonly leftReason: string | null;
  readonly present: boolean;
};

/** The household card (户有卡), masked: nothing in it names a person or a number in full. */
export type HouseholdCard = {
  readonly id: string;
  readonly number: string;
  readonly areaCode: string;
  readonly groupName: string;
  readonly maskedHeadName: string;
  readonly shopName: string | null;
  readonly registeredOn: string;
  readonly maskedPhone: string | null;
  readonly bankName: string | null;
  readonly maskedBankAccount: string | null;
  readonly standing: Standing;
  readonly beneath: Standing;
  readonly attribute: Attribute | null;
  readonly standingSince: string | undefined;
  readonly headCount: number;
  readonly members: readonly MemberRow[];
  readonly causes: readonly string[];
  readonly statusEvents: readonly (StatusEvent & {
    readonly id: string;
    readonly evidence: string;
    readonly recordedBy: string;
  })[];
  readonly assignments: readonly {
    readonly personName: string;
    readonly unit: string;
    readonly fromOn: string;
    readonly toOn: string | null;
  }[];
  readonly consents: readonly {
    readonly purpose: ConsentPurpose;
    readonly givenAt: Date;
    readonly confirmedAt: Date | null;
    readonly withdrawnAt: Date | null;
  }[];
};

/** What every page about a household says of it, and where it lies. */
export type HouseholdHead = Pick<HouseholdCard, "id" | "number" | "areaCode" | "maskedHeadName">;

/**
 * Opens the head of a household's card, masked, and writes that into the access log: one statement. Undefined, and nothing is
 * written, when it is not there or lies outside the prefixes.
 */
export async function openHouseholdHead(
  db: Db,
  householdId: string,
  prefixes: readonly string[],
  entry: AccessEntry,
): Promise<HouseholdHead | undefined> {
  const [row] = await db.$queryRaw<{ id: string; number: string; areaCode: string; headName: string }[]>`
    WITH found AS MATERIALIZED (
      SELECT id, number, area_code, head_name FROM household
      WHERE id = ${householdId}::uuid AND ${withinAreas(Prisma.sql`area_code`, prefixes)}),
    logged AS (${accessLogged(entry, Prisma.sql`EXISTS (SELECT FROM found)`)})
    SELECT id, number, area_code AS "areaCode", head_name AS "headName" FROM found`;
  if (!row) return undefined;
  const { headName, ...head } = row;
  return { ...head, maskedHeadName: maskName(headName) };
}

/** The areas from the province down to a household's village, and those of `codes`, in the order of their codes. */
export async function areasOfHousehold(db: Db, householdId: string, codes: readonly string[]): Promise<AreaName[]> {
  return db.$queryRaw<AreaName[]>`
    SELECT code, level, name, short_name AS "shortName" FROM area
    WHERE code = ANY (${[...codes]}::text[] || ARRAY(
      SELECT left(h.area_code, digits) FROM household h, unnest(ARRAY[2, 4, 6, 9, 12]) AS digits
      WHERE h.id = ${householdId}::uuid))
    ORDER BY code`;
}

/** The card of a household that one of the prefixes covers, as of `now`. Undefined when it is not there or lies elsewhere. */
export async function findHouseholdCard(
  db: Db,
  householdId: string,
  prefixes: readonly string[],
  now: Date,
): Promise<HouseholdCard | undefined> {
  const household = await db.household.findFirst({
    where: { id: householdId, OR: prefixes.map((prefix) => ({ areaCode: { startsWith: prefix } })) },
    select: {
      id: true,
      number: true,
      areaCode: true,
      groupName: true,
      headName: true,
      shopName: true,
      registeredOn: true,
      wrappedKey: true,
      phoneCipher: true,
      bankName: true,
      bankAccountCipher: true,
      members: {
        select: {
          id: true,
          name: true,
          relation: true,
          sex: true,
          birthYear: true,
          idNumberCipher: true,
          education: true,
          healthCipher: true,
          labour: true,
          joinedOn: true,
          leftOn: true,
          leftReason: true,
        },
        orderBy: [{ joinedOn: "asc" }, { birthYear: "asc" }, { id: "asc" }],
      },
      statusEvents: {
        select: { id: true, type: true, attribute: true, effectiveOn: true, evidence: true, recordedBy: true },
        orderBy: EVENT_ORDER,
      },
      causes: { select: { cause: true }, orderBy: { rank: "asc" } },
      assignments: {
        select: { personName: true, unit: true, fromOn: true, toOn: true },
        orderBy: [{ fromOn: "desc" }, { id: "desc" }],
      },
      consents: {
        select: { purpose: true, givenAt: true, confirmedAt: true, withdrawnAt: true },
        orderBy: { givenAt: "asc" },
      },
    },
  });
  if (!household) return undefined;

  const today = dayOf(now);
  const key = { householdId, wrappedKey: household.wrappedKey };
  const statusEvents = registrationFirst(household.statusEvents).map((event) => ({
    ...event,
    type: event.type as StatusEventType,
    attribute: event.attribute as Attribute | null,
    effectiveOn: dateToDay(event.effectiveOn),
  }));
  const { standing, beneath, attribute, since } = standingOn(statusEvents, today);
  const headFirst = household.members.sort((a, b) => Number(b.relation === HEAD) - Number(a.relation === HEAD));
  const dated = headFirst.map((member) => ({
    ...member,
    joinedOn: dateToDay(member.joinedOn),
    leftOn: member.leftOn === null ? null : dateToDay(member.leftOn),
  }));
  return {
    id: household.id,
    number: household.number,
    areaCode: household.areaCode,
    groupName: household.groupName,
    maskedHeadName: maskName(household.headName),
    shopName: household.shopName,
    registeredOn: dateToDay(household.registeredOn),
    maskedPhone:
      household.phoneCipher === null
        ? null
        : maskPhone(decryptHouseholdField(key, "phone_cipher", household.phoneCipher)),
    bankName: household.bankName,
    maskedBankAccount:
      household.bankAccountCipher === null
        ? null
        : maskBankAccount(decryptHouseholdField(key, "bank_account_cipher", household.bankAccountCipher)),
    standing,
    beneath,
    attribute,
    standingSince: since,
    headCount: headCount(dated, today),
    members: dated.map(({ name, idNumberCipher, healthCipher, sex, ...member }) => ({
      ...member,
      sex: sex as "M" | "F",
      maskedName: maskName(name),
      health: healthCipher === null ? null : maskHealth(decryptHealth(key, member.id, healthCipher)),
      maskedIdNumber: idNumberCipher === null ? null : maskIdNumber(decryptIdNumber(key, member.id, idNumberCipher)),
      present: isMember(member, today),
    })),
    causes: household.causes.map(({ cause }) => cause),
    statusEvents,
    assignments: household.assignments.map((assignment) => ({
      ...assignment,
      fromOn: dateToDay(assignment.fromOn),
      toOn: assignment.toOn === null ? null : dateToDay(assignment.toOn),
    })),
    consents: household.consents.map((consent) => ({ ...consent, purpose: consent.purpose as ConsentPurpose })),
  };
}

export type PickableHousehold = {
  readonly id: string;
  readonly number: string;
  readonly maskedHeadName: string;
  readonly groupName: string;
  readonly areaCode: string;
};

/**
 * The households that are members of a cooperative on a day, for its forms: by archive number, name or pinyin.
 * A cooperative sees no more of them than this.
 */
export async function memberHouseholds(
  db: Db,
  cooperativeId: string,
  search: { readonly query?: string; readonly day: string; readonly limit: number },
): Promise<(PickableHousehold & { readonly headName: string })[]> {
  const query = search.query?.trim().toLowerCase() ?? "";
  const pattern = `%${query.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db.$queryRaw<
    { id: string; number: string; head_name: string; group_name: string; area_code: string }[]
  >`
    SELECT h.id, h.number, h.head_name, h.group_name, h.area_code
    FROM membership m JOIN household h ON h.id = m.household_id
    WHERE m.cooperative_id = ${cooperativeId}::uuid
      AND m.joined_on <= ${search.day}::date AND (m.left_on IS NULL OR m.left_on > ${search.day}::date)
      AND (${query} = '' OR h.number LIKE ${pattern} OR h.head_name LIKE ${pattern} OR h.head_pinyin LIKE ${pattern})
    ORDER BY h.head_pinyin, h.number LIMIT ${search.limit}`;
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    headName: row.head_name,
    maskedHeadName: maskName(row.head_name),
    groupName: row.group_name,
    areaCode: row.area_code,
  }));
}

/** Whether the household exists in one of the areas: for guards of pages that show something of it. */
export async function householdIsWithin(db: Db, householdId: string, prefixes: readonly string[]): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM household WHERE id = ${householdId}::uuid AND ${withinAreas(Prisma.sql`area_code`, prefixes)}`;
  return rows.length === 1;
}
