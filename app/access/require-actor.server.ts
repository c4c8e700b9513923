import { redirect } from "@remix-run/node";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import type { Actor } from "./actor";
import { notFound } from "./not-found";
import { can, canSomewhere, type Action, type Subject } from "./permissions";
import { needsSecondFactor } from "./role";
import { readSessionCookie } from "./session-cookie.server";
import { findSession, type OpenSession } from "./session-store.server";

/** The signed-in person, or undefined for a guest. Someone who still owes the second factor is a guest. */
export async function optionalActor(request: Request, now: Date = new Date()): Promise<Actor | undefined> {
  const session = await openSessionOf(request, now);
  if (!session || session.awaitsCode || owesEnrolment(session)) return undefined;
  return actorOf(session);
}

/**
 * The signed-in person; throws the redirect to the sign-in page (which comes back here) for a guest.
 * Who is signed in but must still set up a second factor is sent to do that first.
 */
export async function requireActor(request: Request, now: Date = new Date()): Promise<Actor> {
  const session = await requireSession(request, now);
  if (owesEnrolment(session)) throw redirect(paths.account.totp());
  return actorOf(session);
}

/** The signed-in person, if allowed to do this to the subject; throws the same 404 as for a missing thing otherwise. */
export async function requirePermission(request: Request, action: Action, subject?: Subject): Promise<Actor> {
  const actor = await requireActor(request);
  const allowed = subject === undefined ? canSomewhere(actor, action) : can(actor, action, subject);
  if (!allowed) throw notFound();
  return actor;
}

/** The session itself, also of someone who must still set up a second factor: for the account's own pages. */
export async function requireSession(request: Request, now: Date = new Date()): Promise<OpenSession> {
  const session = await openSessionOf(request, now);
  if (!session || session.awaitsCode) throw redirect(paths.signIn(returnPath(request)));
  return session;
}

/** The session that only waits for its second factor, for the page that asks for the code. */
export async function sessionAwaitingCode(request: Request, now: Date = new Date()): Promise<OpenSession | undefined> {
  const session = await openSessionOf(request, now);
  return session?.awaitsCode ? session : undefined;
}

export function actorOf(session: OpenSession): Actor {
  return { userId: session.userId, displayName: session.displayName, grants: session.grants };
}

/** Whether the account's roles ask for a second factor that it does not have yet. */
export function owesEnrolment(session: Pick<OpenSession, "grants" | "totpEnabled">): boolean {
  return env().REQUIRE_TOTP && !session.totpEnabled && needsSecondFactor(session.grants.map((grant) => grant.role));
}

async function openSessionOf(request: Request, now: Date): Promise<OpenSession | undefined> {
  const token = readSessionCookie(request);
  return token === undefined ? undefined : findSession(db(), token, now);
}

/** Longer than any address of ours; a header that carries more is refused on the way. */
const LONGEST_SEARCH = 1_000;

/** Where to come back to after the door: the page that was asked for, without the framework's own parameters. */
export function returnPath(request: Request): string {
  const url = new URL(request.url);
  url.searchParams.delete("_data");
  url.searchParams.delete("index");
  return url.search.length > LONGEST_SEARCH ? url.pathname : url.pathname + url.search;
}
