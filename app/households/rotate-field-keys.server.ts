import { withTransaction } from "~/platform/db.server";
import { encryptHealth, rewrapHouseholdKey } from "./sensitive-fields.server";

const BATCH = 200;

export type Rotation = { readonly cards: number; readonly rewrapped: number; readonly sealed: number };

/**
 * Wraps every card's data key by the first of FIELD_KEYS, and seals what an earlier version left in plain text. The fields
 * themselves stay as they are. May be broken off and run again: what is done is not done twice. Afterwards no card needs the
 * older keys any more.
 */
export async function rotateFieldKeys(): Promise<Rotation> {
  const done = { cards: 0, rewrapped: 0, sealed: 0 };
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const batch = await rotateBatch(after);
    done.cards += batch.cards;
    done.rewrapped += batch.rewrapped;
    done.sealed += batch.sealed;
    if (batch.last === undefined) return done;
    after = batch.last;
  }
}

async function rotateBatch(after: string): Promise<Rotation & { readonly last: string | undefined }> {
  return withTransaction("rotate field keys", async (tx) => {
    const cards = await tx.$queryRaw<{ id: string; wrappedKey: string }[]>`
      SELECT id, wrapped_key AS "wrappedKey" FROM household WHERE id > ${after}::uuid ORDER BY id LIMIT ${BATCH} FOR UPDATE`;
    const plain = await tx.householdMember.findMany({
      where: { householdId: { in: cards.map(({ id }) => id) }, healthPlain: { not: null } },
      select: { id: true, householdId: true, healthPlain: true },
    });
    let rewrapped = 0;
    for (const { id, wrappedKey } of cards) {
      const key = { householdId: id, wrappedKey };
      for (const member of plain.filter(({ householdId }) => householdId === id)) {
        await tx.householdMember.update({
          where: { id: member.id },
          data: { healthCipher: encryptHealth(key, member.id, member.healthPlain ?? ""), healthPlain: null },
          select: { id: true },
        });
      }
      const fresh = rewrapHouseholdKey(key);
      if (fresh === undefined) continue;
      await tx.household.update({ where: { id }, data: { wrappedKey: fresh }, select: { id: true } });
      rewrapped += 1;
    }
    return { cards: cards.length, rewrapped, sealed: plain.length, last: cards.at(-1)?.id };
  });
}
