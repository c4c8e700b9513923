import type { Transaction } from "~/platform/db.server";
import { dateToDay } from "~/kernel/calendar-day";
import type { Attribute, StatusEvent, StatusEventType } from "./status";

export type RegisterCard = {
  readonly id: string;
  readonly number: string;
  readonly areaCode: string;
  readonly groupName: string;
  readonly headName: string;
  readonly wrappedKey: string;
  readonly phoneCipher: string | null;
  readonly phoneIndex: string | null;
  readonly bankName: string | null;
  readonly bankAccountCipher: string | null;
  readonly bankAccountIndex: string | null;
  readonly causes: readonly string[];
  readonly events: readonly StatusEvent[];
  readonly cases: readonly {
    readonly type: string;
    readonly on: string;
    readonly state: string;
    readonly number: string;
  }[];
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    readonly relation: string;
    readonly idNumberCipher: string | null;
    readonly idNumberIndex: string | null;
    readonly education: string | null;
    readonly healthCipher: string | null;
    readonly labour: string | null;
    readonly joinedOn: string;
    readonly leftOn: string | null;
  }[];
};

/** The cards with these archive numbers, wherever they are, by number: what a sheet is compared with. */
export async function registerCards(
  tx: Transaction,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, RegisterCard>> {
  const found = await tx.household.findMany({
    where: { number: { in: [...numbers] } },
    select: {
      id: true,
      number: true,
      areaCode: true,
      groupName: true,
      headName: true,
      wrappedKey: true,
      phoneCipher: true,
      phoneIndex: true,
      bankName: true,
      bankAccountCipher: true,
      bankAccountIndex: true,
      causes: { select: { cause: true }, orderBy: { rank: "asc" } },
      statusEvents: {
        select: { type: true, attribute: true, effectiveOn: true },
        orderBy: [{ effectiveOn: "asc" }, { createdAt: "asc" }, { id: "asc" }],
      },
      statusCases: { select: { type: true, effectiveOn: true, state: true, number: true } },
      members: {
        select: {
          id: true,
          name: true,
          relation: true,
          idNumberCipher: true,
          idNumberIndex: true,
          education: true,
          healthCipher: true,
          labour: true,
          joinedOn: true,
          leftOn: true,
        },
      },
    },
  });
  const cards = found.map(({ causes, statusEvents, statusCases, members, ...card }): RegisterCard => ({
    ...card,
    causes: causes.map(({ cause }) => cause),
    events: statusEvents
      .map((event) => ({
        type: event.type as StatusEventType,
        attribute: event.attribute as Attribute | null,
        effectiveOn: dateToDay(event.effectiveOn),
      }))
      .sort((a, b) => Number(b.type === "REGISTERED") - Number(a.type === "REGISTERED")),
    cases: statusCases.map(({ effectiveOn, ...one }) => ({ ...one, on: dateToDay(effectiveOn) })),
    members: members.map((member) => ({
      ...member,
      joinedOn: dateToDay(member.joinedOn),
      leftOn: member.leftOn === null ? null : dateToDay(member.leftOn),
    })),
  }));
  return new Map(cards.map((card) => [card.number, card]));
}

/** Where people are registered now, or that they were registered as dead, by the blind index of their number. */
export async function registeredPeople(
  tx: Transaction,
  indexes: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly householdId: string; readonly leftOn: string | null; readonly reason: string }>
> {
  const rows = await tx.householdMember.findMany({
    where: { idNumberIndex: { in: [...indexes] } },
    select: { idNumberIndex: true, householdId: true, leftOn: true, leftReason: true },
    orderBy: [{ leftOn: { sort: "asc", nulls: "last" } }],
  });
  return new Map(
    rows.map((row) => [
      row.idNumberIndex ?? "",
      {
        householdId: row.householdId,
        leftOn: row.leftOn === null ? null : dateToDay(row.leftOn),
        reason: row.leftReason ?? "",
      },
    ]),
  );
}
