import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Db } from "~/platform/db.server";
import type { ExportFormat, ExportState } from "./export-job";

export type ExportJobRow = {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly state: ExportState;
  readonly format: ExportFormat;
  readonly personal: boolean;
  readonly rowsTotal: number;
  readonly rowsDone: number;
  readonly bytes: bigint | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date | null;
};

/** The exports an account asked for, newest first: nobody sees another's. */
export async function exportsOf(
  db: Db,
  userId: string,
  kinds: readonly string[],
  page: PageRequest,
  now: Date,
): Promise<Page<ExportJobRow>> {
  const where = { requestedById: userId, kind: { in: [...kinds] } };
  const [total, rows] = await Promise.all([
    db.exportJob.count({ where }),
    db.exportJob.findMany({
      where,
      select: {
        id: true,
        kind: true,
        title: true,
        state: true,
        format: true,
        personal: true,
        rowsTotal: true,
        rowsDone: true,
        bytes: true,
        requestedAt: true,
        expiresAt: true,
      },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      skip: offsetOf(page),
      take: page.size,
    }),
  ]);
  return {
    total,
    number: page.number,
    size: page.size,
    rows: rows.map((row) => ({
      ...row,
      state: row.expiresAt !== null && row.expiresAt <= now ? "EXPIRED" : (row.state as ExportState),
      format: row.format as ExportFormat,
    })),
  };
}
