import type { FormErrors } from "~/ui/form-errors";

type Typed = { readonly typed: Readonly<Record<string, string>> } | undefined;

/** What an action answers to a form that it refuses. */
export type Refused = { readonly typed: Readonly<Record<string, string>>; readonly errors: FormErrors } | undefined;

/** What a field shows: what was typed when the form was refused, else its present value. */
export function shown(refused: Typed, name: string, present: string = ""): string {
  return refused ? (refused.typed[name] ?? "") : present;
}

/** Whether a checkbox is ticked: as it was sent when the form was refused, else as things stand. */
export function ticked(refused: Typed, name: string, present: boolean): boolean {
  return refused ? refused.typed[name] !== undefined : present;
}
