import type { LoaderFunctionArgs } from "@remix-run/node";
import { bankFileAnswer } from "../consoles/bank-file-answer.server";
import { requireBatch } from "../consoles/batch-page.server";
import { payersOf, requireCooperative } from "./workplace.server";
/** What is handed to the bank: only whoever sends it there may fetch it, and each fetching is in the access log. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, cooperativeIds } = await requireCooperative(request, "batch:file");
  const batch = await requireBatch(payersOf(cooperativeIds), params["id"]);
  return bankFileAnswer(request, actor, batch.id);
}
