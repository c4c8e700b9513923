import type { ReactNode } from "react";
import { EmptyState } from "~/ui/empty-state";
import { SelectField, type Option } from "~/ui/form";
import { shown, type Refused } from "./typed";

/** For which of the households it helps a service point does something; without any there is nothing to do. */
export function ForHelpedHouseholds({ households, children }: { households: readonly Option[]; children: ReactNode }) {
  if (households.length > 0) return children;
  return <EmptyState title="本村还没有登记的农户">请村干部先登记农户，服务点才能代办。</EmptyState>;
}

export function HelpedHouseholdField({ households, refused }: { households: readonly Option[]; refused: Refused }) {
  return (
    <SelectField
      label="农户"
      name="householdId"
      placeholder="请选择"
      options={households}
      defaultValue={shown(refused, "householdId")}
      error={refused?.errors["householdId"]}
    />
  );
}
