import type { Actor } from "~/access/actor";
import type { PhotoToSave } from "~/media/save-photo.server";

/** The photo of a paper that came with a household's form; undefined where none was chosen. */
export async function evidencePhoto(
  photo: File | undefined,
  of: { readonly householdId: string; readonly alt: string; readonly actor: Actor; readonly now: Date },
): Promise<PhotoToSave | undefined> {
  if (photo === undefined || photo.size === 0) return undefined;
  const { householdId, ...rest } = of;
  return {
    ...rest,
    bytes: new Uint8Array(await photo.arrayBuffer()),
    kind: "SLIP",
    owner: { kind: "HOUSEHOLD", id: householdId },
  };
}
