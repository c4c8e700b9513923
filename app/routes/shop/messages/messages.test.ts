import { expect, test } from "vitest";
import { ACCOUNT_WORDS } from "./account";
import { messagesOf } from "./messages";

type Words = readonly (readonly [key: string, text: string])[];

function said(messages: object, path = ""): Words {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]): Words => {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof value === "object" && value !== null) return said(value, here);
    return [[here, String(value)]];
  });
}

/** Grades are written by cooperatives in Chinese; English names only some of them. */
const OF_THEIR_OWN = /^grades\./;
/** An example of what is pasted: an address in China is written in Chinese. */
const EXAMPLES: ReadonlySet<string> = new Set(["checkout.pasteExample"]);

const wordsOf = (locale: "zh" | "en") =>
  said({ ...messagesOf(locale), account: ACCOUNT_WORDS[locale] }).filter(([key]) => !OF_THEIR_OWN.test(key));
const chinese = wordsOf("zh");
const english = wordsOf("en");

test("both catalogues have the same words to say", () => {
  const keys = (words: Words) => words.map(([key]) => key).sort();
  expect(keys(english)).toEqual(keys(chinese));
  expect(chinese.length).toBeGreaterThan(300);
});

test("nothing is empty in one language and said in the other", () => {
  const saidIn = new Map(english);
  const empty = chinese.filter(([key, text]) => text !== "" && saidIn.get(key) === "").map(([key]) => key);
  expect(empty).toEqual([]);
});

test("English words are English: Chinese stands in quotation marks or in an example", () => {
  const mixed = english.filter(
    ([key, text]) =>
      !EXAMPLES.has(key) && /\p{Script=Han}/u.test(text.replace(/["“(][^"“”()]*\p{Script=Han}+[^"“”()]*["”)]/gu, "")),
  );
  expect(mixed).toEqual([]);
});
