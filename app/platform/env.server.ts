import { z } from "zod";
import { perProcess } from "./per-process.server";

const flag = z.enum(["0", "1"]).transform((value) => value === "1");

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  /** where the web server listens */
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** how many proxies stand in front and set X-Forwarded-*; without it those headers are dropped */
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  /** the server's database role, which may not change the ledger */
  DATABASE_URL: z.url(),
  /** the owner of the tables: for migrations, backup and restore; the server never uses it */
  DATABASE_OWNER_URL: z.url().optional(),
  /** connections per process */
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  /** where people reach the shop; Stripe sends them back here */
  APP_URL: z.url(),
  /** HMAC key for tokens and blind indexes, 32 bytes in hex */
  APP_SECRET: z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits"),
  /** wraps the households' data keys: `id:64 hex digits`, comma separated, the first one encrypts */
  FIELD_KEYS: z.string().regex(/^\w+:[0-9a-f]{64}(,\w+:[0-9a-f]{64})*$/, "id:64 hex digits, comma separated"),
  STRIPE_SECRET_KEY: z.string().min(8),
  /** one secret, or two while rolling, comma separated */
  STRIPE_WEBHOOK_SECRET: z.string().min(8),
  /** set only to talk to the sandbox instead of Stripe */
  STRIPE_API_URL: z.url().optional(),
  STRIPE_PAYMENT_METHODS: z.string().default("card,alipay,wechat_pay"),
  /** search runs on PostgreSQL when it is not set */
  MEILI_URL: z.url().optional(),
  MEILI_KEY: z.string().optional(),
  /** where pictures are kept */
  MEDIA_DIR: z.string().default(".data/media"),
  /** the mail server, as smtp://user:password@host:port; without it letters wait in the table of messages */
  SMTP_URL: z.url().optional(),
  /** the sender of letters */
  MAIL_FROM: z.string().default("户惠 Huhui <no-reply@localhost>"),
  /** takes short messages as POST { id, to, text }; without it codes for phones wait in the table of messages */
  SMS_GATEWAY_URL: z.url().optional(),
  /** sent to the gateway as a bearer token */
  SMS_GATEWAY_TOKEN: z.string().optional(),
  /** 备案号 of the site, shown below every page of the shop with the way to the register, as the law asks */
  SITE_ICP: z.string().max(60).optional(),
  /** the register that it leads to */
  SITE_ICP_REGISTER: z.url().optional(),
  /** further licences (营业执照, 食品经营备案) as one line of text */
  SITE_LICENCES: z.string().max(200).optional(),
  /** the site says it is a demonstration, and shows its messages instead of sending them */
  DEMO: flag.default(false),
  /** officials and operators must have TOTP; off only in the demonstration */
  REQUIRE_TOTP: flag.default(true),
  /** how long a certificate of conformity is kept at least; the rules ask for six months */
  CERTIFICATE_KEPT_DAYS: z.coerce.number().int().min(183).max(36_500).default(365),
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
});

export type Env = z.infer<typeof schema>;

export const ENV_NAMES: readonly string[] = Object.keys(schema.shape);

const parsed = perProcess(() => parseEnv(process.env));

/** The environment, parsed once. Throws one readable list of everything that is wrong with it. */
export function env(): Env {
  return parsed.get();
}

export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  // An empty line in an env file means "not set".
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n${problems.join("\n")}\nSee .env.example for what each line means.`);
}
