import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import type { TestMark } from "./conformity";
import { composeDirectLot } from "./composition";
import { findSellingHousehold } from "./household-seller-store.server";
import { insertSealedLot, type SealedLot } from "./insert-lot.server";
import { issueConformity } from "./issue-conformity.server";
import { LARGEST_QUANTITY } from "./intake-weight";
import { checkLotDays } from "./lot-days";
import type { HouseholdLotFailure } from "./lot-failure";
import { findProduct } from "./product-store.server";

/**
 * A household's own produce, sold directly (自产自销): one lot, all of it theirs. Made by the household itself or by the
 * service point that helps it. The people selling what they grew need no licence (E-commerce Law, art. 10).
 */
export async function createHouseholdLot(request: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly productId: string;
  readonly grade: string;
  /** base units */
  readonly quantity: number;
  /** Shanghai days */
  readonly harvestedOn: string;
  readonly expiresOn: string;
  /** the household promises conformity itself, and what that rests on; left out: no certificate */
  readonly testMark?: TestMark;
  readonly now: Date;
}): Promise<Result<SealedLot, HouseholdLotFailure>> {
  const { actor, householdId, quantity, now } = request;
  return withTransaction("create household lot", async (tx) => {
    const household = await findSellingHousehold(tx, householdId);
    const subject = { householdId, ...(household?.servicePointId ? { servicePointId: household.servicePointId } : {}) };
    if (!household || !can(actor, "lot:edit", subject)) return failed({ kind: "no-such-household" });
    const product = await findProduct(tx, request.productId);
    if (!product) return failed({ kind: "no-such-product" });
    if (!product.grades.includes(request.grade)) return failed({ kind: "no-such-grade", grades: product.grades });
    if (!Number.isInteger(quantity) || quantity <= 0 || quantity > LARGEST_QUANTITY) {
      return failed({ kind: "bad-quantity" });
    }
    const days = checkLotDays({ ...request, today: dayOf(now) });
    if (!days.ok) return days;

    const lot = await insertSealedLot(tx, {
      actor,
      sellerKind: "HOUSEHOLD",
      sellerId: householdId,
      productId: product.id,
      baseUnit: product.baseUnit,
      grade: request.grade,
      quantity,
      composition: composeDirectLot(householdId, quantity),
      sources: [],
      harvestedOn: request.harvestedOn,
      expiresOn: request.expiresOn,
      now,
    });
    if (product.certified && request.testMark) {
      await issueConformity(tx, { lotId: lot.lotId, testMark: request.testMark, now });
    }
    return succeeded(lot);
  });
}
