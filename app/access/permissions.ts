import type { Actor, Grant } from "./actor";
import type { Role } from "./role";

/** What an action is done to. Only the scopes that matter for the action need to be given. */
export type Subject = {
  /** the natural-length code of the area it lies in */
  readonly areaCode?: string;
  readonly cooperativeId?: string;
  readonly servicePointId?: string;
  readonly householdId?: string;
};

/**
 * The one vocabulary of permissions: who may do what, within the scope of their grant.
 * A platform role reaches every subject; any other needs a subject that its scope covers.
 */
const PERMISSIONS = {
  // the household's record
  "household:view": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL", "HOUSEHOLD"],
  "household:register": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "household:edit": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "household:reveal": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "household:export": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "status:propose": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "status:review": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "status:decide": ["COUNTY_OFFICIAL"],
  "notice:write": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "notice:check": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "notice:publish": ["COUNTY_OFFICIAL"],
  "report:submit": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "report:check": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "report:approve": ["COUNTY_OFFICIAL"],
  "problem:work": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "alert:set": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "close:begin": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  // Where a village has no account of its own, its township signs for it; the next level is still another person.
  "close:sign-village": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL"],
  "close:sign-township": ["TOWNSHIP_OFFICIAL"],
  "close:sign-county": ["COUNTY_OFFICIAL"],
  "area:move": ["COUNTY_OFFICIAL"],
  "line:publish": ["COUNTY_OFFICIAL"],
  "target:set": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  // A village does not draw who of its own is looked at.
  "audit:draw": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "audit:check": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "audit:export": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "declared:propose": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "declared:decide": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "cost:record": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "cost:decide": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  // What a village did with its fund: where it has no account of its own, its township writes it down; another person approves.
  "fund:record": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL"],
  "fund:decide": ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "consent:record": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL", "HOUSEHOLD"],
  // What a household says in the shop: written down by itself or for it, looked at by an official who did not write it.
  "voice:write": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL", "SERVICE_POINT", "HOUSEHOLD"],
  "voice:check": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  "objection:open": ["HOUSEHOLD"],
  "region:view": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  // the cooperative and the service point
  "cooperative:view": ["COOP_MANAGER", "COOP_WEIGHER", "COOP_PACKER", "COOP_TREASURER", "OPERATOR", "FINANCE"],
  "cooperative:edit": ["COOP_MANAGER"],
  "cooperative:approve": ["OPERATOR"],
  "application:view": ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL", "OPERATOR", "FINANCE"],
  "application:review": ["COUNTY_OFFICIAL"],
  // the papers of an application: who decides about it sees them, and nobody else
  "application:papers": ["COUNTY_OFFICIAL", "OPERATOR"],
  "membership:edit": ["COOP_MANAGER"],
  "staff:manage": ["COOP_MANAGER"],
  /** whoever pays for deliveries reads the slips behind the sum */
  "intake:view": ["COOP_MANAGER", "COOP_WEIGHER", "COOP_TREASURER"],
  "intake:record": ["COOP_MANAGER", "COOP_WEIGHER", "SERVICE_POINT"],
  "intake:reverse": ["COOP_MANAGER", "COOP_WEIGHER", "SERVICE_POINT"],
  "lot:edit": ["COOP_MANAGER", "COOP_WEIGHER", "SERVICE_POINT", "HOUSEHOLD"],
  "listing:view": ["COOP_MANAGER", "COOP_WEIGHER", "COOP_PACKER", "COOP_TREASURER", "SERVICE_POINT", "HOUSEHOLD"],
  "listing:edit": ["COOP_MANAGER", "SERVICE_POINT", "HOUSEHOLD"],
  "order:view": ["COOP_MANAGER", "COOP_PACKER", "COOP_TREASURER", "SERVICE_POINT", "OPERATOR", "FINANCE"],
  "order:fulfil": ["COOP_MANAGER", "COOP_PACKER", "SERVICE_POINT"],
  // an institution's signed papers: who keeps the books of the sale
  "acceptance:view": ["COOP_MANAGER", "COOP_TREASURER", "SERVICE_POINT", "OPERATOR", "FINANCE"],
  "review:answer": ["COOP_MANAGER", "SERVICE_POINT"],
  "review:moderate": ["OPERATOR"],
  "refund:request": ["COOP_MANAGER", "COOP_TREASURER", "SERVICE_POINT", "OPERATOR"],
  "payout:record": ["COOP_MANAGER", "COOP_TREASURER"],
  // settlement: two people
  "batch:view": ["COOP_MANAGER", "COOP_TREASURER", "OPERATOR", "FINANCE"],
  "batch:prepare": ["COOP_TREASURER", "FINANCE"],
  "batch:approve": ["COOP_MANAGER", "OPERATOR", "FINANCE"],
  "batch:record-result": ["COOP_TREASURER", "FINANCE"],
  "batch:file": ["COOP_TREASURER", "FINANCE"],
  "period:close": ["COOP_MANAGER"],
  // the platform
  "ops:view": ["OPERATOR", "FINANCE"],
  "split-rule:propose": ["OPERATOR"],
  "split-rule:approve": ["OPERATOR", "FINANCE"],
  "fee-schedule:propose": ["OPERATOR"],
  "fee-schedule:approve": ["OPERATOR", "FINANCE"],
  "market-price:note": ["OPERATOR"],
  "webhook:replay": ["OPERATOR"],
  "claim:decide": ["OPERATOR"],
  "refund:resend": ["OPERATOR"],
  "refund:pay-otherwise": ["FINANCE"],
  "user:manage": ["OPERATOR"],
  "access-log:view": ["OPERATOR"],
  "message:view": ["OPERATOR"],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof PERMISSIONS;

export const ACTIONS = Object.keys(PERMISSIONS) as readonly Action[];

/** Whether one of the actor's grants allows the action on the subject. Decides on the server, and hides the button. */
export function can(actor: Actor, action: Action, subject: Subject = {}): boolean {
  const roles: readonly Role[] = PERMISSIONS[action];
  return actor.grants.some(
    (grant) => grant.role === "SYSTEM" || (roles.includes(grant.role) && reaches(grant, subject)),
  );
}

/** Whether the actor may do this anywhere at all: opens the console, shows the menu entry. */
export function canSomewhere(actor: Actor, action: Action): boolean {
  const roles: readonly Role[] = PERMISSIONS[action];
  return actor.grants.some((grant) => grant.role === "SYSTEM" || roles.includes(grant.role));
}

function reaches(grant: Grant, subject: Subject): boolean {
  switch (grant.scopeKind) {
    case "PLATFORM":
      return true;
    case "AREA":
      return subject.areaCode !== undefined && grant.scopeId !== "" && subject.areaCode.startsWith(grant.scopeId);
    case "COOPERATIVE":
      return subject.cooperativeId === grant.scopeId;
    case "SERVICE_POINT":
      return subject.servicePointId === grant.scopeId;
    case "HOUSEHOLD":
      return subject.householdId === grant.scopeId;
  }
}
