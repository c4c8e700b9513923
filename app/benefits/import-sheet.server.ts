import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, type Transaction, withTransaction } from "~/platform/db.server";
import { applySheetRows } from "./apply-sheet-rows.server";
import { readSheetRows } from "./read-sheet-rows.server";
import {
  type ImportFailure,
  isSheetKind,
  type RowOutcome,
  type SheetKind,
  type SheetRow,
  SHEETS,
} from "./sheet-import";

const LONGEST_MS = 180_000;
/** A preview that nobody confirms is forgotten after a day. */
const PREVIEW_HOURS = 24;

export type SheetPreview = {
  readonly id: string;
  readonly kind: SheetKind;
  readonly cooperativeId: string;
  readonly fileName: string;
  readonly rows: readonly SheetRow[];
  readonly outcomes: readonly RowOutcome[];
  readonly confirmed: { readonly added: number; readonly unchanged: number; readonly skipped: number } | undefined;
};

/** Reads a sheet and keeps its rows for the preview. Nothing of it is in the books yet. */
export async function uploadSheet(request: {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly kind: SheetKind;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly now: Date;
}): Promise<Result<{ readonly importId: string }, ImportFailure>> {
  const { actor, cooperativeId, kind, now } = request;
  if (!can(actor, SHEETS[kind].needs, { cooperativeId })) return failed({ kind: "no-such-cooperative" });
  const read = await readSheetRows(kind, request.bytes);
  if (!read.ok) return read;
  const importId = newId(now);
  await db().sheetImport.create({
    data: {
      id: importId,
      kind,
      cooperativeId,
      fileName: request.fileName.slice(0, 120),
      rows: read.value.map(({ number, cells }) => ({ number, cells: { ...cells } })),
      rowCount: read.value.length,
      createdById: actor.userId,
      createdAt: now,
    },
    select: { id: true },
  });
  return succeeded({ importId });
}

/** What would happen to each row, tried out in a transaction that is taken back. Undefined: not theirs, or gone. */
export async function previewSheet(request: {
  readonly actor: Actor;
  readonly importId: string;
  readonly now: Date;
}): Promise<SheetPreview | undefined> {
  const { actor, importId, now } = request;
  const found = await findImport(db(), actor, importId);
  if (!found) return undefined;
  if (found.confirmed) return { ...found, outcomes: [] };
  const { kind, rows, cooperativeId } = found;
  try {
    await withTransaction(
      "preview sheet",
      async (tx) => {
        throw new TakenBack(await applySheetRows(tx, kind, rows, { actor, cooperativeId, now }));
      },
      { timeoutMs: LONGEST_MS },
    );
  } catch (error) {
    if (error instanceof TakenBack) return { ...found, outcomes: error.outcomes };
    throw error;
  }
  return undefined;
}

/**
 * Does it: all rows or none, unless `skipWrong` says to leave the wrong ones out. The same sheet again changes nothing: its
 * rows are recognised one by one. Two who press at once: the second finds it done.
 */
export async function confirmSheet(request: {
  readonly actor: Actor;
  readonly importId: string;
  readonly skipWrong: boolean;
  readonly now: Date;
}): Promise<Result<{ readonly added: number; readonly unchanged: number; readonly skipped: number }, ImportFailure>> {
  const { actor, importId, skipWrong, now } = request;
  try {
    return await withTransaction(
      "confirm sheet",
      async (tx) => {
        await tx.$queryRaw`SELECT id FROM sheet_import WHERE id = ${importId}::uuid FOR UPDATE`;
        const found = await findImport(tx, actor, importId);
        if (!found) return failed({ kind: "gone" });
        if (found.confirmed) return failed({ kind: "already-confirmed" });
        const { kind, rows, cooperativeId } = found;
        const outcomes = await applySheetRows(tx, kind, rows, { actor, cooperativeId, now });
        const count = (state: RowOutcome["state"]) => outcomes.filter((outcome) => outcome.state === state).length;
        const done = { added: count("added"), unchanged: count("unchanged"), skipped: count("wrong") };
        if (done.skipped > 0 && !skipWrong) throw new TakenBack(outcomes);
        await tx.sheetImport.update({
          where: { id: importId },
          data: { ...done, rows: [], confirmedAt: now },
          select: { id: true },
        });
        await logAccess(tx, {
          actor,
          action: `import:${kind}`,
          subjectKind: "cooperative",
          subjectId: cooperativeId,
          reason: `新增 ${done.added}，不变 ${done.unchanged}，跳过 ${done.skipped}`,
          now,
        });
        return succeeded(done);
      },
      { timeoutMs: LONGEST_MS },
    );
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    return failed({ kind: "wrong-rows", count: error.outcomes.filter(({ state }) => state === "wrong").length });
  }
}

/** Previews that nobody confirmed go after a day: they name households. */
export async function forgetSheets({ now }: { now: Date }): Promise<number> {
  const before = new Date(now.getTime() - PREVIEW_HOURS * 3_600_000);
  const gone = await db().sheetImport.deleteMany({ where: { confirmedAt: null, createdAt: { lt: before } } });
  return gone.count;
}

/** Thrown so that the transaction leaves nothing behind. */
class TakenBack extends Error {
  constructor(readonly outcomes: readonly RowOutcome[]) {
    super("taken back");
  }
}

async function findImport(
  tx: Transaction | ReturnType<typeof db>,
  actor: Actor,
  importId: string,
): Promise<Omit<SheetPreview, "outcomes"> | undefined> {
  const row = await tx.sheetImport.findUnique({ where: { id: importId } });
  if (!row || !isSheetKind(row.kind) || !can(actor, SHEETS[row.kind].needs, { cooperativeId: row.cooperativeId })) {
    return undefined;
  }
  const { added, unchanged, skipped } = row;
  return {
    id: row.id,
    kind: row.kind,
    cooperativeId: row.cooperativeId,
    fileName: row.fileName,
    rows: row.rows as SheetRow[],
    confirmed: row.confirmedAt === null ? undefined : { added, unchanged, skipped },
  };
}
