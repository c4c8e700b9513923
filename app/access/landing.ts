import { hasRole, type Actor } from "./actor";
import { COOPERATIVE_ROLES, OFFICIAL_ROLES } from "./role";

/** Which console a signed-in person lands in when they asked for no page. */
export type Landing = "official" | "operator" | "cooperative" | "service-point" | "household" | "shop";

export function landingOf(actor: Actor): Landing {
  if (hasRole(actor, OFFICIAL_ROLES)) return "official";
  if (hasRole(actor, ["OPERATOR", "FINANCE"])) return "operator";
  if (hasRole(actor, COOPERATIVE_ROLES)) return "cooperative";
  if (hasRole(actor, ["SERVICE_POINT"])) return "service-point";
  if (hasRole(actor, ["HOUSEHOLD"])) return "household";
  return "shop";
}
