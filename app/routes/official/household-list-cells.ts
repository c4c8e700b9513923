import { CONSENT_PURPOSES, isConsentPurpose } from "~/households/consent";
import { maskName } from "~/households/masking";
import { STANDINGS } from "~/households/status";
import { isMore, type ListColumn } from "./household-list-columns";
import type { HouseholdListRow, HouseholdListTotals } from "./household-list-store.server";

/** What stands in a column of a household's row, masked: the page and the export show the same. Fen are bigint; null is nothing. */
export function cellOf(row: HouseholdListRow, column: ListColumn): string | number | bigint | null {
  if (isMore(column)) {
    const found = row.more[column] ?? null;
    return column === "consents" && typeof found === "string" ? consentWords(found) : found;
  }
  switch (column) {
    case "number":
      return row.number;
    case "name":
      return maskName(row.headName);
    case "village":
      return row.villageName;
    case "group":
      return row.groupName;
    case "people":
      return row.people;
    case "standing":
      return STANDINGS[row.standing];
    case "attribute":
      return row.attribute;
    case "paid":
      return row.paidFen;
    case "accrued":
      return row.accruedFen;
    case "attributed":
      return row.attributedFen;
  }
}

/** What all the households have together; undefined where a column adds up to nothing. */
export function totalOf(totals: HouseholdListTotals, column: ListColumn): number | bigint | undefined {
  switch (column) {
    case "people":
      return totals.people;
    case "paid":
      return totals.paidFen;
    case "accrued":
      return totals.accruedFen;
    case "attributed":
      return totals.attributedFen;
    default:
      return undefined;
  }
}

function consentWords(purposes: string): string {
  const known = purposes.split(" ").filter(isConsentPurpose);
  return known.map((purpose) => CONSENT_PURPOSES[purpose]).join("、");
}
