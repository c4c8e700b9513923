import { describe, expect, test } from "vitest";
import { addDays, addHours } from "~/kernel/period";
import {
  canMoveClaim,
  CLAIM_MOVES,
  claimable,
  claimKindOf,
  claimMoves,
  holdsMoney,
  isClosed,
  waitsUntil,
  type ClaimMove,
  type ClaimState,
} from "./claim-state";

const NOW = new Date("2026-11-20T02:00:00Z");
const standing = (state: ClaimState, hours: number | null = null, kind: "SPOILAGE" | "RETURN" = "SPOILAGE") => ({
  kind,
  state,
  waitsUntil: hours === null ? null : addHours(NOW, hours),
});

describe("who may do what with a claim", () => {
  test.each([
    ["fresh, just opened", standing("OPEN", 48), { SHOPPER: ["withdraw"], SELLER: ["accept", "refuse"] }],
    ["fresh, unanswered", standing("OPEN", -1), { SHOPPER: ["withdraw", "escalate"], SELLER: ["accept", "refuse"] }],
    [
      "a return, just opened",
      standing("OPEN", 48, "RETURN"),
      { SHOPPER: ["withdraw"], SELLER: ["accept", "agree-return", "refuse"] },
    ],
    [
      "a return agreed",
      standing("RETURN_AGREED", 100, "RETURN"),
      { SHOPPER: ["withdraw", "send-back"], SELLER: ["receive-return"] },
    ],
    [
      "a return on its way",
      standing("RETURN_SENT", 100, "RETURN"),
      { SHOPPER: [], SELLER: ["refuse", "receive-return"] },
    ],
    [
      "a return that nobody says arrived",
      standing("RETURN_SENT", -1, "RETURN"),
      { SHOPPER: ["escalate"], SELLER: ["refuse", "receive-return"] },
    ],
    ["refused today", standing("REFUSED", 10), { SHOPPER: ["withdraw", "escalate"], SELLER: [] }],
    ["refused long ago", standing("REFUSED", -1), { SHOPPER: [], SELLER: [] }],
    ["with the operator", standing("ESCALATED"), { SHOPPER: ["withdraw"], SELLER: [] }],
    ["accepted", standing("ACCEPTED"), { SHOPPER: [], SELLER: [] }],
  ])("%s", (_, claim, expected) => {
    expect({ SHOPPER: claimMoves(claim, "SHOPPER", NOW), SELLER: claimMoves(claim, "SELLER", NOW) }).toEqual(expected);
  });

  test("the operator decides only what was brought to them, and lets only keeping goods be sent back", () => {
    expect(claimMoves(standing("ESCALATED"), "OPERATOR", NOW)).toEqual(["decide-accept", "decide-reject"]);
    expect(claimMoves(standing("ESCALATED", null, "RETURN"), "OPERATOR", NOW)).toContain("decide-return");
    expect(claimMoves(standing("OPEN", -100), "OPERATOR", NOW)).toEqual([]);
  });

  test("the clock closes a return that never came", () => {
    expect(canMoveClaim(standing("RETURN_AGREED", 1, "RETURN"), "lapse", NOW)).toBe(false);
    expect(canMoveClaim(standing("RETURN_AGREED", 0, "RETURN"), "lapse", NOW)).toBe(true);
  });

  test("no move leads out of a closed claim", () => {
    for (const move of Object.keys(CLAIM_MOVES) as ClaimMove[]) {
      expect(CLAIM_MOVES[move].from.some(isClosed)).toBe(false);
    }
  });

  test("every state that waits for somebody says until when", () => {
    expect(waitsUntil("OPEN", NOW)).toEqual(addHours(NOW, 48));
    expect(waitsUntil("REFUSED", NOW)).toEqual(addHours(NOW, 48));
    expect(waitsUntil("RETURN_AGREED", NOW)).toEqual(addDays(NOW, 7));
    expect(waitsUntil("RETURN_SENT", NOW)).toEqual(addDays(NOW, 10));
    expect(waitsUntil("ACCEPTED", NOW)).toBeNull();
  });
});

test("money waits while a claim is open, and a refusal is open while it can be taken further", () => {
  expect(holdsMoney(standing("OPEN", -100), NOW)).toBe(true);
  expect(holdsMoney(standing("ESCALATED"), NOW)).toBe(true);
  expect(holdsMoney(standing("REFUSED", 1), NOW)).toBe(true);
  expect(holdsMoney(standing("REFUSED", 0), NOW)).toBe(false);
  expect(holdsMoney(standing("ACCEPTED"), NOW)).toBe(false);
});

describe("what may be claimed", () => {
  const parcel = (quantity: number, deliveredHoursAgo: number | null) => ({
    quantity,
    deliveredAt: deliveredHoursAgo === null ? null : addHours(NOW, -deliveredHoursAgo),
  });

  test.each([
    ["nothing before it arrived", true, [parcel(3, null)], 0, 0],
    ["all of it within two days", true, [parcel(3, 47)], 0, 3],
    ["nothing of fresh goods after two days", true, [parcel(3, 48)], 0, 0],
    ["what keeps, within seven days", false, [parcel(3, 167)], 0, 3],
    ["nothing after seven days", false, [parcel(3, 168)], 0, 0],
    ["only the parcel whose window is open", true, [parcel(2, 60), parcel(1, 5), parcel(4, null)], 0, 1],
    ["less what was claimed", true, [parcel(3, 5)], 2, 1],
    ["never less than nothing", true, [parcel(1, 5), parcel(2, 60)], 3, 0],
  ])("%s", (_, perishable, parcels, claimed, quantity) => {
    expect(claimable({ perishable, parcels, claimed }, NOW).quantity).toBe(quantity);
  });

  test("until the last open parcel's window is over", () => {
    const line = { perishable: true, parcels: [parcel(1, 40), parcel(1, 5)], claimed: 0 };
    expect(claimable(line, NOW).until).toEqual(addHours(NOW, 43));
  });

  test("by the goods: fresh ones are claimed by photo, what keeps goes back", () => {
    expect([claimKindOf({ perishable: true }), claimKindOf({ perishable: false })]).toEqual(["SPOILAGE", "RETURN"]);
  });
});
