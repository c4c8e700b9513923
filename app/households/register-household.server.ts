import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { dayToDate } from "~/kernel/calendar-day";
import { explainIdNumberProblem, type IdNumberProblem } from "./id-number";
import { searchPinyin } from "./pinyin.server";
import { HEAD, refusedMember, type NewMember } from "./member";
import { whereabouts } from "./whereabouts.server";
import {
  bankAccountIndex,
  encryptHealth,
  encryptHouseholdField,
  encryptIdNumber,
  idNumberIndex,
  newHouseholdKey,
  phoneIndex,
} from "./sensitive-fields.server";
import type { Attribute, Cause } from "./status";

export type RegisterHouseholdFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-such-village" }
  | { readonly kind: "no-head" }
  | { readonly kind: "bad-id-number"; readonly member: number; readonly problem: IdNumberProblem }
  | { readonly kind: "before-birth"; readonly member: number; readonly born: string }
  | { readonly kind: "person-registered-elsewhere"; readonly member: number }
  | { readonly kind: "person-died"; readonly member: number }
  | { readonly kind: "number-taken"; readonly number: string };

export type NewHousehold = {
  readonly actor: Actor;
  readonly number?: string;
  readonly areaCode: string;
  readonly groupName: string;
  readonly registeredOn: string;
  readonly members: readonly NewMember[];
  readonly attribute: Attribute;
  readonly causes?: readonly Cause[];
  readonly phone?: string | undefined;
  readonly bank?: { readonly name: string; readonly account: string } | undefined;
  readonly shopName?: { readonly zh: string; readonly en: string };
  readonly servicePointId?: string;
  /** what the registration rests on */
  readonly evidence: string;
  readonly now: Date;
};

/**
 * Opens a household's card in a village: members, causes (the first is the main one), contact and bank account encrypted,
 * and the first status event. Without a `number` it gets the village's next one. One person is in one household only.
 */
export async function registerHousehold(
  input: NewHousehold,
): Promise<Result<{ readonly householdId: string; readonly number: string }, RegisterHouseholdFailure>> {
  if (!can(input.actor, "household:register", { areaCode: input.areaCode })) return failed({ kind: "not-allowed" });
  return withTransaction("register household", (tx) => writeHousehold(tx, input));
}

/** The same inside another use case that has asked whether the actor may: an import, a household that splits. */
export async function writeHousehold(
  tx: Transaction,
  input: NewHousehold & {
    /** they come from another card, where they were looked at when they came */
    readonly moved?: true;
  },
): Promise<Result<{ readonly householdId: string; readonly number: string }, RegisterHouseholdFailure>> {
  const { actor, areaCode, members, now } = input;
  const heads = members.filter((member) => member.relation === HEAD);
  const head = heads[0];
  if (head === undefined || heads.length !== 1) return failed({ kind: "no-head" });
  for (const [index, member] of input.moved ? [] : members.entries()) {
    const refused = refusedMember({ joinedOn: input.registeredOn, ...member });
    if (refused?.kind === "bad-id-number") return failed({ ...refused, member: index });
    if (refused) return failed({ kind: "before-birth", member: index, born: refused.born });
  }
  // Shared with other registrations: the village does not go into another meanwhile.
  const [village] = await tx.$queryRaw<{ code: string }[]>`
    SELECT code FROM area WHERE code = ${areaCode} AND level = 'VILLAGE' AND valid_to IS NULL FOR SHARE`;
  if (!village) return failed({ kind: "no-such-village" });
  const elsewhere = await registeredElsewhere(tx, members);
  if (elsewhere !== undefined) return failed(elsewhere);

  const householdId = newId(now);
  const key = { householdId, wrappedKey: newHouseholdKey(householdId) };
  const number = input.number ?? (await nextNumber(tx, areaCode));
  const created = await tx.household.createMany({
    data: {
      id: householdId,
      number,
      areaCode,
      groupName: input.groupName,
      headName: head.name,
      headPinyin: searchPinyin(head.name),
      shopName: input.shopName?.zh ?? null,
      shopNameEn: input.shopName?.en ?? null,
      servicePointId: input.servicePointId ?? null,
      registeredOn: dayToDate(input.registeredOn),
      wrappedKey: key.wrappedKey,
      phoneCipher: input.phone === undefined ? null : encryptHouseholdField(key, "phone_cipher", input.phone),
      phoneIndex: input.phone === undefined ? null : phoneIndex(input.phone),
      bankName: input.bank?.name ?? null,
      bankAccountIndex: input.bank ? bankAccountIndex(input.bank.account) : null,
      bankAccountCipher: input.bank ? encryptHouseholdField(key, "bank_account_cipher", input.bank.account) : null,
      createdAt: now,
    },
    skipDuplicates: true,
  });
  if (created.count === 0) return failed({ kind: "number-taken", number });

  await tx.householdMember.createMany({
    data: members.map((member) => {
      const id = newId(now);
      return {
        id,
        householdId,
        name: member.name,
        relation: member.relation,
        sex: member.sex,
        birthYear: member.birthYear,
        idNumberCipher: member.idNumber === undefined ? null : encryptIdNumber(key, id, member.idNumber),
        idNumberIndex: member.idNumber === undefined ? null : idNumberIndex(member.idNumber),
        education: member.education ?? null,
        healthCipher: member.health === undefined ? null : encryptHealth(key, id, member.health),
        labour: member.labour ?? null,
        joinedOn: dayToDate(member.joinedOn ?? input.registeredOn),
      };
    }),
  });
  const causes = [...new Set(input.causes ?? [])].slice(0, 3);
  await tx.householdCause.createMany({ data: causes.map((cause, rank) => ({ householdId, cause, rank })) });
  await tx.householdStatusEvent.create({
    data: {
      id: newId(now),
      householdId,
      type: "REGISTERED",
      attribute: input.attribute,
      effectiveOn: dayToDate(input.registeredOn),
      evidence: input.evidence,
      recordedBy: actor.userId,
      createdAt: now,
    },
    select: { id: true },
  });
  await logAccess(tx, { actor, action: "household:register", subjectKind: "household", subjectId: householdId, now });
  return succeeded({ householdId, number });
}

/** Which of the members is already in another household, or was registered as dead; locks their numbers meanwhile. */
async function registeredElsewhere(
  tx: Transaction,
  members: readonly NewMember[],
): Promise<Extract<RegisterHouseholdFailure, { kind: "person-registered-elsewhere" | "person-died" }> | undefined> {
  const indexes = members.map(({ idNumber }) => (idNumber === undefined ? undefined : idNumberIndex(idNumber)));
  const given = indexes.filter((index) => index !== undefined).sort();
  if (given.length === 0) return undefined;
  if (new Set(given).size < given.length) {
    const member = indexes.findIndex((index, at) => index !== undefined && indexes.indexOf(index) < at);
    return { kind: "person-registered-elsewhere", member };
  }
  const found = await whereabouts(tx, given);
  if (!found) return undefined;
  return { kind: found.kind, member: indexes.indexOf(found.index) };
}

/** No number of these villages is given to anybody else until the transaction ends. */
export async function lockNumbers(tx: Transaction, areaCodes: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(code, 2)) FROM (
      SELECT DISTINCT code COLLATE "C" AS code FROM unnest(${[...areaCodes]}::text[]) AS code ORDER BY 1) AS village`;
}

/** The village's next number, "341021203201-0037". Waits for another registration in the same village. */
async function nextNumber(tx: Transaction, areaCode: string): Promise<string> {
  await lockNumbers(tx, [areaCode]);
  const [last] = await tx.$queryRaw<{ number: number }[]>`
    SELECT coalesce(max(substring(number FROM '-([0-9]+)$')::int), 0)::int AS number
    FROM household WHERE number LIKE ${`${areaCode}-%`}`;
  return `${areaCode}-${String((last?.number ?? 0) + 1).padStart(4, "0")}`;
}

export function explainRegisterHouseholdFailure(failure: RegisterHouseholdFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "该村不在您的管辖范围内。";
    case "no-such-village":
      return "没有这个村的行政区划代码，请从列表中选择。";
    case "no-head":
      return "家庭成员中须有且只有一位户主。";
    case "bad-id-number":
      return `第 ${failure.member + 1} 位成员：${explainIdNumberProblem(failure.problem)}`;
    case "before-birth":
      return `第 ${failure.member + 1} 位成员：加入日期不能早于出生（${failure.born}）。`;
    case "person-died":
      return `第 ${failure.member + 1} 位成员已登记死亡，不能再登记。`;
    case "person-registered-elsewhere":
      return `第 ${failure.member + 1} 位成员已登记在另一户，请先办理迁出。`;
    case "number-taken":
      return `档案编号 ${failure.number} 已经使用。`;
  }
}
