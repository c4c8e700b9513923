import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { formatYuan } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { lateEntries, reportHash, type AreaReportBody } from "./area-report-store.server";
import { maskFigures, maskRows, privateNumbersIn, type NoticeBody, type PrivateFind } from "./notice";

export type WriteNoticeFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-closed" }
  | {
      readonly kind: "private-numbers";
      readonly field: "title" | "preface" | "contact";
      readonly found: readonly PrivateFind[];
    };

/** The rows of a notice of a closed month, as the report has them and as everybody may see them. */
export async function noticePreview(
  db: Db,
  closeId: string,
): Promise<
  | {
      readonly plain: readonly { readonly name: string; readonly earning: number; readonly paid: string }[];
      readonly body: NoticeBody;
    }
  | undefined
> {
  const report = await db.areaReport.findUnique({ where: { closeId }, select: { body: true, hash: true } });
  if (!report) return undefined;
  const figures = JSON.parse(report.body) as AreaReportBody;
  const areas = await db.area.findMany({
    where: { code: { in: [...figures.parts.map(({ code }) => code), figures.areaCode] } },
    select: { code: true, shortName: true },
  });
  const nameOf = (code: string) => areas.find((area) => area.code === code)?.shortName ?? code;
  const rows = figures.parts.map((part) => ({ ...part, name: nameOf(part.code), paidFen: BigInt(part.paidFen) }));
  const late = await lateEntries(db, figures.areaCode, figures.period);
  const total = { ...figures.total, name: "合计", paidFen: BigInt(figures.total.paidFen) };
  const open = maskFigures(total);
  return {
    plain: rows.map(({ name, earning, paidFen }) => ({ name, earning, paid: formatYuan(paidFen) })),
    body: {
      rows: maskRows(rows),
      total: open,
      restatedPaid: late.entries === 0 || open.paid === "不公开" ? null : formatYuan(total.paidFen + late.paidFen),
      lateEntries: late.entries,
      reportHash: report.hash,
    },
  };
}

/** Submits a notice of a closed month. Words with anything like a person's number in them are not taken. */
export async function writeNotice(input: {
  readonly actor: Actor;
  readonly closeId: string;
  readonly title: string;
  readonly preface: string;
  readonly contact: string;
  readonly now: Date;
}): Promise<Result<{ readonly noticeId: string; readonly number: string }, WriteNoticeFailure>> {
  const { actor, closeId, now } = input;
  for (const field of ["title", "preface", "contact"] as const) {
    const found = privateNumbersIn(input[field]);
    if (found.length > 0) return failed({ kind: "private-numbers", field, found });
  }
  return withTransaction("write notice", async (tx) => {
    const close = await tx.periodClose.findFirst({
      where: { id: closeId, scopeKind: "AREA" },
      select: { scopeId: true, period: true, state: true },
    });
    const mine = close && areaScopes(actor).some((prefix) => close.scopeId.startsWith(prefix));
    if (!mine || !can(actor, "notice:write", { areaCode: close.scopeId })) return failed({ kind: "not-found" });
    const preview = close.state === "CLOSED" ? await noticePreview(tx, closeId) : undefined;
    if (!preview) return failed({ kind: "not-closed" });
    const body = JSON.stringify(preview.body);
    const [row] = await tx.$queryRaw<[{ serial: bigint }]>`SELECT nextval('notice_number') AS serial`;
    const number = `GS${dayOf(now).slice(2, 7).replace("-", "")}-${String(row.serial).padStart(4, "0")}`;
    const noticeId = newId(now);
    await tx.notice.create({
      data: {
        id: noticeId,
        number,
        closeId,
        areaCode: close.scopeId,
        period: close.period,
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

export function explainWriteNoticeFailure(failure: WriteNoticeFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这份报告，或不在您的管辖范围内。";
    case "not-closed":
      return "这个月还没有结账，不能公示。";
    case "private-numbers":
      return `文字里有像${failure.found.map(({ kind, shown }) => `${kind}（${shown}）`).join("、")}的号码，请去掉后再提交。`;
  }
}
