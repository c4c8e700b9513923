import { isId } from "~/kernel/ids";
import type { ClaimKind } from "~/orders/claim-state";
import { readForm } from "~/platform/form.server";
import type { FormReply } from "~/platform/form.server";
import type { ClaimWords } from "./claim-words";
import { hasLongNumber } from "./long-number";

export const MOST_PHOTOS = 3;
const MOST_WORDS = 500;

export type ClaimForm = {
  readonly orderLineId: string;
  readonly quantity: number;
  readonly words: string;
  readonly photos: readonly Uint8Array[];
  readonly requestKey: string;
};

/**
 * A claim as it was typed, or what is wrong with it at each field. Within the seven days goods that keep are returned
 * without a reason (Consumer Protection Law, article 25): only what arrived bad has to be put into words.
 */
export async function readClaimForm(
  request: Request,
  words: ClaimWords,
  kindOf: (orderLineId: string) => ClaimKind | undefined,
): Promise<{ value: ClaimForm | undefined } & FormReply> {
  const form = await readForm(request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const typed = {
    line: text("line"),
    quantity: text("quantity"),
    words: text("words"),
    requestKey: text("requestKey"),
  };
  const files = form.getAll("photos").filter((file): file is File => file instanceof File && file.size > 0);
  const quantity = typed.quantity.normalize("NFKC");
  const errors: Record<string, string[]> = {};
  if (!isId(typed.line)) errors["line"] = [words.errors.line];
  if (!/^[1-9]\d{0,2}$/.test(quantity)) errors["quantity"] = [words.errors.quantity];
  const isReasonNeeded = kindOf(typed.line) !== "RETURN";
  if ((typed.words === "" && isReasonNeeded) || typed.words.length > MOST_WORDS) errors["words"] = [words.errors.words];
  else if (hasLongNumber(typed.words)) errors["words"] = [words.errors.personal];
  if (files.length > MOST_PHOTOS) errors["photos"] = [words.errors.photos];
  if (!isId(typed.requestKey)) errors[""] = [words.errors.expired];
  if (Object.keys(errors).length > 0) return { value: undefined, errors, typed };
  const photos = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  const value = {
    orderLineId: typed.line,
    quantity: Number(quantity),
    words: typed.words,
    photos,
    requestKey: typed.requestKey,
  };
  return { value, errors, typed };
}
