import { beforeAll, expect, test } from "vitest";
import { leaveCooperative } from "~/cooperatives/leave-cooperative.server";
import { addDays, dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { action as orderAction } from "~/routes/cooperative/exports";
import * as listings from "~/routes/cooperative/listings";
import * as members from "~/routes/cooperative/members";
import { loader as fileLoader } from "~/routes/resources/export-file";
import { aPerson, type Person } from "#tests/builders/access";
import { aFeeSchedule, aPublishedListing, aSplitRule } from "#tests/builders/catalog";
import { anApprovedCooperative, aManager, aMember } from "#tests/builders/cooperatives";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { submit, visit } from "./visit";

const now = new Date();
const today = dayOf(now);
let coop: string;
let other: string;
let manager: Person;

beforeAll(async () => {
  await aFeeSchedule();
  await aSplitRule();
  coop = await anApprovedCooperative();
  other = await anApprovedCooperative();
  manager = await aManager(coop);
});

async function listingOf(cooperativeId: string): Promise<{ listingId: string }> {
  const productId = await aProduct();
  const intake = await anIntake({ cooperativeId, productId });
  const { lotId } = await aSealedLot(cooperativeId, [intake], { expiresOn: dayOf(addDays(now, 60)) });
  return aPublishedListing({ kind: "COOPERATIVE", id: cooperativeId }, productId, [lotId]);
}

/** Orders a list as a file and reads its rows, without its header. */
async function rowsOf(kind: string, query: string, person = manager): Promise<readonly (readonly string[])[]> {
  const ordered = await submit(orderAction, "/coop/exports", person.cookie, { kind, query });
  if (ordered.status !== 302) throw new Error(JSON.stringify(ordered.data));
  const request = new Request(`http://127.0.0.1:3000${ordered.location}`, { headers: { Cookie: person.cookie } });
  const id = ordered.location?.split("/")[2] ?? "";
  const response = (await fileLoader({ request, params: { id }, context: {} })) as Response;
  const table = await readSpreadsheet(Buffer.from(await response.arrayBuffer()));
  if (!table.ok) throw new Error(table.failure.kind);
  return table.value.rows.map(({ cells }) => cells);
}

type MemberPage = { page: { total: number }; rows: { headName: string; leftOn: string | null; isPresent: boolean }[] };

async function membersShown(query: string): Promise<MemberPage> {
  return (await visit(members.loader, `/coop/members${query}`, manager.cookie)).data as MemberPage;
}

test("members who left stay in the list with their days, and the file has whom the list shows", async () => {
  const leaving = await aMember(coop, { headName: "方离社" });
  await aMember(coop, { headName: "方在社" });
  await aMember(other, { headName: "方别社" });
  const leftOn = dayOf(addDays(now, -1));
  const left = await leaveCooperative({ actor: manager.actor, cooperativeId: coop, householdId: leaving, leftOn, now });
  expect(left.ok).toBe(true);

  expect((await membersShown("")).rows.map(({ headName }) => headName)).toEqual(["方在社"]);
  const former = await membersShown("?state=former");
  expect(former).toMatchObject({ page: { total: 1 }, rows: [{ headName: "方离社", leftOn, isPresent: false }] });
  expect((await membersShown("?state=all&q=方")).page.total).toBe(2);
  expect((await membersShown("?state=nonsense&page=99")).rows).toHaveLength(1);

  const file = await rowsOf("coop-members", "state=all");
  expect(file.map((cells) => [cells[1], cells[5]])).toEqual(
    expect.arrayContaining([
      ["方离社", leftOn],
      ["方在社", ""],
    ]),
  );
  expect(file).toHaveLength(2);
  expect(await rowsOf("coop-members", `coop=${other}`)).toHaveLength(1);
});

test("whoever leaves on a day to come is a member until then", async () => {
  const id = await aMember(coop, { headName: "方将离" });
  const leftOn = dayOf(addDays(now, 3));
  await db().membership.updateMany({ where: { householdId: id }, data: { leftOn: new Date(`${leftOn}T00:00:00Z`) } });
  const [row] = (await membersShown("?q=方将离")).rows;
  expect(row).toMatchObject({ leftOn, isPresent: true });
  expect((await membersShown("?state=former&q=方将离")).rows).toEqual([]);
  expect(today < leftOn).toBe(true);
});

test("prices leave as the list of goods shows them, of one's own goods only", async () => {
  const own = await listingOf(coop);
  await listingOf(other);
  const packs = await db().variant.findMany({ where: { listingId: own.listingId }, orderBy: { position: "asc" } });
  const shown = await visit(listings.loader, "/coop/listings", manager.cookie);
  expect(shown.data).toMatchObject({ packs: packs.length });
  const file = await rowsOf("coop-prices", "");
  expect(file.map((cells) => cells[1])).toEqual(packs.map(({ name }) => name));
  expect(file.map((cells) => Number(cells[2]))).toEqual(packs.map(({ priceFen }) => Number(priceFen) / 100));
  const none = await submit(orderAction, "/coop/exports", manager.cookie, { kind: "coop-prices", query: "q=没有这种" });
  expect(none.status).toBe(422);
  const packer = await aPerson({ roles: [{ role: "COOP_PACKER", scopeId: coop }] });
  const jobs = await db().exportJob.count();
  for (const kind of ["coop-members", "coop-prices"]) {
    expect((await submit(orderAction, "/coop/exports", packer.cookie, { kind, query: "" })).status).not.toBe(302);
  }
  expect(await db().exportJob.count()).toBe(jobs);
});
