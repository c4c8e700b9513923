import type { GrantableRole } from "~/access/role";

/**
 * Who may open and change what, route by route: the written word beside app/routes.ts. Loaders and actions guard
 * themselves; a test walks every route as every role, with things of their own, of a neighbour, of another county and of
 * nobody, and fails where a guard and this table differ, or where a route has no row.
 */

/** What a route's address names. Who may open it depends on where that thing lies. */
export type Named =
  | "area"
  | "household"
  | "status-case"
  | "notice"
  | "report"
  | "problem"
  | "area-close"
  | "income-list"
  | "audit"
  | "audit-household"
  | "household-entry"
  | "household-intake"
  | "household-order-line"
  | "intake"
  | "lot"
  | "listing"
  | "freight-template"
  | "shipment"
  | "claim"
  | "any-claim"
  | "sheet"
  | "batch"
  | "split-rule"
  | "fee-schedule"
  | "stripe-event"
  | "journal"
  | "user"
  | "month"
  | "settled-household"
  | "batch-payment"
  | "platform-batch"
  | "platform-batch-payment"
  | "household-payment"
  | "slip"
  | "application"
  | "sheet-import";

export type RouteAccess =
  /** everybody, signed in or not */
  | { readonly who: "everyone" }
  /** whoever holds the secret in the address, or signs what they send */
  | { readonly who: "holder" }
  /** only while the password was given and the second factor is owed */
  | { readonly who: "awaiting-code" }
  /** whoever asked for it, and still has the right they had */
  | { readonly who: "asker" }
  /** everybody who is signed in, for their own account */
  | { readonly who: "signed-in" }
  | {
      readonly who: readonly GrantableRole[];
      /** left out: the route names nothing, and the role anywhere is enough */
      readonly names?: Named;
      /** who may send its form, when not everybody who may open it */
      readonly changes?: readonly GrantableRole[];
    };

const EVERYONE = { who: "everyone" } as const satisfies RouteAccess;
const OFFICIALS = ["VILLAGE_OFFICIAL", "TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"] as const;
const PLATFORM = ["OPERATOR", "FINANCE"] as const;
const OPERATOR = ["OPERATOR"] as const;
const COOPERATIVE = ["COOP_MANAGER", "COOP_WEIGHER", "COOP_PACKER", "COOP_TREASURER"] as const;
const WEIGHERS = ["COOP_MANAGER", "COOP_WEIGHER"] as const;
const COUNTERS = [...WEIGHERS, "COOP_TREASURER"] as const;
const STOCK = ["COOP_MANAGER", "COOP_WEIGHER", "SERVICE_POINT"] as const;
const SELLERS = ["COOP_MANAGER", "SERVICE_POINT"] as const;
const SHIPPERS = ["COOP_MANAGER", "COOP_PACKER", "COOP_TREASURER", "SERVICE_POINT"] as const;
const PACKERS = ["COOP_MANAGER", "COOP_PACKER", "SERVICE_POINT"] as const;
const HOUSEHOLD = ["HOUSEHOLD"] as const;
const MONEY = ["COOP_MANAGER", "COOP_TREASURER"] as const;

export const ROUTE_ACCESS: Readonly<Record<string, RouteAccess>> = {
  // the shop
  ...inBothLanguages({
    home: EVERYONE,
    search: EVERYONE,
    category: EVERYONE,
    product: EVERYONE,
    trace: EVERYONE,
    notices: EVERYONE,
    notice: EVERYONE,
    villages: EVERYONE,
    village: EVERYONE,
    "village-brief": EVERYONE,
    "how-money-is-split": EVERYONE,
    transparency: EVERYONE,
    cooperative: EVERYONE,
    seasons: EVERYONE,
    institutions: EVERYONE,
    accessibility: EVERYONE,
    privacy: EVERYONE,
    offline: EVERYONE,
    "api-docs": EVERYONE,
    cart: EVERYONE,
    checkout: EVERYONE,
    "checkout-return": EVERYONE,
    order: { who: "holder" },
    "new-claim": { who: "holder" },
    claim: { who: "holder" },
    acceptance: { who: "holder" },
    "acceptance-sheet": { who: "holder" },
    "order-photo": { who: "holder" },
    receipt: { who: "holder" },
    join: EVERYONE,
    application: { who: "holder" },
    review: { who: "holder" },
    watch: EVERYONE,
    "watch-link": { who: "holder" },
    "account-orders": { who: "signed-in" },
    "account-sign-in": EVERYONE,
    "account-addresses": { who: "signed-in" },
    "account-favourites": { who: "signed-in" },
    "account-settings": { who: "signed-in" },
    "account-data": { who: "signed-in" },
  }),
  "routes/shop/not-found": EVERYONE,
  "routes/text-size": EVERYONE,
  "routes/styleguide": EVERYONE, // in the demonstration only
  "routes/styleguide-en": EVERYONE, // the same

  // the door
  "routes/session/sign-in": EVERYONE,
  "routes/session/sign-in-code": { who: "awaiting-code" },
  "routes/session/household-sign-in": EVERYONE,
  "routes/session/household-card": { who: "holder" },
  "routes/session/invitation": { who: "holder" },
  "routes/session/sign-out": EVERYONE, // by a form only; there is nothing to open
  "routes/session/account-security": { who: "signed-in" },
  "routes/session/account-totp": { who: "signed-in" },

  // the household's own view
  "routes/household/overview": { who: HOUSEHOLD },
  "routes/household/month": { who: HOUSEHOLD, names: "month" },
  "routes/household/payment": { who: HOUSEHOLD, names: "household-payment" },
  "routes/household/objections": { who: HOUSEHOLD },
  "routes/household/new-objection": { who: HOUSEHOLD },
  "routes/household/consents": { who: HOUSEHOLD },
  "routes/household/voice": { who: HOUSEHOLD },

  // the cooperative's console, also the service point's
  "routes/cooperative/today": { who: [...COOPERATIVE, "SERVICE_POINT"] },
  "routes/cooperative/leave": { who: WEIGHERS },
  "routes/cooperative/intakes": { who: WEIGHERS },
  "routes/cooperative/new-intake": { who: WEIGHERS },
  "routes/cooperative/scale": { who: WEIGHERS },
  "routes/cooperative/sync-intake": { who: WEIGHERS },
  "routes/cooperative/intake": { who: COUNTERS, changes: WEIGHERS, names: "intake" },
  "routes/cooperative/intake-slip": { who: COUNTERS, names: "intake" },
  "routes/cooperative/lots": { who: STOCK },
  "routes/cooperative/seal-lot": { who: WEIGHERS },
  "routes/cooperative/household-lot": { who: ["SERVICE_POINT"] },
  "routes/cooperative/lot": { who: STOCK, names: "lot" },
  "routes/cooperative/lot-labels": { who: STOCK, names: "lot" },
  "routes/cooperative/lot-moves": { who: STOCK, names: "lot" },
  "routes/cooperative/listings": { who: SELLERS },
  "routes/cooperative/certificates": { who: SELLERS },
  "routes/cooperative/keep-listing-draft": { who: SELLERS },
  "routes/cooperative/listing-prices": { who: SELLERS },
  "routes/cooperative/new-listing": { who: SELLERS },
  "routes/cooperative/listing": { who: SELLERS, names: "listing" },
  "routes/cooperative/freight": { who: SELLERS },
  "routes/cooperative/new-freight": { who: SELLERS },
  "routes/cooperative/freight-template": { who: SELLERS, names: "freight-template" },
  "routes/cooperative/orders": { who: SHIPPERS, changes: PACKERS },
  "routes/cooperative/tracking": { who: PACKERS },
  "routes/cooperative/tracking-template": { who: PACKERS },
  "routes/cooperative/order-sheet": { who: PACKERS, names: "sheet" },
  "routes/cooperative/order": { who: SHIPPERS, names: "shipment" },
  "routes/cooperative/claim": {
    who: SHIPPERS,
    names: "claim",
    changes: ["COOP_MANAGER", "COOP_TREASURER", "SERVICE_POINT"],
  },
  "routes/cooperative/settlement": { who: MONEY, changes: ["COOP_TREASURER"] },
  "routes/cooperative/period": { who: MONEY, names: "month", changes: ["COOP_MANAGER"] },
  "routes/cooperative/period-household": { who: MONEY, names: "settled-household" },
  "routes/cooperative/batch": { who: MONEY, names: "batch" },
  "routes/cooperative/batch-file": { who: ["COOP_TREASURER"], names: "batch" },
  "routes/cooperative/batch-answer": { who: ["COOP_TREASURER"], names: "batch" },
  "routes/cooperative/batch-payment": { who: MONEY, names: "batch-payment", changes: ["COOP_TREASURER"] },
  "routes/cooperative/reviews": { who: SELLERS },
  "routes/cooperative/voices": { who: ["SERVICE_POINT"] },
  "routes/cooperative/new-payout": { who: MONEY },
  "routes/cooperative/members": { who: ["COOP_MANAGER"] },

  "routes/cooperative/staff": { who: ["COOP_MANAGER"] },
  "routes/cooperative/imports": { who: WEIGHERS },
  "routes/cooperative/import-template": { who: WEIGHERS },
  "routes/cooperative/sheet-import": { who: WEIGHERS, names: "sheet-import" },
  "routes/cooperative/exports": { who: [...COOPERATIVE, "SERVICE_POINT"] },

  // the officials' console
  "routes/official/overview": { who: OFFICIALS },
  "routes/official/area": { who: OFFICIALS, names: "area", changes: ["COUNTY_OFFICIAL"] },
  "routes/official/households": { who: OFFICIALS },
  "routes/official/households-csv": { who: OFFICIALS },
  "routes/official/register-home": { who: OFFICIALS },
  "routes/official/register-import": { who: OFFICIALS },
  "routes/official/register-template": { who: OFFICIALS },
  "routes/official/register-compare": { who: OFFICIALS },
  "routes/official/register": { who: OFFICIALS, names: "area" },
  "routes/official/register-xlsx": { who: OFFICIALS, names: "area" },
  "routes/official/caseload": { who: OFFICIALS },
  "routes/official/problems": { who: OFFICIALS },
  "routes/official/problem": { who: OFFICIALS, names: "problem" },
  "routes/official/alerts": { who: OFFICIALS },
  "routes/official/collectives": { who: OFFICIALS },
  "routes/official/village-funds": { who: OFFICIALS },
  "routes/official/village-fund": { who: OFFICIALS, names: "area" },
  "routes/official/monitoring-lines": { who: OFFICIALS, changes: ["COUNTY_OFFICIAL"] },
  "routes/official/targets": { who: OFFICIALS, changes: ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"] },
  "routes/official/reports": { who: OFFICIALS },
  "routes/official/stated-template": { who: OFFICIALS },
  "routes/official/report": { who: OFFICIALS, names: "report" },
  "routes/official/linkage": { who: OFFICIALS },
  "routes/official/cooperative-performance": { who: OFFICIALS },
  "routes/official/institution-purchases": { who: OFFICIALS },
  "routes/official/notices": { who: OFFICIALS },
  "routes/official/notice": { who: OFFICIALS, names: "notice" },
  "routes/official/income-lists": { who: OFFICIALS },
  "routes/official/income-list-template": { who: OFFICIALS },
  "routes/official/income-list": {
    who: OFFICIALS,
    names: "income-list",
    changes: ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"],
  },
  "routes/official/closes": { who: OFFICIALS },
  "routes/official/close": { who: OFFICIALS, names: "area-close" },
  "routes/official/applications": { who: OFFICIALS },
  "routes/official/application": { who: OFFICIALS, names: "application", changes: ["COUNTY_OFFICIAL"] },
  "routes/official/exports": { who: OFFICIALS },
  "routes/official/audits": { who: OFFICIALS, changes: ["TOWNSHIP_OFFICIAL", "COUNTY_OFFICIAL"] },
  "routes/official/audit": { who: OFFICIALS, names: "audit" },
  "routes/official/audit-population": { who: OFFICIALS, names: "audit" },
  "routes/official/audit-household": { who: OFFICIALS, names: "audit-household" },
  "routes/official/status-cases": { who: OFFICIALS },
  "routes/official/status-case": { who: OFFICIALS, names: "status-case" },
  "routes/official/status-case-notice": { who: OFFICIALS, names: "status-case" },
  "routes/official/new-household": { who: OFFICIALS },
  "routes/official/household-members": { who: OFFICIALS, names: "household" },
  "routes/official/household-print": { who: OFFICIALS, names: "household" },
  "routes/official/household-survey": { who: OFFICIALS, names: "household" },
  "routes/official/household-visits": { who: OFFICIALS, names: "household" },
  "routes/official/household-plan": { who: OFFICIALS, names: "household" },
  "routes/official/household-status": { who: OFFICIALS, names: "household" },
  "routes/official/household": { who: OFFICIALS, names: "household" },
  "routes/official/household-audit": { who: OFFICIALS, names: "household" },
  "routes/official/household-audit-bundle": { who: OFFICIALS, names: "household" },
  "routes/official/household-declared": { who: OFFICIALS, names: "household" },
  "routes/official/household-costs": { who: OFFICIALS, names: "household" },
  "routes/official/household-card": { who: OFFICIALS, names: "household" },
  "routes/official/household-voice": { who: OFFICIALS, names: "household" },
  "routes/official/voices": { who: OFFICIALS },
  "routes/official/household-income": { who: OFFICIALS, names: "household" },
  "routes/official/household-entries": { who: OFFICIALS, names: "household" },
  "routes/official/household-entry": { who: OFFICIALS, names: "household-entry" },
  "routes/official/household-intake": { who: OFFICIALS, names: "household-intake" },
  "routes/official/household-order-line": { who: OFFICIALS, names: "household-order-line" },

  // the operator's console
  "routes/operator/status": { who: PLATFORM },
  "routes/operator/approvals": { who: PLATFORM, changes: OPERATOR },
  "routes/operator/application": { who: PLATFORM, names: "application", changes: OPERATOR },
  "routes/operator/split-rules": { who: PLATFORM, changes: OPERATOR },
  "routes/operator/split-rule": { who: PLATFORM, names: "split-rule" },
  "routes/operator/fee-schedules": { who: PLATFORM, changes: OPERATOR },
  "routes/operator/fee-schedule": { who: PLATFORM, names: "fee-schedule" },
  "routes/operator/certificates": { who: PLATFORM, changes: OPERATOR },
  "routes/operator/market-prices": { who: OPERATOR },
  "routes/operator/webhooks": { who: PLATFORM },
  "routes/operator/webhook": { who: PLATFORM, changes: OPERATOR, names: "stripe-event" },
  "routes/operator/batches": { who: PLATFORM, changes: ["FINANCE"] },
  "routes/operator/batch": { who: PLATFORM, names: "platform-batch" },
  "routes/operator/batch-file": { who: ["FINANCE"], names: "platform-batch" },
  "routes/operator/batch-answer": { who: ["FINANCE"], names: "platform-batch" },
  "routes/operator/batch-payment": { who: PLATFORM, names: "platform-batch-payment", changes: ["FINANCE"] },
  "routes/operator/orders": { who: PLATFORM },
  "routes/operator/acceptances": { who: PLATFORM },
  "routes/operator/refunds": { who: PLATFORM },
  "routes/operator/claims": { who: PLATFORM },
  "routes/operator/claim": { who: PLATFORM, names: "any-claim", changes: OPERATOR },
  "routes/operator/disputes": { who: PLATFORM },
  "routes/operator/invariants": { who: PLATFORM },
  "routes/operator/ledger": { who: PLATFORM },
  "routes/operator/journal": { who: PLATFORM, names: "journal" },
  "routes/operator/users": { who: OPERATOR },
  "routes/operator/user": { who: OPERATOR, names: "user" },
  "routes/operator/access-log": { who: OPERATOR },
  "routes/operator/messages": { who: OPERATOR }, // in the demonstration only
  "routes/operator/reviews": { who: OPERATOR },

  // what pages are made of; pictures of listings are everybody's, slips have a scope
  "routes/resources/media": { who: [...OFFICIALS, ...COUNTERS, "HOUSEHOLD"], names: "slip" },
  "routes/resources/export-file": { who: "asker" }, // tests/integration/access/export.test.ts
  "routes/resources/trace-code": EVERYONE,
  "routes/resources/poster": { who: "holder" },
  "routes/resources/account-json": { who: "signed-in" },
  "routes/resources/transparency-csv": EVERYONE,
  "routes/resources/seals-json": EVERYONE,
  "routes/resources/robots": EVERYONE,
  "routes/resources/sitemap": EVERYONE,
  "routes/resources/products-feed": EVERYONE,

  // other servers
  "routes/webhooks/stripe": { who: "holder" },
};

function inBothLanguages(rows: Readonly<Record<string, RouteAccess>>): Record<string, RouteAccess> {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([name, access]) => [
      [`shop/zh/${name}`, access],
      [`shop/en/${name}`, access],
    ]),
  );
}
