import { expect, test } from "vitest";
import { balanceChanges, bookingPeriod, journalText, reversed, type Journal, type Posting } from "./journal";

const postings: Posting[] = [
  { source: "household:h1:pending", destination: "household:h1:payable", amountFen: 500n },
  { source: "cooperative:c1:pending", destination: "cooperative:c1:reserve", amountFen: 20n },
  { source: "household:h1:payable", destination: "order:o1", amountFen: 200n },
];

test("only payable and reserve accounts have a stored balance, changed in the order of their names", () => {
  expect(balanceChanges(postings)).toEqual([
    { account: "cooperative:c1:reserve", changeFen: 20n },
    { account: "household:h1:payable", changeFen: 300n },
  ]);
});

test("a reversal moves the same money back in the opposite order", () => {
  expect(reversed(postings).map((posting) => [posting.source, posting.destination, posting.amountFen])).toEqual([
    ["order:o1", "household:h1:payable", 200n],
    ["cooperative:c1:reserve", "cooperative:c1:pending", 20n],
    ["household:h1:payable", "household:h1:pending", 500n],
  ]);
  expect(balanceChanges([...postings, ...reversed(postings)])).toEqual([]);
});

test("an event is booked in its Shanghai month, or in the earliest month that is open to all", () => {
  const newYear = new Date("2025-12-31T16:00:00Z");
  expect(bookingPeriod(newYear, new Set())).toEqual({ period: "2026-01", memo: null });
  expect(bookingPeriod(newYear, new Set(["2025-12", "2026-01", "2026-02", "2026-04"]))).toEqual({
    period: "2026-03",
    memo: "2026-01 已结账，记入 2026-03",
  });
});

test("every field of a journal and its postings is part of the hashed text", () => {
  const journal: Journal = {
    id: "j1",
    kind: "SALE",
    sourceId: "o1",
    inputHash: "00",
    occurredAt: new Date(5),
    period: "2026-01",
    reversesId: null,
    actorId: null,
    memo: null,
    postings,
  };
  const text = journalText(journal);
  const variants: Journal[] = [
    { ...journal, occurredAt: new Date(6) },
    { ...journal, memo: "x" },
    { ...journal, actorId: "x" },
    { ...journal, reversesId: "x" },
    { ...journal, postings: postings.slice(1) },
    { ...journal, postings: postings.map((posting, i) => (i === 1 ? { ...posting, partNumber: 0 } : posting)) },
    { ...journal, postings: postings.map((posting, i) => (i === 1 ? { ...posting, lotId: "0" } : posting)) },
  ];
  expect(new Set([text, ...variants.map(journalText)]).size).toBe(variants.length + 1);
});
