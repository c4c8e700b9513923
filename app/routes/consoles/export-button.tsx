import { exportFormat } from "~/access/export-job";
import { Button } from "~/ui/button";
import { CheckboxField, Field } from "~/ui/form";
import { PostForm } from "~/ui/post-form";

/** Beside a list: exports all of its pages, as filtered. It says how many rows will be in the file before one asks for it. */
export function ExportButton({
  action,
  kind,
  query,
  rows,
  unit = "行",
  personal,
}: {
  action: string;
  kind: string;
  /** the list's own URL parameters */
  query: Readonly<Record<string, string | undefined>>;
  rows: number;
  /** what is counted: 户, 张, 笔 */
  unit?: string;
  /** what the columns with personal data are called, for those who may have them */
  personal?: string;
}) {
  if (rows === 0) return null;
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const format = exportFormat(rows) === "CSV" ? "CSV，超过 5 万行" : "Excel";
  return (
    <PostForm action={action} className="toolbar">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="query" value={new URLSearchParams(given).toString()} />
      {personal !== undefined && (
        <details>
          <summary>含{personal}</summary>
          <div className="stack-small">
            <CheckboxField label={`导出${personal}`} name="personal" id={`personal-${kind}`} />
            <Field label="用途（记入日志）" name="reason" id={`reason-${kind}`} />
          </div>
        </details>
      )}
      <Button tone="quiet">
        导出当前 {rows} {unit}（{format}）
      </Button>
    </PostForm>
  );
}
