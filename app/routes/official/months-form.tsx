import { Button } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";

/** Which area and which months a list is asked for. */
export function MonthsForm({
  action,
  areas,
  query,
  latest,
}: {
  action: string;
  areas: readonly { readonly value: string; readonly label: string }[];
  query: { readonly area: string; readonly from: string; readonly to: string };
  latest: string;
}) {
  const month = { type: "month", width: "short", max: latest, pattern: "\\d{4}-\\d{2}" } as const;
  return (
    <form method="get" action={action} className="query-form">
      {areas.length > 1 && (
        <SelectField label="地区" name="area" placeholder="全部" options={areas} defaultValue={query.area} />
      )}
      <Field label="从" name="from" {...month} defaultValue={query.from} />
      <Field label="到" name="to" {...month} defaultValue={query.to} />
      <div className="form-actions">
        <Button tone="quiet">查看</Button>
      </div>
    </form>
  );
}
