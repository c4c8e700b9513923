import { maskBankAccount, maskIdNumber } from "~/households/masking";
import { bankAccountIndex, idNumberIndex } from "~/households/sensitive-fields.server";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { ComparedList, ListRow } from "./list-sheet";

/** A difference between a list and the register, in words that name nobody and show no number. */
export type Suspicion = {
  readonly householdId: string;
  readonly number: string;
  readonly areaCode: string;
  readonly evidence: string;
};

export type Comparison = {
  readonly suspicions: readonly Suspicion[];
  /** rows that were looked up, and those that nothing in the official's area answers to */
  readonly rows: number;
  readonly unknown: number;
};

type Member = {
  readonly householdId: string;
  readonly number: string;
  readonly areaCode: string;
  readonly index: string;
};
type Card = {
  readonly householdId: string;
  readonly number: string;
  readonly areaCode: string;
  readonly account: string | null;
  readonly attribute: string | null;
};

/** Compares by blind indexes: nothing of the register is decrypted, and people outside the areas are not looked for. */
export async function compareWithList(
  db: Db,
  prefixes: readonly string[],
  list: ComparedList,
  rows: readonly ListRow[],
  today: string,
): Promise<Comparison> {
  switch (list) {
    case "DEATH":
      return people(
        db,
        prefixes,
        rows,
        (row) => `死亡人员名单上的 ${maskIdNumber(row.idNumber)} 仍在册，请核实并办理减少。`,
      );
    case "FLAGGED":
      return people(db, prefixes, rows, (row) => `其他部门疑点名单上的 ${maskIdNumber(row.idNumber)} 在册，请核实。`);
    case "RESIDENTS":
      return residents(db, prefixes, rows);
    case "ACCOUNTS":
      return accounts(db, prefixes, rows, today);
    case "CIVIL_AFFAIRS":
      return attributes(db, prefixes, rows, today);
  }
}

async function membersNow(db: Db, prefixes: readonly string[], more: Prisma.Sql): Promise<Member[]> {
  return db.$queryRaw<Member[]>`
    SELECT h.id AS "householdId", h.number, h.area_code AS "areaCode", m.id_number_index AS index
    FROM household_member m JOIN household h ON h.id = m.household_id
    WHERE m.left_on IS NULL AND m.id_number_index IS NOT NULL AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)} AND ${more}
    ORDER BY h.number, m.id`;
}

async function people(
  db: Db,
  prefixes: readonly string[],
  rows: readonly ListRow[],
  words: (row: ListRow) => string,
): Promise<Comparison> {
  const byIndex = new Map(rows.map((row) => [idNumberIndex(row.idNumber), row]));
  const found = await membersNow(db, prefixes, Prisma.sql`m.id_number_index = ANY (${[...byIndex.keys()]}::text[])`);
  const suspicions = found.flatMap(({ index, ...household }) => {
    const row = byIndex.get(index);
    return row ? [{ ...household, evidence: words(row) }] : [];
  });
  return { suspicions, rows: rows.length, unknown: rows.length - new Set(found.map(({ index }) => index)).size };
}

async function residents(db: Db, prefixes: readonly string[], rows: readonly ListRow[]): Promise<Comparison> {
  const numbers = [...new Set(rows.map(({ number }) => number))];
  const cards = await cardsNow(db, prefixes, Prisma.sql`h.number = ANY (${numbers}::text[])`, "9999-12-31");
  const members = await membersNow(db, prefixes, Prisma.sql`h.number = ANY (${numbers}::text[])`);
  const suspicions: Suspicion[] = [];
  for (const { householdId, number, areaCode } of cards) {
    const listed = new Set(rows.filter((row) => row.number === number).map(({ idNumber }) => idNumberIndex(idNumber)));
    const own = new Set(members.filter((member) => member.householdId === householdId).map(({ index }) => index));
    const onlyListed = [...listed].filter((index) => !own.has(index)).length;
    const onlyOwn = [...own].filter((index) => !listed.has(index)).length;
    if (onlyListed + onlyOwn === 0) continue;
    const evidence = `与户籍人口名单比对：名单有而户卡没有 ${onlyListed} 人，户卡有而名单没有 ${onlyOwn} 人，请入户核实。`;
    suspicions.push({ householdId, number, areaCode, evidence });
  }
  return { suspicions, rows: rows.length, unknown: unknownOf(rows, cards) };
}

async function accounts(
  db: Db,
  prefixes: readonly string[],
  rows: readonly ListRow[],
  today: string,
): Promise<Comparison> {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const cards = await cardsNow(db, prefixes, Prisma.sql`h.number = ANY (${[...byNumber.keys()]}::text[])`, today);
  const suspicions = cards.flatMap(({ account, attribute: _, ...household }) => {
    const row = byNumber.get(household.number);
    if (!row || bankAccountIndex(row.account) === account) return [];
    const evidence =
      account === null
        ? `银行账户名单有账号 ${maskBankAccount(row.account)}，户卡没有登记账号。`
        : `银行账户名单的账号 ${maskBankAccount(row.account)} 与户卡登记的不同，请核对存折。`;
    return [{ ...household, evidence }];
  });
  return { suspicions, rows: rows.length, unknown: unknownOf(rows, cards) };
}

async function attributes(
  db: Db,
  prefixes: readonly string[],
  rows: readonly ListRow[],
  today: string,
): Promise<Comparison> {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const some = Prisma.sql`(h.number = ANY (${[...byNumber.keys()]}::text[]) OR s.attribute IN ('低保户', '特困供养户'))`;
  const cards = await cardsNow(db, prefixes, some, today);
  const suspicions = cards.flatMap(({ account: _, attribute, ...household }) => {
    const row = byNumber.get(household.number);
    if (row?.attribute === attribute) return [];
    const evidence = row
      ? `民政名单为“${row.attribute}”，户卡为“${attribute ?? "未填"}”，请核实。`
      : `户卡为“${attribute ?? "未填"}”，民政名单没有这一户，请核实。`;
    return [{ ...household, evidence }];
  });
  return { suspicions, rows: rows.length, unknown: unknownOf(rows, cards) };
}

async function cardsNow(db: Db, prefixes: readonly string[], more: Prisma.Sql, day: string): Promise<Card[]> {
  return db.$queryRaw<Card[]>`
    SELECT h.id AS "householdId", h.number, h.area_code AS "areaCode", h.bank_account_index AS account, s.attribute
    FROM household h JOIN household_standing(${day}::date) s ON s.household_id = h.id
    WHERE s.standing NOT IN ('MERGED', 'CANCELLED') AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)} AND ${more}
    ORDER BY h.number`;
}

function unknownOf(rows: readonly ListRow[], cards: readonly Card[]): number {
  const known = new Set(cards.map(({ number }) => number));
  return rows.filter(({ number }) => !known.has(number)).length;
}
