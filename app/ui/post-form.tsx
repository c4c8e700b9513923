import type { FormHTMLAttributes } from "react";
import { newId } from "~/kernel/ids";
import { FORM_KEY } from "~/kernel/form-key";

/** A form that changes something. Pressed twice it acts once, as long as its action reads it by `readForm` or `parseForm`. */
export function PostForm({ children, ...form }: Omit<FormHTMLAttributes<HTMLFormElement>, "method">) {
  return (
    <form {...form} method="post">
      {children}
      <input type="hidden" name={FORM_KEY} value={newId()} />
    </form>
  );
}
