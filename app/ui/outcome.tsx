import type { ReactNode } from "react";
import { ErrorSummary } from "./form";
import type { FormErrors } from "./form-errors";
import { Notice } from "./notice";

/** What became of a form: what is to be mended or, on the page that follows and as long as nothing newer was answered, what was done. */
export function Outcome({
  answer,
  refusal,
  done,
}: {
  answer: { errors?: FormErrors } | null | undefined;
  /** heads what is to be mended */
  refusal: string;
  done: ReactNode;
}) {
  return (
    <>
      <ErrorSummary errors={answer?.errors} title={refusal} />
      {done && !answer && <Notice tone="done" live title={done} />}
    </>
  );
}
