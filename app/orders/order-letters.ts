import { englishDate } from "~/kernel/english-date";

type Locale = "zh" | "en";

export type Letter = { readonly subject: string; readonly body: string };

type Parcel = { readonly number: string; readonly seller: string; readonly link: string };

/** Paid: with the link that opens the order, which is the guest's only key to it. */
export function paidLetter(locale: Locale, order: { number: string; yuan: string; link: string }): Letter {
  const { number, yuan, link } = order;
  return locale === "en"
    ? {
        subject: `Paid: order ${number}`,
        body: `[Huhui] Thank you. We received ¥${yuan} for order ${number}. This link opens the order and shows where the money goes; keep it, and give it to nobody: ${link}`,
      }
    : {
        subject: `付款成功：订单 ${number}`,
        body: `【户惠】谢谢您。订单 ${number} 已收到付款 ¥${yuan}。这个链接可以查看订单、看到钱分给了谁，请保存好，不要给别人：${link}`,
      };
}

/** Handed to the carrier. */
export function shippedLetter(
  locale: Locale,
  { number, seller, link }: Parcel,
  carrier: { readonly name: string; readonly trackingNumber: string },
): Letter {
  return locale === "en"
    ? {
        subject: `On its way: order ${number}`,
        body: `[Huhui] ${seller} has sent your parcel (order ${number}) with ${carrier.name}, tracking number ${carrier.trackingNumber}. Follow it, and confirm when it has arrived: ${link}`,
      }
    : {
        subject: `已发货：订单 ${number}`,
        body: `【户惠】${seller}已发出您的包裹（订单 ${number}），${carrier.name}，单号 ${carrier.trackingNumber}。查看进度，收到后请确认：${link}`,
      };
}

/** It has arrived: until when something can be claimed, and where to say what it was like. */
export function deliveredLetter(locale: Locale, { number, seller, link }: Parcel, claimUntil: string): Letter {
  return locale === "en"
    ? {
        subject: `Arrived: order ${number}`,
        body: `[Huhui] Your parcel from ${seller} (order ${number}) has arrived. Anything wrong can be claimed until ${englishDate(claimUntil)} (Beijing time). Your receipt shows where the money is now, and you can say what it was like: ${link}`,
      }
    : {
        subject: `已签收：订单 ${number}`,
        body: `【户惠】${seller}的包裹（订单 ${number}）已签收。有问题请在 ${claimUntil} 前申请售后。收据上看得到钱走到了哪一步，也可以写评价：${link}`,
      };
}

type Preordered = { readonly number: string; readonly seller: string; readonly shipBy: string; readonly link: string };

/** The harvest of a pre-order is in: from now on it is packed like anything in stock. */
export function assignedLetter(locale: Locale, { number, seller, shipBy, link }: Preordered): Letter {
  return locale === "en"
    ? {
        subject: `Your pre-order has its harvest: order ${number}`,
        body: `[Huhui] The goods you pre-ordered from ${seller} (order ${number}) are in, and a sealed lot is set aside for you. They will be shipped by ${englishDate(shipBy)}. Your receipt now shows which households they come from: ${link}`,
      }
    : {
        subject: `预售已到货：订单 ${number}`,
        body: `【户惠】您向${seller}预订的货（订单 ${number}）已收成封批，留好了您的一份，最晚 ${shipBy} 发货。收据上现在看得到货来自哪些农户：${link}`,
      };
}

/** The last day of a pre-order passed without a lot. */
export function lateLetter(locale: Locale, { number, seller, shipBy, link }: Preordered): Letter {
  return locale === "en"
    ? {
        subject: `Pre-order not shipped, money back: order ${number}`,
        body: `[Huhui] ${seller} could not ship your pre-order (order ${number}) by ${englishDate(shipBy)}. We are refunding all of it, freight included, the way you paid. You need not do anything: ${link}`,
      }
    : {
        subject: `预售没有按期发货，已退款：订单 ${number}`,
        body: `【户惠】${seller}没能在 ${shipBy} 前发出您预订的货（订单 ${number}）。货款和运费已全部按原路退回，您不用做什么：${link}`,
      };
}

/** All of the households' part was paid by the bank. `households` only from five up. */
export function paidOutLetter(
  locale: Locale,
  order: {
    readonly number: string;
    readonly link: string;
    readonly yuan: string;
    readonly villages: readonly string[];
    readonly households: number | null;
  },
): Letter {
  const { number, link, yuan, households } = order;
  if (locale === "en") {
    const who = households === null ? "The households" : `The ${households} households`;
    return {
      subject: `The households were paid: order ${number}`,
      body: `[Huhui] ${who} of ${order.villages.join(", ")} behind your order ${number} were paid ¥${yuan} by the bank. Your receipt, day by day: ${link}\nYou asked to be told; that was it. To take back what you asked for: the same page.`,
    };
  }
  const who = households === null ? "农户" : `${households} 户农户`;
  return {
    subject: `钱已付到农户：订单 ${number}`,
    body: `【户惠】您的订单 ${number} 背后，${order.villages.join("、")}的${who}已经由银行付款 ¥${yuan}。逐日的收据在这里：${link}\n这是您要的那一次通知；想撤回这项同意，也在同一页。`,
  };
}
