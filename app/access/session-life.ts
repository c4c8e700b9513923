import { OFFICIAL_ROLES, type Role } from "./role";

export type SessionLife = { readonly idleMinutes: number; readonly absoluteMinutes: number };

const HOUR = 60;
const DAY = 24 * HOUR;

// Officials and the platform see other people's records on shared office computers.
const OFFICE: SessionLife = { idleMinutes: HOUR, absoluteMinutes: 12 * HOUR };
// A weigher's phone is out of reach of the network for days.
const FIELD: SessionLife = { idleMinutes: 3 * DAY, absoluteMinutes: 14 * DAY };
const HOME: SessionLife = { idleMinutes: 14 * DAY, absoluteMinutes: 30 * DAY };

/** How long a session lives: the strictest of the roles held. */
export function sessionLife(roles: readonly Role[]): SessionLife {
  const office: readonly Role[] = [...OFFICIAL_ROLES, "OPERATOR", "FINANCE"];
  const home: readonly Role[] = ["SHOPPER", "HOUSEHOLD"];
  if (roles.some((role) => office.includes(role))) return OFFICE;
  return roles.every((role) => home.includes(role)) ? HOME : FIELD;
}

/** A session whose second factor is still owed is soon worthless. */
export const AWAITING_CODE: SessionLife = { idleMinutes: 10, absoluteMinutes: 10 };
