import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { signOut } from "~/access/sign-out.server";
import { paths } from "~/paths";

export async function action({ request }: ActionFunctionArgs) {
  return redirect(paths.signIn(), { headers: { "Set-Cookie": await signOut(request) } });
}

/** Signing out changes something, so a mere link or picture must not do it. */
export function loader(): never {
  throw notFound();
}
