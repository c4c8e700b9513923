import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { takeBackPhotos } from "~/media/drop-photos.server";
import { savePhotos } from "~/media/save-photo.server";
import { db, withTransaction } from "~/platform/db.server";
import type { OpenClaimFailure } from "./claim-failure";
import { claimable, claimKindOf, waitsUntil } from "./claim-state";
import {
  findClaimByRequestKey,
  insertClaim,
  lineToClaim,
  lockOrderForClaim,
  type LineToClaim,
} from "./claim-store.server";
import { mayAct, type ShopperAccess } from "./confirm-delivery.server";
import { orderNumber } from "./order-number";
import { recordOrderEvent } from "./order-store.server";
import { tellShopper } from "./tell-shopper.server";

export type OpenClaim = {
  readonly access: ShopperAccess;
  readonly orderId: string;
  readonly orderLineId: string;
  readonly quantity: number;
  readonly words: string;
  readonly photos: readonly Uint8Array[];
  /** the form's nonce: sent twice, it is one claim */
  readonly requestKey: string;
  readonly now: Date;
};

/**
 * A shopper says that a line did not arrive as it should: fresh goods by photo within 48 h of their parcel's arrival, what
 * keeps within seven days. From now on nothing of the line becomes payable. The photos are stored first; whether the line
 * may be claimed is asked again in the transaction that stores the claim, and they go again when it may not.
 */
export async function openClaim(request: OpenClaim): Promise<Result<{ readonly claimId: string }, OpenClaimFailure>> {
  const { access, orderId, orderLineId, requestKey, now } = request;
  if (!(await mayAct(db(), orderId, access))) return failed({ kind: "not-found" });
  const before = await findClaimByRequestKey(db(), requestKey);
  if (before) return before.orderId === orderId ? succeeded({ claimId: before.id }) : failed({ kind: "not-found" });
  const line = await lineToClaim(db(), { orderId, orderLineId });
  const refusal = refusalOf(line, request);
  if (!line || refusal) return failed(refusal ?? { kind: "not-found" });

  const owner = { kind: "ORDER", id: orderId } as const;
  const photo = { kind: "CLAIM", owner, alt: "售后照片", altEn: "Photo of the claim", public: false, now } as const;
  const saved = await savePhotos(request.photos.map((bytes) => ({ ...photo, bytes })));
  if (!saved.ok) return failed({ kind: "photo", failure: saved.failure });
  const photoIds = saved.value;

  const opened = await withTransaction("open claim", async (tx) => {
    await lockOrderForClaim(tx, orderId);
    const again = await findClaimByRequestKey(tx, requestKey);
    if (again) return succeeded({ claimId: again.id, isNew: false });
    const meanwhile = refusalOf(await lineToClaim(tx, { orderId, orderLineId }), request);
    if (meanwhile) return failed(meanwhile);
    const claimId = newId(now);
    await insertClaim(tx, {
      id: claimId,
      number: `S${orderNumber(claimId, now)}`,
      orderId,
      orderLineId,
      kind: claimKindOf(line),
      quantity: request.quantity,
      words: request.words,
      requestKey,
      openedAt: now,
      waitsUntil: waitsUntil("OPEN", now),
      photoIds,
    });
    await recordOrderEvent(tx, { orderId, kind: "CLAIM_OPENED", at: now, data: { claimId } });
    await tellShopper(tx, { orderId, claimId, kind: "CLAIM_OPENED", now });
    return succeeded({ claimId, isNew: true });
  });
  if (!opened.ok || !opened.value.isNew) await takeBackPhotos(photoIds);
  return opened.ok ? succeeded({ claimId: opened.value.claimId }) : opened;
}

/** Why the line cannot be claimed like this now; undefined when it can. */
function refusalOf(line: LineToClaim | undefined, request: OpenClaim): OpenClaimFailure | undefined {
  if (!line) return { kind: "not-found" };
  if (line.parcels.every(({ deliveredAt }) => deliveredAt === null)) return { kind: "not-arrived" };
  const { quantity, until } = claimable(line, request.now);
  if (until === null || line.isReleased) return { kind: "too-late" };
  if (quantity === 0 || !line.isRefundable) return { kind: "nothing-left" };
  if (request.quantity > quantity) return { kind: "too-many", most: quantity };
  if (claimKindOf(line) === "SPOILAGE" && request.photos.length === 0) return { kind: "photo-missing" };
  return undefined;
}
