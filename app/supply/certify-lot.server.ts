import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import type { TestMark } from "./conformity";
import { issueConformity } from "./issue-conformity.server";
import { lotSubject } from "./lot-store.server";

export type CertifyLotFailure =
  | { readonly kind: "no-such-lot" }
  | { readonly kind: "not-in-scope" }
  | { readonly kind: "has-one" };

/** Issues the certificate of a lot that was sealed without: deliveries came without theirs, and somebody has checked since. */
export async function certifyLot(request: {
  readonly actor: Actor;
  readonly lotId: string;
  readonly testMark: TestMark;
  readonly now: Date;
}): Promise<Result<{ readonly lotId: string }, CertifyLotFailure>> {
  const { actor, lotId } = request;
  return withTransaction("certify lot", async (tx) => {
    const subject = await lotSubject(tx, lotId);
    if (!subject || !can(actor, "lot:edit", subject)) return failed({ kind: "no-such-lot" });
    const [product] = await tx.$queryRaw<{ certified: boolean }[]>`
      SELECT p.certified FROM lot JOIN product p ON p.id = lot.product_id WHERE lot.id = ${lotId}::uuid FOR UPDATE OF lot`;
    if (!product?.certified) return failed({ kind: "not-in-scope" });
    if (!(await issueConformity(tx, request))) return failed({ kind: "has-one" });
    await enqueue(tx, { topic: "lot.changed", key: lotId });
    return succeeded({ lotId });
  });
}

export function explainCertifyLotFailure(failure: CertifyLotFailure): string {
  switch (failure.kind) {
    case "no-such-lot":
      return "找不到这个批次。";
    case "not-in-scope":
      return "这种产品不在合格证的范围内，不用开。";
    case "has-one":
      return "这个批次已经有合格证了，开出以后不能改。";
  }
}
