import type { LoaderFunctionArgs } from "@remix-run/node";
import { accountData } from "~/orders/account-data-store.server";
import { db } from "~/platform/db.server";
import { requireShopper } from "../shop/shopper.server";

/** Everything kept about who is signed in, for a program to read: handed over as a file, kept by nobody's cache. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const now = new Date();
  const session = await requireShopper(request, now);
  const data = await accountData(db(), session.userId);
  return new Response(JSON.stringify({ exportedAt: now.toISOString(), ...data }, null, 2), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="huhui-account.json"',
      "Cache-Control": "no-store",
    },
  });
}
