import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { savePhoto } from "~/media/save-photo.server";
import type { PhotoFailure } from "~/media/photo-failure";
import { db } from "~/platform/db.server";

export type AttachSlipFailure = PhotoFailure | { readonly kind: "no-such-intake" } | { readonly kind: "has-a-slip" };

/** Adds the photo of a paper slip to a delivery, once. The photo is private: it names a household. */
export async function attachSlip(request: {
  readonly actor: Actor;
  readonly intakeId: string;
  readonly bytes: Uint8Array;
  readonly now: Date;
}): Promise<Result<{ readonly mediaId: string }, AttachSlipFailure>> {
  const { actor, intakeId, bytes, now } = request;
  const intake = await db().intake.findUnique({
    where: { id: intakeId },
    select: { cooperativeId: true, number: true, slipMediaId: true },
  });
  if (!intake || !can(actor, "intake:record", { cooperativeId: intake.cooperativeId })) {
    return failed({ kind: "no-such-intake" });
  }
  if (intake.slipMediaId !== null) return failed({ kind: "has-a-slip" });

  const owner = { kind: "COOPERATIVE", id: intake.cooperativeId } as const;
  const photo = await savePhoto({ bytes, kind: "SLIP", owner, alt: `入库单 ${intake.number} 的照片`, actor, now });
  if (!photo.ok) return photo;
  const { mediaId } = photo.value;
  const attached = await db().intake.updateMany({
    where: { id: intakeId, slipMediaId: null },
    data: { slipMediaId: mediaId },
  });
  return attached.count === 1 ? succeeded({ mediaId }) : failed({ kind: "has-a-slip" });
}
