import { describe, expect, test } from "vitest";
import {
  BANK_PLATFORM,
  bankOfCooperative,
  cooperative,
  freight,
  FUNDS_PLATFORM,
  fundsOfCooperative,
  fundsOfShipper,
  household,
  orderAccount,
  others,
  payable,
  pending,
  PLATFORM_FEES,
  PLATFORM_PROCESSING,
  refundAccount,
  reserve,
  servicePoint,
  STRIPE,
  village,
} from "~/benefits/accounts";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";

const id = newId(new Date("2026-11-02T03:00:00Z"));
const parties = [household(id), cooperative(id), others(id), village("341021203001"), servicePoint(id), freight(id)];
const built = [
  ...[STRIPE, BANK_PLATFORM, FUNDS_PLATFORM, PLATFORM_FEES, PLATFORM_PROCESSING],
  ...[
    bankOfCooperative(id),
    fundsOfCooperative(id),
    fundsOfShipper(id),
    orderAccount(id),
    refundAccount(id),
    reserve(id),
  ],
  ...parties.flatMap((party) => [pending(party), payable(party)]),
];

async function isAccount(name: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ is: boolean }[]>`SELECT is_account(${name}) AS is`;
  return row?.is ?? false;
}

describe("the database knows an account by its name", () => {
  test.each(built)("%s", async (name) => expect(await isAccount(name)).toBe(true));
});

describe("and refuses what is nearly one", () => {
  const oneLetterOff = built.flatMap((name) => [`${name} `, ` ${name}`, name.slice(1), name.slice(0, -1), `${name}:`]);
  const misspelt = [
    ...["", "Stripe", "platform", "platform:fee", "bank", `bank:household:${id}`, `funds:household:${id}`],
    ...[`household:${id}`, `household:${id}:reserve`, `household:${id}:others:pending`, `order:${id}:pending`],
    ...[
      `household:${id.toUpperCase()}:payable`,
      `household:${id.replace(/^./, "g")}:payable`,
      `order:${id.slice(0, -1)}`,
    ],
    ...[
      `order:${id.replaceAll("-", "0")}`,
      `order:${id}\n`,
      `order:${id}0`,
      "household:%:pending",
      `order:${"_".repeat(36)}`,
    ],
    ...["village:3:pending", "village:3410212030011:pending", "village:34102120300a:pending", "village:341021203001"],
  ];
  test.each([...oneLetterOff, ...misspelt])("%j", async (name) => expect(await isAccount(name)).toBe(false));
});
