import { json, type ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { explainPhotoFailure } from "~/media/photo-failure";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm, type FormReply } from "~/platform/form.server";
import { attachSlip } from "~/supply/attach-slip.server";
import { intakeForm } from "./intake-form.server";
import { recordTyped } from "./record-typed-intake.server";
import { requireCooperative } from "./workplace.server";

const photoForm = z.object({
  clientId: z.uuid({ error: "这一单没有编号。" }),
  photo: z.instanceof(File, { error: "没有收到照片。" }),
});

/**
 * Takes one delivery, or one photo, of a phone's queue. Answers 200 for what is stored (now or before), 422 with a
 * sentence for what must be corrected, 409 when another account is signed in than the one that typed it.
 */
export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "intake:record");
  const kind = await parseForm(
    request.clone(),
    z.object({ intent: z.enum(["record", "photo"]), userId: z.uuid() }).loose(),
  );
  if (!kind.ok) return inWords(kind.answer);
  if (kind.value.userId !== workplace.actor.userId) return json({ problem: "登录的不是记单的账号。" }, { status: 409 });
  const now = new Date();

  if (kind.value.intent === "photo") {
    const form = await parseForm(request, photoForm);
    if (!form.ok) return inWords(form.answer);
    const intake = await db().intake.findFirst({
      where: { clientId: form.value.clientId, cooperativeId: { in: [...workplace.cooperativeIds] } },
      select: { id: true, number: true },
    });
    if (!intake) return json({ problem: "这张照片的入库单还没有记上。" }, { status: 422 });
    const bytes = new Uint8Array(await form.value.photo.arrayBuffer());
    const attached = await attachSlip({ actor: workplace.actor, intakeId: intake.id, bytes, now });
    // the same photo sent again after a lost answer: it is there
    if (attached.ok || attached.failure.kind === "has-a-slip") return stored(intake.number, intake.id);
    if (attached.failure.kind === "no-such-intake") return json({ problem: "找不到这张入库单。" }, { status: 422 });
    return json({ problem: explainPhotoFailure(attached.failure) }, { status: 422 });
  }

  const form = await parseForm(request, intakeForm);
  if (!form.ok) return inWords(form.answer);
  const recorded = await recordTyped(workplace.actor, form.value, now);
  if (!recorded.ok) return json({ problem: recorded.failure.message }, { status: 422 });
  return stored(recorded.value.number, recorded.value.intakeId);
}

function stored(number: string, intakeId: string) {
  return json({ number, href: paths.coop.intake(intakeId) });
}

async function inWords(answer: Response) {
  const { errors } = (await answer.json()) as FormReply;
  return json({ problem: Object.values(errors).flat().join(" ") || "内容有误。" }, { status: 422 });
}
