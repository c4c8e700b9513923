/** What the first seal hashes as its predecessor. */
export const FIRST_SEAL = "0".repeat(64);

/** The text whose SHA-256 is a seal's hash; seal_hash() in the database builds the same. */
export function sealText(seal: {
  readonly sequence: bigint;
  readonly journalId: string;
  readonly journalHash: string;
  readonly previousHash: string;
}): string {
  return [String(seal.sequence), seal.journalId, seal.journalHash, seal.previousHash].join("\u001f");
}
