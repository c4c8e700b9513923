import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { takeBackPhotos } from "~/media/drop-photos.server";
import { savePhotos } from "~/media/save-photo.server";
import { db, withTransaction, type Db } from "~/platform/db.server";
import { acceptableDays, whatIsMissing, type AcceptancePageKind, type RecordAcceptanceFailure } from "./acceptance";
import {
  findAcceptanceByRequestKey,
  insertAcceptance,
  institutionOf,
  shipmentToAccept,
} from "./acceptance-store.server";
import { confirmArrival, mayAct, type ShopperAccess } from "./confirm-delivery.server";
import { lockShipment, recordOrderEvent } from "./order-store.server";

export type RecordAcceptance = {
  readonly access: ShopperAccess;
  readonly orderId: string;
  readonly shipmentId: string;
  readonly acceptedBy: string;
  /** "2026-11-23" */
  readonly acceptedOn: string;
  /** null: all of it is as ordered */
  readonly remarks: string | null;
  /** the pages of the signed paper, and of the invoice */
  readonly report: readonly Uint8Array[];
  readonly invoice: readonly Uint8Array[];
  /** the form's nonce: sent twice, it is one acceptance */
  readonly requestKey: string;
  readonly recordedById?: string | undefined;
  readonly now: Date;
};

type Page = { readonly mediaId: string; readonly kind: AcceptancePageKind };

/**
 * An institution has accepted what a seller sent, and hands in the signed paper. Goods that are accepted have arrived: every
 * parcel on its way is confirmed in the same transaction. The pictures are stored first, and go again when nothing is recorded.
 */
export async function recordAcceptance(
  request: RecordAcceptance,
): Promise<Result<{ readonly acceptanceId: string }, RecordAcceptanceFailure>> {
  const { access, orderId, shipmentId, requestKey, now } = request;
  if (!(await mayAct(db(), orderId, access))) return failed({ kind: "not-found" });
  const before = await findAcceptanceByRequestKey(db(), requestKey);
  if (before)
    return before.orderId === orderId ? succeeded({ acceptanceId: before.id }) : failed({ kind: "not-found" });
  const refusal = await refusalOf(db(), request);
  if (refusal) return failed(refusal);

  const saved = await savePages(request);
  if (!saved.ok) return saved;
  const pages = saved.value;
  const recorded = await withTransaction("record acceptance", async (tx) => {
    const shipment = await lockShipment(tx, shipmentId);
    if (!shipment || shipment.orderId !== orderId) return failed({ kind: "not-found" } as const);
    const again = await findAcceptanceByRequestKey(tx, requestKey);
    if (again) return succeeded({ acceptanceId: again.id, isNew: false });
    const meanwhile = await refusalOf(tx, request);
    if (meanwhile) return failed(meanwhile);
    const arrived = await confirmArrival(tx, { shipment, by: "shopper", now });
    if (!arrived.ok) return failed({ kind: "not-sent" } as const);
    const { acceptedBy, acceptedOn, remarks } = request;
    const acceptanceId = newId(now);
    await insertAcceptance(tx, {
      ...{ id: acceptanceId, orderId, shipmentId, acceptedBy, acceptedOn, remarks, requestKey, pages },
      recordedAt: now,
      recordedById: request.recordedById ?? null,
    });
    await recordOrderEvent(tx, { orderId, kind: "ACCEPTANCE_RECORDED", at: now, data: { shipmentId, acceptanceId } });
    return succeeded({ acceptanceId, isNew: true });
  });
  if (!recorded.ok || !recorded.value.isNew) await takeBackPhotos(pages.map(({ mediaId }) => mediaId));
  return recorded.ok ? succeeded({ acceptanceId: recorded.value.acceptanceId }) : recorded;
}

/** Why this cannot be recorded now; undefined when it can. */
async function refusalOf(db: Db, request: RecordAcceptance): Promise<RecordAcceptanceFailure | undefined> {
  const [institution, shipment] = await Promise.all([
    institutionOf(db, request.orderId),
    shipmentToAccept(db, request),
  ]);
  if (!institution || !shipment) return { kind: "not-found" };
  if (shipment.firstShippedAt === null) return { kind: "not-sent" };
  const days = acceptableDays(shipment.firstShippedAt, request.now);
  if (request.acceptedOn < days.from || request.acceptedOn > days.to) return { kind: "day", ...days };
  const given = {
    remarks: request.remarks,
    reportPages: request.report.length,
    invoicePages: request.invoice.length,
  };
  return whatIsMissing(given, shipment.acceptances);
}

async function savePages({
  orderId,
  report,
  invoice,
  now,
}: RecordAcceptance): Promise<Result<Page[], RecordAcceptanceFailure>> {
  const pages: Page[] = [];
  const owner = { kind: "ORDER", id: orderId } as const;
  for (const { kind, alt, altEn, files } of [
    { kind: "REPORT", alt: "签字的验收单", altEn: "Signed acceptance report", files: report },
    { kind: "INVOICE", alt: "发票", altEn: "Invoice", files: invoice },
  ] as const) {
    const photo = { kind: "ACCEPTANCE", owner, alt, altEn, public: false, now } as const;
    const saved = await savePhotos(files.map((bytes) => ({ ...photo, bytes })));
    if (!saved.ok) {
      await takeBackPhotos(pages.map(({ mediaId }) => mediaId));
      return failed({ kind: "photo", page: kind, failure: saved.failure });
    }
    pages.push(...saved.value.map((mediaId) => ({ mediaId, kind })));
  }
  return succeeded(pages);
}
