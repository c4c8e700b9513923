import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueueAll } from "~/platform/outbox.server";
import { explainFreightZonesProblem, freightZonesProblem, type FreightZone, type FreightZonesProblem } from "./freight";
import { sellerAsSubject, type Seller } from "./save-listing.server";

export type FreightTemplateFailure =
  | { readonly kind: "no-such-seller" }
  | { readonly kind: "no-such-template" }
  | { readonly kind: "no-name" }
  | { readonly kind: "bad-zones"; readonly problem: FreightZonesProblem };

/**
 * Stores a seller's freight template with its zones, new or changed as a whole. Orders keep the freight they were
 * placed with. The shipper is the party whose account the freight goes to: the seller itself unless another is named.
 */
export async function saveFreightTemplate(request: {
  readonly actor: Actor;
  readonly templateId?: string;
  readonly seller: Seller;
  readonly name: string;
  readonly shipperName: string;
  readonly shipperId?: string;
  readonly zones: readonly FreightZone[];
  readonly now: Date;
}): Promise<Result<{ readonly templateId: string }, FreightTemplateFailure>> {
  const { actor, seller, now } = request;
  return withTransaction("save freight template", async (tx) => {
    const subject = await sellerAsSubject(tx, seller);
    if (!subject || !can(actor, "listing:edit", subject)) return failed({ kind: "no-such-seller" });
    if (request.name.trim() === "" || request.shipperName.trim() === "") return failed({ kind: "no-name" });
    const problem = freightZonesProblem(request.zones);
    if (problem) return failed({ kind: "bad-zones", problem });

    const templateId = request.templateId ?? newId(now);
    const columns = { name: request.name.trim(), shipperName: request.shipperName.trim() };
    if (request.templateId === undefined) {
      const shipperId = request.shipperId ?? subject.servicePointId ?? seller.id;
      await tx.freightTemplate.create({
        data: { id: templateId, sellerKind: seller.kind, sellerId: seller.id, shipperId, createdAt: now, ...columns },
        select: { id: true },
      });
    } else {
      const { count } = await tx.freightTemplate.updateMany({
        where: { id: templateId, sellerKind: seller.kind, sellerId: seller.id },
        data: columns,
      });
      if (count === 0) return failed({ kind: "no-such-template" });
      await tx.freightZone.deleteMany({ where: { templateId } });
    }
    await tx.freightZone.createMany({
      data: request.zones.map((zone, position) => ({ templateId, position, ...zone, provinces: [...zone.provinces] })),
    });
    const listings = await tx.listing.findMany({
      where: { freightId: templateId, status: "PUBLISHED" },
      select: { id: true },
    });
    await enqueueAll(
      tx,
      listings.map(({ id }) => ({ topic: "listing.changed", key: id })),
    );
    return succeeded({ templateId });
  });
}

export function explainFreightTemplateFailure(failure: FreightTemplateFailure): string {
  switch (failure.kind) {
    case "no-such-seller":
      return "请选择卖家。";
    case "no-such-template":
      return "找不到这个运费模板。";
    case "no-name":
      return "请填写模板名称和承运方。";
    case "bad-zones":
      return explainFreightZonesProblem(failure.problem);
  }
}
