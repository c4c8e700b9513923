import type { Subject } from "~/access/permissions";
import { dateToDay } from "~/kernel/calendar-day";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import { hashToken } from "~/platform/secret-token.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { ApplicantKind, ApplicationState, Linkage, PaperKind, SellerApplication } from "./application";

export type ApplicationRow = {
  readonly id: string;
  readonly number: string;
  readonly kind: ApplicantKind;
  readonly name: string;
  readonly areaName: string;
  readonly state: ApplicationState;
  readonly submittedAt: Date;
};

/** The applications of an official's areas (of all with [""]), those that wait first. */
export async function listApplications(
  db: Db,
  areaPrefixes: readonly string[],
  filter: { readonly state?: ApplicationState | undefined; readonly open?: boolean },
  page: PageRequest,
): Promise<Page<ApplicationRow>> {
  const state = filter.state ?? null;
  const where = Prisma.sql`${withinAreas(Prisma.sql`s.area_code`, areaPrefixes)}
    AND (${state}::text IS NULL OR s.state = ${state})
    AND (${filter.open ?? false} = false OR s.state NOT IN ('APPROVED', 'REFUSED'))`;
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total FROM seller_application s WHERE ${where}`,
    db.$queryRaw<ApplicationRow[]>`
      SELECT s.id, s.number, s.kind, s.name, coalesce(a.name, s.area_code) AS "areaName", s.state,
        s.submitted_at AS "submittedAt"
      FROM seller_application s LEFT JOIN area a ON a.code = s.area_code
      WHERE ${where}
      ORDER BY s.state IN ('APPROVED', 'REFUSED'), s.submitted_at DESC, s.id LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}

export type ApplicationDetail = SellerApplication & {
  readonly id: string;
  readonly number: string;
  readonly state: ApplicationState;
  readonly areaName: string;
  readonly submittedAt: Date;
  readonly changesAsked: string | null;
  readonly countyById: string | null;
  readonly countyBy: string | null;
  readonly countyAt: Date | null;
  readonly countyWords: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decidedWords: string | null;
  readonly papers: readonly { readonly mediaId: string; readonly kind: PaperKind }[];
};

export async function findApplication(db: Db, id: string): Promise<ApplicationDetail | undefined> {
  return detail(db, { id });
}

/** By the applicant's private link. */
export async function findApplicationByToken(db: Db, token: string): Promise<ApplicationDetail | undefined> {
  return detail(db, { tokenHash: hashToken(token) });
}

async function detail(db: Db, where: { id: string } | { tokenHash: string }): Promise<ApplicationDetail | undefined> {
  const row = await db.sellerApplication.findUnique({
    where,
    include: { papers: { orderBy: { addedAt: "asc" } }, linkages: { orderBy: { position: "asc" } } },
  });
  if (!row) return undefined;
  const [area, people] = await Promise.all([
    db.area.findUnique({ where: { code: row.areaCode }, select: { name: true } }),
    db.user.findMany({
      where: { id: { in: [row.countyById, row.decidedById].filter((id) => id !== null) } },
      select: { id: true, displayName: true },
    }),
  ]);
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.displayName ?? null;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as ApplicantKind,
    name: row.name,
    nameEn: row.nameEn,
    areaCode: row.areaCode,
    areaName: area?.name ?? row.areaCode,
    licenceNumber: row.licenceNumber ?? "",
    selfProduce: row.selfProduce,
    householdNumber: row.householdNumber ?? "",
    scNumber: row.scNumber ?? "",
    scExpiresOn: row.scExpiresOn ? dateToDay(row.scExpiresOn) : null,
    contactName: row.contactName,
    phone: row.phone,
    email: row.email ?? "",
    declaredHouseholds: row.declaredHouseholds,
    story: row.story,
    state: row.state as ApplicationState,
    submittedAt: row.submittedAt,
    changesAsked: row.changesAsked,
    countyById: row.countyById,
    countyBy: nameOf(row.countyById),
    countyAt: row.countyAt,
    countyWords: row.countyWords,
    decidedBy: nameOf(row.decidedById),
    decidedAt: row.decidedAt,
    decidedWords: row.decidedWords,
    papers: row.papers.map(({ mediaId, kind }) => ({ mediaId, kind: kind as PaperKind })),
    linkages: row.linkages.map(({ householdNumber, flow, startsOn, endsOn }) => ({
      householdNumber,
      flow: flow as Linkage,
      startsOn: dateToDay(startsOn),
      endsOn: endsOn ? dateToDay(endsOn) : null,
    })),
  };
}

/** Where the application of a paper lies: who may see it depends on that. */
export async function subjectOfPaper(
  db: Db,
  mediaId: string,
): Promise<(Subject & { readonly applicationId: string }) | undefined> {
  const paper = await db.sellerApplicationPaper.findUnique({
    where: { mediaId },
    select: { applicationId: true, application: { select: { areaCode: true } } },
  });
  return paper ? { applicationId: paper.applicationId, areaCode: paper.application.areaCode } : undefined;
}
