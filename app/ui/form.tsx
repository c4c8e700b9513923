import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { fieldId, hasErrors, messagesOf, type FormErrors } from "./form-errors";
import { useLocale } from "./locale";

export type { FormErrors } from "./form-errors";

type FieldProps = {
  label: ReactNode;
  name: string;
  hint?: ReactNode;
  error?: readonly string[] | string | null;
  /** "short" for numbers and codes, "full" for a whole column */
  width?: "short" | "normal" | "full";
  /** say 选填 beside the label; fields are taken as required otherwise */
  optional?: boolean;
};

type Bare<Attributes> = Omit<Attributes, "name" | "width">;

/** A labelled input with hint and error, all tied together for screen readers. `unit` stands behind it, `before` in front. */
export function Field({
  label,
  name,
  hint,
  error,
  width,
  optional,
  unit,
  before,
  id = fieldId(name),
  type = "text",
  ...input
}: FieldProps & Bare<InputHTMLAttributes<HTMLInputElement>> & { unit?: ReactNode; before?: ReactNode }) {
  const messages = listOf(error);
  const control = <input {...input} {...ties(id, hint, messages)} className="input" id={id} name={name} type={type} />;
  return (
    <Frame {...{ id, label, hint, messages, width, optional }}>
      {unit === undefined && before === undefined ? (
        control
      ) : (
        <div className="input-group">
          {before !== undefined && <span className="input-unit">{before}</span>}
          {control}
          {unit !== undefined && <span className="input-unit">{unit}</span>}
        </div>
      )}
    </Frame>
  );
}

export function TextareaField({
  label,
  name,
  hint,
  error,
  width,
  optional,
  id = fieldId(name),
  ...input
}: FieldProps & Bare<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  const messages = listOf(error);
  return (
    <Frame {...{ id, label, hint, messages, width, optional }}>
      <textarea {...input} {...ties(id, hint, messages)} className="input" id={id} name={name} />
    </Frame>
  );
}

export type Option = { value: string; label: string; disabled?: boolean; group?: string; lang?: string };

/** A native select: works without scripts and as the phone does it. Options with `group` are shown under its heading. */
export function SelectField({
  label,
  name,
  hint,
  error,
  width,
  optional,
  options,
  placeholder,
  id = fieldId(name),
  ...input
}: FieldProps & Bare<SelectHTMLAttributes<HTMLSelectElement>> & { options: readonly Option[]; placeholder?: string }) {
  const messages = listOf(error);
  const groups = [...new Set(options.map((option) => option.group))];
  return (
    <Frame {...{ id, label, hint, messages, width, optional }}>
      <select {...input} {...ties(id, hint, messages)} className="input" id={id} name={name}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {groups.map((group) => {
          const shown = options
            .filter((option) => option.group === group)
            .map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled} lang={option.lang}>
                {option.label}
              </option>
            ));
          return group === undefined ? (
            shown
          ) : (
            <optgroup key={group} label={group} lang={options.find((option) => option.group === group)?.lang}>
              {shown}
            </optgroup>
          );
        })}
      </select>
    </Frame>
  );
}

export function CheckboxField({
  label,
  name,
  hint,
  error,
  id = fieldId(name),
  value = "on",
  ...input
}: Omit<FieldProps, "width" | "optional"> & Bare<InputHTMLAttributes<HTMLInputElement>>) {
  const messages = listOf(error);
  return (
    <div className="choices" data-invalid={messages.length > 0 ? "" : undefined}>
      <Errors id={id} messages={messages} />
      <label className="choice">
        <input {...input} {...ties(id, hint, messages)} id={id} name={name} type="checkbox" value={value} />
        <span>
          {label}
          {hint !== undefined && (
            <span className="choice-hint" id={`${id}-hint`}>
              {hint}
            </span>
          )}
        </span>
      </label>
    </div>
  );
}

export type Choice = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

/** One of few. `look="tiles"` for specs and grades. The first radio carries the field's id, so the summary's link lands on it. */
export function RadioGroup({
  label,
  name,
  hint,
  error,
  choices,
  defaultValue,
  required,
  look,
  optional,
  form,
}: Omit<FieldProps, "width"> & {
  choices: readonly Choice[];
  defaultValue?: string;
  required?: boolean;
  look?: "list" | "tiles";
  form?: string;
}) {
  return (
    <ChoiceGroup
      {...{ label, name, hint, error, choices, look, optional, form, required }}
      type="radio"
      chosen={defaultValue === undefined ? [] : [defaultValue]}
    />
  );
}

/** Any of few: checkboxes of one name. */
export function CheckboxGroup({
  label,
  name,
  hint,
  error,
  choices,
  defaultValues = [],
  look,
  optional,
  form,
}: Omit<FieldProps, "width"> & {
  choices: readonly Choice[];
  defaultValues?: readonly string[];
  look?: "list" | "tiles";
  form?: string;
}) {
  return (
    <ChoiceGroup
      {...{ label, name, hint, error, choices, look, optional, form }}
      type="checkbox"
      chosen={defaultValues}
    />
  );
}

function ChoiceGroup(
  group: Omit<FieldProps, "width"> & {
    type: "radio" | "checkbox";
    choices: readonly Choice[];
    chosen: readonly string[];
    required?: boolean;
    look?: "list" | "tiles";
    form?: string;
  },
) {
  const id = fieldId(group.name);
  const messages = listOf(group.error);
  return (
    <fieldset
      className="choices"
      data-look={group.look}
      data-invalid={messages.length > 0 ? "" : undefined}
      aria-describedby={describedBy(id, group.hint, messages)}
    >
      <legend className="field-legend">
        {group.label} {group.optional && <Optional />}
      </legend>
      <Hint id={id} hint={group.hint} />
      <Errors id={id} messages={messages} />
      <div className="choice-list">
        {group.choices.map((choice, index) => {
          const ownId = index === 0 ? id : `${id}-${index}`;
          return (
            <label key={choice.value} className="choice">
              <input
                id={ownId}
                type={group.type}
                name={group.name}
                value={choice.value}
                defaultChecked={group.chosen.includes(choice.value)}
                disabled={choice.disabled}
                required={group.type === "radio" ? group.required : undefined}
                form={group.form}
                aria-describedby={choice.hint === undefined ? undefined : `${ownId}-about`}
              />
              <span>
                {choice.label}
                {choice.hint !== undefined && (
                  <span className="choice-hint" id={`${ownId}-about`}>
                    {choice.hint}
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

/**
 * What was refused, above the form: takes the focus when the page opens, and each message leads to its field.
 * Draws nothing without errors. `labels` says what a nested field is called, when its message alone does not.
 */
export function ErrorSummary({ errors, title }: { errors?: FormErrors | null; title?: string }) {
  const locale = useLocale();
  if (!hasErrors(errors)) return null;
  const names = Object.keys(errors ?? {});
  return (
    <div className="error-summary" role="alert" tabIndex={-1} autoFocus aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{title ?? (locale === "en" ? "Please check the following" : "请先改正以下问题")}</h2>
      <ul>
        {names.flatMap((name) =>
          messagesOf(errors, name).map((message) => (
            <li key={`${name} ${message}`}>{name === "" ? message : <a href={`#${fieldId(name)}`}>{message}</a>}</li>
          )),
        )}
      </ul>
    </div>
  );
}

function Frame(field: {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  messages: readonly string[];
  width?: "short" | "normal" | "full";
  optional?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="field" data-width={field.width} data-invalid={field.messages.length > 0 ? "" : undefined}>
      <label htmlFor={field.id}>
        {field.label} {field.optional && <Optional />}
      </label>
      <Hint id={field.id} hint={field.hint} />
      <Errors id={field.id} messages={field.messages} />
      {field.children}
    </div>
  );
}

function Optional() {
  return <span className="field-optional">{useLocale() === "en" ? "(optional)" : "（选填）"}</span>;
}

function Hint({ id, hint }: { id: string; hint?: ReactNode }) {
  if (hint === undefined || hint === null) return null;
  return (
    <div className="field-hint" id={`${id}-hint`}>
      {hint}
    </div>
  );
}

function Errors({ id, messages }: { id: string; messages: readonly string[] }) {
  if (messages.length === 0) return null;
  return (
    <div className="field-error" id={`${id}-error`}>
      {messages.join(" ")}
    </div>
  );
}

function ties(id: string, hint: ReactNode, messages: readonly string[]) {
  return {
    "aria-describedby": describedBy(id, hint, messages),
    "aria-invalid": messages.length > 0 ? (true as const) : undefined,
  };
}

function describedBy(id: string, hint: ReactNode, messages: readonly string[]): string | undefined {
  const ids = [hint !== undefined && hint !== null && `${id}-hint`, messages.length > 0 && `${id}-error`];
  return ids.filter(Boolean).join(" ") || undefined;
}

function listOf(error: readonly string[] | string | null | undefined): readonly string[] {
  return messagesOf({ it: error }, "it");
}
