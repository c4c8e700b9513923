import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import type { Actor } from "./actor";
import { exportFormat, type ExportFailure, MOST_OPEN_EXPORTS } from "./export-job";
import type { ExportKind, ExportKinds } from "./export-kind.server";
import { canSomewhere } from "./permissions";

export type RequestedExport = { readonly jobId: string; readonly rows: number };

/**
 * Asks for a list as a file: exactly what the list shows with these URL parameters, all pages of it. The same asked again
 * while it is not done is the same job. Personal columns need their own right and a reason; both requests stand in the log.
 */
export async function requestExport(request: {
  readonly actor: Actor;
  readonly kinds: ExportKinds;
  readonly kindName: string;
  /** the list's URL parameters */
  readonly parameters: string;
  readonly personal?: { readonly reason: string } | undefined;
  readonly now: Date;
}): Promise<Result<RequestedExport, ExportFailure>> {
  const { actor, personal, now } = request;
  const kind = request.kinds.find(({ name }) => name === request.kindName);
  if (!kind || !canSomewhere(actor, kind.needs)) return failed({ kind: "not-allowed" });
  if (personal && !mayHavePersonal(actor, kind)) return failed({ kind: "personal-not-allowed" });
  if (personal && personal.reason.trim() === "") return failed({ kind: "no-reason" });
  const parameters = listParameters(request.parameters);
  const prepared = await kind.prepare({ actor, search: new URLSearchParams(parameters), now });
  if (!prepared) return failed({ kind: "not-allowed" });
  const rows = await prepared.count(db());
  if (rows === 0) return failed({ kind: "no-rows" });

  return withTransaction("request export", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('export'), hashtext(${actor.userId}))`;
    const open = await tx.exportJob.findMany({
      where: { requestedById: actor.userId, state: { in: ["WAITING", "RUNNING"] } },
      select: { id: true, kind: true, parameters: true, personal: true, rowsTotal: true },
    });
    const same = open.find(
      (job) => job.kind === kind.name && job.parameters === parameters && job.personal === (personal !== undefined),
    );
    if (same) return succeeded({ jobId: same.id, rows: same.rowsTotal });
    if (open.length >= MOST_OPEN_EXPORTS) return failed({ kind: "too-many-open" });
    const jobId = newId(now);
    await tx.exportJob.create({
      data: {
        id: jobId,
        kind: kind.name,
        title: kind.title,
        parameters,
        subjectKind: prepared.subject.kind,
        subjectId: prepared.subject.id,
        personal: personal !== undefined,
        reason: personal?.reason.trim().slice(0, 200) ?? null,
        requestedById: actor.userId,
        requestedAt: now,
        state: "WAITING",
        format: exportFormat(rows),
        rowsTotal: rows,
      },
      select: { id: true },
    });
    // What was typed into the list's search may be a name: the log gets the count, not the question.
    await logAccess(tx, {
      actor,
      action: "export:request",
      subjectKind: prepared.subject.kind,
      subjectId: prepared.subject.id,
      reason: `${kind.title} ${rows} 行`,
      now,
    });
    if (personal) {
      const reason = personal.reason.trim().slice(0, 200);
      await logAccess(tx, { actor, action: "export:personal", subjectKind: "export", subjectId: jobId, reason, now });
    }
    return succeeded({ jobId, rows });
  });
}

export function mayHavePersonal(actor: Actor, kind: ExportKind): boolean {
  return kind.personal !== undefined && canSomewhere(actor, kind.personal.needs);
}

/** Without the page: an export is all pages. In one order, so that equal lists are equal jobs. */
function listParameters(text: string): string {
  const search = new URLSearchParams(text.slice(0, 2_000));
  search.delete("page");
  search.sort();
  return search.toString();
}
