import { describe, expect, test } from "vitest";
import { packsLeft, planPicks } from "./pick-lots";

const early = { lotId: "b", available: 3_000, expiresOn: "2026-12-01" };
const late = { lotId: "a", available: 10_000, expiresOn: "2026-12-20" };

describe("picking lots", () => {
  test("takes what expires first, then the next lot", () => {
    expect(planPicks([{ packQuantity: 2_500, quantity: 2, lots: [late, early] }])).toEqual({
      ok: true,
      picks: [
        { line: 0, lotId: "b", quantity: 3_000 },
        { line: 0, lotId: "a", quantity: 2_000 },
      ],
    });
  });

  test("lots of the same day are taken by id, so that every planner agrees", () => {
    const twin = { ...late, lotId: "c", expiresOn: early.expiresOn };
    const plan = planPicks([{ packQuantity: 1_000, quantity: 1, lots: [twin, early] }]);
    expect(plan).toMatchObject({ ok: true, picks: [{ lotId: "b" }] });
  });

  test("a line sees what the lines before it took from a shared lot", () => {
    const lines = [
      { packQuantity: 2_000, quantity: 1, lots: [early] },
      { packQuantity: 2_000, quantity: 1, lots: [early] },
    ];
    expect(planPicks(lines)).toEqual({ ok: false, shortages: [{ line: 1, left: 0 }] });
  });

  test("says how many packs are left, and takes none of the short line", () => {
    expect(planPicks([{ packQuantity: 1_000, quantity: 9, lots: [early] }])).toEqual({
      ok: false,
      shortages: [{ line: 0, left: 3 }],
    });
    expect(packsLeft({ lots: [early, late], packQuantity: 2_500 })).toBe(5);
  });

  test("pre-ordered goods are measured against one promise, whatever the packs, and get no picks", () => {
    const preorder = { id: "p", available: 10_000 };
    const small = { packQuantity: 2_500, quantity: 2, lots: [], preorder };
    expect(planPicks([small, { ...small, quantity: 1 }])).toEqual({ ok: true, picks: [] });
    expect(planPicks([small, { packQuantity: 3_000, quantity: 2, lots: [], preorder }])).toEqual({
      ok: false,
      shortages: [{ line: 1, left: 1 }],
    });
    expect(packsLeft({ lots: [early], preorder, packQuantity: 3_000 })).toBe(3);
  });
});
