import { hash, verify } from "@node-rs/argon2";

// argon2id at OWASP's first choice for interactive sign-in: 19 MiB, 2 passes, 1 lane (the library's algorithm is argon2id).
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

let nobodysHash: Promise<string> | undefined;

/**
 * Whether the password fits. An account that does not exist (or has no password) costs the same work,
 * so that the time of the answer does not tell which login names exist.
 */
export async function passwordFits(storedHash: string | null | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword("nobody signs in with this");
  const fits = await verify(storedHash ?? (await nobodysHash), password.normalize("NFKC"));
  return fits && storedHash !== null && storedHash !== undefined;
}
