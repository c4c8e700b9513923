import { expect, test } from "vitest";
import { voiceProblems } from "~/households/voice-words";
import { households } from "./households";
import { listings } from "./listings";
import { products } from "./products";
import { users } from "./users";
import { voices } from "./voices";

test("what households say could be said by real ones: nothing of people in it, by people who exist", () => {
  const logins = new Set([...users.map(({ loginName }) => loginName), "point-changxi"]);
  for (const voice of voices) {
    const text = { words: voice.words, wordsEn: voice.wordsEn ?? "", photoAlt: voice.pictureAlt ?? "" };
    expect(voiceProblems({ ...text, hasPhoto: voice.picture !== undefined }), voice.words).toEqual([]);
    expect(
      products.some(({ code }) => code === voice.product),
      voice.product,
    ).toBe(true);
    for (const login of [voice.writer, voice.reader ?? voice.writer]) expect(logins.has(login), login).toBe(true);
    expect(voice.reader).not.toBe(voice.writer);
    expect(households.filter(({ areaCode }) => areaCode === voice.village).length).toBeGreaterThanOrEqual(5);
    if (voice.picture)
      expect(
        listings.some(({ key }) => key === voice.picture),
        voice.picture,
      ).toBe(true);
  }
});
