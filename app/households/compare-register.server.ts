import { can } from "~/access/permissions";
import type { Actor } from "~/access/actor";
import type { Transaction } from "~/platform/db.server";
import type { Contact } from "./contact";
import { isDeath } from "./member";
import { maskBankAccount, maskHealth, maskIdNumber, maskName, maskPhone } from "./masking";
import { registerCards, registeredPeople, type RegisterCard } from "./register-card-store.server";
import type { HouseholdPlan, MemberUpdate, RegisterChange, RegisterPlan } from "./register-plan";
import type { CellProblem, RegisterField, SheetHousehold, SheetPerson } from "./register-sheet";
import {
  bankAccountIndex,
  decryptHealth,
  decryptHouseholdField,
  decryptIdNumber,
  idNumberIndex,
  phoneIndex,
} from "./sensitive-fields.server";
import { isOver, mayFollow, standingOn, STANDINGS, STATUS_EVENTS } from "./status";

/** Says where in the sheet something is wrong. */
export type Pointing = (row: number, field: RegisterField, words: string) => CellProblem;
type Wrong = (row: number, field: RegisterField, words: string) => void;

/**
 * What an import would do, household by household: old → new, masked as the card is. Whatever the domain forbids is a
 * problem of a cell. Changes of standing are proposals, never a rewriting of history; nobody is taken off a card silently.
 */
export async function compareRegister(
  tx: Transaction,
  actor: Actor,
  sheets: readonly SheetHousehold[],
  pointing: Pointing,
): Promise<RegisterPlan> {
  const cards = await registerCards(
    tx,
    sheets.map(({ number }) => number),
  );
  const villages = await tx.area.findMany({
    where: { code: { in: [...new Set(sheets.map(({ areaCode }) => areaCode))] }, level: "VILLAGE" },
    select: { code: true, validTo: true },
  });
  const known = new Set(villages.map(({ code }) => code));
  const open = new Set(villages.filter(({ validTo }) => validTo === null).map(({ code }) => code));
  const indexes = sheets.flatMap(({ people }) => people.flatMap(({ idNumber }) => idNumber ?? [])).map(idNumberIndex);
  const registered = await registeredPeople(tx, indexes);
  const problems: CellProblem[] = [];
  const wrong: Wrong = (row, field, words) => void problems.push(pointing(row, field, words));
  const households = sheets.flatMap((sheet) => {
    const card = cards.get(sheet.number);
    const areaCode = card?.areaCode ?? sheet.areaCode;
    if (!can(actor, card ? "household:edit" : "household:register", { areaCode })) {
      wrong(sheet.row, card ? "number" : "area", "不在您的管辖范围内。");
      return [];
    }
    if (!(card ? known : open).has(sheet.areaCode)) {
      wrong(sheet.row, "area", "没有这个村的行政区划代码。");
      return [];
    }
    for (const person of sheet.people) elsewhere(person, card?.id, registered, wrong);
    return [card ? changed(card, sheet, wrong) : opened(sheet, wrong)];
  });
  return { households, problems };
}

function elsewhere(
  { row, idNumber, left }: SheetPerson,
  householdId: string | undefined,
  registered: Awaited<ReturnType<typeof registeredPeople>>,
  wrong: Wrong,
): void {
  const known = idNumber === undefined ? undefined : registered.get(idNumberIndex(idNumber));
  if (!known || left !== undefined) return;
  if (known.leftOn === null && known.householdId !== householdId)
    wrong(row, "idNumber", "此人已登记在另一户，请先办理迁出。");
  else if (known.leftOn !== null && isDeath(known.reason)) wrong(row, "idNumber", "此人已登记死亡，不能再登记。");
}

function opened(sheet: SheetHousehold, wrong: Wrong): HouseholdPlan {
  const people = sheet.people.filter(({ left }) => left === undefined);
  if (sheet.registeredOn === undefined) wrong(sheet.row, "registeredOn", "新户请填写建档日期。");
  if (sheet.groupName === undefined) wrong(sheet.row, "group", "新户请填写村民组。");
  if (sheet.attribute === undefined) wrong(sheet.row, "attribute", "新户请填写属性。");
  if (sheet.change && sheet.registeredOn !== undefined) {
    if (sheet.change.on < sheet.registeredOn) wrong(sheet.row, "changeOn", "变动日期不能早于建档日期。");
    if (!mayFollow({ standing: "GENERAL", beneath: "GENERAL" }, sheet.change.type))
      wrong(sheet.row, "change", `新建的户为“一般户”，不能提出“${STATUS_EVENTS[sheet.change.type]}”。`);
  }
  const head = people.find(({ relation }) => relation === "户主");
  return {
    number: sheet.number,
    maskedHeadName: maskName(head?.name ?? ""),
    row: sheet.row,
    kind: "new",
    changes: [{ label: "新户", from: "—", to: `${people.length} 人` }, ...proposal(sheet, "一般户")],
    notes: [],
    sheet,
    act: {
      householdId: undefined,
      contact: undefined,
      causes: undefined,
      updates: [],
      arrivals: people,
      departures: [],
      attribute: sheet.attribute,
      propose: sheet.change !== undefined,
    },
  };
}

const proposal = (sheet: SheetHousehold, from: string): RegisterChange[] =>
  sheet.change === undefined
    ? []
    : [{ label: "状态变动（提出，待公示与审定）", from, to: `${STATUS_EVENTS[sheet.change.type]} ${sheet.change.on}` }];

function changed(card: RegisterCard, sheet: SheetHousehold, wrong: Wrong): HouseholdPlan {
  const changes: RegisterChange[] = [];
  const notes: string[] = [];
  const { standing, attribute } = standingOn(card.events, "9999-12-31");
  if (sheet.areaCode !== card.areaCode)
    wrong(sheet.row, "area", `户卡登记在 ${card.areaCode}。迁村请先办理注销或并户。`);
  const contact = contactOf(card, sheet, changes);
  const causes = sheet.causes?.join("、") === card.causes.join("、") ? undefined : sheet.causes;
  if (causes) changes.push({ label: "原因", from: card.causes.join("、") || "—", to: causes.join("、") });
  const propose = proposes(card, sheet, wrong, notes);
  if (propose) changes.push(...proposal(sheet, STANDINGS[standing]));
  if (sheet.attribute !== undefined && sheet.attribute !== attribute && sheet.change === undefined)
    wrong(sheet.row, "attribute", `户卡上是“${attribute ?? "未填"}”。属性随状态变动更改，请填写状态变动。`);
  const members = membersOf(card, sheet, changes, notes, wrong);
  if (isOver(standing) && changes.length > 0) wrong(sheet.row, "number", `该户${STANDINGS[standing]}，不再更改。`);
  return {
    number: card.number,
    maskedHeadName: maskName(card.headName),
    row: sheet.row,
    kind: changes.length === 0 ? "same" : "changed",
    changes,
    notes,
    sheet,
    act: { householdId: card.id, contact, causes, ...members, attribute: sheet.attribute, propose },
  };
}

function contactOf(card: RegisterCard, sheet: SheetHousehold, changes: RegisterChange[]): Contact | undefined {
  const key = { householdId: card.id, wrappedKey: card.wrappedKey };
  const groupName = sheet.groupName === card.groupName ? undefined : sheet.groupName;
  if (groupName !== undefined) changes.push({ label: "村民组", from: card.groupName, to: groupName });
  const phone = sheet.phone === undefined || phoneIndex(sheet.phone) === card.phoneIndex ? undefined : sheet.phone;
  if (phone !== undefined) {
    const from =
      card.phoneCipher === null ? "—" : maskPhone(decryptHouseholdField(key, "phone_cipher", card.phoneCipher));
    changes.push({ label: "联系电话", from, to: maskPhone(phone) });
  }
  const { bank } = sheet;
  const sameBank =
    bank === undefined || (bank.name === card.bankName && bankAccountIndex(bank.account) === card.bankAccountIndex);
  if (!sameBank) {
    const account =
      card.bankAccountCipher === null
        ? "—"
        : maskBankAccount(decryptHouseholdField(key, "bank_account_cipher", card.bankAccountCipher));
    changes.push({
      label: "银行账号",
      from: `${card.bankName ?? ""} ${account}`.trim(),
      to: `${bank.name} ${maskBankAccount(bank.account)}`,
    });
  }
  if (groupName === undefined && phone === undefined && sameBank) return undefined;
  return { groupName, phone, bank: sameBank ? undefined : bank };
}

/** Whether the sheet's change of standing is still to be proposed. */
function proposes(card: RegisterCard, sheet: SheetHousehold, wrong: Wrong, notes: string[]): boolean {
  const { change, row } = sheet;
  if (!change) return false;
  if (card.events.some(({ type, effectiveOn }) => type === change.type && effectiveOn === change.on)) return false;
  const before = card.cases.find(({ type, on }) => type === change.type && on === change.on);
  if (before) {
    if (before.state === "REFUSED")
      notes.push(`${STATUS_EVENTS[change.type]} ${change.on} 曾审定不予通过（${before.number}），不再提出。`);
    return false;
  }
  const open = card.cases.find(({ state }) => state === "ON_NOTICE" || state === "REVIEWED");
  if (open) {
    wrong(row, "change", `该户还有一件变动（${open.number}）没有办完，办完后才能再提出。`);
    return false;
  }
  const lastOn = card.events.findLast(({ type }) => !type.startsWith("NATURAL_"))?.effectiveOn;
  const stands = standingOn(card.events, change.on);
  if (lastOn !== undefined && change.on < lastOn)
    wrong(row, "changeOn", `变动日期不能早于上一次状态变动（${lastOn}）。`);
  else if (!mayFollow(stands, change.type))
    wrong(row, "change", `该户目前为“${STANDINGS[stands.standing]}”，不能提出“${STATUS_EVENTS[change.type]}”。`);
  return true;
}

function membersOf(
  card: RegisterCard,
  sheet: SheetHousehold,
  changes: RegisterChange[],
  notes: string[],
  wrong: Wrong,
): Pick<HouseholdPlan["act"], "updates" | "arrivals" | "departures"> {
  const present = card.members.filter(({ leftOn }) => leftOn === null);
  const seen = new Set<string>();
  const updates: MemberUpdate[] = [];
  const arrivals: SheetPerson[] = [];
  const departures: { memberId: string; on: string; reason: string }[] = [];
  for (const person of sheet.people) {
    const member = matching(card, person, seen);
    if (member === undefined) {
      if (person.left !== undefined) continue; // gone, and not on the card: nothing to do
      if (person.relation === "户主") {
        wrong(person.row, "relation", "与户卡上的户主不是同一人。户主变更请先在户卡办理。");
        continue;
      }
      const same = present.find(({ name, id }) => name === person.name && !seen.has(id));
      if (same) {
        seen.add(same.id);
        wrong(person.row, "idNumber", "与户卡上同名成员的号码不同，请核实；确有错误的先在户卡办理减少再增加。");
        continue;
      }
      if (person.joinedOn === undefined) wrong(person.row, "joinedOn", "新增的成员请填写加入日期。");
      arrivals.push(person);
      changes.push({ label: "增加成员", from: "—", to: `${maskName(person.name)}（${person.relation}）` });
      continue;
    }
    seen.add(member.id);
    if (person.left !== undefined) {
      if (member.leftOn !== null) continue;
      if (member.relation === "户主") wrong(person.row, "leftOn", "户主不能直接减少，请先在户卡变更户主。");
      if (person.left.on < member.joinedOn)
        wrong(person.row, "leftOn", `减少日期不能早于加入日期（${member.joinedOn}）。`);
      departures.push({ memberId: member.id, ...person.left });
      changes.push({
        label: `减少成员 ${maskName(member.name)}`,
        from: "在户",
        to: `${person.left.on} ${person.left.reason}`,
      });
      continue;
    }
    if (member.leftOn !== null) {
      if (person.joinedOn !== undefined && person.joinedOn >= member.leftOn) {
        arrivals.push(person);
        changes.push({ label: "成员返回", from: `${member.leftOn} 减少`, to: `${person.joinedOn} 加入` });
      } else wrong(person.row, "leftOn", `户卡上此人已于 ${member.leftOn} 减少。返回的请填写返回的加入日期。`);
      continue;
    }
    const update = updateOf(card, member, person, changes, wrong);
    if (update) updates.push(update);
  }
  const unsaid = present.filter(({ id }) => !seen.has(id));
  if (unsaid.length > 0)
    notes.push(`户卡上另有 ${unsaid.length} 人不在表中，没有变动；减少的请在表中填写减少日期和原因。`);
  return { updates, arrivals, departures };
}

type CardMember = RegisterCard["members"][number];

/** The same person by number, else by name where either side knows no number. Who is there comes before who left. */
function matching(card: RegisterCard, person: SheetPerson, seen: ReadonlySet<string>): CardMember | undefined {
  const free = card.members
    .filter(({ id }) => !seen.has(id))
    .sort((a, b) => Number(a.leftOn !== null) - Number(b.leftOn !== null));
  const index = person.idNumber === undefined ? undefined : idNumberIndex(person.idNumber);
  const byNumber = index === undefined ? undefined : free.find(({ idNumberIndex: own }) => own === index);
  return (
    byNumber ??
    free.find(({ name, idNumberIndex: own }) => name === person.name && (index === undefined || own === null))
  );
}

function updateOf(
  card: RegisterCard,
  member: CardMember,
  person: SheetPerson,
  changes: RegisterChange[],
  wrong: Wrong,
): MemberUpdate | undefined {
  const key = { householdId: card.id, wrappedKey: card.wrappedKey };
  const who = maskName(person.name);
  const update: { -readonly [Key in keyof MemberUpdate]: MemberUpdate[Key] } = { memberId: member.id };
  const note = (label: string, from: string, to: string) => changes.push({ label: `${who} ${label}`, from, to });
  if (member.name !== person.name) {
    update.name = person.name;
    note("姓名", maskName(member.name), `${who}（已更改）`);
  }
  if (member.relation !== person.relation) {
    if (member.relation === "户主" || person.relation === "户主")
      wrong(person.row, "relation", "户主变更请先在户卡办理。");
    update.relation = person.relation;
    note("与户主关系", member.relation, person.relation);
  }
  if (person.idNumber !== undefined && member.idNumberIndex === null) {
    update.idNumber = person.idNumber;
    const from =
      member.idNumberCipher === null ? "—" : maskIdNumber(decryptIdNumber(key, member.id, member.idNumberCipher));
    note("身份证号码", from, maskIdNumber(person.idNumber));
  }
  if (person.education !== undefined && person.education !== member.education) {
    update.education = person.education;
    note("文化程度", member.education ?? "—", person.education);
  }
  const health = member.healthCipher === null ? null : decryptHealth(key, member.id, member.healthCipher);
  if (person.health !== undefined && person.health !== health) {
    update.health = person.health;
    note("健康状况", health === null ? "—" : maskHealth(health), maskHealth(person.health));
  }
  if (person.labour !== undefined && person.labour !== member.labour) {
    update.labour = person.labour;
    note("劳动能力", member.labour ?? "—", person.labour);
  }
  return Object.keys(update).length > 1 ? update : undefined;
}
