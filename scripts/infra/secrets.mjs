import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const NAMES = {
  appSecret: () => randomBytes(32).toString("hex"),
  fieldKey: () => randomBytes(32).toString("hex"),
  webhookSecret: () => `whsec_${randomBytes(24).toString("hex")}`,
  stripeKey: () => `sk_test_sandbox_${randomBytes(16).toString("hex")}`,
  ownerPassword: () => randomBytes(18).toString("hex"),
  serverPassword: () => randomBytes(18).toString("hex"),
  searchKey: () => randomBytes(18).toString("hex"),
};

/** This installation's own random secrets: made once, kept where only its owner reads them. */
export function installationSecrets(dataDir) {
  const file = path.join(dataDir, "secrets.json");
  const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  const secrets = Object.fromEntries(Object.entries(NAMES).map(([name, make]) => [name, kept[name] ?? make()]));
  if (Object.keys(NAMES).some((name) => !(name in kept))) {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
  return secrets;
}
