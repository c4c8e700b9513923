import { createHmac } from "node:crypto";
import pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "./env.server";
import { perProcess } from "./per-process.server";

export type RateLimit = {
  /** Takes one try. Refused: how many seconds until the next is possible. */
  take(key: string): Promise<{ allowed: true } | { allowed: false; retryAfterSeconds: number }>;
  /** Gives one try back: it turned out to be none. */
  giveBack(key: string): Promise<void>;
  /** Forgets the tries of this key, after a success. */
  reset(key: string): Promise<void>;
};

const limiterPool = perProcess(() => {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: 2,
    options: "-c TimeZone=UTC",
    allowExitOnIdle: true,
  });
  pool.on("error", () => {});
  return pool;
});

/**
 * At most `tries` in `seconds` for one key, counted in PostgreSQL: restarts and other processes do not forget.
 * Keys are kept as HMACs, so the table names nobody. With `blockSeconds`, who went over waits that long.
 */
export function rateLimit(limit: { name: string; tries: number; seconds: number; blockSeconds?: number }): RateLimit {
  const limiter = perProcess(
    () =>
      new RateLimiterPostgres({
        storeClient: limiterPool.get(),
        tableName: "rate_limit",
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: limit.name,
        points: limit.tries,
        duration: limit.seconds,
        ...(limit.blockSeconds === undefined ? {} : { blockDuration: limit.blockSeconds }),
      }),
  );
  return {
    async take(key) {
      try {
        await limiter.get().consume(concealed(limit.name, key));
        return { allowed: true };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
      }
    },
    async giveBack(key) {
      await limiter.get().reward(concealed(limit.name, key));
    },
    async reset(key) {
      await limiter.get().delete(concealed(limit.name, key));
    },
  };
}

function concealed(name: string, key: string): string {
  return createHmac("sha256", Buffer.from(env().APP_SECRET, "hex")).update(`${name}\n${key}`).digest("base64url");
}
