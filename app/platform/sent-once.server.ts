import { createHash, createHmac } from "node:crypto";
import { redirect } from "@remix-run/node";
import { FORM_KEY, SENT_AGAIN } from "~/kernel/form-key";
import { isId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "./db.server";
import { env } from "./env.server";
import { log } from "./log.server";
import { currentRequest } from "./request-context.server";

// A press that is answered late is pressed again, and over a weak network the answer is what gets lost. A `PostForm`
// carries a key of its own page; the same key with the same words at the same address is the same press. The first acts, the others
// wait for it and are led where it led. What was refused or failed is forgotten, so that it can be sent again.

/** No action takes that long: whoever began before has died over it. */
const SECONDS_OF_ONE_ACTION = 60;
const LOOK_AGAIN_MS = 200;
const KEEP_DAYS = 2;

/** Takes the key out of the form. Answers when this press is the one that acts; else throws the way to what the first one did. */
export async function pressedOnce(form: FormData, request: Request): Promise<void> {
  const key = form.get(FORM_KEY);
  form.delete(FORM_KEY);
  const current = currentRequest();
  if (typeof key !== "string" || !isId(key) || !current || current.sentForm) return;
  const digest = await digestOf(key, form, request.url);
  while (!(await begin(digest))) {
    const ledTo = await whereItLed(digest);
    if (ledTo !== undefined) throw redirect(ledTo);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  current.sentForm = digest;
}

/** An action whose form is pressed twice acts once. It is done when it leads somewhere; whatever else it answers may be sent anew. */
export function actingOnce<Args, Answer>(action: (args: Args) => Promise<Answer> | Answer) {
  return async (args: Args): Promise<Answer> => {
    try {
      const answer = await action(args);
      await actedOn(answer);
      return answer;
    } catch (thrown) {
      await actedOn(thrown);
      throw thrown;
    }
  };
}

/** What was done is done: that it could not be written down is no reason to say that it failed. */
async function actedOn(answer: unknown): Promise<void> {
  const current = currentRequest();
  const digest = current?.sentForm;
  if (!current || !digest) return;
  current.sentForm = undefined;
  const ledTo = placeIn(answer);
  try {
    if (ledTo === undefined) await db().$executeRaw`DELETE FROM sent_form WHERE digest = ${digest}`;
    else await db().$executeRaw`UPDATE sent_form SET led_to = ${ledTo} WHERE digest = ${digest}`;
  } catch (error) {
    log.error({ err: error }, "where a form led could not be written down");
  }
}

/** A page of ours that says that it is shown once more. An answer that also sets a cookie is somebody's own: not to be had twice. */
function placeIn(answer: unknown): string | undefined {
  if (!(answer instanceof Response) || answer.headers.has("Set-Cookie")) return undefined;
  const location = answer.headers.get("Location");
  if (answer.status < 300 || answer.status >= 400 || !location?.startsWith("/")) return undefined;
  const place = new URL(location, "http://here");
  place.searchParams.set(SENT_AGAIN, "1");
  return place.href.slice(place.origin.length);
}

/** True: nobody acts on it, or whoever did has died. */
async function begin(digest: Buffer): Promise<boolean> {
  const begun = await db().$executeRaw`
    INSERT INTO sent_form AS known (digest, sent_at) VALUES (${digest}, now())
    ON CONFLICT (digest) DO UPDATE SET sent_at = now()
    WHERE known.led_to IS NULL AND known.sent_at < now() - make_interval(secs => ${SECONDS_OF_ONE_ACTION}::int)`;
  return begun > 0;
}

async function whereItLed(digest: Buffer): Promise<string | undefined> {
  const [known] = await db().$queryRaw<{ ledTo: string | null }[]>`
    SELECT led_to AS "ledTo" FROM sent_form WHERE digest = ${digest}`;
  return known?.ledTo ?? undefined;
}

/** Under the site's secret: a number that somebody typed cannot be guessed from it. */
async function digestOf(key: string, form: FormData, address: string): Promise<Buffer> {
  const fields = await Promise.all(
    [...form].map(async ([name, value]) => [name, typeof value === "string" ? value : await digestOfFile(value)]),
  );
  const said = JSON.stringify([key, address, fields]);
  return createHmac("sha256", Buffer.from(env().APP_SECRET, "hex")).update(said).digest();
}

async function digestOfFile(file: File): Promise<string> {
  return createHash("sha256")
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest("hex");
}

/** The worker's broom. */
export async function forgetSentForms({ now }: { readonly now: Date }): Promise<{ forms: number }> {
  const gone = await db().sentForm.deleteMany({ where: { sentAt: { lt: addDays(now, -KEEP_DAYS) } } });
  return { forms: gone.count };
}
