import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { privateNumbersIn } from "./private-numbers";
import { lockStatusCase } from "./status-case-store.server";

export const CONTACT_MAX = 60;

export type SetNoticeContactFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-on-notice" }
  | { readonly kind: "missing" }
  | { readonly kind: "too-long" }
  | { readonly kind: "private-number"; readonly shown: string };

/** Who takes objections to a change on public notice. It hangs in the open: an office's number, nobody's own. */
export async function setNoticeContact(input: {
  readonly actor: Actor;
  readonly caseId: string;
  readonly contact: string;
  readonly now: Date;
}): Promise<Result<undefined, SetNoticeContactFailure>> {
  const { actor, caseId, now } = input;
  const contact = input.contact.trim();
  if (contact === "") return failed({ kind: "missing" });
  if ([...contact].length > CONTACT_MAX) return failed({ kind: "too-long" });
  const [number] = privateNumbersIn(contact);
  if (number) return failed({ kind: "private-number", shown: `${number.kind} ${number.shown}` });
  return withTransaction("set notice contact", async (tx) => {
    const found = await lockStatusCase(tx, caseId, areaScopes(actor));
    if (!found || !can(actor, "status:propose", { areaCode: found.areaCode })) return failed({ kind: "not-found" });
    if (found.state !== "ON_NOTICE") return failed({ kind: "not-on-notice" });
    await tx.statusCase.update({ where: { id: caseId }, data: { noticeContact: contact }, select: { id: true } });
    const subject = { subjectKind: "household" as const, subjectId: found.householdId };
    await logAccess(tx, { actor, action: "status:notice-contact", ...subject, reason: found.number, now });
    return succeeded(undefined);
  });
}

export function explainSetNoticeContactFailure(failure: SetNoticeContactFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这件变动，或不在您的管辖范围内。";
    case "not-on-notice":
      return "这件变动已经不在公示中，联系方式不再更改。";
    case "missing":
      return "请填写受理异议的单位和电话。";
    case "too-long":
      return `最多 ${CONTACT_MAX} 个字。`;
    case "private-number":
      return `公示单会张贴：请写单位的座机，不写个人的号码（${failure.shown}）。`;
  }
}
