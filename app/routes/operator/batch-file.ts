import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePermission } from "~/access/require-actor.server";
import { bankFileAnswer } from "../consoles/bank-file-answer.server";
import { requireBatch } from "../consoles/batch-page.server";
import { OF_PLATFORM, PLATFORM_PAYS } from "./platform-batches";

/** What is handed to the bank: only whoever sends it there may fetch it, and each fetching is in the access log. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "batch:file", OF_PLATFORM);
  const batch = await requireBatch(PLATFORM_PAYS, params["id"]);
  return bankFileAnswer(request, actor, batch.id);
}
