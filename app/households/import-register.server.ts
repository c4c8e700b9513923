import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { areaScopes } from "~/access/scopes";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { Prisma, withTransaction, type Transaction } from "~/platform/db.server";
import { columnName } from "~/platform/spreadsheet";
import { withinAreas } from "~/regions/within-areas.server";
import { writeCauses } from "./change-causes.server";
import { writeContact } from "./change-contact.server";
import { admitMember, dismissMember } from "./change-members.server";
import { compareRegister, type Pointing } from "./compare-register.server";
import { lockHousehold } from "./household-lock.server";
import type { NewMember } from "./member";
import { searchPinyin } from "./pinyin.server";
import { explainProposeStatusChangeFailure, openStatusCase } from "./propose-status-change.server";
import { explainRegisterHouseholdFailure, lockNumbers, writeHousehold } from "./register-household.server";
import { countsOf, type HouseholdPlan, type MemberUpdate, type RegisterPlan } from "./register-plan";
import {
  readRegisterSheet,
  REGISTER_SHEET,
  type CellProblem,
  type SheetHousehold,
  type SheetPerson,
  type SheetTable,
} from "./register-sheet";
import { encryptHealth, encryptIdNumber, idNumberIndex } from "./sensitive-fields.server";
import { lockPeople } from "./whereabouts.server";

/** As many people as one confirmation can write while its sender waits. */
export const MOST_REGISTER_ROWS = 5_000;
const LONGEST_MS = 120_000;

/** What the sheet would change, read and compared; nothing is written. */
export async function previewRegister(input: {
  readonly actor: Actor;
  readonly table: SheetTable;
  readonly now: Date;
}): Promise<RegisterPlan> {
  return withTransaction(
    "preview register import",
    (tx) => plan(tx, input, readRegisterSheet(input.table, dayOf(input.now))),
    { timeoutMs: LONGEST_MS },
  );
}

export type ImportRegisterFailure =
  | { readonly kind: "problems"; readonly problems: readonly CellProblem[] }
  | { readonly kind: "nothing-new" };

/**
 * Brings the sheet into the register: all of it, or nothing. New households get cards, cards get what changed, and changes of
 * standing are proposed by whoever imports and go their way over notice, township and county. The same sheet again changes nothing.
 */
export async function importRegister(input: {
  readonly actor: Actor;
  readonly table: SheetTable;
  /** SHA-256 of the file: the log says which file it was */
  readonly fileDigest: string;
  readonly now: Date;
}): Promise<Result<ReturnType<typeof countsOf>, ImportRegisterFailure>> {
  const { actor, now } = input;
  return withTransaction(
    "import register",
    async (tx) => {
      // One import at a time: two sheets about one household are compared one after the other.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('register import', 2))`;
      const read = readRegisterSheet(input.table, dayOf(now));
      await lockCompared(tx, actor, read.households);
      const planned = await plan(tx, input, read);
      if (planned.problems.length > 0) return failed({ kind: "problems", problems: planned.problems });
      const counts = countsOf(planned);
      if (counts.new + counts.changed === 0) return failed({ kind: "nothing-new" });
      for (const one of planned.households) {
        if (one.kind === "new") await open(tx, one, actor, now);
        if (one.kind === "changed") await change(tx, one, actor, now);
      }
      const reason = `新增 ${counts.new} 户，更改 ${counts.changed} 户，未变 ${counts.same} 户；文件 ${input.fileDigest.slice(0, 16)}`;
      const [subjectId = ""] = areaScopes(actor);
      await logAccess(tx, { actor, action: "register:import", subjectKind: "area", subjectId, reason, now });
      return succeeded(counts);
    },
    { timeoutMs: LONGEST_MS },
  );
}

/**
 * Whatever the sheet is compared with stays as it is until it is written: its cards, its villages, its people and the numbers of
 * the villages, locked in the order of everybody else.
 */
async function lockCompared(tx: Transaction, actor: Actor, sheets: readonly SheetHousehold[]): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM household WHERE number = ANY (${sheets.map(({ number }) => number)}::text[])
      AND ${withinAreas(Prisma.sql`area_code`, areaScopes(actor))} ORDER BY id FOR UPDATE`;
  const areaCodes = sheets.map(({ areaCode }) => areaCode);
  await tx.$queryRaw`SELECT code FROM area WHERE code = ANY (${areaCodes}::text[]) ORDER BY code FOR SHARE`;
  const numbers = sheets.flatMap(({ people }) => people.flatMap(({ idNumber }) => idNumber ?? []));
  await lockPeople(tx, numbers.map(idNumberIndex));
  await lockNumbers(tx, areaCodes);
}

async function plan(
  tx: Transaction,
  { actor, table }: { readonly actor: Actor; readonly table: SheetTable },
  read: ReturnType<typeof readRegisterSheet>,
): Promise<RegisterPlan> {
  const headers = table.headers.map((header) => header.replace(/[\s*＊]/g, ""));
  const pointing: Pointing = (row, field, words) => {
    const header = REGISTER_SHEET[field];
    return { row, header, words, cell: `${columnName(Math.max(0, headers.indexOf(header)))}${row}` };
  };
  const compared = await compareRegister(tx, actor, read.households, pointing);
  const cells = new Set(read.problems.map(({ cell }) => cell));
  const more = compared.problems.filter(({ cell }) => !cells.has(cell));
  return { households: compared.households, problems: [...read.problems, ...more] };
}

async function open(tx: Transaction, { sheet, act }: HouseholdPlan, actor: Actor, now: Date): Promise<void> {
  const registeredOn = sheet.registeredOn ?? dayOf(now);
  const evidence = sheet.evidence ?? "名册导入";
  const made = await writeHousehold(tx, {
    actor,
    number: sheet.number,
    areaCode: sheet.areaCode,
    groupName: sheet.groupName ?? "",
    registeredOn,
    members: act.arrivals.map((person) => memberOf(person, registeredOn)),
    attribute: act.attribute ?? "一般户",
    causes: [...(sheet.causes ?? [])],
    phone: sheet.phone,
    bank: sheet.bank,
    evidence,
    now,
  });
  // What was compared in this transaction cannot be refused; if it is, nothing of the sheet stays.
  if (!made.ok) throw new Error(`register import, row ${sheet.row}: ${explainRegisterHouseholdFailure(made.failure)}`);
  await propose(tx, made.value.householdId, { sheet, act }, actor, now);
}

async function change(tx: Transaction, { sheet, act }: HouseholdPlan, actor: Actor, now: Date): Promise<void> {
  const householdId = act.householdId ?? "";
  const household = await lockHousehold(tx, householdId, areaScopes(actor));
  if (!household) throw new Error(`register import, row ${sheet.row}: the card is gone`);
  if (act.contact) await writeContact(tx, household, act.contact);
  if (act.causes) {
    const { causes } = act;
    const evidence = sheet.evidence ?? "名册导入";
    await writeCauses(tx, { actor, householdId, causes, changedOn: dayOf(now), evidence, now });
  }
  const key = { householdId, wrappedKey: household.wrappedKey };
  for (const update of act.updates) await updateMember(tx, key, update);
  for (const { memberId, on, reason } of act.departures) {
    const left = await dismissMember(tx, household, { actor, memberId, leftOn: on, reason, now });
    if (!left.ok) throw new Error(`register import, row ${sheet.row}: ${left.failure.kind}`);
  }
  for (const person of act.arrivals) {
    const member = memberOf(person, person.joinedOn ?? dayOf(now));
    const came = await admitMember(tx, household, { actor, member, now });
    if (!came.ok) throw new Error(`register import, row ${person.row}: ${came.failure.kind}`);
  }
  await logAccess(tx, { actor, action: "household:import", subjectKind: "household", subjectId: householdId, now });
  await propose(tx, householdId, { sheet, act }, actor, now);
}

async function updateMember(
  tx: Transaction,
  key: { readonly householdId: string; readonly wrappedKey: string },
  { memberId, name, relation, idNumber, education, health, labour }: MemberUpdate,
): Promise<void> {
  const member = await tx.householdMember.update({
    where: { id: memberId },
    data: {
      ...(name === undefined ? {} : { name }),
      ...(relation === undefined ? {} : { relation }),
      ...(education === undefined ? {} : { education }),
      ...(labour === undefined ? {} : { labour }),
      ...(health === undefined ? {} : { healthCipher: encryptHealth(key, memberId, health) }),
      ...(idNumber === undefined
        ? {}
        : { idNumberCipher: encryptIdNumber(key, memberId, idNumber), idNumberIndex: idNumberIndex(idNumber) }),
    },
    select: { relation: true },
  });
  if (name !== undefined && member.relation === "户主") {
    const data = { headName: name, headPinyin: searchPinyin(name) };
    await tx.household.update({ where: { id: key.householdId }, data, select: { id: true } });
  }
}

async function propose(
  tx: Transaction,
  householdId: string,
  { sheet, act }: Pick<HouseholdPlan, "sheet" | "act">,
  actor: Actor,
  now: Date,
): Promise<void> {
  if (!act.propose || sheet.change === undefined) return;
  const proposed = await openStatusCase(tx, {
    actor,
    householdId,
    type: sheet.change.type,
    attribute: act.attribute,
    effectiveOn: sheet.change.on,
    evidence: `${sheet.evidence ?? ""}（名册导入）`,
    now,
  });
  if (!proposed.ok)
    throw new Error(`register import, row ${sheet.row}: ${explainProposeStatusChangeFailure(proposed.failure)}`);
}

function memberOf(person: SheetPerson, otherwise: string): NewMember & { readonly joinedOn: string } {
  const { row: _row, left: _left, joinedOn, ...member } = person;
  return { ...member, joinedOn: joinedOn ?? otherwise };
}
