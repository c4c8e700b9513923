type Query = Readonly<Record<string, string | number | undefined>>;

type OrderQuery = {
  readonly tab?: string;
  readonly from?: string;
  readonly to?: string;
  readonly product?: string;
  readonly province?: string;
  readonly q?: string;
};

/** Builds every URL of the product; no page spells one out by itself. */
export const paths = {
  home: () => "/",
  textSize: () => "/text-size",
  /** a picture at about this width: "375.webp", "750.webp" or "1125.webp" */
  media: (id: string, name: string) => `/media/${id}/${name}`,
  /** of a public receipt, for sharing */
  poster: (token: string) => `/r/${token}/poster.png`,
  /** the file of an export, for whoever asked for it */
  exportFile: (id: string) => `/exports/${id}/file`,
  styleguide: (locale: "zh" | "en" = "zh") => (locale === "en" ? "/en/styleguide" : "/styleguide"),

  // for other machines
  transparencyCsv: () => "/transparency.csv",
  publishedSeals: () => "/transparency/seals.json",
  robots: () => "/robots.txt",
  sitemap: (part?: number) => withQuery("/sitemap.xml", { part }),
  productsFeed: (query: { after?: string } = {}) => withQuery("/feeds/products.json", query),

  /** what the code on a box opens */
  trace: (code: string) => shopPaths("zh").trace(code),
  /** the picture of the code on a lot's boxes */
  traceCode: (code: string) => `/t/${code}/code.svg`,

  /** asks the browser to keep the page for when there is no network */
  shopOfflineScript: () => "/shop-offline.js",
  /** shows the buttons that print a page */
  shopPrintScript: () => "/shop-print.js",
  /** the shop in one language: Chinese at "/", English below "/en" */
  shop: shopPaths,

  // payment: Stripe puts the session's id into the place in braces
  payment: {
    webhook: () => "/webhooks/stripe",
    returned: (locale: "zh" | "en") => `${locale === "en" ? "/en" : ""}/checkout/paid?session={CHECKOUT_SESSION_ID}`,
    order: (locale: "zh" | "en", token: string) => `${locale === "en" ? "/en" : ""}/orders/${token}`,
  },

  // access
  signIn: (to?: string) => withQuery("/sign-in", { to }),
  signInCode: (to?: string) => withQuery("/sign-in/code", { to }),
  /** a single-use link that makes an account */
  invitation: (token: string) => `/invitation/${token}`,
  signOut: () => "/sign-out",
  account: {
    dataJson: () => "/account/data.json",
    security: (done?: "password" | "sessions") => withQuery("/account/security", { done }),
    totp: () => "/account/security/totp",
  },

  // the household's own view
  household: {
    signIn: () => "/sign-in/household",
    card: (token: string) => `/h/card/${token}`,
    overview: () => "/h",
    month: (month: string) => `/h/months/${month}`,
    payment: (id: string) => `/h/payments/${id}`,
    objections: (query: { done?: string } = {}) => withQuery("/h/objections", query),
    newObjection: (about?: { kind: string; id: string }) =>
      withQuery("/h/objections/new", { about: about?.kind, id: about?.id }),
    consents: (query: { done?: string } = {}) => withQuery("/h/consents", query),
    voice: (query: { done?: string } = {}) => withQuery("/h/voice", query),
  },

  // the officials' console
  gov: {
    overview: (query: Query = {}) => withQuery("/gov", query),
    area: (code: string, query: Query = {}) => withQuery(`/gov/areas/${code}`, query),
    households: (query: Query = {}) => withQuery("/gov/households", query),
    householdsCsv: (query: Query = {}) => withQuery("/gov/households.csv", query),
    registerHome: () => "/gov/register",
    registerImport: (query: Query = {}) => withQuery("/gov/register/import", query),
    registerTemplate: () => "/gov/register/template",
    registerCompare: (query: Query = {}) => withQuery("/gov/register/compare", query),
    register: (code: string, query: Query = {}) => withQuery(`/gov/register/${code}`, query),
    registerXlsx: (code: string, query: Query = {}) => withQuery(`/gov/register/${code}/xlsx`, query),
    caseload: (query: Query = {}) => withQuery("/gov/caseload", query),
    problems: (query: Query = {}) => withQuery("/gov/problems", query),
    problem: (id: string, query: Query = {}) => withQuery(`/gov/problems/${id}`, query),
    alerts: (query: Query = {}) => withQuery("/gov/alerts", query),
    targets: (query: Query = {}) => withQuery("/gov/targets", query),
    monitoringLines: (query: Query = {}) => withQuery("/gov/monitoring-lines", query),
    collectives: (query: Query = {}) => withQuery("/gov/collectives", query),
    villageFunds: () => "/gov/village-funds",
    villageFund: (code: string, query: Query = {}) => withQuery(`/gov/village-funds/${code}`, query),
    reports: (query: Query = {}) => withQuery("/gov/reports", query),
    report: (id: string, query: Query = {}) => withQuery(`/gov/reports/${id}`, query),
    statedTemplate: () => "/gov/reports/template",
    linkage: (query: Query = {}) => withQuery("/gov/linkage", query),
    cooperativePerformance: (query: Query = {}) => withQuery("/gov/cooperative-performance", query),
    institutionPurchases: (query: Query = {}) => withQuery("/gov/institution-purchases", query),
    notices: (query: Query = {}) => withQuery("/gov/notices", query),
    notice: (id: string, query: Query = {}) => withQuery(`/gov/notices/${id}`, query),
    incomeLists: (query: Query = {}) => withQuery("/gov/income-lists", query),
    incomeList: (id: string, query: Query = {}) => withQuery(`/gov/income-lists/${id}`, query),
    incomeListTemplate: () => "/gov/income-lists/template.xlsx",
    closes: (query: { page?: number } = {}) => withQuery("/gov/closes", query),
    close: (id: string, query: Query = {}) => withQuery(`/gov/closes/${id}`, query),
    applications: (query: Query = {}) => withQuery("/gov/applications", query),
    application: (id: string, query: Query = {}) => withQuery(`/gov/applications/${id}`, query),
    exports: (query: { page?: number | undefined } = {}) => withQuery("/gov/exports", query),
    audits: (query: { page?: number } = {}) => withQuery("/gov/audits", query),
    audit: (id: string, query: Query = {}) => withQuery(`/gov/audits/${id}`, query),
    auditPopulation: (id: string) => `/gov/audits/${id}/households.txt`,
    auditHousehold: (id: string, householdId: string) => `/gov/audits/${id}/households/${householdId}`,
    statusCases: (query: Query = {}) => withQuery("/gov/cases", query),
    statusCase: (id: string, query: Query = {}) => withQuery(`/gov/cases/${id}`, query),
    statusCaseNotice: (id: string, query: Query = {}) => withQuery(`/gov/cases/${id}/notice`, query),
    household: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}`, query),
    newHousehold: () => "/gov/households/new",
    householdMembers: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/members`, query),
    householdPrint: (id: string) => `/gov/households/${id}/print`,
    householdSurvey: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/survey`, query),
    householdVisits: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/visits`, query),
    householdPlan: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/plan`, query),
    householdStatus: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/status`, query),
    householdCard: (id: string) => `/gov/households/${id}/card`,
    householdVoice: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/voice`, query),
    voices: (query: Query = {}) => withQuery("/gov/voices", query),
    householdIncome: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/income`, query),
    householdAudit: (id: string, query: Query) => withQuery(`/gov/households/${id}/audit`, query),
    householdAuditBundle: (id: string, query: Query) => withQuery(`/gov/households/${id}/audit.json`, query),
    householdDeclared: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/declared`, query),
    householdCosts: (id: string, query: Query = {}) => withQuery(`/gov/households/${id}/costs`, query),
    householdEntries: (id: string, query: Query) => withQuery(`/gov/households/${id}/entries`, query),
    householdEntry: (id: string, entry: { journalId: string; position: number }) =>
      `/gov/households/${id}/entries/${entry.journalId}/${entry.position}`,
    householdIntake: (id: string, intakeId: string) => `/gov/households/${id}/intakes/${intakeId}`,
    householdOrderLine: (id: string, lineId: string) => `/gov/households/${id}/order-lines/${lineId}`,
  },

  // the cooperative's console, also the service point's
  coop: {
    today: () => "/coop",
    intakes: (query: { day?: string; q?: string; state?: string; page?: number } = {}) =>
      withQuery("/coop/intakes", query),
    newIntake: (query: { household?: string; product?: string; unit?: string; q?: string; coop?: string } = {}) =>
      withQuery("/coop/intakes/new", query),
    /** the scale's one page, which goes on without a network */
    scale: (query: { coop?: string } = {}) => withQuery("/coop/intakes/scale", query),
    syncIntake: () => "/coop/intakes/sync",
    scaleScript: () => "/coop-scale.js",
    leave: () => "/coop/leave",
    leaveScript: () => "/coop-leave.js",
    scaleWorker: () => "/coop-scale-worker.js",
    intake: (id: string, query: { done?: string } = {}) => withQuery(`/coop/intakes/${id}`, query),
    lots: (query: { stock?: string; page?: number } = {}) => withQuery("/coop/lots", query),
    sealLot: (query: { product?: string; coop?: string } = {}) => withQuery("/coop/lots/new", query),
    householdLot: () => "/coop/lots/household",
    lot: (id: string, query: { done?: string } = {}) => withQuery(`/coop/lots/${id}`, query),
    lotLabels: (id: string, query: { as?: "a4" | "thermal"; pack?: string; copies?: number } = {}) =>
      withQuery(`/coop/lots/${id}/labels`, query),
    intakeSlip: (id: string, query: { as?: "58" | "80" | "a4" } = {}) => withQuery(`/coop/intakes/${id}/slip`, query),
    lotMoves: (id: string) => `/coop/lots/${id}/moves`,
    listings: (query: { [name: string]: string | number | undefined } = {}) => withQuery("/coop/listings", query),
    /** prices and counted stock of several listings, in one table */
    listingPrices: (query: { done?: string } = {}) => withQuery("/coop/listings/prices", query),
    /** `renew`: the form filled in from this one */
    certificates: (query: { done?: string; renew?: string } = {}) => withQuery("/coop/certificates", query),
    /** keeps what stands in a listing's form */
    keepListingDraft: () => "/coop/listings/drafts",
    listingScript: () => "/coop-listing.js",
    newListing: (query: { seller?: string; product?: string; done?: string } = {}) =>
      withQuery("/coop/listings/new", query),
    listing: (id: string, query: { done?: string } = {}) => withQuery(`/coop/listings/${id}`, query),
    freight: () => "/coop/freight",
    newFreight: (query: { seller?: string } = {}) => withQuery("/coop/freight/new", query),
    freightTemplate: (id: string) => `/coop/freight/${id}`,
    orders: (query: OrderQuery & { page?: number; done?: string; count?: number } = {}) =>
      withQuery("/coop/orders", query),
    /** sheets for the packing table: of the orders ticked, or of all that the filter shows */
    orderSheet: (sheet: "picks" | "packing" | "notes" | "labels", query: OrderQuery & { paper?: "a4" } = {}) =>
      withQuery(`/coop/orders/print/${sheet}`, query),
    tracking: () => "/coop/orders/tracking",
    trackingTemplate: () => "/coop/orders/tracking.xlsx",
    order: (shipmentId: string, query: { done?: string } = {}) => withQuery(`/coop/orders/${shipmentId}`, query),
    claim: (id: string) => `/coop/claims/${id}`,
    reviews: (query: { done?: "answered"; page?: number } = {}) => withQuery("/coop/reviews", query),
    voices: (query: { done?: string } = {}) => withQuery("/coop/voices", query),
    settlement: (query: { coop?: string; page?: number } = {}) => withQuery("/coop/settlement", query),
    period: (month: string, query: { coop?: string; page?: number } = {}) =>
      withQuery(`/coop/settlement/periods/${month}`, query),
    periodHousehold: (month: string, id: string, query: { coop?: string } = {}) =>
      withQuery(`/coop/settlement/periods/${month}/households/${id}`, query),
    batchPayment: (id: string, paymentId: string) => `/coop/settlement/${id}/payments/${paymentId}`,
    batchFile: (id: string, query: { as?: "csv" } = {}) => withQuery(`/coop/settlement/${id}/file`, query),
    batchAnswer: (id: string) => `/coop/settlement/${id}/answer`,
    batch: (id: string, query: { recorded?: number } = {}) => withQuery(`/coop/settlement/${id}`, query),
    newPayout: (query: { q?: string; household?: string; coop?: string; done?: string } = {}) =>
      withQuery("/coop/payouts/new", query),
    staff: (query: { coop?: string; done?: string } = {}) => withQuery("/coop/staff", query),
    imports: (query: { kind?: string } = {}) => withQuery("/coop/imports", query),
    importTemplate: (query: { kind: string; coop?: string | undefined }) => withQuery("/coop/imports/template", query),
    sheetImport: (id: string) => `/coop/imports/${id}`,
    exports: (query: { page?: number | undefined } = {}) => withQuery("/coop/exports", query),
    members: (query: { q?: string; state?: string; page?: number; coop?: string; done?: string } = {}) =>
      withQuery("/coop/members", query),
  },

  // the operator's console
  ops: {
    status: () => "/ops",
    approvals: () => "/ops/approvals",
    application: (id: string, query: { done?: string } = {}) => withQuery(`/ops/applications/${id}`, query),
    splitRules: () => "/ops/split-rules",
    splitRule: (id: string) => `/ops/split-rules/${id}`,
    feeSchedules: () => "/ops/fee-schedules",
    feeSchedule: (id: string) => `/ops/fee-schedules/${id}`,
    certificates: (query: { done?: string; page?: number } = {}) => withQuery("/ops/certificates", query),
    marketPrices: (query: { done?: string } = {}) => withQuery("/ops/market-prices", query),
    webhooks: (query: { outcome?: string; page?: number } = {}) => withQuery("/ops/webhooks", query),
    webhook: (id: string) => `/ops/webhooks/${id}`,
    batches: () => "/ops/batches",
    batch: (id: string, query: { recorded?: number } = {}) => withQuery(`/ops/batches/${id}`, query),
    batchFile: (id: string, query: { as?: "csv" } = {}) => withQuery(`/ops/batches/${id}/file`, query),
    batchAnswer: (id: string) => `/ops/batches/${id}/answer`,
    batchPayment: (id: string, paymentId: string) => `/ops/batches/${id}/payments/${paymentId}`,
    orders: () => "/ops/orders",
    acceptances: (query: { page?: number } = {}) => withQuery("/ops/acceptances", query),
    refunds: (query: { state?: string; page?: number } = {}) => withQuery("/ops/refunds", query),
    claims: (query: { tab?: string; page?: number } = {}) => withQuery("/ops/claims", query),
    claim: (id: string) => `/ops/claims/${id}`,
    disputes: () => "/ops/disputes",
    invariants: () => "/ops/invariants",
    ledger: (query: Query = {}) => withQuery("/ops/ledger", query),
    journal: (id: string) => `/ops/ledger/${id}`,
    users: (query: Query = {}) => withQuery("/ops/users", query),
    user: (id: string, query: { done?: string } = {}) => withQuery(`/ops/users/${id}`, query),
    accessLog: (query: Query = {}) => withQuery("/ops/access-log", query),
    messages: (query: { page?: number } = {}) => withQuery("/ops/messages", query),
    reviews: (query: { state?: string; page?: number } = {}) => withQuery("/ops/reviews", query),
  },
} as const;

function shopPaths(locale: "zh" | "en") {
  const base = locale === "en" ? "/en" : "";
  return {
    home: () => base || "/",
    search: (query: Query = {}) => withQuery(`${base}/search`, query),
    category: (code: string, query: Query = {}) => withQuery(`${base}/c/${code}`, query),
    product: (slug: string, query: { variant?: string; quantity?: number; province?: string; reviews?: number } = {}) =>
      withQuery(`${base}/p/${slug}`, query),
    trace: (code: string) => `${base}/t/${code}`,
    villages: () => `${base}/villages`,
    village: (code: string) => `${base}/v/${code}`,
    villageBrief: (code: string) => `${base}/v/${code}/brief`,
    transparency: () => `${base}/transparency`,
    cooperative: (slug: string) => `${base}/co/${slug}`,
    join: () => `${base}/join`,
    /** an applicant's private link */
    application: (token: string) => `${base}/join/${token}`,
    seasons: () => `${base}/seasons`,
    institutions: () => `${base}/institutions`,
    accessibility: () => `${base}/accessibility`,
    privacy: () => `${base}/privacy`,
    offline: () => `${base}/offline`,
    api: () => `${base}/api`,
    notices: (query: { page?: number } = {}) => withQuery(`${base}/notices`, query),
    notice: (number: string) => `${base}/notices/${number}`,
    howMoneyIsSplit: () => `${base}/how-money-is-split`,
    cart: (query: { province?: string; notice?: string } = {}) => withQuery(`${base}/cart`, query),
    checkout: (query: { variant?: string; quantity?: number; province?: string } = {}) =>
      withQuery(`${base}/checkout`, query),
    checkoutReturn: (sessionId?: string) => withQuery(`${base}/checkout/paid`, { session: sessionId }),
    order: (token: string, query: { notice?: string } = {}) => withQuery(`${base}/orders/${token}`, query),
    newClaim: (token: string, query: { line?: string } = {}) => withQuery(`${base}/orders/${token}/claims/new`, query),
    claim: (token: string, id: string) => `${base}/orders/${token}/claims/${id}`,
    /** an institution's 验收: record it, see it */
    acceptance: (token: string, query: { shipment?: string } = {}) =>
      withQuery(`${base}/orders/${token}/acceptance`, query),
    /** the blank form to print and sign */
    acceptanceSheet: (token: string, query: { shipment?: string } = {}) =>
      withQuery(`${base}/orders/${token}/acceptance/sheet`, query),
    /** of a claim or an acceptance, for the holder of the order's link */
    orderPhoto: (token: string, id: string, name: string) => `${base}/orders/${token}/photos/${id}/${name}`,
    /** a receipt that its buyer made public */
    receipt: (token: string) => `${base}/r/${token}`,
    review: (token: string, line: string) => withQuery(`${base}/orders/${token}/review`, { line }),
    /** "tell me when …": what about, and the key of the letter's links */
    watch: (about: { listing?: string; village?: string; done?: string } = {}) => withQuery(`${base}/watch`, about),
    watchLink: (token: string) => `${base}/watch/${token}`,
    account: {
      orders: (query: { page?: number } = {}) => withQuery(`${base}/account`, query),
      signIn: (query: { to?: string; by?: "password"; done?: "closed" } = {}) =>
        withQuery(`${base}/account/sign-in`, query),
      addresses: (query: { edit?: string; done?: "saved" | "removed" } = {}) =>
        withQuery(`${base}/account/addresses`, query),
      favourites: (query: { keep?: string; dropped?: string; from?: "product"; page?: number } = {}) =>
        withQuery(`${base}/account/favourites`, query),
      settings: (query: { done?: "name" | "bound" | "password" } = {}) => withQuery(`${base}/account/settings`, query),
      data: () => `${base}/account/data`,
    },
  };
}

/** A path with those of the parameters that are given; empty ones are left out. */
export function withQuery(path: string, parameters: Query): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
}
