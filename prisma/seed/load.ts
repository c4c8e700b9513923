// Loads the demonstration: places, people, sellers, and a year of trade through the real use cases. Once, on an empty
// database; a loading that was broken off is thrown away by whoever started it, for half a year of sales adds up to nothing.
import path from "node:path";
import Stripe from "stripe";
import type { Actor } from "~/access/actor";
import type { GrantableRole } from "~/access/role";
import { refreshHouseholdMonths } from "~/benefits/refresh-household-months.server";
import { sealJournals } from "~/benefits/seal-journals.server";
import { addDays, addHours } from "~/kernel/period";
import { paths } from "~/paths";
import { db, disconnect } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { useStripe } from "~/platform/stripe.server";
import { householdShops } from "./data/household-shops";
import { sellers } from "./data/sellers";
import { loadListings, loadPlates } from "./load/catalog";
import { loadCooperatives, loadFreight, loadPromotions, loadRules, loadServicePoints } from "./load/organisations";
import { loadOffice } from "./load/office";
import { loadPackingTable } from "./load/packing-table";
import { loadHouseholds } from "./load/people";
import { idOf, loadPlacesAndProducts } from "./load/places";
import { loadFavourites } from "./load/favourites";
import { loadPreorders } from "./load/preorders";
import { openProgress, type Progress } from "./load/progress";
import { loadRegisterSheet, loadSplit } from "./load/register";
import { loadReviews } from "./load/reviews";
import { loadUsers, writeLogins, type Staff } from "./load/users";
import { loadVillageFunds } from "./load/village-funds";
import { loadVoices } from "./load/voices";
import { loadPresent } from "./trade/present";
import { openSandbox } from "./trade/postman";
import { runYear } from "./trade/run-year";
import { yearBefore } from "./trade/year";

export type LoadOptions = {
  readonly now: Date;
  /** the folder of the sandbox's books; in memory when not given */
  readonly sandboxState?: string | undefined;
  readonly loginsFile?: string | undefined;
  /** how many orders the year has; fewer for a test */
  readonly orders?: number | undefined;
  readonly progress: Progress;
};

/** Loads everything into the empty database the environment names. Refuses a database that holds households already. */
export async function loadDemonstration({
  now,
  sandboxState,
  loginsFile,
  orders,
  progress,
}: LoadOptions): Promise<void> {
  if ((await db().household.count()) > 0) throw new Error("This database is not empty: the demonstration loads once.");
  const settings = env();
  await mark("LOADING", now);
  const beginning = addDays(yearBefore(now).from, -40);

  progress.begin("村、户、合作社", 7);
  const products = await loadPlacesAndProducts(beginning);
  progress.step();
  const servicePoints = await loadServicePoints();
  const households = await loadHouseholds(servicePoints);
  progress.step();
  const cooperatives = await loadCooperatives(households, products);
  progress.step();
  const staff = await loadUsers({ cooperatives, servicePoints, households }, beginning);
  progress.step();
  await loadRules({ proposer: staff.person("operator"), approver: staff.person("finance") }, now);
  progress.step();
  const freight = await loadFreight(cooperatives, households, beginning);
  progress.step();
  await loadPromotions(cooperatives, now);
  progress.end();

  const plates = await loadPlates(beginning, progress);
  const listings = await loadListings(
    { products, cooperatives, households, freight, plates },
    addHours(yearBefore(now).from, 1),
  );

  const { sandbox, deliver } = openSandbox({
    state: sandboxState,
    secretKey: settings.STRIPE_SECRET_KEY,
    webhookSecret: settings.STRIPE_WEBHOOK_SECRET.split(",")[0]?.trim() ?? "",
    publicUrl: settings.STRIPE_API_URL,
    now,
  });
  useStripe(new Stripe(settings.STRIPE_SECRET_KEY, { httpClient: sandbox.httpClient(), telemetry: false }));
  try {
    const sellerActors = actorsOfSellers(staff, cooperatives, households);
    const world = { until: now, staff, sandbox, households, cooperatives, products, listings, sellerActors };
    await runYear(world, { now, ...(orders === undefined ? {} : { orders }), deliver, progress });
    await loadPresent(world);
    await loadReviews({ operator: staff.person("operator"), sellerActors, now });
    await loadPackingTable(world, deliver);
    await loadPreorders(world, deliver);
    await loadFavourites(world);
    await loadVoices(world);
    await refreshHouseholdMonths();
    await loadOffice({ staff, now });
    await loadVillageFunds({ staff, now });
    await loadSplit({ staff, now });
    await loadRegisterSheet({ staff, now });
    await sealJournals({ now: new Date() });
  } finally {
    await sandbox.close();
    useStripe(undefined);
  }
  if (loginsFile !== undefined) writeLogins(loginsFile, consoleOf);
  await mark("LOADED", now);
}

/** Who packs and answers for a seller: the cooperative's manager, the household's service point. */
function actorsOfSellers(
  staff: Staff,
  cooperatives: ReadonlyMap<string, string>,
  households: ReadonlyMap<string, string>,
): ReadonlyMap<string, Actor> {
  return new Map([
    ...sellers.map(({ key }) => [idOf(cooperatives, key), staff.holder("COOP_MANAGER", key)] as const),
    ...householdShops.map(
      ({ householdKey, servicePointKey }) =>
        [idOf(households, householdKey), staff.holder("SERVICE_POINT", servicePointKey)] as const,
    ),
  ]);
}

/** Where each role begins. */
function consoleOf(role: GrantableRole): string {
  switch (role) {
    case "SHOPPER":
      return paths.home();
    case "OPERATOR":
    case "FINANCE":
      return paths.ops.status();
    case "VILLAGE_OFFICIAL":
    case "TOWNSHIP_OFFICIAL":
    case "COUNTY_OFFICIAL":
      return paths.gov.overview();
    case "HOUSEHOLD":
      return paths.household.overview();
    default:
      return paths.coop.today();
  }
}

async function mark(state: "LOADING" | "LOADED", now: Date): Promise<void> {
  const value = { state, loadedFor: now.toISOString() };
  await db().setting.upsert({
    where: { key: "demonstration" },
    create: { key: "demonstration", value, updatedAt: now },
    update: { value, updatedAt: now },
  });
}

async function main(): Promise<void> {
  const began = performance.now();
  const { DATA_DIR, DEMO_LOGINS_FILE, DEMO_NOW, DEMO_ORDERS } = process.env;
  await loadDemonstration({
    now: DEMO_NOW ? new Date(DEMO_NOW) : new Date(),
    sandboxState: DATA_DIR ? path.join(DATA_DIR, "sandbox") : undefined,
    loginsFile: DEMO_LOGINS_FILE ?? (DATA_DIR ? path.join(DATA_DIR, "demo-logins.json") : undefined),
    ...(DEMO_ORDERS ? { orders: Number(DEMO_ORDERS) } : {}),
    progress: openProgress(),
  });
  const [orders, households, journals] = await Promise.all([
    db().order.count(),
    db().household.count(),
    db().journal.count(),
  ]);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  ${households} households, ${orders} orders, ${journals} journals in ${seconds} s`);
}

if (process.argv[1] && path.resolve(process.argv[1]) === import.meta.filename) {
  main()
    .catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    })
    .finally(() => disconnect());
}
