import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { readForm } from "~/platform/form.server";
import { safeRedirect } from "~/platform/safe-redirect.server";
import { TEXT_SIZE_COOKIE } from "~/ui/text-size";

const ONE_YEAR = 31_536_000;

export function loader(): never {
  throw notFound();
}

/** Remembers how large someone reads, and goes back to where they were. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const size = form.get("size") === "large" ? "large" : "normal";
  const secure = new URL(request.url).protocol === "https:" ? "; Secure" : "";
  return redirect(safeRedirect(form.get("to"), "/"), {
    status: 303,
    headers: {
      "Set-Cookie": `${TEXT_SIZE_COOKIE}=${size}; Path=/; Max-Age=${ONE_YEAR}; SameSite=Lax; HttpOnly${secure}`,
    },
  });
}
