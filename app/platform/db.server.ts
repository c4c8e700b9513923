import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, type Prisma } from "#prisma/generated/client";
import { env } from "./env.server";
import { statementName } from "./statement-name.server";

/** What stores take as their first argument: the client itself, or a transaction of it. */
export type Db = PrismaClient | Prisma.TransactionClient;
export type Transaction = Prisma.TransactionClient;
export { Prisma } from "#prisma/generated/client";

const POOL_SIZE = 20;
/** A request that waits longer than this for a connection is answered 503 rather than kept. */
const CONNECTION_WAIT_MS = 5_000;

type Connection = { readonly client: PrismaClient; readonly pool: pg.Pool };

function open(url: string, poolSize: number): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    // Prisma's adapter stores wrong instants unless the session's time zone is UTC.
    options: "-c TimeZone=UTC -c idle_in_transaction_session_timeout=30000",
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    idleTimeoutMillis: 60_000,
  });
  // A server that restarts closes idle connections; the pool makes new ones, and whoever asks next is told if it cannot.
  pool.on("error", () => {});
  // Its type wants a name for every statement; what has none is sent unnamed, as without a generator.
  const statementNameGenerator = ({ sql }: { sql: string }) => statementName(sql) as string;
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator }),
  });
  pools.set(client, pool);
  return { pool, client };
}

const pools = new WeakMap<object, pg.Pool>();

/** The connections of a client; undefined for a transaction, which has one of its own. */
export function poolBehind(db: Db): pg.Pool | undefined {
  return pools.get(db);
}

/** A client of its own for one database; the caller disconnects it. */
export function connect(url: string, poolSize = POOL_SIZE): PrismaClient {
  return open(url, poolSize).client;
}

let connection: Connection | undefined;

/** The process's one client, opened at first use. */
export function db(): PrismaClient {
  connection ??= open(env().DATABASE_URL, env().DATABASE_POOL);
  return connection.client;
}

/** How the process's connections are used now: `waiting` requests have none. */
export function poolState(): { size: number; open: number; idle: number; waiting: number } {
  const size = env().DATABASE_POOL;
  if (!connection) return { size, open: 0, idle: 0, waiting: 0 };
  const { totalCount, idleCount, waitingCount } = connection.pool;
  return { size, open: totalCount, idle: idleCount, waiting: waitingCount };
}

export async function disconnect(): Promise<void> {
  const closing = connection;
  connection = undefined;
  await closing?.client.$disconnect();
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
  try {
    return await (options.client ?? db()).$transaction(work, { maxWait: 5_000, timeout: options.timeoutMs ?? 15_000 });
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
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
