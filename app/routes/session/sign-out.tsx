import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { optionalActor } from "~/access/require-actor.server";
import { cooperativesFor } from "~/access/scopes";
import { readSessionCookie } from "~/access/session-cookie.server";
import { signOut } from "~/access/sign-out.server";
import { paths } from "~/paths";
import { safeRedirect } from "~/platform/safe-redirect.server";
import { endedCartCookie } from "~/orders/cart-cookie.server";

/** Who weighs goes by way of the page that clears the phone; it sends them here again. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request
    .clone()
    .formData()
    .catch(() => undefined);
  const cleared = form?.get("phone") === "cleared";
  const actor = cleared ? undefined : await optionalActor(request);
  if (actor && cooperativesFor(actor, "intake:record").length > 0) return redirect(paths.coop.leave());
  const wasSignedIn = readSessionCookie(request) !== undefined;
  const headers = new Headers({ "Set-Cookie": await signOut(request) });
  // Its cart is the account's: whoever comes next to this browser must not see it.
  if (wasSignedIn) headers.append("Set-Cookie", endedCartCookie());
  return redirect(safeRedirect(form?.get("to"), paths.signIn()), { headers });
}

/** Signing out changes something, so a mere link or picture must not do it. */
export function loader(): never {
  throw notFound();
}
