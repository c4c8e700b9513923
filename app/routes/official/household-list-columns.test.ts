import { describe, expect, test } from "vitest";
import { columnsAsked, columnsParameter } from "./household-list-columns";

const asked = (search: string) => columnsAsked(new URLSearchParams(search));
const usual = asked("");

describe("which columns an address asks for", () => {
  test("without a word the usual ones, and they need no word in an address", () => {
    expect(usual).toEqual("number name village group people standing attribute paid accrued attributed".split(" "));
    expect(columnsParameter(usual)).toBeUndefined();
    expect(columnsParameter(asked(usual.map((key) => `col=${key}`).join("&")))).toBeUndefined();
  });

  test.each([
    ["cols=paid.name", ["number", "name", "paid"]],
    ["cols=name.name.idNumber.paid.toString", ["number", "name", "paid"]],
    ["col=paid&col=name&col=phone", ["number", "name", "paid"]],
    ["cols=", ["number"]],
    ["col=number", ["number"]],
    ["cols=__proto__.constructor", ["number"]],
  ])("%s: in the list's order, with the number, without names of no column", (search, expected) => {
    expect(asked(search)).toEqual(expected);
    expect(asked(`cols=${columnsParameter(asked(search))}`)).toEqual(expected);
  });
});
