/**
 * Messages by field name, as a refused form carries them back; "" holds those of the form as a whole.
 * The shape of Conform's `submission.reply().error`.
 */
export type FormErrors = Readonly<Record<string, readonly string[] | string | null | undefined>>;

/** The messages of one field. */
export function messagesOf(errors: FormErrors | null | undefined, name: string): readonly string[] {
  const found = errors?.[name];
  if (found === null || found === undefined || found === "") return [];
  return typeof found === "string" ? [found] : found;
}

export function hasErrors(errors: FormErrors | null | undefined): boolean {
  return Object.keys(errors ?? {}).some((name) => messagesOf(errors, name).length > 0);
}

/** Whether a route's answer to a form refuses it: FormReply, as `parseForm` answers. */
export function isRefusal(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null || !("errors" in answer)) return false;
  const { errors } = answer;
  return typeof errors === "object" && hasErrors(errors as FormErrors | null);
}

/** The id of a field's control, so that the summary's link lands on it. */
export function fieldId(name: string): string {
  return `field-${name.replace(/[^\w-]+/g, "-")}`;
}

/** A refused form says so first, in the page's title, where screen readers begin. */
export function errorTitle(title: string, errors: FormErrors | null | undefined, prefix = "错误："): string {
  return hasErrors(errors) ? `${prefix}${title}` : title;
}
