import path from "node:path";
import { startDemonstration } from "../../scripts/infra/demonstration.mjs";
import { freePort } from "../../scripts/infra/postgres.mjs";

/**
 * The demonstration that all browser tests share. HUHUI_RUN_FILE names one that is running already (`npm test` starts it
 * early); else it is started here and stopped at the end.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env["HUHUI_RUN_FILE"]) return undefined;
  const dataDir = path.resolve(import.meta.dirname, "../../.cache/e2e");
  const { ready, stop } = startDemonstration({ dataDir, port: (await freePort()) as number });
  process.env["HUHUI_RUN_FILE"] = (await ready) as string;
  return stop;
}
