import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ENV_NAMES, parseEnv } from "./env.server";
import { ROOT } from "../../scripts/infra/root.mjs";

const GOOD = {
  DATABASE_URL: "postgresql://u:p@127.0.0.1:5432/huhui",
  APP_URL: "https://shop.example",
  APP_SECRET: "0".repeat(64),
  FIELD_KEYS: `a:${"1".repeat(64)}`,
  STRIPE_SECRET_KEY: "sk_test_x",
  STRIPE_WEBHOOK_SECRET: "whsec_example",
};

describe("the environment", () => {
  test(".env.example explains every setting there is, and no other", () => {
    const example = fs.readFileSync(path.join(ROOT, ".env.example"), "utf8").split("\n");
    const named = example.flatMap((line) => /^#? ?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect(named.toSorted()).toEqual([...ENV_NAMES].toSorted());
    for (const name of named) {
      const line = example.findIndex((text) => new RegExp(`^#? ?${name}=`).test(text));
      expect(example[line - 1], `${name} has its explanation above it`).toMatch(/^# \S/);
    }
  });

  test("everything that is wrong is told at once, by name", () => {
    const bad = { ...GOOD, APP_SECRET: "short", PORT: "99999999", DATABASE_URL: undefined };
    expect(() => parseEnv(bad)).toThrow(
      /DATABASE_URL[\s\S]*APP_SECRET: 64 hex digits|PORT[\s\S]*APP_SECRET: 64 hex digits/,
    );
    expect(() => parseEnv(bad)).toThrow(/PORT/);
    expect(() => parseEnv(bad)).toThrow(/DATABASE_URL/);
  });

  test("an empty line counts as not set", () => {
    expect(parseEnv({ ...GOOD, MEILI_URL: "", PORT: "" })).toMatchObject({
      PORT: 3000,
      DEMO: false,
      REQUIRE_TOTP: true,
    });
    expect(parseEnv({ ...GOOD, MEILI_URL: "" }).MEILI_URL).toBeUndefined();
  });
});
