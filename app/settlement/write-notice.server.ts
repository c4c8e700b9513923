import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { privateNumbersIn, type PrivateFind } from "~/households/private-numbers";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { reportHash } from "./area-report-store.server";
import { noticePreview, type NoticeSource } from "./notice-preview.server";

export type WriteNoticeFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-closed" }
  | { readonly kind: "not-approved" }
  | {
      readonly kind: "private-numbers";
      readonly field: "title" | "preface" | "contact";
      readonly found: readonly PrivateFind[];
    };

/** Submits a notice of a closed month or an approved report. Words with anything like a person's number in them are not taken. */
export async function writeNotice(input: {
  readonly actor: Actor;
  readonly source: NoticeSource;
  readonly title: string;
  readonly preface: string;
  readonly contact: string;
  readonly now: Date;
}): Promise<Result<{ readonly noticeId: string; readonly number: string }, WriteNoticeFailure>> {
  const { actor, source, now } = input;
  for (const field of ["title", "preface", "contact"] as const) {
    const found = privateNumbersIn(input[field]);
    if (found.length > 0) return failed({ kind: "private-numbers", field, found });
  }
  return withTransaction("write notice", async (tx) => {
    const of = await placeOf(tx, source);
    const mine = of !== null && areaScopes(actor).some((prefix) => of.areaCode.startsWith(prefix));
    if (!mine || !can(actor, "notice:write", { areaCode: of.areaCode })) return failed({ kind: "not-found" });
    const preview = await noticePreview(tx, source);
    if (!preview) return failed({ kind: "closeId" in source ? "not-closed" : "not-approved" });
    const body = JSON.stringify(preview.body);
    const [row] = await tx.$queryRaw<[{ serial: bigint }]>`SELECT nextval('notice_number') AS serial`;
    const number = `GS${dayOf(now).slice(2, 7).replace("-", "")}-${String(row.serial).padStart(4, "0")}`;
    const noticeId = newId(now);
    await tx.notice.create({
      data: {
        id: noticeId,
        number,
        ...source,
        areaCode: preview.areaCode,
        period: preview.period,
        title: input.title.trim(),
        preface: input.preface.trim(),
        contact: input.contact.trim(),
        body,
        hash: reportHash(body),
        state: "SUBMITTED",
        createdById: actor.userId,
        createdAt: now,
      },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "notice:write", subjectKind: "notice", subjectId: noticeId, now });
    return succeeded({ noticeId, number });
  });
}

/** Where what it rests on lies, whatever its state. */
async function placeOf(db: Db, source: NoticeSource): Promise<{ readonly areaCode: string } | null> {
  if ("reportId" in source)
    return db.periodicReport.findUnique({ where: { id: source.reportId }, select: { areaCode: true } });
  const close = await db.periodClose.findFirst({
    where: { id: source.closeId, scopeKind: "AREA" },
    select: { scopeId: true },
  });
  return close && { areaCode: close.scopeId };
}

export function explainWriteNoticeFailure(failure: WriteNoticeFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这份报告，或不在您的管辖范围内。";
    case "not-closed":
      return "这个月还没有结账，不能公示。";
    case "not-approved":
      return "这份报告还没有批准，不能公示。";
    case "private-numbers":
      return `文字里有像${failure.found.map(({ kind, shown }) => `${kind}（${shown}）`).join("、")}的号码，请去掉后再提交。`;
  }
}
