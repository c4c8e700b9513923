import { expect, test } from "vitest";
import { posterSvg } from "./poster";

const poster = {
  locale: "zh" as const,
  title: "昌溪绿梅",
  villageName: "昌溪村",
  areaCode: "341021203201",
  householdYuan: "98.84",
  households: 12,
  code: [
    [true, false],
    [false, true],
  ],
};

test("a poster says what, from where, how much and from how many", () => {
  const svg = posterSvg(poster);
  for (const word of ["昌溪绿梅", "昌溪村", "¥98.84", "12 户"]) expect(svg).toContain(word);
  expect(posterSvg({ ...poster, households: null })).not.toContain("户供货");
});

test("a poster of an order in English has no Chinese but what it names, and breaks between words", () => {
  const title = "Shuangyuan green plums, large, for pickling and for eating, in a box";
  const svg = posterSvg({ ...poster, locale: "en", title, villageName: "Changxi Village" });
  expect(svg.replace(/font-family="[^"]*"/, "")).not.toMatch(/\p{Script=Han}/u);
  const titles = [...svg.matchAll(/font-size="52"[^>]*>([^<]*)</g)].map((match) => match[1]);
  expect(titles).toEqual(["Shuangyuan green plums,", "large, for pickling and…"]);
  expect(svg).toContain("12 households");
});

test("what a seller wrote is only words, and long names stay on the paper", () => {
  const svg = posterSvg({ ...poster, title: `</text><image href="file:///etc/passwd"/>${"长".repeat(80)}` });
  expect(svg).not.toContain("<image");
  expect(svg.match(/font-size="52"/g)).toHaveLength(2);
  expect(svg).toContain("…");
});
