import { v7, validate } from "uuid";

/** A UUIDv7: made in the app, sorts by time of making. */
export function newId(at?: Date): string {
  return v7(at ? { msecs: at.getTime() } : undefined);
}

export function isId(text: string | undefined): text is string {
  return text !== undefined && validate(text);
}
