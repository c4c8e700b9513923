import type { IncomeClass } from "~/benefits/flow";

export { CLASS_WORDS } from "../consoles/payout-words";

/** The four classes in the order of the register's form; what is excluded is shown apart. */
export const FOUR_CLASSES = ["WAGE", "BUSINESS", "PROPERTY", "TRANSFER"] as const satisfies readonly IncomeClass[];

export { FLOW_LABELS as FLOW_WORDS } from "~/benefits/flow";
