import { logAccess } from "~/access/access-log-store.server";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { type Transaction, withTransaction } from "~/platform/db.server";
import { hashToken, newToken } from "~/platform/secret-token.server";
import {
  type ApplicationFailure,
  type ApplicationState,
  checkApplication,
  type PaperKind,
  type SellerApplication,
} from "./application";
import { tellApplicant } from "./tell-applicant.server";

export type NewPaper = { readonly kind: PaperKind; readonly mediaId: string };
export type SubmitFailure =
  | { readonly kind: "wrong"; readonly fields: readonly ApplicationFailure[] }
  | { readonly kind: "no-such-area" }
  | { readonly kind: "no-paper" }
  | { readonly kind: "not-asked" };

/**
 * Hands in an application; its papers were saved before, for `applicationId`. The answer's token is the applicant's private
 * link, sent to them as well and stored as a hash. An organisation shows its licence, a household declares.
 */
export async function submitApplication(request: {
  readonly applicationId: string;
  readonly application: SellerApplication;
  readonly papers: readonly NewPaper[];
  readonly locale: "zh" | "en";
  readonly now: Date;
}): Promise<Result<{ readonly token: string; readonly number: string }, SubmitFailure>> {
  const { applicationId, papers, locale, now } = request;
  const checked = checkApplication(request.application, dayOf(now));
  if (!checked.ok) return failed({ kind: "wrong", fields: checked.failure });
  if (!papersSuffice(checked.value, papers)) return failed({ kind: "no-paper" });
  const token = newToken();
  return withTransaction("submit application", async (tx) => {
    if (!(await isVillage(tx, checked.value.areaCode))) return failed({ kind: "no-such-area" });
    const [{ number } = { number: 0n }] = await tx.$queryRaw<{ number: bigint }[]>`
      SELECT nextval('seller_application_number') AS number`;
    const text = `RZ${String(number).padStart(5, "0")}`;
    await tx.sellerApplication.create({
      data: {
        id: applicationId,
        number: text,
        tokenHash: hashToken(token),
        locale,
        ...columns(checked.value),
        state: "SUBMITTED",
        submittedAt: now,
      },
      select: { id: true },
    });
    await keepRows(tx, applicationId, checked.value, papers, now);
    await logAccess(tx, {
      actor: undefined,
      action: "application:submit",
      subjectKind: "application",
      subjectId: applicationId,
      now,
    });
    const { phone, email } = checked.value;
    await tellApplicant(tx, { phone, email, locale, number: text, state: "SUBMITTED", words: "", token, now });
    return succeeded({ token, number: text });
  });
}

/** Answers a request for changes with the whole application anew; papers that are not sent again stay. */
export async function resubmitApplication(request: {
  readonly token: string;
  readonly application: SellerApplication;
  readonly papers: readonly NewPaper[];
  readonly now: Date;
}): Promise<Result<{ readonly number: string }, SubmitFailure>> {
  const { now } = request;
  const checked = checkApplication(request.application, dayOf(now));
  if (!checked.ok) return failed({ kind: "wrong", fields: checked.failure });
  return withTransaction("resubmit application", async (tx) => {
    const [found] = await tx.$queryRaw<{ id: string; number: string; state: ApplicationState }[]>`
      SELECT id, number, state FROM seller_application WHERE token_hash = ${hashToken(request.token)} FOR UPDATE`;
    if (!found || found.state !== "CHANGES_ASKED") return failed({ kind: "not-asked" });
    if (!(await isVillage(tx, checked.value.areaCode))) return failed({ kind: "no-such-area" });
    const kept = await tx.sellerApplicationPaper.findMany({
      where: { applicationId: found.id },
      select: { kind: true, mediaId: true },
    });
    const all = [...(kept as NewPaper[]), ...request.papers];
    if (!papersSuffice(checked.value, all)) return failed({ kind: "no-paper" });
    await tx.sellerApplication.update({
      where: { id: found.id },
      data: {
        ...columns(checked.value),
        state: "SUBMITTED",
        submittedAt: now,
        // The county looks at what was changed with fresh eyes.
        countyById: null,
        countyAt: null,
        countyWords: null,
      },
      select: { id: true },
    });
    await tx.sellerApplicationLinkage.deleteMany({ where: { applicationId: found.id } });
    await keepRows(tx, found.id, checked.value, request.papers, now);
    const subject = { subjectKind: "application" as const, subjectId: found.id };
    await logAccess(tx, { actor: undefined, action: "application:submit", ...subject, reason: "补正", now });
    return succeeded({ number: found.number });
  });
}

function papersSuffice(application: SellerApplication, papers: readonly NewPaper[]): boolean {
  const has = (kind: PaperKind) => papers.some((paper) => paper.kind === kind);
  return (application.kind === "HOUSEHOLD" || has("LICENCE")) && (application.scNumber === "" || has("SC"));
}

async function isVillage(tx: Transaction, code: string): Promise<boolean> {
  return (await tx.area.count({ where: { code, level: "VILLAGE" } })) === 1;
}

function columns(application: SellerApplication) {
  const { linkages: _linkages, licenceNumber, householdNumber, scNumber, scExpiresOn, email, ...plain } = application;
  return {
    ...plain,
    licenceNumber: licenceNumber || null,
    householdNumber: householdNumber || null,
    scNumber: scNumber || null,
    scExpiresOn: scExpiresOn === null || scNumber === "" ? null : dayToDate(scExpiresOn),
    email: email || null,
  };
}

async function keepRows(
  tx: Transaction,
  applicationId: string,
  application: SellerApplication,
  papers: readonly NewPaper[],
  now: Date,
): Promise<void> {
  await tx.sellerApplicationPaper.createMany({
    data: papers.map((paper) => ({ id: newId(now), applicationId, ...paper, addedAt: now })),
  });
  await tx.sellerApplicationLinkage.createMany({
    data: application.linkages.map(({ householdNumber, flow, startsOn, endsOn }, position) => ({
      applicationId,
      position,
      householdNumber: householdNumber.normalize("NFKC").trim(),
      flow,
      startsOn: dayToDate(startsOn),
      endsOn: endsOn === null ? null : dayToDate(endsOn),
    })),
  });
}
