import fs from "node:fs";
import path from "node:path";
import type Stripe from "stripe";

/** What one idempotency key answered. */
export type Remembered = {
  readonly id: string;
  readonly object: "remembered";
  readonly request: string;
  readonly status: number;
  readonly body: string;
  readonly created: number;
};

/** How far an event has been delivered. */
export type Delivery = {
  readonly id: string;
  readonly object: "delivery";
  readonly created: number;
  readonly attempts: number;
  readonly delivered: boolean;
};

/** What a session gives to its payment intent, which is made only when somebody pays. */
export type IntentMetadata = {
  readonly id: string;
  readonly object: "intent_metadata";
  readonly created: number;
  readonly metadata: Record<string, string>;
};

export type StoredTypes = {
  "checkout.session": Stripe.Checkout.Session;
  payment_intent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  balance_transaction: Stripe.BalanceTransaction;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  event: Stripe.Event;
  remembered: Remembered;
  delivery: Delivery;
  intent_metadata: IntentMetadata;
};

export type Kind = keyof StoredTypes;
type Stored = StoredTypes[Kind];

const KINDS: readonly Kind[] = [
  "checkout.session",
  "payment_intent",
  "charge",
  "balance_transaction",
  "refund",
  "dispute",
  "event",
  "remembered",
  "delivery",
  "intent_metadata",
];

// Stripe keeps events for 30 days and idempotency keys for at least one.
const EVENT_DAYS = 30;
const KEY_DAYS = 1;
const DAY = 86_400;

/**
 * All objects, in memory, and on disk as a log with one line for all that one act changes: a killed sandbox loses nothing it
 * has answered for, and keeps no half of a payment. An act ends where it first waits, and an answer waits once at least. The
 * log is rewritten when it is opened and when it is closed, without what is overwritten or too old.
 */
export type Store = {
  get<K extends Kind>(kind: K, id: string): StoredTypes[K] | undefined;
  put(object: Stored): void;
  /** in the order in which they were made */
  all<K extends Kind>(kind: K): IterableIterator<StoredTypes[K]>;
  close(now: number): void;
};

export function openStore(directory: string | undefined, now: number): Store {
  const tables = new Map<Kind, Map<string, Stored>>(KINDS.map((kind) => [kind, new Map()]));
  const table = (kind: Kind): Map<string, Stored> => tables.get(kind) ?? new Map();
  const file = directory && path.join(directory, "objects.jsonl");

  if (directory && file) {
    fs.mkdirSync(directory, { recursive: true });
    claim(directory);
    for (const object of read(file)) table(object.object).set(object.id, object);
    rewrite(file, tables, now);
  }
  let log = file ? fs.openSync(file, "a", 0o600) : undefined;
  let changed: Stored[] = [];

  function writeDown(): void {
    if (log !== undefined && changed.length > 0) fs.writeSync(log, `${JSON.stringify(changed)}\n`);
    changed = [];
  }

  return {
    get: <K extends Kind>(kind: K, id: string) => table(kind).get(id) as StoredTypes[K] | undefined,
    put(object) {
      table(object.object).set(object.id, object);
      if (log === undefined) return;
      if (changed.length === 0) queueMicrotask(writeDown);
      changed.push(object);
    },
    all: <K extends Kind>(kind: K) => table(kind).values() as IterableIterator<StoredTypes[K]>,
    close(closedAt) {
      if (log === undefined || !file) return;
      writeDown();
      fs.closeSync(log);
      log = undefined;
      rewrite(file, tables, closedAt);
      if (directory) fs.rmSync(lockOf(directory), { force: true });
    },
  };
}

/** Two sandboxes on one folder would overwrite each other's books: the second refuses while the first lives. */
function claim(directory: string): void {
  const lock = lockOf(directory);
  const holder = fs.existsSync(lock) ? Number(fs.readFileSync(lock, "utf8")) : undefined;
  if (holder !== undefined && holder !== process.pid && isAlive(holder)) {
    throw new Error(`The sandbox's state in ${directory} is in use by process ${holder}.`);
  }
  fs.writeFileSync(lock, String(process.pid));
}

function lockOf(directory: string): string {
  return path.join(directory, "open.pid");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function read(file: string): Stored[] {
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return line ? [JSON.parse(line) as Stored | Stored[]].flat() : [];
      } catch {
        return []; // the line a killed process was writing
      }
    });
}

/** Written beside, then renamed: a kill half-way leaves the old log. */
function rewrite(file: string, tables: Map<Kind, Map<string, Stored>>, now: number): void {
  for (const event of tables.get("event")?.values() ?? []) {
    const delivery = tables.get("delivery")?.get(event.id) as Delivery | undefined;
    if (delivery && !delivery.delivered) continue;
    if ((event as Stripe.Event).created > now - EVENT_DAYS * DAY) continue;
    tables.get("event")?.delete(event.id);
    tables.get("delivery")?.delete(event.id);
  }
  for (const remembered of tables.get("remembered")?.values() ?? []) {
    if ((remembered as Remembered).created < now - KEY_DAYS * DAY) tables.get("remembered")?.delete(remembered.id);
  }
  const unfinished = `${file}.new`;
  const out = fs.openSync(unfinished, "w", 0o600);
  let batch = "";
  for (const objects of tables.values()) {
    for (const object of objects.values()) {
      batch += `${JSON.stringify(object)}\n`;
      if (batch.length > 1_000_000) {
        fs.writeSync(out, batch);
        batch = "";
      }
    }
  }
  fs.writeSync(out, batch);
  fs.closeSync(out);
  fs.renameSync(unfinished, file);
}
