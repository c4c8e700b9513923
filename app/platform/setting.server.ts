import { db } from "./db.server";

/** Keeps under a key what holds from now on: that the worker lives, when its jobs ran, what was counted last. */
export async function keepSetting({ key, value, now }: { key: string; value: object; now: Date }): Promise<void> {
  await db().$executeRaw`
    INSERT INTO setting (key, value, updated_at) VALUES (${key}, ${JSON.stringify(value)}::jsonb, ${now})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`;
}
