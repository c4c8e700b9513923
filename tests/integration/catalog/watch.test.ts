import { beforeAll, expect, test } from "vitest";
import { tellWatchers } from "~/catalog/tell-watchers.server";
import {
  askWatch,
  confirmWatch,
  endWatch,
  findWatch,
  forgetUnconfirmedWatches,
  type WatchAbout,
} from "~/catalog/watch.server";
import type { Contact } from "~/access/contact";
import { newId } from "~/kernel/ids";
import { addDays, addMinutes } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { A_VILLAGE, aListingWithStock, aMarket, aSealedLotFor, NOW, type AListing } from "#tests/builders/orders";
import { aPromisedListing } from "#tests/builders/preorders";
import { anEmail, aMobile } from "#tests/builders/shoppers";

beforeAll(aMarket);

function ask(about: WatchAbout, contact: Contact, options: { proven?: boolean; locale?: "zh" | "en" } = {}) {
  const { proven = false, locale = "zh" } = options;
  return askWatch({ about, contact, proven, locale, address: contact.address, now: NOW });
}

async function letters(contact: Contact): Promise<string[]> {
  const rows = await db().$queryRaw<{ body: string }[]>`
    SELECT m.body FROM message m JOIN outbox o ON o.topic = 'message.send' AND o.key = m.id::text
    WHERE m.recipient = ${contact.address} ORDER BY o.id`;
  return rows.map(({ body }) => body);
}

function tokenIn(letter: string | undefined): string {
  return /\/watch\/([\w.-]+)/.exec(letter ?? "")?.[1] ?? "";
}

async function confirmed(about: WatchAbout, contact: Contact): Promise<string> {
  await ask(about, contact);
  const token = tokenIn((await letters(contact))[0]);
  const watch = await findWatch(db(), token, "zh");
  if (!watch) throw new Error("no watch behind the letter's link");
  await confirmWatch({ watch, now: NOW });
  return token;
}

const aboutListing = ({ listingId }: AListing): WatchAbout => ({ kind: "LISTING", listingId });
const stock = (listing: AListing, available: number) =>
  db().lot.updateMany({ where: { id: { in: [...listing.lotIds] } }, data: { available } });

test("whoever did not confirm hears nothing more; whoever did is told once, when it is back", async () => {
  const listing = await aListingWithStock();
  await stock(listing, 0);
  const [silent, waiting] = [anEmail(), aMobile()];
  await ask(aboutListing(listing), silent);
  await confirmed(aboutListing(listing), waiting);
  const tell = () => tellWatchers({ listingId: listing.listingId, now: NOW });
  expect(await tell()).toEqual({ told: 0 });
  await stock(listing, 2_000);
  expect(await tell(), "not one whole pack").toEqual({ told: 0 });
  await stock(listing, 100_000);
  const both = await Promise.all([tell(), tell()]);
  expect(both.map(({ told }) => told).sort()).toEqual([0, 1]);
  expect(await tell()).toEqual({ told: 0 });
  expect(await letters(silent)).toHaveLength(1);
  const heard = await letters(waiting);
  expect(heard).toHaveLength(2);
  expect(heard[1]).toContain(`/p/${listing.slug}`);
});

test("what is unpublished or from a suspended seller is not back", async () => {
  const listing = await aListingWithStock();
  await confirmed(aboutListing(listing), anEmail());
  await db().listing.update({ where: { id: listing.listingId }, data: { status: "UNPUBLISHED" } });
  expect(await tellWatchers({ listingId: listing.listingId, now: NOW })).toEqual({ told: 0 });
  await db().listing.update({ where: { id: listing.listingId }, data: { status: "PUBLISHED" } });
  await db().cooperative.update({ where: { id: listing.cooperativeId }, data: { status: "SUSPENDED" } });
  expect(await tellWatchers({ listingId: listing.listingId, now: NOW })).toEqual({ told: 0 });
});

test("a village is followed until it is ended: one letter for each listing that opens after the wish", async () => {
  const contact = anEmail();
  const old = await aListingWithStock();
  const token = await confirmed({ kind: "VILLAGE", areaCode: A_VILLAGE }, contact);
  const opened = await aListingWithStock();
  await db().listing.update({ where: { id: opened.listingId }, data: { publishedAt: addMinutes(NOW, 5) } });
  const tell = (listing: AListing) => tellWatchers({ listingId: listing.listingId, now: addMinutes(NOW, 10) });
  await tell(old);
  expect(await letters(contact)).toHaveLength(1);
  await tell(opened);
  await tell(opened);
  const heard = await letters(contact);
  expect(heard).toHaveLength(2);
  expect(tokenIn(heard[1])).toBe(token);
  const watch = await findWatch(db(), token, "zh");
  await endWatch(db(), watch?.id ?? "");
  const later = await aListingWithStock();
  await db().listing.update({ where: { id: later.listingId }, data: { publishedAt: addMinutes(NOW, 8) } });
  await tell(later);
  expect(await letters(contact)).toHaveLength(2);
});

test("the same goods are told once a season: the first lot of the next one is news, the lots after it are not", async () => {
  const contact = anEmail();
  const village = { kind: "VILLAGE", areaCode: A_VILLAGE } as const;
  await confirmed(village, contact);
  const listing = await aListingWithStock();
  await db().listing.update({ where: { id: listing.listingId }, data: { publishedAt: addMinutes(NOW, 5) } });
  const tell = (now: Date) => tellWatchers({ listingId: listing.listingId, now });
  const given = async (addedAt: Date) => {
    const lotId = await aSealedLotFor({ ...listing, grams: 50_000, position: 0, households: 1, chosen: false });
    await db().listingLot.create({ data: { listingId: listing.listingId, lotId, addedAt } });
    await tell(addedAt);
    return (await letters(contact)).length;
  };
  await Promise.all([tell(addMinutes(NOW, 10)), tell(addMinutes(NOW, 10))]);
  expect(await letters(contact)).toHaveLength(2);
  await db().listing.update({ where: { id: listing.listingId }, data: { publishedAt: addDays(NOW, 1) } });
  await tell(addDays(NOW, 1));
  expect(await given(addDays(NOW, 30)), "published anew and given a lot, in the same season").toBe(2);

  await db().lot.updateMany({ data: { available: 0 }, where: { productId: listing.productId } });
  await tell(addDays(NOW, 364));
  expect(await letters(contact)).toHaveLength(2);
  const follow = async (who: Contact, now: Date) => {
    await askWatch({ about: village, contact: who, proven: true, locale: "zh", address: who.address, now });
  };
  const [before, after] = [anEmail(), anEmail()];
  await follow(before, addDays(NOW, 364));
  expect(await given(addDays(NOW, 365))).toBe(3);
  await follow(after, addDays(NOW, 366));
  expect(await given(addDays(NOW, 372))).toBe(3);
  expect(await letters(before), "it was sold out when the wish was made").toHaveLength(1);
  expect(await letters(after), "it was there when the wish was made").toHaveLength(0);
});

test("the followers of a village hear of a pre-order; whoever waits for the goods themselves waits on", async () => {
  const [follower, waiting] = [anEmail(), anEmail()];
  await confirmed({ kind: "VILLAGE", areaCode: A_VILLAGE }, follower);
  const listing = await aPromisedListing({ now: addMinutes(NOW, 5) });
  await confirmed(aboutListing(listing), waiting);
  const tell = (now: Date) => tellWatchers({ listingId: listing.listingId, now });
  await tell(addMinutes(NOW, 10));
  await tell(addMinutes(NOW, 10));
  const heard = await letters(follower);
  expect(heard).toHaveLength(2);
  expect(heard[1]).toMatch(/预售.+\/p\//);
  expect(await letters(waiting)).toHaveLength(1);

  const over = await aPromisedListing({ now: addMinutes(NOW, 5) });
  await db().preorder.updateMany({ where: { listingId: over.listingId }, data: { closedAt: addMinutes(NOW, 6) } });
  const told = await tellWatchers({ listingId: over.listingId, now: addMinutes(NOW, 10) });
  expect(told, "nobody can order any more").toEqual({ told: 0 });
});

test("an account's own contact counts at once, a second wish is the first, and links cannot be made up", async () => {
  const listing = await aListingWithStock();
  const contact = aMobile();
  expect(await ask(aboutListing(listing), contact, { proven: true })).toEqual({ ok: true, value: { confirmed: true } });
  expect(await letters(contact)).toEqual([]);
  await ask(aboutListing(listing), contact, { proven: true });
  const rows = await db().shopWatch.findMany({ where: { address: contact.address } });
  expect(rows).toHaveLength(1);
  for (const token of [rows[0]?.id ?? "", `${rows[0]?.id}.aaaaaaaaaaaaaaaaaaaaaa`, "x", ""]) {
    expect(await findWatch(db(), token, "zh")).toBeUndefined();
  }
});

test("there is nothing to wait for where there is nothing, and letters are counted", async () => {
  const contact = anEmail();
  expect(await ask({ kind: "LISTING", listingId: newId() }, contact)).toMatchObject({ failure: { kind: "not-found" } });
  expect(await ask({ kind: "VILLAGE", areaCode: "999999999999" }, contact)).toMatchObject({
    failure: { kind: "not-found" },
  });
  const listing = await aListingWithStock();
  for (let time = 0; time < 5; time += 1) expect(await ask(aboutListing(listing), contact)).toMatchObject({ ok: true });
  expect(await ask(aboutListing(listing), contact)).toMatchObject({ failure: { kind: "throttled" } });
  expect(await letters(contact)).toHaveLength(5);
});

test("letters are in the language of the page, and what nobody confirmed is forgotten after a week", async () => {
  const listing = await aListingWithStock();
  const contact = anEmail();
  await ask(aboutListing(listing), contact, { locale: "en" });
  expect((await letters(contact))[0]).toMatch(/Confirm here: http\S+\/en\/watch\//);
  const held = () => db().shopWatch.count({ where: { address: contact.address } });
  await forgetUnconfirmedWatches({ now: addDays(NOW, 6) });
  expect(await held()).toBe(1);
  await forgetUnconfirmedWatches({ now: addDays(NOW, 8) });
  expect(await held()).toBe(0);
});
