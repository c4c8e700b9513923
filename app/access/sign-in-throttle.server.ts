import { rateLimit } from "~/platform/rate-limit.server";

const MINUTE = 60;

// A person mistypes a few times; a list of passwords is thousands long. Someone guessing at one account from one place is
// stopped first, so that the owner elsewhere can still sign in; the wider limits stop guessing spread over places or accounts.
const fromHere = rateLimit({ name: "sign-in-here", tries: 6, seconds: 15 * MINUTE, blockSeconds: 15 * MINUTE });
const byAccount = rateLimit({ name: "sign-in-account", tries: 40, seconds: 60 * MINUTE, blockSeconds: 30 * MINUTE });
const byAddress = rateLimit({ name: "sign-in-address", tries: 100, seconds: 15 * MINUTE, blockSeconds: 15 * MINUTE });
const byCode = rateLimit({ name: "sign-in-code", tries: 5, seconds: 15 * MINUTE, blockSeconds: 15 * MINUTE });

export type Throttled = { readonly kind: "throttled"; readonly retryAfterSeconds: number };

/** Takes one try at signing in, before any password is checked. The answer does not depend on whether the account exists. */
export async function takeSignInTry(loginName: string, address: string): Promise<Throttled | undefined> {
  for (const [limit, key] of [
    [byAddress, address],
    [byAccount, loginName],
    [fromHere, `${loginName}\n${address}`],
  ] as const) {
    const taken = await limit.take(key);
    if (!taken.allowed) return { kind: "throttled", retryAfterSeconds: taken.retryAfterSeconds };
  }
  return undefined;
}

/** After a success: the owner was here, their earlier mistakes are forgotten. */
export async function forgetSignInTries(loginName: string, address: string): Promise<void> {
  await Promise.all([
    byAddress.giveBack(address),
    byAccount.reset(loginName),
    fromHere.reset(`${loginName}\n${address}`),
  ]);
}

/** Takes one try at a second factor. Six digits are few: five tries in a quarter of an hour, whoever asks. */
export async function takeCodeTry(userId: string): Promise<Throttled | undefined> {
  const taken = await byCode.take(userId);
  return taken.allowed ? undefined : { kind: "throttled", retryAfterSeconds: taken.retryAfterSeconds };
}

export async function forgetCodeTries(userId: string): Promise<void> {
  await byCode.reset(userId);
}

/** "请在 15 分钟后再试" */
export function explainThrottled({ retryAfterSeconds }: Throttled): string {
  return `尝试次数过多，为保护账号已暂停登录。请在 ${Math.ceil(retryAfterSeconds / MINUTE)} 分钟后再试。`;
}
