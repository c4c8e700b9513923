import { addDays, dayOf, startOfDay } from "~/kernel/period";
import { savePhoto } from "~/media/save-photo.server";
import { db } from "~/platform/db.server";
import { decideFundUse } from "~/settlement/decide-fund-use.server";
import { recordFundUse } from "~/settlement/record-fund-use.server";
import { villageFund } from "~/settlement/village-fund-store.server";
import { fundUses, type SeedFundUse } from "../data/village-funds";
import { accepted } from "./at-once";
import { signedPaper } from "./signed-paper";
import type { Staff } from "./users";

const SMALLEST_FEN = 1_000n;

/** What a few villages did with what was paid to them: recorded by one official, approved by another. */
export async function loadVillageFunds({
  staff,
  now,
}: {
  readonly staff: Pick<Staff, "person">;
  readonly now: Date;
}): Promise<void> {
  const paper = await signedPaper();
  for (const use of fundUses) await record(use);

  async function record(use: SeedFundUse): Promise<void> {
    const { areaCode, share } = use;
    const fund = await villageFund(db(), areaCode, [areaCode]);
    if (!fund?.sinceOn) return;
    // In whole yuan: a part of what has come, so that a shorter year still has it.
    const amountFen = ((fund.receivedFen * BigInt(share)) / 10_000n) * 100n;
    const recordedAt = addDays(now, -use.daysAgo);
    if (amountFen < SMALLEST_FEN || recordedAt < addDays(startOfDay(fund.sinceOn), 1)) return;
    const actor = staff.person(use.recorder);
    const usedOn = dayOf(addDays(recordedAt, -1));
    const photo = {
      bytes: paper,
      kind: "SLIP",
      owner: { kind: "PLATFORM", id: actor.userId },
      alt: `${fund.name}用款的凭据 ${usedOn}`,
      actor,
      now: recordedAt,
    } as const;
    const { mediaId } = accepted("a paper of a use", await savePhoto(photo));
    const { useId } = accepted(
      `the use “${use.purpose}”`,
      await recordFundUse({
        actor,
        areaCode,
        usedOn,
        decidedOn: dayOf(addDays(recordedAt, -9)),
        amountFen,
        purpose: use.purpose,
        evidence: use.evidence,
        correctsId: undefined,
        mediaId,
        now: recordedAt,
      }),
    );
    if (use.approver === undefined) return;
    const approval = { actor: staff.person(use.approver), useId, refusal: undefined, now: addDays(recordedAt, 1) };
    accepted("an approval", await decideFundUse(approval));
  }
}
