import { paths } from "~/paths";
import { Field } from "~/ui/form";
import { hasErrors, messagesOf, type FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { useAccountWords } from "./messages/account";

/** Where a code went, and the field it is typed into, together: the page opens there, or at what was wrong with the last one. */
export function CodeSent({
  to,
  minutes,
  demo,
  errors,
}: {
  /** masked */
  to: string;
  minutes: number;
  demo: boolean;
  errors: FormErrors | undefined;
}) {
  const words = useAccountWords().signIn;
  return (
    <>
      <Notice tone="done" live={!hasErrors(errors)} title={words.sentTitle}>
        <p>{words.sent(to, minutes)}</p>
        {demo && (
          <p>
            {words.demo} <a href={paths.ops.messages()}>{words.demoLink}</a>
          </p>
        )}
      </Notice>
      <Field
        label={words.code}
        name="code"
        width="short"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        required
        autoFocus={!hasErrors(errors)}
        error={messagesOf(errors, "code")}
      />
    </>
  );
}
