import { createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from "node:crypto";
import { sha256 } from "~/benefits/journal-store.server";
import { env } from "~/platform/env.server";
import { canonicalJson, piecesOf, type AuditBundle } from "./audit-bundle";

/** What stands before an Ed25519 private key of 32 bytes in PKCS#8. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key that bundles are signed with, worked out from the installation's secret; its public half is published. */
function signingKey(): KeyObject {
  const seed = hkdfSync("sha256", Buffer.from(env().APP_SECRET, "hex"), "", "audit-bundle-signature", 32);
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, Buffer.from(seed)]), format: "der", type: "pkcs8" });
}

/** As it is published beside the seals: SPKI in base64. */
export function publishedKey(): string {
  return createPublicKey(signingKey()).export({ format: "der", type: "spki" }).toString("base64");
}

/**
 * The file an auditor takes away: the bundle, a digest of each of its pieces, and a signature over the digests. The text is
 * canonical, so that every byte of it counts.
 */
export function signedBundleText(bundle: AuditBundle): string {
  const digests = Object.fromEntries([...piecesOf(bundle)].map(([name, text]) => [name, sha256(text)]));
  const signature = sign(null, Buffer.from(canonicalJson(digests), "utf8"), signingKey()).toString("base64");
  return `${canonicalJson({ bundle, digests, signature })}\n`;
}
