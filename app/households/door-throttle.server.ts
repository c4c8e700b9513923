import { takeAll } from "~/access/door-limits.server";
import type { Throttled } from "~/access/sign-in-throttle.server";
import { rateLimit } from "~/platform/rate-limit.server";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

// A message costs money and patience; a code of six digits and four digits of a bank card are few, whoever asks from where.
const letters = rateLimit({ name: "household-code-sent", tries: 3, seconds: 10 * MINUTE });
const lettersADay = rateLimit({ name: "household-code-sent-day", tries: 10, seconds: DAY });
const asked = rateLimit({ name: "household-code-address", tries: 30, seconds: 10 * MINUTE });
const codes = rateLimit({ name: "household-code", tries: 5, seconds: 15 * MINUTE, blockSeconds: 15 * MINUTE });
const cards = rateLimit({ name: "household-card", tries: 5, seconds: 60 * MINUTE, blockSeconds: 60 * MINUTE });
const cardsAMonth = rateLimit({ name: "household-card-month", tries: 20, seconds: 30 * DAY, blockSeconds: 30 * DAY });
const doors = rateLimit({ name: "household-door-address", tries: 60, seconds: 15 * MINUTE, blockSeconds: 15 * MINUTE });

/** Takes one message to a phone. The answer does not depend on whether the number is known. */
export function takeLetter(phoneKey: string, address: string): Promise<Throttled | undefined> {
  return takeAll([
    [asked, address],
    [letters, phoneKey],
    [lettersADay, phoneKey],
  ]);
}

export function takeCode(phoneKey: string, address: string): Promise<Throttled | undefined> {
  return takeAll([
    [doors, address],
    [codes, phoneKey],
  ]);
}

export function takeCard(cardKey: string, address: string): Promise<Throttled | undefined> {
  return takeAll([
    [doors, address],
    [cards, cardKey],
    [cardsAMonth, cardKey],
  ]);
}

/** After a success: the family was here, its earlier mistakes are forgotten. */
export async function forgetCodes(phoneKey: string, address: string): Promise<void> {
  await Promise.all([doors.giveBack(address), codes.reset(phoneKey), letters.reset(phoneKey)]);
}

export async function forgetCards(cardKey: string, address: string): Promise<void> {
  await Promise.all([doors.giveBack(address), cards.reset(cardKey), cardsAMonth.reset(cardKey)]);
}
