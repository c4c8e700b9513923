/**
 * PostgreSQL plans a statement without a name anew each time, which for what a page reads takes longer than running it.
 * Every connection keeps what it has prepared, so only so many texts get a name: those that come after the limit (lists
 * of every length, say) are planned as before.
 */
const MOST_NAMES = 500;

const names = new Map<string, string>();

/** The name under which a connection keeps this statement prepared; undefined when too many have one. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
