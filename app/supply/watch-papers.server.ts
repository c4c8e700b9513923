import { dayOf } from "~/kernel/period";
import { db, withTransaction, type Db } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { sendMessage } from "~/platform/message.server";
import { daysLeft, paperWords, stageOf } from "./paper-end";

export type EndingPaper = {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly cooperativeId: string;
  readonly productName: string | null;
  readonly expiresOn: string;
};

/**
 * The newest papers of cooperatives that end within thirty days or are over: a paper whose successor is valid longer is not
 * spoken of. `cooperativeIds` narrows to a console's own.
 */
export async function endingPapers(db: Db, today: string, cooperativeIds?: readonly string[]): Promise<EndingPaper[]> {
  const ids = cooperativeIds === undefined ? null : [...cooperativeIds];
  return db.$queryRaw<EndingPaper[]>`
    SELECT q.id, q.kind, q.number, q.holder_id AS "cooperativeId", p.name AS "productName", q.expires_on::text AS "expiresOn"
    FROM quality_document q LEFT JOIN product p ON p.id = q.product_id
    WHERE q.holder_kind = 'COOPERATIVE' AND q.lot_id IS NULL AND q.intake_id IS NULL AND q.kind <> 'CONFORMITY'
      AND q.expires_on <= ${today}::date + 30 AND q.expires_on > ${today}::date - 365
      AND (${ids}::uuid[] IS NULL OR q.holder_id = ANY (${ids}::uuid[]))
      AND NOT EXISTS (
        SELECT FROM quality_document n
        WHERE n.holder_kind = q.holder_kind AND n.holder_id = q.holder_id AND n.kind = q.kind
          AND n.product_id IS NOT DISTINCT FROM q.product_id AND n.id <> q.id
          AND (n.expires_on IS NULL OR n.expires_on > q.expires_on))
    ORDER BY q.expires_on, q.id`;
}

/**
 * Nightly: warns the managers thirty and seven days before a paper ends and when it is over, once each; at the end its
 * cooperative's listings are told anew, so that search forgets the mark (pages read the paper's last day themselves).
 */
export async function watchPapers({ now }: { now: Date }): Promise<{ warned: number; ended: number }> {
  const today = dayOf(now);
  const done = { warned: 0, ended: 0 };
  for (const paper of await endingPapers(db(), today)) {
    const days = daysLeft(paper.expiresOn, today);
    const stage = stageOf(days);
    if (stage === undefined) continue;
    await withTransaction("warn of a paper's end", async (tx) => {
      const noted = await tx.documentNotice.createMany({
        data: { documentId: paper.id, stage, sentAt: now },
        skipDuplicates: true,
      });
      if (noted.count === 0) return;
      for (const to of await managersOf(tx, paper.cooperativeId)) {
        await sendMessage(tx, {
          ...to,
          subject: `户惠：证件${days < 0 ? "已到期" : "快到期"}`,
          body: `${paper.number}：${paperWords(paper.kind, days)}`,
          now,
        });
      }
      done.warned += 1;
      if (stage === 0) {
        await enqueue(tx, { topic: "cooperative.changed", key: paper.cooperativeId });
        done.ended += 1;
      }
    });
  }
  return done;
}

async function managersOf(tx: Db, cooperativeId: string): Promise<{ channel: "EMAIL" | "SMS"; recipient: string }[]> {
  const users = await tx.user.findMany({
    where: { disabledAt: null, grants: { some: { role: "COOP_MANAGER", scopeId: cooperativeId, revokedAt: null } } },
    select: { email: true, phone: true },
    orderBy: { id: "asc" },
  });
  return users.flatMap(({ email, phone }): { channel: "EMAIL" | "SMS"; recipient: string }[] => {
    if (email !== null) return [{ channel: "EMAIL", recipient: email }];
    return phone === null ? [] : [{ channel: "SMS", recipient: phone }];
  });
}
