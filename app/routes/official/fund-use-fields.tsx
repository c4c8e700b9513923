import { PHOTO_TYPES } from "~/media/photo-types";
import { LONGEST_PAPER_WORDS, PURPOSE_LENGTH } from "~/settlement/village-fund";
import { Button } from "~/ui/button";
import { Field, SelectField, type FormErrors } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import type { ShownFundUse } from "./fund-use-list";

/** The form that records a use of a village's fund, or a correction of one. */
export function FundUseFields({
  action,
  today,
  correctable,
  typed,
  errors,
}: {
  action: string;
  today: string;
  correctable: readonly Pick<ShownFundUse, "id" | "usedOn" | "purpose">[];
  typed: Readonly<Record<string, string>> | undefined;
  errors: FormErrors | undefined;
}) {
  const field = (name: string) => ({ name, defaultValue: typed?.[name], error: errors?.[name] });
  return (
    <section className="stack no-print">
      <div className="section-head">
        <h2>记一笔用款</h2>
      </div>
      <PostForm className="form" action={action} encType="multipart/form-data" noValidate>
        <input type="hidden" name="intent" value="record" />
        <div className="halves">
          <Field label="用款日期" type="date" required max={today} {...field("usedOn")} />
          <Field label="村民大会决定的日期" type="date" required max={today} {...field("decidedOn")} />
        </div>
        <Field
          label="金额"
          unit="元"
          inputMode="text"
          width="short"
          required
          hint={correctable.length > 0 ? "更正时填差额，多记了的写成 -50" : undefined}
          {...field("amount")}
        />
        <Field
          label="用在哪里"
          required
          maxLength={PURPOSE_LENGTH.most}
          hint="会公开的一句话，不写人名和号码。例如：修整村口晒场旁 40 米水沟"
          {...field("purpose")}
        />
        <Field
          label="凭据"
          required
          maxLength={LONGEST_PAPER_WORDS}
          hint="不公开。例如：收据编号、会议记录编号"
          {...field("evidence")}
        />
        <Field
          label="凭据照片"
          name="photo"
          type="file"
          accept={PHOTO_TYPES}
          required
          hint="不公开，只有辖区内的干部能看"
          error={errors?.["photo"]}
        />
        {correctable.length > 0 && (
          <SelectField
            label="更正哪一条"
            optional
            placeholder="不是更正"
            options={correctable.map(({ id, usedOn, purpose }) => ({ value: id, label: `${usedOn} ${purpose}` }))}
            {...field("correctsId")}
          />
        )}
        <div className="form-actions">
          <Button>记下</Button>
        </div>
      </PostForm>
    </section>
  );
}
