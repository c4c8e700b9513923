import type { Db, Transaction } from "~/platform/db.server";
import type { StreamedSheet } from "~/platform/excel-stream.server";
import { streamedSheet } from "~/platform/excel-stream.server";
import type { Cover, SheetColumn } from "~/platform/spreadsheet";
import type { Actor } from "./actor";
import type { LoggedSubject } from "./logged-actions";
import type { Action } from "./permissions";

export type ExportSubject = { readonly kind: LoggedSubject; readonly id: string };

/** What is asked of an export: the actor as they are now, the list's own URL parameters, and the moment of asking. */
export type ExportAsk = { readonly actor: Actor; readonly search: URLSearchParams; readonly now: Date };

type Definition<Query, Row> = {
  /** "coop-intakes": kept with the job */
  readonly name: string;
  /** the file's and the cover's title */
  readonly title: string;
  /** the right that opens the list on the screen */
  readonly needs: Action;
  /** the right to have the columns with `personal`; without it nobody is offered them */
  readonly personal?: { readonly needs: Action; readonly label: string };
  /** The query of the screen, read by the screen's own function; the actor's scope is part of it. Undefined: nothing of theirs. */
  readonly prepare: (ask: ExportAsk) => Prepared<Query> | undefined | Promise<Prepared<Query> | undefined>;
  readonly count: (db: Db, query: Query) => Promise<number>;
  readonly columns: (query: Query, personal: boolean) => readonly SheetColumn<Row>[];
  /** the rows, best from `rowBatches`: only one batch is kept */
  readonly batches: (tx: Transaction, query: Query) => AsyncIterable<readonly Row[]>;
  /** filters and scope for the cover, and what each figure means */
  readonly cover: (db: Db, query: Query) => Promise<Pick<Cover, "facts" | "definitions">>;
};

type Prepared<Query> = {
  readonly query: Query;
  /** whose rows these are: the log names it, and a job is void once its asker's scope is another */
  readonly subject: ExportSubject;
};

export type PreparedExport = {
  readonly subject: ExportSubject;
  readonly count: (db: Db) => Promise<number>;
  readonly cover: (db: Db) => Promise<Pick<Cover, "facts" | "definitions">>;
  readonly sheet: (tx: Transaction, personal: boolean, onRows: (rows: number) => Promise<void>) => StreamedSheet;
};

/** A list that can leave as a file. Its query and rows are its own business; jobs see this. */
export type ExportKind = {
  readonly name: string;
  readonly title: string;
  readonly needs: Action;
  readonly personal: { readonly needs: Action; readonly label: string } | undefined;
  readonly prepare: (ask: ExportAsk) => Promise<PreparedExport | undefined>;
};

export type ExportKinds = readonly ExportKind[];

export function exportKind<Query, Row>(definition: Definition<Query, Row>): ExportKind {
  const { name, title, needs } = definition;
  return {
    name,
    title,
    needs,
    personal: definition.personal,
    prepare: async (ask) => {
      const prepared = await definition.prepare(ask);
      if (!prepared) return undefined;
      const { query, subject } = prepared;
      return {
        subject,
        count: (db) => definition.count(db, query),
        cover: (db) => definition.cover(db, query),
        sheet: (tx, personal, onRows) =>
          streamedSheet(title, definition.columns(query, personal), counted(definition.batches(tx, query), onRows)),
      };
    },
  };
}

async function* counted<Row>(batches: AsyncIterable<readonly Row[]>, onRows: (rows: number) => Promise<void>) {
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.length;
    yield batch;
    await onRows(rows);
  }
}
