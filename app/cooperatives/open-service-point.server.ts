import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";

export type ServicePointFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-name" }
  | { readonly kind: "no-such-village" };

/** Opens a village information service point (村级信息服务点), which sells for households of its village. */
export async function openServicePoint(request: {
  readonly actor: Actor;
  readonly name: string;
  readonly nameEn: string;
  /** the village, 12 digits */
  readonly areaCode: string;
  readonly phone: string;
  readonly now: Date;
}): Promise<Result<{ readonly servicePointId: string; readonly number: string }, ServicePointFailure>> {
  const { actor, now } = request;
  if (!can(actor, "cooperative:approve")) return failed({ kind: "not-allowed" });
  if (request.name.trim() === "") return failed({ kind: "no-name" });
  if (!/^\d{12}$/.test(request.areaCode)) return failed({ kind: "no-such-village" });
  return withTransaction("open service point", async (tx) => {
    const [{ number } = { number: 0n }] = await tx.$queryRaw<{ number: bigint }[]>`
      SELECT nextval('service_point_number') AS number`;
    const servicePointId = newId(now);
    const text = `FW${String(number).padStart(5, "0")}`;
    await tx.servicePoint.create({
      data: {
        id: servicePointId,
        number: text,
        name: request.name.trim(),
        nameEn: request.nameEn.trim(),
        areaCode: request.areaCode,
        phone: request.phone.trim(),
        status: "ACTIVE",
        createdAt: now,
      },
      select: { id: true },
    });
    await logAccess(tx, {
      actor,
      action: "service-point:open",
      subjectKind: "service-point",
      subjectId: servicePointId,
      now,
    });
    return succeeded({ servicePointId, number: text });
  });
}

export function explainServicePointFailure(failure: ServicePointFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以开设服务点。";
    case "no-name":
      return "请填写服务点名称。";
    case "no-such-village":
      return "请选择服务点所在的村。";
  }
}
