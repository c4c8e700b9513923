import { createHash } from "node:crypto";
import { compositionText } from "./composition";

/** SHA-256 over the composition's canonical text, in hex. Anybody with the rows can recompute it. */
export function compositionHash(lot: Parameters<typeof compositionText>[0]): string {
  return createHash("sha256").update(compositionText(lot), "utf8").digest("hex");
}
