import type { RateLimit } from "~/platform/rate-limit.server";
import type { Throttled } from "./sign-in-throttle.server";

export type Limited = readonly [limit: RateLimit, key: string];

/** Takes one try of each limit, in order; answers the first that is used up. */
export async function takeAll(limits: readonly Limited[]): Promise<Throttled | undefined> {
  for (const [limit, key] of limits) {
    const taken = await limit.take(key);
    if (!taken.allowed) return { kind: "throttled", retryAfterSeconds: taken.retryAfterSeconds };
  }
  return undefined;
}
