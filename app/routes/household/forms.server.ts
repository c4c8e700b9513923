import { z } from "zod";
import type { ProblemAbout } from "~/settlement/problem";

const KINDS = ["INTAKE", "ORDER_LINE", "PAYOUT", "DISBURSEMENT", "PERIOD", "CARD"] as const satisfies readonly [
  ProblemAbout["kind"],
  ...ProblemAbout["kind"][],
];

/** What an address says the objection is about; whether it is the household's own is asked when it is sent. */
export const aboutQuery = z.object({ about: z.enum(KINDS), id: z.string().min(1).max(40) });

export const objectionForm = z.object({
  words: z.string({ error: "请写明哪里不对。" }).max(4_000, "最多写 500 个字。"),
});

export const consentForm = z.object({
  step: z.enum(["give", "confirm", "withdraw"]),
  purpose: z.enum(["STORY", "PHOTO", "NAME"]),
});
