import { generateSecret, generateURI, verifySync } from "otplib";

const STEP_SECONDS = 30;

export function newTotpSecret(): string {
  return generateSecret();
}

/** What the authenticator app reads from the QR code. */
export function totpUri(loginName: string, secret: string): string {
  return generateURI({ issuer: "户惠 Huhui", label: loginName, secret });
}

/**
 * The 30-second step a code belongs to; undefined when it is wrong or its step is not after `afterStep` (a code is good once).
 * One step of clock difference in either direction is forgiven.
 */
export function totpStep(secret: string, code: string, now: Date, afterStep: number | undefined): number | undefined {
  const digits = code.normalize("NFKC").replace(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const checked = verifySync({
    secret,
    token: digits,
    epoch,
    epochTolerance: STEP_SECONDS,
    ...(afterStep === undefined ? {} : { afterTimeStep: afterStep }),
  });
  if (!checked.valid) return undefined;
  return Math.floor(epoch / STEP_SECONDS) + checked.delta;
}
