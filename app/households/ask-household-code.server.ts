import { randomInt } from "node:crypto";
import type { Throttled } from "~/access/sign-in-throttle.server";
import { newId } from "~/kernel/ids";
import { addMinutes } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { blindIndex } from "~/platform/field-encryption.server";
import { sendMessage } from "~/platform/message.server";
import { takeLetter } from "./door-throttle.server";
import { maskName } from "./masking";
import { isPhone, normalPhone } from "./phone-number";
import { phoneIndex } from "./sensitive-fields.server";

export type AskCodeFailure = { readonly kind: "no-phone" } | Throttled;

export const CODE_MINUTES = 10;

/**
 * Sends a code to a phone, when it stands on a household's card; says the same when it does not. Families who share a phone
 * get a code each: whose pages open is told by the code.
 */
export async function askHouseholdCode(request: {
  readonly phone: string;
  readonly address: string;
  readonly now: Date;
}): Promise<Result<undefined, AskCodeFailure>> {
  const { now } = request;
  if (!isPhone(request.phone)) return failed({ kind: "no-phone" });
  const phone = normalPhone(request.phone);
  const index = phoneIndex(phone);
  const throttled = await takeLetter(index, request.address);
  if (throttled) return failed(throttled);

  await withTransaction("ask household code", async (tx) => {
    const households = await tx.household.findMany({
      where: { phoneIndex: index },
      select: { id: true, headName: true },
      orderBy: { number: "asc" },
      take: 5,
    });
    if (households.length === 0) return;
    const codes = households.map(({ id, headName }) => ({ id, headName, code: newCode() }));
    await tx.householdCode.createMany({
      data: codes.map(({ id, code }) => ({
        id: newId(now),
        householdId: id,
        phoneIndex: index,
        codeHash: codeHash(phone, code),
        createdAt: now,
        expiresAt: addMinutes(now, CODE_MINUTES),
      })),
    });
    const words = codes.map(({ headName, code }) => `${maskName(headName)}家 ${code}`).join("，");
    await sendMessage(tx, {
      channel: "SMS",
      recipient: phone,
      subject: "户惠验证码",
      body: `【户惠】查看自家账目的验证码：${words}，${CODE_MINUTES} 分钟内有效。工作人员不会向您要验证码。`,
      now,
    });
  });
  return succeeded(undefined);
}

/** Bound to the phone: the same six digits sent to another phone are another code. */
export function codeHash(phone: string, code: string): string {
  return blindIndex("household-code", `${normalPhone(phone)} ${code}`);
}

function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}
