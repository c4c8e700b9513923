import { newId } from "~/kernel/ids";
import { addHours, startOfDay } from "~/kernel/period";
import {
  bankAccountIndex,
  encryptHealth,
  encryptHouseholdField,
  encryptIdNumber,
  idNumberIndex,
  newHouseholdKey,
  phoneIndex,
} from "~/households/sensitive-fields.server";
import { db } from "~/platform/db.server";
import { households, type SeedHousehold } from "../data/households";
import { idOf } from "./places";

/**
 * The households' cards. Written as sets and not through the use case, for one reason: the identity numbers fail their
 * check on purpose, so that they can be nobody's, and the use case would rightly refuse them. Answers ids by archive number.
 */
export async function loadHouseholds(servicePoints: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const cards = households.map((household) => {
    const at = momentOf(household.registeredOn);
    const id = newId(at);
    return { household, at, id, key: { householdId: id, wrappedKey: newHouseholdKey(id) } };
  });
  await db().household.createMany({
    data: cards.map(({ household, at, id, key }) => ({
      id,
      number: household.key,
      areaCode: household.areaCode,
      groupName: household.groupName,
      headName: household.headName,
      headPinyin: household.headPinyin,
      shopName: household.shop?.shopName ?? null,
      shopNameEn: household.shop?.shopNameEn ?? null,
      servicePointId: household.shop ? idOf(servicePoints, household.shop.servicePointKey) : null,
      registeredOn: day(household.registeredOn),
      wrappedKey: key.wrappedKey,
      phoneCipher: encryptHouseholdField(key, "phone_cipher", household.phone),
      phoneIndex: phoneIndex(household.phone),
      bankName: household.bankName,
      bankAccountIndex: bankAccountIndex(household.bankAccount),
      bankAccountCipher: encryptHouseholdField(key, "bank_account_cipher", household.bankAccount),
      createdAt: at,
    })),
  });
  await db().householdMember.createMany({
    data: cards.flatMap(({ household, at, id, key }) =>
      household.members.map(({ idNumber, health, joinedOn, leftOn, ...member }) => {
        const memberId = newId(at);
        return {
          id: memberId,
          householdId: id,
          ...member,
          idNumberCipher: encryptIdNumber(key, memberId, idNumber),
          idNumberIndex: idNumberIndex(idNumber),
          healthCipher: encryptHealth(key, memberId, health),
          joinedOn: day(joinedOn),
          leftOn: leftOn === null ? null : day(leftOn),
        };
      }),
    ),
  });
  await db().householdStatusEvent.createMany({
    data: cards.flatMap(({ household, id }) => statusEventsOf(household, id)),
  });
  await db().householdCause.createMany({
    data: cards.flatMap(({ household, id }) =>
      household.causes.map((cause, rank) => ({ householdId: id, cause, rank })),
    ),
  });
  await db().assignment.createMany({
    data: cards.flatMap(({ household, id }) =>
      household.assignments.map(({ personName, unit, fromOn, toOn }) => ({
        id: newId(momentOf(fromOn)),
        householdId: id,
        personName,
        unit,
        fromOn: day(fromOn),
        toOn: toOn === null ? null : day(toOn),
      })),
    ),
  });
  await db().consent.createMany({
    data: cards.flatMap(({ household, id }) =>
      household.consents.map(({ purpose, givenOn, confirmedOn, withdrawnOn }) => ({
        id: newId(momentOf(givenOn)),
        householdId: id,
        purpose,
        givenAt: momentOf(givenOn),
        confirmedAt: confirmedOn === null ? null : momentOf(confirmedOn),
        withdrawnAt: withdrawnOn === null ? null : momentOf(withdrawnOn),
      })),
    ),
  });
  return new Map(cards.map(({ household, id }) => [household.key, id]));
}

function statusEventsOf(household: SeedHousehold, householdId: string) {
  const registration = {
    type: "REGISTERED",
    attribute: household.attribute,
    effectiveOn: household.registeredOn,
    evidence: household.registrationEvidence,
    recordedBy: "县农业农村局（演示）",
  };
  return [registration, ...household.statusEvents].map((event) => ({
    ...event,
    id: newId(momentOf(event.effectiveOn)),
    householdId,
    effectiveOn: day(event.effectiveOn),
    createdAt: momentOf(event.effectiveOn),
  }));
}

/** Ten in the morning of a Shanghai day. */
function momentOf(text: string): Date {
  return addHours(startOfDay(text), 10);
}

/** What a DATE column takes for a calendar day. */
function day(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}
