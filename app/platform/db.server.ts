import { AsyncLocalStorage } from "node:async_hooks";
import type { Socket } from "node:net";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, type Prisma } from "#prisma/generated/client";
import { env } from "./env.server";
import { perProcess } from "./per-process.server";
import { runStatement, statementOf, type Connection } from "./raw-statement.server";
import { statementName } from "./statement-name.server";

/** What stores take as their first argument: the client itself, or a transaction of it. */
export type Db = PrismaClient | Prisma.TransactionClient;
export type Transaction = Prisma.TransactionClient;
export { Prisma } from "#prisma/generated/client";

const POOL_SIZE = 20;
/** A request that waits longer than this for a connection is answered 503 rather than kept. */
const CONNECTION_WAIT_MS = 5_000;

type Opened = {
  /** what everybody uses: Prisma's client, whose raw statements go straight to pg */
  readonly client: PrismaClient;
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
};

const opened = new WeakMap<object, Opened>();

function open(url: string, poolSize: number): Opened {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    // Who has a connection to themselves may ask on it before the last answer has come: readTogether.
    pipeline: true,
    // Prisma's adapter stores wrong instants unless the session's time zone is UTC. What a county's page or a month's close sorts
    // and groups stays in memory with work_mem; with PostgreSQL's 4 MB it goes by way of the disk.
    options: "-c TimeZone=UTC -c idle_in_transaction_session_timeout=30000 -c work_mem=16MB",
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    idleTimeoutMillis: 60_000,
  });
  // A server that restarts closes idle connections; the pool makes new ones, and whoever asks next is told if it cannot.
  pool.on("error", () => {});
  // Its type wants a name for every statement; what has none is sent unnamed, as without a generator.
  const statementNameGenerator = ({ sql }: { sql: string }) => statementName(sql) as string;
  const adapter = new OpenAdapter(pool, { disposeExternalPool: true, statementNameGenerator });
  const prisma = new PrismaClient({ adapter });
  const client = withRawStatements(prisma, (sql) => runStatement(pool, sql));
  const result = { pool, prisma, client };
  opened.set(client, result);
  return result;
}

/** The client with raw statements of our own. */
function withRawStatements<Client extends Db>(
  client: Client,
  run: (sql: Prisma.Sql) => Promise<pg.QueryResult>,
): Client {
  const $queryRaw = async (first: Prisma.Sql, ...values: unknown[]) => (await run(statementOf(first, values))).rows;
  const $executeRaw = async (first: Prisma.Sql, ...values: unknown[]) =>
    (await run(statementOf(first, values))).rowCount ?? 0;
  return Object.create(client, {
    $queryRaw: { value: $queryRaw, configurable: true },
    $executeRaw: { value: $executeRaw, configurable: true },
  }) as Client;
}

/** The connection that a transaction was opened on, for as long as it is that transaction's. */
class LentConnection {
  connection: Connection | undefined;
  /** One transaction is ours: others that begin while its work runs are somebody else's. */
  isTaken = false;
  #last: Promise<unknown> = Promise.resolve();

  /** Statements go one after the other: pg no longer wants to keep the line of those that wait. */
  inLine<Value>(send: () => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(send);
    this.#last = mine.catch(() => {});
    return mine;
  }

  run(sql: Prisma.Sql): Promise<pg.QueryResult> {
    return this.inLine(async () => {
      if (!this.connection) throw new Error("the transaction has ended");
      return runStatement(this.connection, sql);
    });
  }
}

const lending = new AsyncLocalStorage<LentConnection>();

/** Prisma's adapter, which also says on which connection it opened a transaction, and takes it back before the last word. */
class OpenAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolation) => {
      const transaction = await start(isolation);
      const lent = lending.getStore();
      if (!lent || lent.isTaken) return transaction;
      lent.isTaken = true;
      lent.connection = (transaction as unknown as { readonly client: Connection }).client;
      const query = transaction.queryRaw.bind(transaction);
      const execute = transaction.executeRaw.bind(transaction);
      transaction.queryRaw = (asked) => lent.inLine(() => query(asked));
      transaction.executeRaw = (asked) => {
        if (asked.sql === "COMMIT" || asked.sql === "ROLLBACK") lent.connection = undefined;
        return lent.inLine(() => execute(asked));
      };
      return transaction;
    };
    return adapter;
  }
}

/** The connections of a client; undefined for a transaction, which has one of its own. */
export function poolBehind(db: Db): pg.Pool | undefined {
  return opened.get(db)?.pool;
}

/** A client of its own for one database; the caller disconnects it. */
export function connect(url: string, poolSize = POOL_SIZE): PrismaClient {
  return open(url, poolSize).client;
}

const connection = perProcess(() => open(env().DATABASE_URL, env().DATABASE_POOL), { untilClosed: true });

/** The process's one client, opened at first use. */
export function db(): PrismaClient {
  return connection.get().client;
}

/**
 * What `read` asks goes down a connection at once, none of it waiting for the answer to the one before: a page of a dozen
 * short statements pays one way there and one back. Where a second connection is free they go down both by turns, and PostgreSQL
 * works on two at a time. Each statement is one of its own, as through the client, and sees what is committed when its turn comes.
 * Raw statements only, for reading and for writing down that it was read.
 */
export async function readTogether<Value>(read: (db: Db) => Promise<Value>): Promise<Value> {
  const { pool, prisma } = connection.get();
  const first = await pool.connect();
  const second = await anotherWithoutWaiting(pool);
  const lent = second ? [first, second] : [first];
  const lines = lent.map(lineOf);
  const asked: Promise<unknown>[] = [];
  const together = withRawStatements(prisma, (sql) => {
    const answer = (lines[asked.length % lines.length] as Line)(sql);
    asked.push(answer);
    return answer;
  });
  try {
    return await read(together);
  } finally {
    // One of them may have failed while others are under way.
    await Promise.allSettled(asked);
    for (const one of lent) one.release();
  }
}

/** Whoever waited for a connection while holding another might wait for somebody who does the same. */
async function anotherWithoutWaiting(pool: pg.Pool): Promise<pg.PoolClient | undefined> {
  const free = pool.idleCount + pool.options.max - pool.totalCount;
  if (free <= pool.waitingCount) return undefined;
  // One is enough: a server that opens no more refuses nobody a page.
  return pool.connect().catch(() => undefined);
}

type Line = (sql: Prisma.Sql) => Promise<pg.QueryResult>;

function lineOf(client: pg.PoolClient): Line {
  const send = asOneWrite(client);
  return (sql) => send(() => runStatement(client, sql));
}

/** What is sent in the same moment goes to the socket as one piece. */
function asOneWrite(client: pg.PoolClient): <Value>(send: () => Value) => Value {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  let held = false;
  return (send) => {
    if (!held) {
      held = true;
      stream.cork();
      process.nextTick(() => {
        held = false;
        stream.uncork();
      });
    }
    return send();
  };
}

/** How the process's connections are used now: `waiting` requests have none. */
export function poolState(): { size: number; open: number; idle: number; waiting: number } {
  const size = env().DATABASE_POOL;
  const used = connection.peek();
  if (!used) return { size, open: 0, idle: 0, waiting: 0 };
  const { totalCount, idleCount, waitingCount } = used.pool;
  return { size, open: totalCount, idle: idleCount, waiting: waitingCount };
}

export async function disconnect(): Promise<void> {
  const closing = connection.peek();
  connection.set(undefined);
  await closing?.prisma.$disconnect();
}

export type TransactionOptions = { readonly client?: PrismaClient; readonly timeoutMs?: number };

/**
 * Runs one use case in one READ COMMITTED transaction: all of it is stored, or nothing.
 * `name` is the use case's, for logs. Talk to Stripe, files and search before or after, never inside.
 */
export async function withTransaction<Value>(
  name: string,
  work: (tx: Transaction) => Promise<Value>,
  options: TransactionOptions = {},
): Promise<Value> {
  const client = options.client ?? db();
  const lent = new LentConnection();
  try {
    return await lending.run(lent, () =>
      (opened.get(client)?.prisma ?? client).$transaction((tx) => work(withRawStatements(tx, (sql) => lent.run(sql))), {
        maxWait: 5_000,
        timeout: options.timeoutMs ?? 15_000,
      }),
    );
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

/** Whether a statement met this unique index: somebody else had committed the same. Nothing of its transaction is stored. */
export function metUnique(error: unknown, index: string): boolean {
  return error instanceof Error && /unique/i.test(error.message) && error.message.includes(index);
}

/** Whether the error says that the database could not be reached, or had no connection to spare. */
export function isDatabaseBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  const unreachable =
    code === "ECONNREFUSED" ||
    code === "P1001" ||
    code === "P1002" ||
    code === "P1008" ||
    code === "P1017" ||
    code === "P2024";
  return (
    unreachable ||
    /timeout exceeded when trying to connect|Connection terminated|terminating connection|database system is (?:starting up|shutting down)|Can't reach database server|Unable to start a transaction in the given time|ECONNREFUSED|too many (?:clients|connections)/i.test(
      error.message,
    )
  );
}
