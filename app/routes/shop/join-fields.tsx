import { PHOTO_TYPES } from "~/media/photo-types";
import { APPLICANT_KINDS, LINKAGES, type Linkage, MOST_LINKAGES } from "~/supply/application";
import { Button } from "~/ui/button";
import { CheckboxField, Field, RadioGroup, SelectField, TextareaField, type Option } from "~/ui/form";
import { PostForm } from "~/ui/post-form";
import { useShop } from "./messages/messages";

type Reply = {
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, readonly string[]>>;
};

/** The application's form: for the first time, and again when changes are asked for. */
export function JoinFields({
  action,
  villages,
  reply,
  submit,
}: {
  action: string;
  villages: Option[];
  reply: Reply;
  submit: string;
}) {
  const { m: messages } = useShop();
  const m = messages.join;
  const { typed, errors } = reply;
  const field = (name: string) => ({ name, defaultValue: typed[name], error: errors[name] });
  const filled = Array.from({ length: MOST_LINKAGES }, (_, row) => row).filter(
    (row) => typed[`household${row}`],
  ).length;
  return (
    <PostForm className="form" action={action} encType="multipart/form-data" noValidate>
      <h2>{m.who}</h2>
      <RadioGroup
        label={m.kind}
        name="kind"
        choices={APPLICANT_KINDS.map((value) => ({ value, label: m.kinds[value] }))}
        defaultValue={typed["kind"] ?? "COOPERATIVE"}
        error={errors["kind"]}
      />
      <Field label={m.name} hint={m.nameHint} autoComplete="organization" {...field("name")} />
      <Field label={m.nameEn} optional {...field("nameEn")} />
      <SelectField label={m.area} placeholder={m.choose} options={villages} {...field("areaCode")} />
      <h2>{m.papersTitle}</h2>
      <Field label={m.licence} hint={m.licenceHint} autoComplete="off" {...field("licenceNumber")} />
      <PhotoField label={m.licencePhoto} name="licencePhoto" hint={m.photoHint} error={errors["licencePhoto"]} />
      <CheckboxField
        label={m.selfProduce}
        hint={m.selfProduceHint}
        name="selfProduce"
        defaultChecked={typed["selfProduce"] !== undefined}
        error={errors["selfProduce"]}
      />
      <Field label={m.householdNumber} hint={m.householdNumberHint} autoComplete="off" {...field("householdNumber")} />
      <Field label={m.sc} hint={m.scHint} optional autoComplete="off" {...field("scNumber")} />
      <Field label={m.scExpires} type="date" width="short" optional {...field("scExpiresOn")} />
      <PhotoField label={m.scPhoto} name="scPhoto" error={errors["scPhoto"]} />
      <PhotoField label={m.otherPhoto} name="otherPhoto" error={errors["otherPhoto"]} />
      <h2>{m.contactTitle}</h2>
      <Field label={m.contactName} autoComplete="name" {...field("contactName")} />
      <Field
        label={m.phone}
        hint={m.phoneHint}
        type="tel"
        inputMode="tel"
        autoComplete="tel-national"
        {...field("phone")}
      />
      <Field label={m.email} type="email" optional autoComplete="email" {...field("email")} />
      <Field
        label={m.declared}
        hint={m.declaredHint}
        inputMode="numeric"
        width="short"
        optional
        {...field("declaredHouseholds")}
      />
      <TextareaField label={m.story} hint={m.storyHint} rows={4} optional {...field("story")} />
      <h2>{m.linkagesTitle}</h2>
      <p className="quiet">{m.linkagesLead}</p>
      {Array.from({ length: MOST_LINKAGES }, (_, row) => (
        <details
          key={row}
          open={
            (row <= filled && row < 2) || (typed[`household${row}`] !== undefined && typed[`household${row}`] !== "")
          }
        >
          <summary>{m.linkageRow(row + 1)}</summary>
          <div className="stack-small">
            <Field label={m.linkageNumber} width="short" autoComplete="off" optional {...field(`household${row}`)} />
            <SelectField
              label={m.linkageFlow}
              width="short"
              options={(Object.keys(LINKAGES) as Linkage[]).map((value) => ({ value, label: m.flows[value] }))}
              {...field(`flow${row}`)}
            />
            <Field label={m.linkageFrom} type="date" width="short" optional {...field(`from${row}`)} />
            <Field label={m.linkageUntil} type="date" width="short" optional {...field(`until${row}`)} />
          </div>
        </details>
      ))}
      <div className="form-actions">
        <Button>{submit}</Button>
      </div>
    </PostForm>
  );
}

function PhotoField({
  label,
  name,
  hint,
  error,
}: {
  label: string;
  name: string;
  hint?: string;
  error: readonly string[] | undefined;
}) {
  return (
    <Field
      label={label}
      name={name}
      type="file"
      accept={PHOTO_TYPES}
      optional
      {...(hint === undefined ? {} : { hint })}
      error={error}
    />
  );
}
