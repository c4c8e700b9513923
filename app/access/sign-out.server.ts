import { db } from "~/platform/db.server";
import { endedSessionCookie, readSessionCookie } from "./session-cookie.server";
import { endSession } from "./session-store.server";

/** Ends the browser's session in the database and answers the Set-Cookie line that forgets it. */
export async function signOut(request: Request): Promise<string> {
  const token = readSessionCookie(request);
  if (token !== undefined) await endSession(db(), token);
  return endedSessionCookie();
}
