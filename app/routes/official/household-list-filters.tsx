import { ATTRIBUTES, STANDINGS, STATUS_EVENTS } from "~/households/status";
import { paths } from "~/paths";
import { Button, ButtonLink } from "~/ui/button";
import { CheckboxGroup, Field, SelectField, type Option } from "~/ui/form";
import { COLUMN_KEYS, IDENTIFYING, LIST_COLUMNS, type ListColumn } from "./household-list-columns";
import {
  BANDS,
  CONSENTS,
  HAVINGS,
  LAST_SALES,
  OPEN_ALERTS,
  UNFILLED,
  VISITS,
  type householdListParameters,
} from "./household-list-query";
import { SPAN_WORDS, type Span } from "./span";

/** What the list was asked for, as its address has it. */
export type ListParameters = {
  readonly [Name in keyof ReturnType<typeof householdListParameters>]: string | undefined;
};

/** In the form a person sees; whatever else the address asks for goes along unseen. */
const SEEN = ["q", "area", "standing", "attribute", "band", "month", "span"] as const;
const FARTHER = ["has", "event", "sold", "alert", "consent", "visits"] as const;

const optionsOf = (words: Readonly<Record<string, string | { readonly label: string }>>): Option[] =>
  Object.entries(words).map(([value, word]) => ({ value, label: typeof word === "string" ? word : word.label }));

/** 查询: what the list is narrowed to. The address holds it. */
export function HouseholdListFilters({
  asked,
  areas,
  span,
}: {
  asked: ListParameters;
  areas: readonly Option[];
  span: Span;
}) {
  const select = (name: keyof ListParameters, label: string, options: readonly Option[], placeholder = "不限") => (
    <SelectField label={label} name={name} placeholder={placeholder} options={options} defaultValue={asked[name]} />
  );
  return (
    <form method="get" action={paths.gov.households()} className="query-form">
      <Field label="档案编号、户主或拼音" name="q" defaultValue={asked.q} />
      {select("area", "乡镇或村", areas, "全部")}
      {select("standing", "类别", optionsOf(STANDINGS), "全部")}
      {select(
        "attribute",
        "属性",
        [...ATTRIBUTES, UNFILLED].map((value) => ({ value, label: value })),
        "全部",
      )}
      {select("band", "到户收入", optionsOf(BANDS), "全部")}
      <Field
        label="月份"
        name="month"
        type="month"
        pattern="\d{4}-\d{2}"
        placeholder="2026-11"
        defaultValue={span.month}
      />
      <SelectField label="期间" name="span" defaultValue={span.kind} options={optionsOf(SPAN_WORDS)} />
      <details className="query-more" open={FARTHER.some((name) => asked[name] !== undefined)}>
        <summary>更多条件：情况、变动、卖货、预警、同意、走访</summary>
        <div>
          {select("has", "情况", optionsOf(HAVINGS))}
          {select("event", "变动", optionsOf(STATUS_EVENTS))}
          {select("sold", "最近卖货", optionsOf(LAST_SALES))}
          {select("alert", "预警", optionsOf(OPEN_ALERTS))}
          {select("consent", "授权同意", optionsOf(CONSENTS))}
          {select("visits", "走访", optionsOf(VISITS))}
        </div>
      </details>
      <Unseen asked={asked} but={[...SEEN, ...FARTHER]} />
      <div className="form-actions">
        <Button>查询</Button>
        <ButtonLink tone="quiet" href={paths.gov.households({ cols: asked.cols })}>
          重置
        </ButtonLink>
      </div>
    </form>
  );
}

/** 选择列: boxes in a form of its own; what the list was asked for goes along. */
export function ColumnPicker({ asked, columns }: { asked: ListParameters; columns: readonly ListColumn[] }) {
  return (
    <details className="column-picker no-print">
      <summary>
        选择列（{columns.length} / {COLUMN_KEYS.length}）
      </summary>
      <form method="get" action={paths.gov.households()} className="stack-small">
        <Unseen asked={asked} but={["cols"]} />
        <input type="hidden" name="col" value={IDENTIFYING} />
        <CheckboxGroup
          label="页面和导出都按这些列"
          name="col"
          look="tiles"
          choices={COLUMN_KEYS.filter((key) => key !== IDENTIFYING).map((value) => ({
            value,
            label: LIST_COLUMNS[value].label,
          }))}
          defaultValues={columns}
        />
        <div className="form-actions">
          <Button tone="quiet">按所选的列显示</Button>
          <a href={paths.gov.households({ ...asked, cols: undefined })}>恢复常用列</a>
        </div>
      </form>
    </details>
  );
}

function Unseen({ asked, but }: { asked: ListParameters; but: readonly (keyof ListParameters)[] }) {
  return (Object.keys(asked) as (keyof ListParameters)[])
    .filter((name) => !but.includes(name) && asked[name] !== undefined && asked[name] !== "")
    .map((name) => <input key={name} type="hidden" name={name} value={asked[name]} />);
}
