import { z } from "zod";
import type { Actor } from "~/access/actor";
import { VOICE_LENGTH } from "~/households/voice";
import { explainVoiceProblems, voiceProblems } from "~/households/voice-words";
import { explainWriteVoiceFailure, mayWriteVoice, writeVoice } from "~/households/write-voice.server";
import { takeBackPhotos } from "~/media/drop-photos.server";
import { explainPhotoFailure } from "~/media/photo-failure";
import { savePhoto } from "~/media/save-photo.server";
import { db } from "~/platform/db.server";
import type { Option } from "~/ui/form";
import { findProduct, listProducts } from "~/supply/product-store.server";

/** Beyond this nobody typed it; how long words may be is said by the rules of voices. */
const FAR = 4_000;
const oneLine = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim();
const typed = z.string().max(FAR, `太长了，最多 ${VOICE_LENGTH.words.most} 个字。`).default("").transform(oneLine);

const voiceFields = {
  words: typed,
  wordsEn: typed,
  productId: z.union([z.literal(""), z.uuid("请从列表中选择。")]).default(""),
  photo: z.instanceof(File).optional(),
  photoAlt: typed,
};

const write = { intent: z.literal("write"), ...voiceFields };
const voiceId = z.uuid("哪一段不明。");

/** On the household's own page. */
export const ownVoiceForm = z.discriminatedUnion("intent", [
  z.object(write),
  z.object({ intent: z.literal("withdraw"), voiceId }),
]);

/** On its officials' page. */
export const officialVoiceForm = z.discriminatedUnion("intent", [
  z.object(write),
  z.object({ intent: z.literal("approve"), voiceId }),
  z.object({ intent: z.literal("refuse"), voiceId, refusal: z.string().max(FAR, "太长了。").default("") }),
  z.object({ intent: z.literal("withdraw"), voiceId }),
]);

/** At the service point, which helps many households. */
export const pointVoiceForm = z.object({
  householdId: z.union([z.literal(""), z.uuid("请从列表中选择农户。")]).default(""),
  ...voiceFields,
});

type Typed = {
  readonly words: string;
  readonly wordsEn: string;
  readonly productId: string;
  readonly photo?: File | undefined;
  readonly photoAlt: string;
};

/**
 * Writes down a household's words from the form that its own pages, its officials' and its service point's share. Nothing is
 * stored for what is refused. Answers what is wrong by field, "not-found" for who may not, undefined when it is done.
 */
export async function takeVoice(
  value: Typed,
  by: { readonly actor: Actor; readonly householdId: string; readonly now: Date },
): Promise<"not-found" | Readonly<Record<string, string[]>> | undefined> {
  const { words, wordsEn, photo, photoAlt } = value;
  const productId = value.productId === "" ? undefined : value.productId;
  const voice = { ...by, words, wordsEn, productId, photoAlt: photo ? photoAlt : "" };
  if (productId !== undefined && !(await findProduct(db(), productId))) return { productId: ["请从列表中选择。"] };
  const may = await mayWriteVoice(db(), { ...voice, hasPhoto: photo !== undefined });
  if (!may.ok) return may.failure.kind === "not-found" ? "not-found" : explainWriteVoiceFailure(may.failure);
  let mediaId: string | undefined;
  if (photo) {
    const saved = await savePhoto({
      bytes: new Uint8Array(await photo.arrayBuffer()),
      kind: "VOICE",
      owner: { kind: "HOUSEHOLD", id: by.householdId },
      alt: photoAlt,
      actor: by.actor,
      now: by.now,
    });
    if (!saved.ok) return { photo: [explainPhotoFailure(saved.failure)] };
    mediaId = saved.value.mediaId;
  }
  const written = await writeVoice({ ...voice, mediaId });
  if (written.ok) return undefined;
  if (mediaId !== undefined) await takeBackPhotos([mediaId]);
  return explainWriteVoiceFailure(written.failure);
}

/** What is wrong with the words whoever says them: told together with a household that was not chosen. */
export function wordsRefused({ words, wordsEn, photo, photoAlt }: Typed): Readonly<Record<string, string[]>> {
  const hasPhoto = photo !== undefined;
  return explainVoiceProblems(voiceProblems({ words, wordsEn, photoAlt: hasPhoto ? photoAlt : "", hasPhoto }));
}

/** What a voice can be about. */
export async function voiceProducts(): Promise<Option[]> {
  return (await listProducts(db())).map(({ id, name }) => ({ value: id, label: name }));
}
