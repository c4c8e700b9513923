// The worker of production: does the effects that use cases wrote into the outbox, and what is scheduled. Two of them may
// run side by side. This file is the place where areas' handlers and jobs are joined to their names.
import { hostname } from "node:os";
import { forgetExports } from "~/access/forget-exports.server";
import { runExport } from "~/access/run-export.server";
import { forgetExpired } from "~/access/forget-expired.server";
import { forgetShopperCodes } from "~/access/shopper-code.server";
import { drawPoster } from "~/benefits/draw-poster.server";
import { forgetSheets } from "~/benefits/import-sheet.server";
import { assignPreorders } from "~/benefits/assign-preorders.server";
import { refreshHouseholdMonths } from "~/benefits/refresh-household-months.server";
import { refreshListingShares } from "~/benefits/refresh-listing-shares.server";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { DRAW_POSTER } from "~/benefits/share-receipt.server";
import { sealJournals } from "~/benefits/seal-journals.server";
import { tellPaidOut } from "~/benefits/tell-paid-out.server";
import { announceListingsOfCooperative } from "~/catalog/announce-cooperative-listings.server";
import { forgetShopChanges } from "~/catalog/shop-stamp-store.server";
import { announceListingsOfLot } from "~/catalog/announce-lot-listings.server";
import { fillBlindIndexes } from "~/households/fill-blind-indexes.server";
import { tellWatchers } from "~/catalog/tell-watchers.server";
import { forgetUnconfirmedWatches } from "~/catalog/watch.server";
import { forgetVoices } from "~/media/forget-voices.server";
import { forgetHouseholdCodes } from "~/households/forget-household-codes.server";
import { forgetClosedBuyers } from "~/orders/close-account.server";
import { confirmOverdueDeliveries } from "~/orders/confirm-delivery.server";
import { lapseClaims } from "~/orders/lapse-claims.server";
import {
  LOTS_ASSIGNED,
  ORDER_PAID,
  PARCEL_DELIVERED,
  PARCEL_SHIPPED,
  PREORDER_LATE,
  writePaidLetter,
  writeParcelLetter,
  writePreorderLetter,
} from "~/orders/write-order-letter.server";
import { applyParkedEvents } from "~/payments/apply-parked-events.server";
import { expireStalePayments } from "~/payments/expire-stale-payments.server";
import { refundLatePreorders } from "~/payments/refund-late-preorders.server";
import { retryRefunds } from "~/payments/retry-refunds.server";
import { sendRefund } from "~/payments/send-refund.server";
import { SEND_REFUND } from "~/payments/topics";
import { db, disconnect } from "~/platform/db.server";
import { deliverMessage } from "~/platform/deliver-message.server";
import { env } from "~/platform/env.server";
import { forgetMessages } from "~/platform/forget-messages.server";
import { forgetSentForms } from "~/platform/sent-once.server";
import { keepSetting } from "~/platform/setting.server";
import { log } from "~/platform/log.server";
import { SEND_MESSAGE } from "~/platform/message.server";
import { drainOutbox, forgetHandled, type OutboxHandlers } from "~/platform/outbox.server";
import { indexListing, rebuildListingIndex } from "~/search/listing-index.server";
import { checkLedger } from "~/settlement/check-ledger.server";
import { indexBuyers } from "~/settlement/index-buyers.server";
import { noteDisputes } from "~/settlement/note-disputes.server";
import { countInvariants } from "~/settlement/count-invariants.server";
import { EXPORT_KINDS } from "~/settlement/export-kinds.server";
import { raiseAlerts } from "~/settlement/raise-alerts.server";
import { watchPapers } from "~/supply/watch-papers.server";
import type { JobName } from "~/ui/job-words";
import { drawsChinese, NO_CHINESE_FONT } from "./infra/chinese-font.mjs";
import { onEnd } from "./infra/lifeline.mjs";
import { startSchedule, type Job } from "./worker/schedule";

/** Topic → what is done about it. A handler may run twice for one message. */
const handlers: OutboxHandlers = {
  [SEND_MESSAGE]: ({ key }) => deliverMessage({ messageId: key, now: new Date() }),
  [SEND_REFUND]: ({ key }) => sendRefund({ refundId: key, now: new Date() }),
  "cooperative.changed": announceListingsOfCooperative,
  "lot.changed": announceListingsOfLot,
  [DRAW_POSTER]: ({ key }) => drawPoster({ orderId: key, now: new Date() }),
  // The share is a field of the index: it is worked out first.
  "listing.changed": async ({ key }) => {
    await refreshListingShares({ listingIds: [key], now: new Date() });
    await indexListing({ key }, new Date());
    await tellWatchers({ listingId: key, now: new Date() });
  },
  [ORDER_PAID]: ({ key }) => writePaidLetter({ orderId: key, now: new Date() }),
  [PARCEL_SHIPPED]: ({ key }) => writeParcelLetter({ parcelId: key, kind: "SHIPPED", now: new Date() }),
  [PARCEL_DELIVERED]: ({ key }) => writeParcelLetter({ parcelId: key, kind: "DELIVERED", now: new Date() }),
  [LOTS_ASSIGNED]: ({ key }) => writePreorderLetter({ shipmentId: key, kind: "LOTS_ASSIGNED", now: new Date() }),
  [PREORDER_LATE]: ({ key }) => writePreorderLetter({ shipmentId: key, kind: "LATE", now: new Date() }),
};

/** What runs by the clock: each is one use case that may run at any time, and twice. */
const jobs: readonly (Job & { readonly name: JobName })[] = [
  { name: "expire-stale-payments", every: "15 s", run: (now) => expireStalePayments({ now }) },
  { name: "seal-journals", every: "15 s", run: (now) => sealJournals({ now }) },
  {
    name: "seal-left-behind",
    every: "1 day",
    atStart: true,
    long: true,
    run: (now) => sealJournals({ now, everything: true }),
  },
  { name: "apply-parked-events", every: "15 s", run: (now) => applyParkedEvents({ now }) },
  { name: "forget-shop-changes", every: "1 minute", run: (now) => forgetShopChanges(db(), now) },
  { name: "retry-refunds", every: "5 minutes", run: (now) => retryRefunds({ now }) },
  { name: "confirm-overdue-deliveries", every: "1 hour", run: (now) => confirmOverdueDeliveries({ now }) },
  { name: "lapse-claims", every: "1 hour", run: (now) => lapseClaims({ now }) },
  { name: "release-due-shipments", every: "5 minutes", run: (now) => releaseDueShipments({ now }) },
  { name: "assign-preorders", every: "5 minutes", run: (now) => assignPreorders({ now }) },
  { name: "refund-late-preorders", every: "5 minutes", run: (now) => refundLatePreorders({ now }) },
  { name: "note-disputes", every: "5 minutes", run: (now) => noteDisputes({ now }) },
  { name: "index-buyers", every: "1 hour", atStart: true, long: true, run: () => indexBuyers() },
  { name: "raise-alerts", every: "1 day", long: true, run: (now) => raiseAlerts({ now }) },
  { name: "count-invariants", every: "1 minute", atStart: true, long: true, run: (now) => countInvariants({ now }) },
  { name: "check-household-months", every: "1 day", atStart: true, long: true, run: (now) => checkLedger({ now }) },
  // The index is a copy: whatever it missed while it was away comes back, at the latest within the hour.
  {
    name: "rebuild-search",
    every: "1 hour",
    atStart: true,
    long: true,
    run: async (now) => ({ shares: await refreshListingShares({ now }), indexed: await rebuildListingIndex(now) }),
  },
  { name: "forget-expired-sessions", every: "1 day", run: (now) => forgetExpired({ now }) },
  { name: "fill-blind-indexes", every: "1 day", atStart: true, long: true, run: () => fillBlindIndexes() },
  { name: "watch-papers", every: "1 day", run: (now) => watchPapers({ now }) },
  { name: "forget-sheets", every: "1 day", run: (now) => forgetSheets({ now }) },
  { name: "forget-exports", every: "1 day", run: (now) => forgetExports({ now }) },
  { name: "tell-paid-out", every: "5 minutes", run: (now) => tellPaidOut({ now }) },
  { name: "forget-shopper-codes", every: "1 day", run: (now) => forgetShopperCodes({ now }) },
  { name: "forget-unconfirmed-watches", every: "1 day", run: (now) => forgetUnconfirmedWatches({ now }) },
  { name: "forget-closed-buyers", every: "1 day", run: (now) => forgetClosedBuyers({ now }) },
  { name: "forget-voices", every: "1 day", run: (now) => forgetVoices({ now }) },
  { name: "forget-household-codes", every: "1 day", run: (now) => forgetHouseholdCodes({ now }) },
  { name: "forget-messages", every: "1 day", run: (now) => forgetMessages({ now }) },
  { name: "forget-sent-forms", every: "1 day", run: (now) => forgetSentForms({ now }) },
  { name: "forget-handled-outbox", every: "1 day", run: (now) => forgetHandled({ now }) },
];

const IDLE_MS = 500;
const HEARTBEAT_MS = 15_000;

async function main(): Promise<void> {
  env();
  let ending = false;
  const began = new Date();
  const alive = () =>
    keepSetting({
      key: "worker.heartbeat",
      value: { pid: process.pid, host: hostname(), began },
      now: new Date(),
    }).catch((error: unknown) => log.error({ err: error }, "the worker could not say that it lives"));

  await alive();
  const beating = setInterval(alive, HEARTBEAT_MS);
  const schedule = await startSchedule(jobs);
  const draining = drainForEver(() => ending);
  const exporting = exportForEver(() => ending);
  log.info({ topics: Object.keys(handlers), jobs: jobs.map((job) => job.name) }, "worker runs");
  process.send?.("running");
  if (!(await drawsChinese())) log.warn(NO_CHINESE_FONT);

  onEnd(async () => {
    ending = true;
    clearInterval(beating);
    await schedule.stop();
    await draining;
    await exporting;
    await disconnect();
    process.exit(0);
  });
}

async function drainForEver(ended: () => boolean): Promise<void> {
  while (!ended()) {
    try {
      const { handled, failed } = await drainOutbox(handlers, { now: new Date(), limit: 200 });
      const { refreshed } = await refreshHouseholdMonths();
      if (handled + failed + refreshed > 0) continue;
    } catch (error) {
      log.error({ err: error }, "the outbox could not be read");
    }
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  }
}

/** Long files on a path of their own: meanwhile letters go out and the index follows. */
async function exportForEver(ended: () => boolean): Promise<void> {
  while (!ended()) {
    try {
      if (await runExport({ kinds: EXPORT_KINDS, clock: () => new Date() })) continue;
    } catch (error) {
      log.error({ err: error }, "the exports could not be read");
    }
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
