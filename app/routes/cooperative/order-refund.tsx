import { Button } from "~/ui/button";
import { Field, RadioGroup, TextareaField } from "~/ui/form";
import type { FormReply } from "~/platform/form.server";
import { PostForm } from "~/ui/post-form";
import type { OrderView } from "./order-view.server";
import { shown } from "./typed";

/** Money back without a claim: amounts by line. */
export function RefundForm({
  lines,
  reasons,
  requestKey,
  refused,
}: {
  lines: OrderView["lines"];
  reasons: readonly { readonly value: string; readonly label: string }[];
  requestKey: string;
  refused: FormReply | undefined;
}) {
  return (
    <details open={refused !== undefined}>
      <summary>退款给顾客</summary>
      <PostForm className="form" noValidate>
        <input type="hidden" name="intent" value="refund" />
        <input type="hidden" name="requestKey" value={shown(refused, "requestKey", requestKey)} />
        <p className="quiet">按行填写要退的金额，不退的行空着。从各方还没到手的部分退；已经付给农户的不追回。</p>
        {lines.map((line, index) => (
          <div key={line.id}>
            <input type="hidden" name={`lines[${index}].id`} value={line.id} />
            {line.isRefundable && (
              <Field
                label={line.title}
                name={`lines[${index}].amount`}
                before="¥"
                width="short"
                inputMode="decimal"
                autoComplete="off"
                hint={line.refundHint}
                defaultValue={shown(refused, `lines[${index}].amount`)}
                error={refused?.errors[`lines[${index}].amount`]}
              />
            )}
          </div>
        ))}
        <RadioGroup
          label="原因"
          name="reason"
          choices={reasons}
          defaultValue={shown(refused, "reason")}
          error={refused?.errors["reason"]}
        />
        <TextareaField
          label="说明"
          name="note"
          rows={2}
          optional
          defaultValue={shown(refused, "note")}
          error={refused?.errors["note"]}
        />
        <div className="form-actions">
          <Button tone="danger">退款</Button>
        </div>
      </PostForm>
    </details>
  );
}
