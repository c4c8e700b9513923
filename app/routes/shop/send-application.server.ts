import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { takeBackPhotos } from "~/media/drop-photos.server";
import { savePhoto } from "~/media/save-photo.server";
import { rateLimit } from "~/platform/rate-limit.server";
import { requestOrigin } from "~/access/request-origin.server";
import { checkApplication } from "~/supply/application";
import {
  type NewPaper,
  resubmitApplication,
  type SubmitFailure,
  submitApplication,
} from "~/supply/submit-application.server";
import { type JoinErrors, PHOTO_FIELDS, readApplication, readTyped, type JoinTyped, wordsOf } from "./join-form.server";
import type { Messages } from "./messages/messages";

const fromOneAddress = rateLimit({ name: "apply", tries: 20, seconds: 3600 });

export type SentApplication = Result<
  { readonly token: string },
  { readonly errors: JoinErrors; readonly typed: JoinTyped }
>;

/**
 * Hands in an application as it was typed, or answers a request for changes (`again`). Texts are checked before any photo
 * is stored; photos are drawn anew by the media area, belong to the application, are private, and go again when it is refused.
 */
export async function sendApplication(
  request: Request,
  form: FormData,
  shop: { readonly locale: "zh" | "en"; readonly m: Messages },
  again?: { readonly token: string; readonly applicationId: string },
): Promise<SentApplication> {
  const m = shop.m.join;
  const now = new Date();
  const typed = readTyped(form);
  const papers: NewPaper[] = [];
  const refuse = async (errors: JoinErrors): Promise<SentApplication> => {
    await takeBackPhotos(papers.map(({ mediaId }) => mediaId));
    return failed({ errors, typed });
  };
  const { application, errors } = readApplication(typed, m);
  const checked = checkApplication(application, dayOf(now));
  const wrong = { ...(checked.ok ? {} : wordsOf(checked.failure, m)), ...errors };
  if (Object.keys(wrong).length > 0) return refuse(wrong);
  if (!(await fromOneAddress.take(requestOrigin(request).address)).allowed) return refuse({ "": [m.tooMany] });

  const applicationId = again?.applicationId ?? newId(now);
  for (const [field, kind] of Object.entries(PHOTO_FIELDS)) {
    const file = form.get(field);
    if (!(file instanceof File) || file.size === 0) continue;
    const saved = await savePhoto({
      bytes: new Uint8Array(await file.arrayBuffer()),
      kind: "CERTIFICATE",
      owner: { kind: "APPLICATION", id: applicationId },
      alt: "",
      public: false,
      now,
    });
    if (!saved.ok) return refuse({ [field]: [m.photo[saved.failure.kind]] });
    papers.push({ kind, mediaId: saved.value.mediaId });
  }
  if (again) {
    const sent = await resubmitApplication({ token: again.token, application, papers, now });
    return sent.ok ? succeeded({ token: again.token }) : refuse(failureWords(sent.failure, m));
  }
  const sent = await submitApplication({ applicationId, application, papers, locale: shop.locale, now });
  return sent.ok ? succeeded({ token: sent.value.token }) : refuse(failureWords(sent.failure, m));
}

function failureWords(failure: SubmitFailure, m: Messages["join"]): JoinErrors {
  switch (failure.kind) {
    case "wrong":
      return wordsOf(failure.fields, m);
    case "no-such-area":
      return { areaCode: [m.problems["no-such-area"]] };
    case "no-paper":
      return { licencePhoto: [m.noPaper] };
    case "not-asked":
      return { "": [m.states.SUBMITTED] };
  }
}
