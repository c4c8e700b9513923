import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { sendMessage } from "~/platform/message.server";
import { paths } from "~/paths";
import { orderToken } from "./access-token.server";
import { contactOfBuyer } from "./contact-of-buyer";
import type { OrderEventKind } from "./order-state";

type Words = { readonly zh: string; readonly en: string };

/** What a shopper is told of a claim, in the order's language. The details stand on the page behind the link. */
const CLAIM_WORDS: Partial<Record<OrderEventKind, Words>> = {
  CLAIM_OPENED: {
    zh: "我们收到了您的售后，卖家会在 48 小时内答复。",
    en: "We have your claim. The seller answers within 48 hours.",
  },
  CLAIM_ACCEPTED: {
    zh: "您的售后已通过，退款正在原路退回。",
    en: "Your claim was accepted. The refund is on its way to you.",
  },
  RETURN_AGREED: {
    zh: "卖家同意退货。请在 7 天内寄回，并填写快递单号。",
    en: "The return was agreed. Please send the goods back within 7 days and enter the tracking number.",
  },
  RETURN_RECEIVED: {
    zh: "卖家收到了退货，退款正在原路退回。",
    en: "The seller has the goods back. The refund is on its way to you.",
  },
  RETURN_SENT: { zh: "您填写的退货单号已转给卖家。", en: "The seller was told the tracking number of your return." },
  CLAIM_REFUSED: {
    zh: "卖家没有同意您的售后，理由在订单页。不同意的话，48 小时内可以请平台处理。",
    en: "The seller did not accept your claim; the reason is on the order page. Within 48 hours you can ask us to decide.",
  },
  CLAIM_ESCALATED: {
    zh: "平台收到了您的请求，会尽快处理。",
    en: "Your claim is with us now. We decide as soon as we can.",
  },
  CLAIM_REJECTED: {
    zh: "平台处理了您的售后：维持不退款，理由在订单页。",
    en: "We have decided your claim: no refund. The reason is on the order page.",
  },
  CLAIM_WITHDRAWN: { zh: "您撤回了售后。", en: "You have withdrawn your claim." },
  CLAIM_LAPSED: {
    zh: "退货没有在 7 天内寄回，售后已关闭。",
    en: "The goods were not sent back within 7 days; the claim is closed.",
  },
};

/** A letter, or a short message where no address was given, with the link to the claim; leaves with the transaction. */
export async function tellShopper(
  tx: Db,
  { orderId, claimId, kind, now }: { orderId: string; claimId: string; kind: OrderEventKind; now: Date },
): Promise<void> {
  const words = CLAIM_WORDS[kind];
  const [order] = await tx.$queryRaw<{ number: string; locale: "zh" | "en"; email: string | null; phone: string }[]>`
    SELECT number, locale, buyer_email AS email, buyer_phone AS phone FROM customer_order WHERE id = ${orderId}::uuid`;
  if (!words || !order) return;
  const contact = contactOfBuyer(order);
  if (!contact) return;
  const link = new URL(paths.shop(order.locale).claim(orderToken(orderId), claimId), env().APP_URL).href;
  const text = words[order.locale];
  const about = order.locale === "en" ? `Huhui order ${order.number}` : `户惠订单 ${order.number}`;
  await sendMessage(tx, {
    ...contact,
    subject: order.locale === "en" ? `${about}: your claim` : `${about} 售后`,
    body: contact.channel === "SMS" ? `【户惠】${about}：${text} ${link}` : `${about}\n\n${text}\n\n${link}\n`,
    now,
  });
}
