import { createHmac } from "node:crypto";
import type { Contact } from "~/access/contact";
import { takeAll } from "~/access/door-limits.server";
import type { Throttled } from "~/access/sign-in-throttle.server";
import { isId, newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { paths } from "~/paths";
import { db, Prisma, withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { sendMessage } from "~/platform/message.server";
import { enqueue } from "~/platform/outbox.server";
import { rateLimit } from "~/platform/rate-limit.server";
import { sameSecret } from "~/platform/secret-token.server";
import { listingsToOrder } from "./listings-to-order.server";
import { askLetter } from "./watch-letters";

/** What somebody wants to hear of: goods that are back, or the harvest of a village. */
export type WatchAbout =
  | { readonly kind: "LISTING"; readonly listingId: string }
  | { readonly kind: "VILLAGE"; readonly areaCode: string };

export type AskWatchFailure = { readonly kind: "not-found" } | Throttled;

const HOUR = 3600;
const asked = rateLimit({ name: "watch-address", tries: 20, seconds: HOUR });
const letters = rateLimit({ name: "watch-sent", tries: 5, seconds: HOUR });
const CONFIRM_DAYS = 7;

/**
 * Notes the wish. A contact that is proven already (an account's own) counts at once; to any other goes a letter with a link
 * to confirm by, and nothing else until that is done: nobody is signed up by somebody else.
 */
export async function askWatch(request: {
  readonly about: WatchAbout;
  readonly contact: Contact;
  readonly proven: boolean;
  readonly locale: "zh" | "en";
  readonly address: string;
  readonly now: Date;
}): Promise<Result<{ readonly confirmed: boolean }, AskWatchFailure>> {
  const { about, contact, proven, locale, now } = request;
  const name = await nameOf(db(), about, locale);
  if (name === undefined) return failed({ kind: "not-found" });
  const throttled = await takeAll([
    [asked, request.address],
    [letters, `${contact.channel} ${contact.address}`],
  ]);
  if (throttled) return failed(throttled);
  const { kind } = about;
  const subject = subjectOf(about);
  return withTransaction("ask watch", async (tx) => {
    const [watch] = await tx.$queryRaw<{ id: string; confirmed: boolean }[]>`
      INSERT INTO shop_watch (id, kind, subject, channel, address, locale, asked_at, confirmed_at)
      VALUES (${newId(now)}::uuid, ${kind}, ${subject}, ${contact.channel}, ${contact.address}, ${locale},
        ${now}::timestamptz, ${proven ? now : null}::timestamptz)
      ON CONFLICT (kind, subject, channel, address) DO UPDATE
        SET locale = EXCLUDED.locale, asked_at = EXCLUDED.asked_at,
          confirmed_at = coalesce(shop_watch.confirmed_at, EXCLUDED.confirmed_at)
      RETURNING id, confirmed_at IS NOT NULL AS confirmed`;
    if (!watch) throw new Error("a watch was neither made nor found");
    if (watch.confirmed && kind === "VILLAGE") await noteWhatIsSeen(tx, { watchId: watch.id, areaCode: subject, now });
    if (!watch.confirmed) {
      const letter = askLetter(locale, kind, name, watchUrl(watch.id, locale));
      await sendMessage(tx, { channel: contact.channel, recipient: contact.address, ...letter, now });
    }
    return succeeded({ confirmed: watch.confirmed && proven });
  });
}

export type FoundWatch = {
  readonly id: string;
  readonly kind: WatchAbout["kind"];
  readonly subject: string;
  readonly name: string;
  readonly confirmed: boolean;
};

/** The wish that a letter's link is about; undefined when it is over, or the link was made up. */
export async function findWatch(db: Db, token: string, locale: "zh" | "en"): Promise<FoundWatch | undefined> {
  const id = idOfToken(token);
  const watch =
    id === undefined
      ? null
      : await db.shopWatch.findUnique({
          where: { id },
          select: { id: true, kind: true, subject: true, confirmedAt: true },
        });
  if (!watch) return undefined;
  const kind = watch.kind as WatchAbout["kind"];
  const about: WatchAbout = kind === "LISTING" ? { kind, listingId: watch.subject } : { kind, areaCode: watch.subject };
  const name = (await nameOf(db, about, locale)) ?? "";
  return { id: watch.id, kind, subject: watch.subject, name, confirmed: watch.confirmedAt !== null };
}

/** Confirmed from the letter. What is back in stock by now is told at once. */
export async function confirmWatch({ watch, now }: { readonly watch: FoundWatch; readonly now: Date }): Promise<void> {
  await withTransaction("confirm watch", async (tx) => {
    const { count } = await tx.shopWatch.updateMany({
      where: { id: watch.id, confirmedAt: null },
      data: { confirmedAt: now },
    });
    if (count === 0) return;
    if (watch.kind === "LISTING") await enqueue(tx, { topic: "listing.changed", key: watch.subject });
    else await noteWhatIsSeen(tx, { watchId: watch.id, areaCode: watch.subject, now });
  });
}

/** Whoever follows a village from now on sees what it sells today: that is no news before its next season. */
async function noteWhatIsSeen(
  tx: Transaction,
  { watchId, areaCode, now }: { readonly watchId: string; readonly areaCode: string; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO shop_watch_telling (watch_id, listing_id, told_at)
    SELECT ${watchId}::uuid, seen.id, ${now}::timestamptz
    FROM (${listingsToOrder(Prisma.sql`l.area_code = ${areaCode}`, now)}) seen
    ON CONFLICT (watch_id, listing_id) DO NOTHING`;
}

export async function endWatch(db: Db, watchId: string): Promise<void> {
  await db.shopWatch.deleteMany({ where: { id: watchId } });
}

/** Wishes nobody confirmed are forgotten. */
export async function forgetUnconfirmedWatches({ now }: { readonly now: Date }): Promise<{ watches: number }> {
  const gone = await db().shopWatch.deleteMany({
    where: { confirmedAt: null, askedAt: { lt: addDays(now, -CONFIRM_DAYS) } },
  });
  return { watches: gone.count };
}

/** The link in a letter: opens this one wish and nothing else. */
export function watchUrl(watchId: string, locale: "zh" | "en"): string {
  return env().APP_URL.replace(/\/$/, "") + paths.shop(locale).watchLink(watchToken(watchId));
}

export function watchToken(watchId: string): string {
  return `${watchId}.${createHmac("sha256", env().APP_SECRET).update(`watch:${watchId}`).digest("base64url").slice(0, 22)}`;
}

function idOfToken(token: string): string | undefined {
  const [id = ""] = token.split(".", 1);
  return isId(id) && sameSecret(token, watchToken(id)) ? id : undefined;
}

export function subjectOf(about: WatchAbout): string {
  return about.kind === "LISTING" ? about.listingId : about.areaCode;
}

async function nameOf(db: Db, about: WatchAbout, locale: "zh" | "en"): Promise<string | undefined> {
  if (about.kind === "LISTING") {
    const listing = await db.listing.findFirst({
      where: { id: about.listingId, status: { not: "DRAFT" } },
      select: { title: true, titleEn: true },
    });
    return listing ? named(locale, listing.title, listing.titleEn) : undefined;
  }
  const area = await db.area.findFirst({
    where: { code: about.areaCode, level: "VILLAGE" },
    select: { shortName: true, nameEn: true },
  });
  return area ? named(locale, area.shortName, area.nameEn) : undefined;
}

function named(locale: "zh" | "en", chinese: string, english: string | null): string {
  return locale === "en" && english ? english : chinese;
}
