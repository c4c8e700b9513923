import { Button } from "~/ui/button";
import { Field, SelectField } from "~/ui/form";
import { SPAN_WORDS, type Span } from "./span";

/** Month and span, kept in the URL. `keep` are the page's other parameters. */
export function SpanPicker({
  span,
  action,
  latest,
  keep = {},
}: {
  span: Span;
  action: string;
  latest: string;
  keep?: Readonly<Record<string, string | undefined>>;
}) {
  return (
    <form method="get" action={action} className="query-form">
      {Object.entries(keep).map(([name, value]) =>
        value === undefined || value === "" ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Field
        label="月份"
        name="month"
        type="month"
        width="short"
        max={latest}
        pattern="\d{4}-\d{2}"
        placeholder="2026-11"
        defaultValue={span.month}
      />
      <SelectField
        label="期间"
        name="span"
        width="short"
        defaultValue={span.kind}
        options={Object.entries(SPAN_WORDS).map(([value, label]) => ({ value, label }))}
      />
      <div className="form-actions">
        <Button tone="quiet">查看</Button>
      </div>
    </form>
  );
}
