import { listingDocuments } from "~/search/listing-document-store.server";
import { db } from "~/platform/db.server";
import { readZip } from "~/platform/zip-entries.server";

// The households and buyers of the small world carry what must not be found: full names, phone, identity and bank numbers.
// Whatever is answered to anybody, and every table, is looked through; each canary is seen only where this says.

const CANARIES = {
  name: /王建国|李秀英/,
  phone: /(?<!\d)1380000(?!0000)\d{4}(?!\d)/,
  identity: /(?<!\d)9999\d{2}(?:1962|1965)0101\d{3}[\dX](?!\d)/,
  bank: /622848\d{13}(?!\d)/,
  buyer: /测试路 1 号/,
} as const;

type Canary = keyof typeof CANARIES;

/** Where each may be seen by those who may open the page: beginnings of route ids. Nobody sees it anywhere else. */
const MAY_SEE: Readonly<Record<Canary, readonly string[]>> = {
  // the family itself; those who weigh, sell for and pay it
  name: ["routes/household/", "routes/cooperative/", "routes/operator/batch"],
  // the demonstration's door names an invented number to try it with
  phone: ["routes/household/", "routes/session/household-sign-in"],
  identity: [],
  // what the bank is to pay to, for the treasurer who hands it in
  bank: ["routes/cooperative/batch-file", "routes/operator/batch-file"],
  // whoever packs, and the platform that answers for the order
  buyer: ["routes/cooperative/order", "routes/operator/"],
};

/** Tables in which it stands: the card itself, and papers that a bank or court asks for by name. */
const MAY_STAND: Readonly<Record<Canary, readonly string[]>> = {
  name: ["household", "household_member", "disbursement"],
  phone: [],
  identity: [],
  bank: [],
  buyer: ["customer_order"],
};

const MOST_UNPACKED = 16 * 1024 * 1024;

export function canariesIn(text: string): Canary[] {
  return (Object.keys(CANARIES) as Canary[]).filter((canary) => CANARIES[canary].test(text));
}

export function maySee(canary: Canary, routeId: string): boolean {
  return MAY_SEE[canary].some((beginning) => routeId.startsWith(beginning));
}

/** What an answer says: a workbook is a zip, and its words stand in the files within. */
export function wordsOf(body: Buffer): string {
  const zip = body.subarray(0, 2).toString() === "PK" ? readZip(body, MOST_UNPACKED) : undefined;
  return zip?.ok ? zip.entries.map(({ content }) => content.toString()).join("\n") : body.toString();
}

/** Every table read whole, and what the search engine is given. */
export async function canariesKept(): Promise<{
  readonly tables: number;
  readonly found: string[];
  readonly wrong: string[];
}> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const found: { canary: Canary; place: string }[] = [];
  for (const { name } of tables) {
    const [{ text }] = await db().$queryRaw<[{ text: string | null }]>`
      SELECT query_to_xml(${`SELECT * FROM "${name}"`}, true, false, '')::text AS text`;
    for (const canary of canariesIn(text ?? "")) found.push({ canary, place: name });
  }
  const documents = await listingDocuments(db(), { after: "", limit: 1_000 }, new Date());
  if (documents.length === 0) throw new Error("nothing is for sale");
  for (const canary of canariesIn(JSON.stringify(documents))) found.push({ canary, place: "the search engine" });
  const said = ({ canary, place }: { canary: Canary; place: string }) => `${canary} in ${place}`;
  return {
    tables: tables.length,
    found: found.map(said),
    wrong: found.filter(({ canary, place }) => !MAY_STAND[canary].includes(place)).map(said),
  };
}
