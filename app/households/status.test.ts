import { expect, test } from "vitest";
import { headCount } from "./head-count";
import { mayFollow, standingOn, STATUS_EVENTS, type Standing, type StatusEvent, type StatusEventType } from "./status";

function history(...steps: readonly (readonly [StatusEventType, string])[]): StatusEvent[] {
  return steps.map(([type, effectiveOn]) => ({ type, attribute: null, effectiveOn }));
}

test.each([
  [history(["REGISTERED", "2015-01-01"]), "GENERAL"],
  [history(["REGISTERED", "2015-01-01"], ["NEWLY_IDENTIFIED", "2016-01-01"]), "HELPED"],
  [history(["NEWLY_IDENTIFIED", "2016-01-01"], ["EXITED", "2019-12-31"]), "EXITED"],
  [history(["EXITED", "2019-12-31"], ["MONITORED_UNSTABLE", "2021-05-01"]), "MONITORED"],
  [history(["EXITED", "2019-12-31"], ["MONITORED_UNSTABLE", "2021-05-01"], ["RISK_CLEARED", "2022-01-01"]), "EXITED"],
  [
    history(["REGISTERED", "2015-01-01"], ["MONITORED_SUDDEN", "2021-05-01"], ["RISK_CLEARED", "2022-01-01"]),
    "GENERAL",
  ],
  [history(["EXITED", "2019-12-31"], ["ROLLED_BACK", "2020-02-01"]), "HELPED"],
  [history(["NEWLY_IDENTIFIED", "2016-01-01"], ["REMOVED", "2016-06-01"]), "GENERAL"],
  [history(["MONITORED_MARGINAL", "2021-05-01"], ["MERGED", "2021-06-01"]), "MERGED"],
  [history(["NEWLY_IDENTIFIED", "2016-01-01"], ["SPLIT", "2018-01-01"]), "HELPED"],
  [history(["NEWLY_IDENTIFIED", "2016-01-01"], ["PRE_EXITED", "2018-01-01"]), "HELPED"],
  [history(["NEWLY_IDENTIFIED", "2016-01-01"], ["STRUCK", "2018-01-01"]), "GENERAL"],
  [history(["NEWLY_IDENTIFIED", "2016-01-01"], ["STRUCK", "2018-01-01"], ["READMITTED", "2018-06-01"]), "HELPED"],
  [history(["MONITORED_SUDDEN", "2021-05-01"], ["CANCELLED", "2021-06-01"]), "CANCELLED"],
] as const)("%j stands as %s", (events, standing) => {
  expect(standingOn(events, "2026-11-23").standing).toBe(standing);
});

const alike = (standing: Standing) => ({ standing, beneath: standing });

test("an event holds from its day on", () => {
  const events = history(["NEWLY_IDENTIFIED", "2016-01-01"], ["EXITED", "2019-12-31"]);
  expect(standingOn(events, "2019-12-30")).toMatchObject({ standing: "HELPED", since: "2016-01-01" });
  expect(standingOn(events, "2019-12-31")).toMatchObject({ standing: "EXITED", since: "2019-12-31" });
  expect(standingOn(events, "2015-12-31")).toMatchObject({ standing: "GENERAL", since: undefined });
});

test("the attribute is the last one that was recorded", () => {
  const events: StatusEvent[] = [
    { type: "REGISTERED", attribute: "一般户", effectiveOn: "2015-01-01" },
    { type: "NEWLY_IDENTIFIED", attribute: "低保户", effectiveOn: "2016-01-01" },
    { type: "EXITED", attribute: null, effectiveOn: "2019-01-01" },
  ];
  expect(standingOn(events, "2026-01-01").attribute).toBe("低保户");
});

test("a household that was merged into another has no further history", () => {
  const types = Object.keys(STATUS_EVENTS) as StatusEventType[];
  expect(types.filter((type) => mayFollow(alike("MERGED"), type) || mayFollow(alike("CANCELLED"), type))).toEqual([]);
});

test("only who is helped or monitored exits, only who exited returns", () => {
  expect(mayFollow(alike("GENERAL"), "EXITED")).toBe(false);
  expect(mayFollow(alike("HELPED"), "EXITED")).toBe(true);
  expect(mayFollow(alike("HELPED"), "RETURNED")).toBe(false);
  expect(mayFollow(alike("EXITED"), "RETURNED")).toBe(true);
  expect(mayFollow(alike("EXITED"), "RISK_CLEARED")).toBe(false);
});

test("heads are counted on a day: the newborn from birth, who left until the day before", () => {
  const members = [
    { joinedOn: "2015-01-01", leftOn: null },
    { joinedOn: "2015-01-01", leftOn: "2026-05-02" },
    { joinedOn: "2026-05-02", leftOn: null },
  ];
  expect(["2014-12-31", "2026-05-01", "2026-05-02", "2026-06-01"].map((day) => headCount(members, day))).toEqual([
    0, 2, 2, 2,
  ]);
});

test("a monitored household may only leave what it was in", () => {
  const mayAfter = (events: readonly StatusEvent[]) =>
    (["EXITED", "RETURNED", "ROLLED_BACK"] as const).filter((type) =>
      mayFollow(standingOn(events, "2026-01-01"), type),
    );
  const monitored = ["MONITORED_MARGINAL", "2024-05-01"] as const;
  expect(mayAfter(history(["REGISTERED", "2015-01-01"], monitored))).toEqual([]);
  expect(mayAfter(history(["NEWLY_IDENTIFIED", "2016-01-01"], monitored))).toEqual(["EXITED"]);
  expect(mayAfter(history(["EXITED", "2019-12-31"], monitored))).toEqual(["RETURNED", "ROLLED_BACK"]);
});
