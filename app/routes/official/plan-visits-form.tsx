import { Button } from "~/ui/button";
import { CheckboxField, Field, SelectField, type FormErrors, type Option } from "~/ui/form";
import { PostForm } from "~/ui/post-form";

/** The form that the boxes of the list belong to. */
export const PLAN_VISITS = "plan-visits";

/** As a visitor in the form: each household's own responsible person. */
export const OWN_RESPONSIBLE = "responsible";

/** A person as the form names them. */
export function visitorValue({ personName, unit }: { readonly personName: string; readonly unit: string }): string {
  return `${personName}（${unit}）`;
}

/** 安排走访: who goes to the ticked households, and by which day. */
export function PlanVisitsForm({
  action,
  households,
  visitors,
  today,
  dueOn,
  requestKey,
  errors,
  typed,
}: {
  action: string;
  /** those of the page, for all of them at once */
  households: readonly string[];
  visitors: readonly Option[];
  today: string;
  dueOn: string;
  requestKey: string;
  errors: FormErrors | undefined;
  typed: Readonly<Record<string, string>> | undefined;
}) {
  return (
    <section className="stack no-print">
      <div className="section-head">
        <h2>安排走访</h2>
      </div>
      <p className="quiet">在上面的表里勾选农户，选走访人和期限。先前安排过、还没有去的，以这一次为准。</p>
      <PostForm id={PLAN_VISITS} action={action} className="query-form" noValidate>
        <input type="hidden" name="requestKey" value={typed?.["requestKey"] ?? requestKey} />
        {households.map((id, index) => (
          <input key={id} type="hidden" name={`onPage[${index}]`} value={id} />
        ))}
        <SelectField
          label="走访人"
          name="visitor"
          required
          options={[{ value: OWN_RESPONSIBLE, label: "各户的帮扶责任人" }, ...visitors]}
          defaultValue={typed?.["visitor"] ?? OWN_RESPONSIBLE}
          error={errors?.["visitor"]}
        />
        <Field
          label="走访期限"
          name="dueOn"
          type="date"
          required
          min={today}
          defaultValue={typed?.["dueOn"] ?? dueOn}
          error={errors?.["dueOn"]}
        />
        <CheckboxField
          label={`本页全部 ${households.length} 户`}
          name="all"
          value="1"
          defaultChecked={typed?.["all"] === "1"}
        />
        <div className="form-actions">
          <Button>安排走访</Button>
        </div>
      </PostForm>
    </section>
  );
}
