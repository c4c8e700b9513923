// bench storefront: home, category and product. `database`: every page answered by the app from the
// database. `visitor`: no cookies, answered by copies (so are visitors with a cart). `trading` and `databaseTrading`: the same
// two while stock changes ten times a second, so that whatever was read or copied is out of date ten times a second.
import { benchAgainstBare, WAYS } from "./support/against-bare";
import { OWN_PAGES } from "./support/cookies";

const CHANGES_PER_SECOND = 10;

await benchAgainstBare("storefront", (product) => ({ home: "/", category: "/c/fruit", product }), {
  ...WAYS,
  trading: (load, page) => whileTrading(() => load(page)),
  databaseTrading: (load, page) => whileTrading(() => load(page, OWN_PAGES)),
});

/** Stock of some lot moves while `work` runs, as sales do it. */
async function whileTrading<Value>(work: () => Promise<Value>): Promise<Value> {
  const { db } = await import("~/platform/db.server");
  let ended = false;
  const trading = (async () => {
    while (!ended) {
      await db().$executeRaw`
        UPDATE lot SET available = available - 1 WHERE id = (SELECT id FROM lot WHERE available > 1 LIMIT 1)`;
      await new Promise((resolve) => setTimeout(resolve, 1000 / CHANGES_PER_SECOND));
    }
  })();
  try {
    return await work();
  } finally {
    ended = true;
    await trading;
  }
}
