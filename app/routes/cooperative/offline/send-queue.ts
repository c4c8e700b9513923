import type { IntakeQueue, QueuedIntake } from "./queue";

/** How a round of sending ended: everything tried, nobody answers, or somebody else is signed in. */
export type Sending = "done" | "no-network" | "signed-out";

type Answer =
  | { readonly kind: "stored"; readonly number: string; readonly href: string }
  | { readonly kind: "refused"; readonly problem: string }
  | { readonly kind: "later" }
  | { readonly kind: "no-network" }
  | { readonly kind: "signed-out" };

/**
 * Sends what waits, one by one, oldest first. A refused delivery is marked and the rest goes on; a photo goes after its
 * delivery, by itself. The server knows each by its client id, so an answer lost on the way costs nothing.
 */
export async function sendQueue(queue: IntakeQueue, syncUrl: string, changed: () => Promise<void>): Promise<Sending> {
  for (const record of (await queue.all()).reverse()) {
    let now = record;
    if (now.state === "waiting") {
      const answer = await send(syncUrl, bodyOf(now));
      if (answer.kind === "no-network" || answer.kind === "signed-out") return answer.kind;
      if (answer.kind === "later") continue;
      now =
        answer.kind === "stored"
          ? { ...now, state: "sent", number: answer.number, href: answer.href, problem: "" }
          : { ...now, state: "refused", problem: answer.problem };
      await queue.change(now);
      await changed();
    }
    if (now.state !== "sent" || now.photo !== "waiting") continue;
    const photo = await queue.photoOf(now.clientId);
    if (!photo) {
      await queue.change({ ...now, photo: "none" });
      continue;
    }
    const answer = await send(syncUrl, photoBodyOf(now, photo));
    if (answer.kind === "no-network" || answer.kind === "signed-out") return answer.kind;
    if (answer.kind === "later") continue;
    await queue.change(
      answer.kind === "stored" ? { ...now, photo: "sent" } : { ...now, photo: "refused", photoProblem: answer.problem },
    );
    await changed();
  }
  return "done";
}

function bodyOf(record: QueuedIntake): FormData {
  const body = new FormData();
  body.append("intent", "record");
  body.append("userId", record.userId);
  body.append("clientId", record.clientId);
  for (const [name, value] of Object.entries(record.fields)) body.append(name, value);
  return body;
}

function photoBodyOf(record: QueuedIntake, photo: Blob): FormData {
  const body = new FormData();
  body.append("intent", "photo");
  body.append("userId", record.userId);
  body.append("clientId", record.clientId);
  body.append("photo", photo, "slip.jpg");
  return body;
}

async function send(url: string, body: FormData): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", body, redirect: "manual" });
  } catch {
    return { kind: "no-network" };
  }
  // a redirect is the way to the sign-in page
  if (response.type === "opaqueredirect" || response.status === 401 || response.status === 409) {
    return { kind: "signed-out" };
  }
  if (response.status === 404) return { kind: "signed-out" };
  if (response.status === 413) return { kind: "refused", problem: "照片太大，服务器不收。" };
  if (response.status !== 200 && response.status !== 422) return { kind: "later" };
  const answer = (await response.json()) as { number?: string; href?: string; problem?: string };
  return response.status === 200
    ? { kind: "stored", number: answer.number ?? "", href: answer.href ?? "" }
    : { kind: "refused", problem: answer.problem ?? "内容有误。" };
}
