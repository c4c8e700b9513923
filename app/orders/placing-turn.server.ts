import { poolState } from "~/platform/db.server";

// Thousands may press "order" in the same second. They wait here, in order of arrival, instead of holding every
// connection and making other pages wait: half of the pool places orders, the other half serves everybody else.
let placing = 0;
const waiting: (() => void)[] = [];

/** Runs `work` when it is its turn. */
export async function placingTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (placing >= Math.max(1, Math.floor(poolState().size / 2))) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    placing += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else placing -= 1;
  }
}
