import { z } from "zod";
import { minuteOf } from "~/kernel/period";
import { COUNTY_MOVES, OPERATOR_MOVES } from "~/supply/application";
import type { ApplicationDetail } from "~/supply/application-store.server";
import type { Shown } from "./application-view";

const words = z.string().trim().max(500, "最多 500 个字。").default("");
const choose = "请选择一种意见。";

export const countyForm = z.object({ move: z.enum(COUNTY_MOVES, { error: choose }), words });
export const operatorForm = z.object({ move: z.enum(OPERATOR_MOVES, { error: choose }), words });

/** An application as the desks draw it: times in words, and no account's id. */
export function shownApplication({ countyById: _id, ...application }: ApplicationDetail, papers: boolean): Shown {
  const minute = (at: Date | null) => (at === null ? null : minuteOf(at));
  return {
    ...application,
    papers: papers ? application.papers : [],
    submittedAt: minuteOf(application.submittedAt),
    countyAt: minute(application.countyAt),
    decidedAt: minute(application.decidedAt),
  };
}
