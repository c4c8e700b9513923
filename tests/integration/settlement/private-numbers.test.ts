import { expect, test } from "vitest";
import { db } from "~/platform/db.server";
import { PRIVATE_NUMBER_TEXTS } from "#tests/builders/private-number-texts";

test("what may not be written is what the invariant of published notices finds", async () => {
  const texts = PRIVATE_NUMBER_TEXTS.map(([text]) => text);
  const found = await db().$queryRaw<{ text: string; found: boolean }[]>`
    SELECT text, names_a_number(text) AS found FROM unnest(${texts}::text[]) WITH ORDINALITY AS t(text, place) ORDER BY place`;
  expect(found).toEqual(PRIVATE_NUMBER_TEXTS.map(([text, kinds]) => ({ text, found: kinds.length > 0 })));
});
