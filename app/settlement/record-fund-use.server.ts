import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { villagersSaid } from "~/households/voice-names.server";
import { newId } from "~/kernel/ids";
import { formatYuan, type Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { explainPurposeProblem, LONGEST_PAPER_WORDS, purposeProblems, type PurposeProblem } from "./village-fund";
import { leftOfUse, lockVillageFund, villageFund } from "./village-fund-store.server";

export type RecordFundUseFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "to-come"; readonly field: "usedOn" | "decidedOn" }
  | { readonly kind: "decided-later" }
  | { readonly kind: "before-the-money"; readonly sinceOn: string | null }
  | { readonly kind: "amount" }
  | { readonly kind: "more-than-left"; readonly leftFen: Fen }
  | { readonly kind: "no-such-entry" }
  | { readonly kind: "less-than-nothing"; readonly usedFen: Fen }
  | { readonly kind: "evidence" }
  | { readonly kind: "purpose"; readonly problems: readonly PurposeProblem[] }
  | { readonly kind: "names"; readonly said: readonly string[] };

export type NewFundUse = {
  readonly actor: Actor;
  readonly areaCode: string;
  /** the day of the use, and of the villagers' assembly that decided it */
  readonly usedOn: string;
  readonly decidedOn: string;
  /** of a correction what is to be added to the corrected entry, below zero or zero too */
  readonly amountFen: Fen;
  /** one sentence that everybody reads */
  readonly purpose: string;
  /** what the paper is: for those who check it */
  readonly evidence: string;
  readonly correctsId: string | undefined;
  readonly now: Date;
};

/**
 * Records what a village did with money of its fund. It is shown when another person approved it. What waits is held back from
 * what is left, so that two uses never spend the same fen. A correction names an approved use and changes it by its amount.
 */
export async function recordFundUse(
  input: NewFundUse & { readonly mediaId: string },
): Promise<Result<{ readonly useId: string }, RecordFundUseFailure>> {
  const { actor, areaCode, now } = input;
  return withTransaction("record fund use", async (tx) => {
    await lockVillageFund(tx, areaCode);
    const refused = await mayRecordFundUse(tx, input);
    if (refused) return failed(refused);
    const useId = newId(now);
    await tx.villageFundUse.create({
      data: {
        id: useId,
        areaCode,
        usedOn: new Date(`${input.usedOn}T00:00:00Z`),
        decidedOn: new Date(`${input.decidedOn}T00:00:00Z`),
        amountFen: input.amountFen,
        purpose: input.purpose,
        evidence: input.evidence,
        mediaId: input.mediaId,
        correctsId: input.correctsId ?? null,
        state: "WAITING",
        recordedById: actor.userId,
        recordedAt: now,
      },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "fund:record", subjectKind: "area", subjectId: areaCode, now });
    return succeeded({ useId });
  });
}

/** Everything that can be refused; also asked before the paper's photo is stored. */
export async function mayRecordFundUse(db: Db, input: NewFundUse): Promise<RecordFundUseFailure | undefined> {
  const { actor, areaCode, usedOn, decidedOn, amountFen, purpose, correctsId, now } = input;
  const fund = await villageFund(db, areaCode, areaScopes(actor));
  if (!fund || !can(actor, "fund:record", { areaCode })) return { kind: "not-found" };
  const today = dayOf(now);
  if (usedOn > today) return { kind: "to-come", field: "usedOn" };
  if (decidedOn > today) return { kind: "to-come", field: "decidedOn" };
  if (decidedOn > usedOn) return { kind: "decided-later" };
  if (fund.sinceOn === null || usedOn < fund.sinceOn) return { kind: "before-the-money", sinceOn: fund.sinceOn };
  if (correctsId === undefined && amountFen <= 0n) return { kind: "amount" };
  const leftFen = fund.receivedFen - fund.usedFen - fund.waitingFen;
  if (amountFen > 0n && amountFen > leftFen) return { kind: "more-than-left", leftFen };
  if (correctsId !== undefined) {
    const usedFen = await leftOfUse(db, areaCode, correctsId);
    if (usedFen === undefined) return { kind: "no-such-entry" };
    if (usedFen + amountFen < 0n) return { kind: "less-than-nothing", usedFen };
  }
  if (input.evidence === "" || [...input.evidence].length > LONGEST_PAPER_WORDS) return { kind: "evidence" };
  const problems = purposeProblems(purpose);
  if (problems.length > 0) return { kind: "purpose", problems };
  const said = await villagersSaid(db, areaCode, purpose, now);
  return said.length > 0 ? { kind: "names", said } : undefined;
}

/** What was refused, by field; "" for what no field can mend. */
export function explainRecordFundUseFailure(failure: RecordFundUseFailure): Readonly<Record<string, string[]>> {
  switch (failure.kind) {
    case "not-found":
      return { "": ["没有这个村，或不在您的管辖范围内。"] };
    case "to-come":
      return { [failure.field]: ["日期还没有到。"] };
    case "decided-later":
      return { decidedOn: ["村民大会决定的日期不能晚于用款日期。"] };
    case "before-the-money":
      return {
        usedOn: [
          failure.sinceOn === null
            ? "还没有钱付给这个村，不能记用款。"
            : `第一笔钱在 ${failure.sinceOn} 才付到村里，用款日期不能更早。`,
        ],
      };
    case "amount":
      return { amount: ["金额须大于 0。要改少已核定的一条，请在下面选“更正哪一条”。"] };
    case "more-than-left":
      return { amount: [`超过了村里还能用的 ${formatYuan(failure.leftFen)} 元（已付到村里的，减去已用和待核定的）。`] };
    case "no-such-entry":
      return { correctsId: ["要更正的那一条不在本村，或还没有核定。"] };
    case "less-than-nothing":
      return { amount: [`那一条现在是 ${formatYuan(failure.usedFen)} 元，最多减到 0。`] };
    case "evidence":
      return { evidence: [`请写明凭据，最多 ${LONGEST_PAPER_WORDS} 个字。`] };
    case "purpose":
      return { purpose: failure.problems.map(explainPurposeProblem) };
    case "names":
      return { purpose: [`这句话会公开，不写姓名：里面有 ${failure.said.join("、")} 的名字，请去掉。`] };
  }
}
