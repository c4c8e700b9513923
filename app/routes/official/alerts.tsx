import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { can } from "~/access/permissions";
import { notFound } from "~/access/not-found";
import { dayOf, periodOf, shiftPeriod } from "~/kernel/period";
import { dateToDay } from "~/kernel/calendar-day";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { coversAny } from "~/regions/area";
import { ALERT_KEYS, ALERTS, type AlertKey } from "~/settlement/alert";
import { findAlerts } from "~/settlement/alert-store.server";
import { openAlertsByRule } from "~/settlement/problem-store.server";
import { explainSetAlertRuleFailure, setAlertRule } from "~/settlement/set-alert-rule.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { ownAreasAndBelow } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { alertForm } from "./problem-forms.server";
import { PROGRESS_COLUMNS, ProgressCells } from "./problem-cells";

const EXAMPLES = 3;
const SHOWN_OF_RULE = 5;

export const meta: MetaFunction = () => govMeta("预警");

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const areas = await ownAreasAndBelow(db(), areaPrefixes);
  const asked = search.get("area") ?? "";
  const area = coversAny(areaPrefixes, asked) && asked !== "" ? asked : (areaPrefixes[0] ?? "");
  if (area === "") throw notFound();
  const stored = await db().alertRule.findMany({
    where: { areaCode: area },
    select: { key: true, factor: true, enabled: true, foundBefore: true },
  });
  const month = shiftPeriod(periodOf(new Date()), -1);
  const today = dayOf(new Date());
  const inbox = await openAlertsByRule(db(), area, SHOWN_OF_RULE);
  const rules = await Promise.all(
    ALERT_KEYS.map(async (key) => {
      const rule = stored.find((one) => one.key === key);
      const factor = factorAsked(search, key) ?? rule?.factor ?? ALERTS[key].factor;
      const findings = await findAlerts(db(), { key, areaCode: area, factor, month });
      return {
        key,
        ...ALERTS[key],
        factor,
        enabled: rule?.enabled ?? false,
        found: findings.length,
        examples: findings.slice(0, EXAMPLES).map(({ evidence }) => evidence),
      };
    }),
  );
  return {
    frame,
    area,
    month,
    areas,
    rules,
    inbox: inbox.flatMap(({ key, open, rows }) => {
      const known = ALERT_KEYS.find((one) => one === key);
      if (known === undefined) return [];
      return {
        key: known,
        label: ALERTS[known].label,
        open,
        rows: rows.map((row) => ({
          id: row.id,
          number: row.number,
          about: row.household ?? row.cooperativeName ?? row.areaName ?? row.areaCode,
          evidence: row.evidence.replace(`${ALERTS[known].label}：`, ""),
          owner: row.owner,
          state: row.state,
          deadlineOn: dateToDay(row.deadlineOn),
          late: dateToDay(row.deadlineOn) < today,
        })),
      };
    }),
    maySet: can(actor, "alert:set", { areaCode: area }),
    done: search.get("done"),
  };
}

function factorAsked(search: URLSearchParams, key: AlertKey): number | undefined {
  const factor = Number(search.get("factor")) * ALERTS[key].step;
  return search.get("key") === key && Number.isInteger(factor) && factor > 0 && factor <= 10_000_000
    ? factor
    : undefined;
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const form = await parseForm(request, alertForm);
  if (!form.ok) return form.answer;
  const { area, key, factor, enabled, seen } = form.value;
  const set = await setAlertRule({
    actor,
    areaCode: area,
    key,
    factor,
    enabled: enabled === "on",
    seen,
    now: new Date(),
  });
  if (set.ok) return redirect(paths.gov.alerts({ area, done: key }));
  if (set.failure.kind === "not-found") throw notFound();
  return form.refuse({ factor: [explainSetAlertRuleFailure(set.failure)] });
}

export default function GovAlerts() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <GovFrame
      frame={data.frame}
      current="problems"
      title={errorTitle("预警", answer?.errors)}
      intro={`每晚按启用的规则查找，新发现的记入问题台账，同一对象一个月只提一次。试算截至 ${data.month}。`}
      crumbs={[{ label: "问题台账", href: paths.gov.problems() }, { label: "预警" }]}
    >
      <Outcome answer={answer} refusal="没有更改" done={data.done !== null && "已更改规则。"} />
      {data.areas.length > 1 && (
        <form method="get" action={paths.gov.alerts()} className="query-form">
          <SelectField label="地区" name="area" options={data.areas} defaultValue={data.area} />
          <div className="form-actions">
            <Button tone="quiet">查看</Button>
          </div>
        </form>
      )}
      <Inbox inbox={data.inbox} inArea={data.area} />
      <div className="section-head">
        <h2>规则与试算</h2>
      </div>
      <ul className="plain-list ruled">
        {data.rules.map((rule) => (
          <li key={rule.key} className="stack-small">
            <p className="spread">
              <strong>{rule.label}</strong>
              <StatusWord tone={rule.enabled ? "done" : "neutral"}>{rule.enabled ? "已启用" : "未启用"}</StatusWord>
            </p>
            <p>{rule.hint}</p>
            <p>
              试算：系数 {rule.factor / rule.step} {rule.unit}，找到 {rule.found} 件。
            </p>
            {rule.examples.map((example, index) => (
              <p key={index} className="caption">
                例：{example}
              </p>
            ))}
            <div className="cluster no-print">
              <form method="get" action={paths.gov.alerts()} className="cluster">
                <input type="hidden" name="area" value={data.area} />
                <input type="hidden" name="key" value={rule.key} />
                <Field
                  label="系数"
                  name="factor"
                  id={`factor-${rule.key}`}
                  width="short"
                  inputMode="numeric"
                  unit={rule.unit}
                  defaultValue={rule.factor / rule.step}
                />
                <Button tone="quiet">试算</Button>
              </form>
              {data.maySet && (
                <PostForm action={paths.gov.alerts()} className="cluster">
                  <input type="hidden" name="area" value={data.area} />
                  <input type="hidden" name="key" value={rule.key} />
                  <input type="hidden" name="factor" value={rule.factor} />
                  <input type="hidden" name="seen" value={rule.found} />
                  <Button name="enabled" value={rule.enabled ? "off" : "on"} tone="quiet">
                    {rule.enabled ? "停用" : `启用（现有 ${rule.found} 件）`}
                  </Button>
                </PostForm>
              )}
            </div>
          </li>
        ))}
      </ul>
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

/** What the rules found and nobody has closed, by rule: who answers for it, until when. */
function Inbox({ inbox, inArea }: Pick<PageData, "inbox"> & { inArea: string }) {
  if (inbox.length === 0) return <EmptyState title="没有未销号的预警" />;
  return inbox.map((rule) => (
    <section key={rule.key} className="stack-small">
      <Table
        caption={`${rule.label}：未销号 ${rule.open} 件`}
        small="cards"
        columns={[
          { key: "number", label: "编号" },
          { key: "about", label: "对象" },
          { key: "evidence", label: "依据" },
          ...PROGRESS_COLUMNS,
        ]}
      >
        {rule.rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" className="nowrap">
              <a href={paths.gov.problem(row.id)}>{row.number}</a>
            </th>
            <Cell label="对象">{row.about}</Cell>
            <Cell label="依据">{row.evidence}</Cell>
            <ProgressCells of={row} />
          </tr>
        ))}
      </Table>
      {rule.open > rule.rows.length && (
        <p>
          <a href={paths.gov.problems({ rule: rule.key, area: inArea, open: 1 })}>看全部 {rule.open} 件</a>
        </p>
      )}
    </section>
  ));
}
