/** The page a browser keeps for when there is no network. Both languages have the same keys. */
const zh = {
  offline: {
    title: "现在没有网络",
    lead: "这一页打不开，是因为手机连不上网，不是商店出了问题。",
    again: "再试一次",
    still: [
      "购物车里的东西还在，连上网就能看到。",
      "没有网络时下不了单，也不会扣钱。刚才在付款的，连上网后先到“我的”或订单链接里看有没有付成，再决定要不要重付。",
      "已经付款的订单照常发货，钱照常分给农户。",
      "价格和库存随时在变，所以没有网络时不拿旧的给您看。",
    ],
  },
};

const en = {
  offline: {
    title: "No network at the moment",
    lead: "This page cannot be opened because your phone has no connection; nothing is wrong with the shop.",
    again: "Try again",
    still: [
      "What is in your cart stays there; you see it once you are connected.",
      "Without a network nothing can be ordered and no money moves. If you were paying just now, look at your account or the order's link first, before you pay again.",
      "Orders that are paid are sent, and their money reaches the households, as always.",
      "Prices and stock change all the time: old ones are not shown to you.",
    ],
  },
} satisfies typeof zh;

export const OFFLINE_WORDS = { zh, en };
