import { expect, test } from "vitest";
import { posterSvg } from "./poster";

const poster = {
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

test("what a seller wrote is only words, and long names stay on the paper", () => {
  const svg = posterSvg({ ...poster, title: `</text><image href="file:///etc/passwd"/>${"长".repeat(80)}` });
  expect(svg).not.toContain("<image");
  expect(svg.match(/font-size="52"/g)).toHaveLength(2);
  expect(svg).toContain("…");
});
