/** What a field shows: what was typed when the form was refused, else its present value. */
export function shown(
  refused: { readonly typed: Readonly<Record<string, string>> } | undefined,
  name: string,
  present: string = "",
): string {
  return refused ? (refused.typed[name] ?? "") : present;
}

/** Whether a checkbox is ticked: as it was sent when the form was refused, else as things stand. */
export function ticked(
  refused: { readonly typed: Readonly<Record<string, string>> } | undefined,
  name: string,
  present: boolean,
): boolean {
  return refused ? refused.typed[name] !== undefined : present;
}
