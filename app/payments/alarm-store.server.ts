import { newId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";
import { log } from "~/platform/log.server";

export type AlarmKind =
  | "AMOUNT_MISMATCH"
  | "EVENT_CONFLICT"
  | "REFUND_FAILED"
  | "REFUND_UNKNOWN"
  | "UNKNOWN_OBJECT"
  | "LEDGER_CONFLICT";

/** Tells the operator, once for each subject: raising it again opens it again. */
export async function raiseAlarm(
  tx: Db,
  alarm: {
    readonly kind: AlarmKind;
    readonly subjectId: string;
    readonly orderId?: string | undefined;
    readonly detail: string;
    readonly now: Date;
  },
): Promise<void> {
  log.error({ alarm: alarm.kind, subject: alarm.subjectId, order: alarm.orderId }, alarm.detail);
  await tx.$executeRaw`
    INSERT INTO payment_alarm (id, kind, subject_id, order_id, detail, raised_at)
    VALUES (${newId(alarm.now)}::uuid, ${alarm.kind}, ${alarm.subjectId}, ${alarm.orderId ?? null}::uuid, ${alarm.detail},
      ${alarm.now}::timestamptz)
    ON CONFLICT (kind, subject_id) DO UPDATE
      SET detail = excluded.detail, raised_at = excluded.raised_at, resolved_at = NULL, resolved_by_id = NULL, resolution = NULL`;
}

export type OpenAlarm = {
  readonly id: string;
  readonly kind: AlarmKind;
  readonly subjectId: string;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly detail: string;
  readonly raisedAt: Date;
};

/** What waits for a person, oldest first. */
export async function openAlarms(db: Db, limit = 200): Promise<OpenAlarm[]> {
  return db.$queryRaw<OpenAlarm[]>`
    SELECT a.id, a.kind, a.subject_id AS "subjectId", a.order_id AS "orderId", o.number AS "orderNumber", a.detail,
      a.raised_at AS "raisedAt"
    FROM payment_alarm a LEFT JOIN customer_order o ON o.id = a.order_id
    WHERE a.resolved_at IS NULL ORDER BY a.raised_at LIMIT ${limit}::int`;
}

/** The refund that failed has succeeded after all: nothing is left to look at. */
export async function settleAlarm(
  tx: Db,
  alarm: { readonly kind: AlarmKind; readonly subjectId: string; readonly resolution: string; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE payment_alarm SET resolved_at = ${alarm.now}::timestamptz, resolution = ${alarm.resolution}
    WHERE kind = ${alarm.kind} AND subject_id = ${alarm.subjectId} AND resolved_at IS NULL`;
}
