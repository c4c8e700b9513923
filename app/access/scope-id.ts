import { isId } from "~/kernel/ids";
import type { ScopeKind } from "./role";

const AREA_CODE = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

/** Whether the text can name a scope of this kind: a natural-length area code, an id, or nothing for the platform. */
export function isScopeId(kind: ScopeKind, text: string): boolean {
  switch (kind) {
    case "PLATFORM":
      return text === "";
    case "AREA":
      return AREA_CODE.test(text);
    case "COOPERATIVE":
    case "SERVICE_POINT":
    case "HOUSEHOLD":
      return isId(text);
  }
}
