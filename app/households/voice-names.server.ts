import { dayOf } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { maskName } from "./masking";
import { searchPinyin } from "./pinyin.server";

/** Two characters of somebody else's name may be any word (江山, 春梅); of one's own household they are its name. */
const SHORTEST_NEIGHBOUR = 3;
const SHORTEST_IN_LETTERS = 6;

/**
 * Whose name stands in a text, masked: of the household itself, or of anybody in its village, in Chinese, or for the
 * household itself as it is written in Latin letters.
 */
export async function namesSaid(db: Db, householdId: string, text: string, now: Date): Promise<string[]> {
  if (text === "") return [];
  const plain = text.replace(/\s+/g, "");
  const neighbours = villagersIn(
    Prisma.sql`(SELECT area_code FROM household WHERE id = ${householdId}::uuid)`,
    plain,
    now,
  );
  const rows = await db.$queryRaw<{ name: string; own: boolean }[]>`
    SELECT m.name, true AS own FROM household_member m WHERE m.household_id = ${householdId}::uuid
    UNION SELECT name, false FROM (${neighbours}) n`;
  const said = rows.filter(({ name, own }) => plain.includes(name) || (own && inLetters(name).test(text)));
  return [...new Set(said.map(({ name }) => maskName(name)))];
}

/** Whose name stands in a text that everybody reads, masked: of anybody who lives in the village. */
export async function villagersSaid(db: Db, areaCode: string, text: string, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<
    { name: string }[]
  >`${villagersIn(Prisma.sql`${areaCode}`, text.replace(/\s+/g, ""), now)}`;
  return [...new Set(rows.map(({ name }) => maskName(name)))];
}

/** Names of who lives in the village now, as far as they stand in a text without spaces. */
function villagersIn(areaCode: Prisma.Sql, plain: string, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT m.name FROM household_member m JOIN household h ON h.id = m.household_id
    WHERE h.area_code = ${areaCode} AND length(m.name) >= ${SHORTEST_NEIGHBOUR}::int
      AND (m.left_on IS NULL OR m.left_on > ${dayOf(now)}::date) AND strpos(${plain}::text, m.name) > 0`;
}

/** "Wang Jianguo", "Jianguo Wang", "wang jian guo": nothing for names as short as a word. */
function inLetters(name: string): RegExp {
  const syllables = [...name].map((letter) => searchPinyin(letter).split(" ")[0] ?? "").filter(Boolean);
  const families = [...maskName(name)].filter((letter) => letter !== "*").length;
  if (syllables.join("").length < SHORTEST_IN_LETTERS) return /(?!)/;
  const orders = [syllables, [...syllables.slice(families), ...syllables.slice(0, families)]];
  return new RegExp(`\\b(?:${orders.map((order) => order.join("[\\s'-]*")).join("|")})\\b`, "i");
}
