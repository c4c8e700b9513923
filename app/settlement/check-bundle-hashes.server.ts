import type { Account } from "~/benefits/accounts";
import type { Flow } from "~/benefits/flow";
import { journalText, type JournalKind } from "~/benefits/journal";
import { sha256 } from "~/benefits/journal-store.server";
import type { PartKind } from "~/benefits/split";
import { compositionHash } from "~/supply/composition-hash.server";
import type { CompositionMode } from "~/supply/settlement-mode";
import type { AuditBundle, BundledJournal } from "./audit-bundle";

/** The journals and lots whose hash, worked out anew from what the bundle says, is the one that was kept. */
export function unchangedIn(bundle: AuditBundle): { readonly journals: Set<string>; readonly lots: Set<string> } {
  return {
    journals: new Set(bundle.journals.filter(isUnchanged).map(({ id }) => id)),
    lots: new Set(
      bundle.lots
        .filter((lot) => {
          const rows = lot.rows.map((row) => ({
            householdId: row.householdId,
            settlementMode: row.settlementMode as CompositionMode,
            quantity: row.quantity,
            weight: BigInt(row.weight),
            unitPriceFen: row.unitPriceFen === null ? null : BigInt(row.unitPriceFen),
          }));
          const { id: lotId, productId, quantity } = lot;
          return compositionHash({ lotId, productId, quantity, rows }) === lot.compositionHash;
        })
        .map(({ id }) => id),
    ),
  };
}

function isUnchanged(journal: BundledJournal): boolean {
  const text = journalText({
    ...journal,
    kind: journal.kind as JournalKind,
    occurredAt: new Date(journal.occurredAt),
    postings: journal.postings.map((posting) => ({
      ...posting,
      source: posting.source as Account,
      destination: posting.destination as Account,
      amountFen: BigInt(posting.amountFen),
      part: posting.part as PartKind | null,
      flow: posting.flow as Flow | null,
    })),
  });
  return sha256(text) === journal.contentHash;
}
