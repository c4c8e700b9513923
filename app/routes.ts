import { index, route, type RouteConfig } from "@remix-run/route-config";

/** Every URL of the product, grouped by audience. app/route-access.ts says beside it who may open each. */
export default [
  // the shop, in two languages
  ...shop("zh"),
  ...shop("en"),

  // the door
  route("sign-in", "routes/session/sign-in.tsx"),
  route("sign-in/code", "routes/session/sign-in-code.tsx"),
  route("sign-in/household", "routes/session/household-sign-in.tsx"),
  route("h/card/:token", "routes/session/household-card.tsx"),
  route("invitation/:token", "routes/session/invitation.tsx"),
  route("sign-out", "routes/session/sign-out.tsx"),
  route("account/security", "routes/session/account-security.tsx"),
  route("account/security/totp", "routes/session/account-totp.tsx"),

  // the household's own view
  route("h", "routes/household/overview.tsx"),
  route("h/months/:month", "routes/household/month.tsx"),
  route("h/payments/:id", "routes/household/payment.tsx"),
  route("h/objections", "routes/household/objections.tsx"),
  route("h/objections/new", "routes/household/new-objection.tsx"),
  route("h/consents", "routes/household/consents.tsx"),

  // the cooperative's console, also the service point's
  route("coop", "routes/cooperative/today.tsx"),
  route("coop/leave", "routes/cooperative/leave.tsx"),
  route("coop/intakes", "routes/cooperative/intakes.tsx"),
  route("coop/intakes/new", "routes/cooperative/new-intake.tsx"),
  route("coop/intakes/scale", "routes/cooperative/scale.tsx"),
  route("coop/intakes/sync", "routes/cooperative/sync-intake.ts"),
  route("coop/intakes/:id", "routes/cooperative/intake.tsx"),
  route("coop/intakes/:id/slip", "routes/cooperative/intake-slip.tsx"),
  route("coop/lots", "routes/cooperative/lots.tsx"),
  route("coop/lots/new", "routes/cooperative/seal-lot.tsx"),
  route("coop/lots/household", "routes/cooperative/household-lot.tsx"),
  route("coop/lots/:id", "routes/cooperative/lot.tsx"),
  route("coop/lots/:id/labels", "routes/cooperative/lot-labels.tsx"),
  route("coop/lots/:id/moves", "routes/cooperative/lot-moves.tsx"),
  route("coop/listings", "routes/cooperative/listings.tsx"),
  route("coop/certificates", "routes/cooperative/certificates.tsx"),
  route("coop/listings/drafts", "routes/cooperative/keep-listing-draft.ts"),
  route("coop/listings/prices", "routes/cooperative/listing-prices.tsx"),
  route("coop/listings/new", "routes/cooperative/new-listing.tsx"),
  route("coop/listings/:id", "routes/cooperative/listing.tsx"),
  route("coop/freight", "routes/cooperative/freight.tsx"),
  route("coop/freight/new", "routes/cooperative/new-freight.tsx"),
  route("coop/freight/:id", "routes/cooperative/freight-template.tsx"),
  route("coop/orders", "routes/cooperative/orders.tsx"),
  route("coop/orders/tracking", "routes/cooperative/tracking.tsx"),
  route("coop/orders/tracking.xlsx", "routes/cooperative/tracking-template.ts"),
  route("coop/orders/print/:sheet", "routes/cooperative/order-sheet.tsx"),
  route("coop/orders/:id", "routes/cooperative/order.tsx"),
  route("coop/claims/:id", "routes/cooperative/claim.tsx"),
  route("coop/reviews", "routes/cooperative/reviews.tsx"),
  route("coop/settlement", "routes/cooperative/settlement.tsx"),
  route("coop/settlement/periods/:month", "routes/cooperative/period.tsx"),
  route("coop/settlement/periods/:month/households/:id", "routes/cooperative/period-household.tsx"),
  route("coop/settlement/:id", "routes/cooperative/batch.tsx"),
  route("coop/settlement/:id/file", "routes/cooperative/batch-file.ts"),
  route("coop/settlement/:id/answer", "routes/cooperative/batch-answer.tsx"),
  route("coop/settlement/:id/payments/:paymentId", "routes/cooperative/batch-payment.tsx"),
  route("coop/payouts/new", "routes/cooperative/new-payout.tsx"),
  route("coop/members", "routes/cooperative/members.tsx"),
  route("coop/staff", "routes/cooperative/staff.tsx"),
  route("coop/exports", "routes/cooperative/exports.tsx"),

  // the officials' console
  route("gov", "routes/official/overview.tsx"),
  route("gov/areas/:code", "routes/official/area.tsx"),
  route("gov/households", "routes/official/households.tsx"),
  route("gov/households.csv", "routes/official/households-csv.ts"),
  route("gov/register", "routes/official/register-home.ts"),
  route("gov/register/import", "routes/official/register-import.tsx"),
  route("gov/register/template", "routes/official/register-template.ts"),
  route("gov/register/compare", "routes/official/register-compare.tsx"),
  route("gov/register/:code", "routes/official/register.tsx"),
  route("gov/register/:code/xlsx", "routes/official/register-xlsx.ts"),
  route("gov/caseload", "routes/official/caseload.tsx"),
  route("gov/problems", "routes/official/problems.tsx"),
  route("gov/problems/:id", "routes/official/problem.tsx"),
  route("gov/alerts", "routes/official/alerts.tsx"),
  route("gov/reports", "routes/official/reports.tsx"),
  route("gov/reports/template", "routes/official/stated-template.ts"),
  route("gov/reports/:id", "routes/official/report.tsx"),
  route("gov/linkage", "routes/official/linkage.tsx"),
  route("gov/notices", "routes/official/notices.tsx"),
  route("gov/notices/:id", "routes/official/notice.tsx"),
  route("gov/income-lists", "routes/official/income-lists.tsx"),
  route("gov/income-lists/template.xlsx", "routes/official/income-list-template.ts"),
  route("gov/income-lists/:id", "routes/official/income-list.tsx"),
  route("gov/closes", "routes/official/closes.tsx"),
  route("gov/closes/:id", "routes/official/close.tsx"),
  route("gov/applications", "routes/official/applications.tsx"),
  route("gov/applications/:id", "routes/official/application.tsx"),
  route("gov/exports", "routes/official/exports.tsx"),
  route("gov/audits", "routes/official/audits.tsx"),
  route("gov/audits/:id", "routes/official/audit.tsx"),
  route("gov/audits/:id/households.txt", "routes/official/audit-population.ts"),
  route("gov/audits/:id/households/:householdId", "routes/official/audit-household.tsx"),
  route("gov/cases", "routes/official/status-cases.tsx"),
  route("gov/cases/:id", "routes/official/status-case.tsx"),
  route("gov/households/new", "routes/official/new-household.tsx"),
  route("gov/households/:id", "routes/official/household.tsx"),
  route("gov/households/:id/members", "routes/official/household-members.tsx"),
  route("gov/households/:id/print", "routes/official/household-print.tsx"),
  route("gov/households/:id/survey", "routes/official/household-survey.tsx"),
  route("gov/households/:id/visits", "routes/official/household-visits.tsx"),
  route("gov/households/:id/plan", "routes/official/household-plan.tsx"),
  route("gov/households/:id/status", "routes/official/household-status.tsx"),
  route("gov/households/:id/card", "routes/official/household-card.tsx"),
  route("gov/households/:id/income", "routes/official/household-income.tsx"),
  route("gov/households/:id/audit", "routes/official/household-audit.tsx"),
  route("gov/households/:id/audit.json", "routes/official/household-audit-bundle.ts"),
  route("gov/households/:id/declared", "routes/official/household-declared.tsx"),
  route("gov/households/:id/entries", "routes/official/household-entries.tsx"),
  route("gov/households/:id/entries/:journalId/:position", "routes/official/household-entry.tsx"),
  route("gov/households/:id/intakes/:intakeId", "routes/official/household-intake.tsx"),
  route("gov/households/:id/order-lines/:lineId", "routes/official/household-order-line.tsx"),

  // the operator's console
  route("ops", "routes/operator/status.tsx"),
  route("ops/approvals", "routes/operator/approvals.tsx"),
  route("ops/applications/:id", "routes/operator/application.tsx"),
  route("ops/split-rules", "routes/operator/split-rules.tsx"),
  route("ops/split-rules/:id", "routes/operator/split-rule.tsx"),
  route("ops/fee-schedules", "routes/operator/fee-schedules.tsx"),
  route("ops/fee-schedules/:id", "routes/operator/fee-schedule.tsx"),
  route("ops/market-prices", "routes/operator/market-prices.tsx"),
  route("ops/webhooks", "routes/operator/webhooks.tsx"),
  route("ops/webhooks/:id", "routes/operator/webhook.tsx"),
  route("ops/batches", "routes/operator/batches.tsx"),
  route("ops/batches/:id", "routes/operator/batch.tsx"),
  route("ops/batches/:id/file", "routes/operator/batch-file.ts"),
  route("ops/batches/:id/answer", "routes/operator/batch-answer.tsx"),
  route("ops/batches/:id/payments/:paymentId", "routes/operator/batch-payment.tsx"),
  route("ops/orders", "routes/operator/orders.tsx"),
  route("ops/refunds", "routes/operator/refunds.tsx"),
  route("ops/claims", "routes/operator/claims.tsx"),
  route("ops/claims/:id", "routes/operator/claim.tsx"),
  route("ops/disputes", "routes/operator/disputes.tsx"),
  route("ops/invariants", "routes/operator/invariants.tsx"),
  route("ops/ledger", "routes/operator/ledger.tsx"),
  route("ops/ledger/:id", "routes/operator/journal.tsx"),
  route("ops/users", "routes/operator/users.tsx"),
  route("ops/users/:id", "routes/operator/user.tsx"),
  route("ops/access-log", "routes/operator/access-log.tsx"),
  route("ops/messages", "routes/operator/messages.tsx"),
  route("ops/reviews", "routes/operator/reviews.tsx"),

  // pictures
  route("media/:id/:name", "routes/resources/media.ts"),

  // files somebody asked for
  route("exports/:id/file", "routes/resources/export-file.ts"),

  route("r/:token/poster.png", "routes/resources/poster.ts"),

  // for the shopper's own use
  route("account/data.json", "routes/resources/account-json.ts"),

  // for search engines and other shops
  route("transparency.csv", "routes/resources/transparency-csv.ts"),
  route("transparency/seals.json", "routes/resources/seals-json.ts"),
  route("robots.txt", "routes/resources/robots.ts"),
  route("sitemap.xml", "routes/resources/sitemap.ts"),
  route("feeds/products.json", "routes/resources/products-feed.ts"),

  // Stripe's events
  route("webhooks/stripe", "routes/webhooks/stripe.ts"),

  // how large someone reads
  route("text-size", "routes/text-size.tsx"),
  // the kit, in the demonstration only
  route("styleguide", "routes/styleguide.tsx"),

  // whatever else is asked for: the same 404
  route("*", "routes/shop/not-found.tsx"),
] satisfies RouteConfig;

/** Chinese at "/", English below "/en": the same pages twice, told apart by their ids. */
function shop(locale: "zh" | "en") {
  const base = locale === "en" ? "en" : "";
  const page = (path: string, file: string, name = file) =>
    route(base === "" ? path : `${base}/${path}`, `routes/shop/${file}.tsx`, { id: `shop/${locale}/${name}` });
  return [
    base === ""
      ? index("routes/shop/home.tsx", { id: "shop/zh/home" })
      : route("en", "routes/shop/home.tsx", { id: "shop/en/home" }),
    page("search", "search"),
    page("c/:code", "search", "category"),
    page("p/:slug", "product"),
    page("t/:code", "trace"),
    page("notices", "notices"),
    page("notices/:number", "notice"),
    page("villages", "villages"),
    page("v/:code", "village"),
    page("how-money-is-split", "how-money-is-split"),
    page("transparency", "transparency"),
    page("co/:slug", "cooperative"),
    page("seasons", "seasons"),
    page("cart", "cart"),
    page("checkout", "checkout"),
    page("checkout/paid", "checkout-return"),
    page("orders/:token", "order"),
    page("orders/:token/claims/new", "new-claim"),
    page("orders/:token/claims/:id", "claim"),
    route(
      base === "" ? "orders/:token/photos/:id/:name" : `${base}/orders/:token/photos/:id/:name`,
      "routes/shop/claim-photo.ts",
      {
        id: `shop/${locale}/claim-photo`,
      },
    ),
    page("orders/:token/review", "review"),
    page("r/:token", "receipt"),
    page("join", "join"),
    page("join/:token", "application"),
    page("watch", "watch"),
    page("watch/:token", "watch-link"),
    page("account", "account-orders"),
    page("account/sign-in", "account-sign-in"),
    page("account/addresses", "account-addresses"),
    page("account/settings", "account-settings"),
    page("account/data", "account-data"),
  ];
}
