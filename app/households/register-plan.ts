import type { Attribute, Cause } from "./status";
import type { Contact } from "./contact";
import type { CellProblem, SheetHousehold, SheetPerson } from "./register-sheet";

/** One difference between a sheet and a card, in words that hide what is hidden on the card. */
export type RegisterChange = { readonly label: string; readonly from: string; readonly to: string };

export type MemberUpdate = {
  readonly memberId: string;
  readonly name?: string;
  readonly relation?: string;
  readonly idNumber?: string;
  readonly education?: string;
  readonly health?: string;
  readonly labour?: string;
};

export type HouseholdPlan = {
  readonly number: string;
  readonly maskedHeadName: string;
  readonly row: number;
  readonly kind: "new" | "changed" | "same";
  readonly changes: readonly RegisterChange[];
  /** what is said and not done */
  readonly notes: readonly string[];
  readonly sheet: SheetHousehold;
  readonly act: {
    readonly householdId: string | undefined;
    readonly contact: Contact | undefined;
    readonly causes: readonly Cause[] | undefined;
    readonly updates: readonly MemberUpdate[];
    readonly arrivals: readonly SheetPerson[];
    readonly departures: readonly { readonly memberId: string; readonly on: string; readonly reason: string }[];
    readonly attribute: Attribute | undefined;
    readonly propose: boolean;
  };
};

export type RegisterPlan = {
  readonly households: readonly HouseholdPlan[];
  readonly problems: readonly CellProblem[];
};

export function countsOf({ households }: RegisterPlan): Readonly<Record<HouseholdPlan["kind"] | "cases", number>> {
  const of = (kind: HouseholdPlan["kind"]) => households.filter((one) => one.kind === kind).length;
  return {
    new: of("new"),
    changed: of("changed"),
    same: of("same"),
    cases: households.filter(({ act }) => act.propose).length,
  };
}
