import { dailySeals } from "~/benefits/seal-journals.server";
import { db } from "~/platform/db.server";
import { publishedKey } from "~/settlement/sign-bundle.server";
import { remembered } from "~/platform/remembered.server";

const SECONDS = 30;

/** Every day's last seal, the oldest first, and the key that audit bundles are signed with: what scripts/verify-bundle.mjs compares with. */
export async function loader(): Promise<Response> {
  const seals = await remembered("published-seals", SECONDS, async () => (await dailySeals(db())).toReversed());
  return new Response(`${JSON.stringify({ key: publishedKey(), seals }, null, 1)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="huhui-seals.json"',
      "Cache-Control": "no-cache",
    },
  });
}
