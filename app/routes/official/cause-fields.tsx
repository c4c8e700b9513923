import { CAUSES } from "~/households/status";
import { SelectField } from "~/ui/form";

const FIELDS = [
  { name: "cause", label: "主要原因" },
  { name: "secondCause", label: "其他原因" },
  { name: "thirdCause", label: "其他原因之二" },
] as const;

/** 致贫原因: one main cause, two others at most. */
export function CauseFields({
  typed,
  now = [],
  error,
}: {
  typed: (name: string) => string | undefined;
  /** what the card has */
  now?: readonly string[];
  error: readonly string[] | undefined;
}) {
  return FIELDS.map(({ name, label }, index) => (
    <SelectField
      key={name}
      label={label}
      name={name}
      optional
      placeholder="没有"
      options={CAUSES.map((value) => ({ value, label: value }))}
      defaultValue={typed(name) ?? now[index]}
      error={index === 0 ? error : undefined}
    />
  ));
}
