import { EDUCATIONS, HEALTHS, LABOURS } from "~/households/member";
import { Field, SelectField } from "~/ui/form";

const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** What is asked of a person who comes onto a card. */
export function PersonFields({
  typed,
  errors,
}: {
  typed: (name: string) => string | undefined;
  errors: Readonly<Record<string, readonly string[]>> | undefined;
}) {
  return (
    <>
      <SelectField
        label="性别"
        name="sex"
        required
        placeholder="请选择"
        options={[
          { value: "M", label: "男" },
          { value: "F", label: "女" },
        ]}
        defaultValue={typed("sex")}
        error={errors?.["sex"]}
      />
      <Field
        label="出生年份"
        name="birthYear"
        width="short"
        inputMode="numeric"
        required
        defaultValue={typed("birthYear")}
        error={errors?.["birthYear"]}
      />
      <Field
        label="身份证号码"
        name="idNumber"
        optional
        autoComplete="off"
        hint="加密保存，页面上只显示首尾几位"
        defaultValue={typed("idNumber")}
        error={errors?.["idNumber"]}
      />
      <SelectField
        label="文化程度"
        name="education"
        optional
        placeholder="未填"
        options={options(EDUCATIONS)}
        defaultValue={typed("education")}
      />
      <SelectField
        label="健康状况"
        name="health"
        optional
        placeholder="未填"
        options={options(HEALTHS)}
        defaultValue={typed("health")}
      />
      <SelectField
        label="劳动能力"
        name="labour"
        optional
        placeholder="未填"
        options={options(LABOURS)}
        defaultValue={typed("labour")}
      />
    </>
  );
}
