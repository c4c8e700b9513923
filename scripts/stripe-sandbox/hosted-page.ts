import type Stripe from "stripe";
import type { Method } from "./objects";
import type { Sandbox } from "./sandbox";
import { StripeRefusal, type WireRequest, type WireResponse } from "./wire";

type Language = "zh" | "en";

const WORDS = {
  zh: {
    title: "收银台（演练）",
    banner: "演练环境，不产生真实扣款。这里没有真正的银行卡，也没有真正的钱。",
    total: "应付金额",
    items: "商品清单",
    method: "选择支付方式",
    methods: { card: "银行卡（测试卡 •••• 0005）", alipay: "支付宝", wechat_pay: "微信支付" },
    pay: "支付",
    decline: "模拟付款被拒",
    declineHint: "银行拒绝这笔付款，订单保留，可以再试",
    abandon: "返回商家，暂不付款",
    declined: "付款被拒绝：您的卡被发卡行拒绝。没有扣款，请换一种方式再试。",
    expired: "这次付款已过期，没有扣款。",
    complete: "这笔订单已付款。",
    back: "返回商家",
    until: "请在此时间前付款：",
    other: "English",
    foot: "这一页代替 Stripe 的收银台；接入真实密钥后，由 Stripe 的页面接管。",
  },
  en: {
    title: "Checkout (sandbox)",
    banner: "Sandbox: no real money. There is no real card here, and nothing is charged.",
    total: "To pay",
    items: "What you are buying",
    method: "How would you like to pay?",
    methods: { card: "Card (test card •••• 0005)", alipay: "Alipay", wechat_pay: "WeChat Pay" },
    pay: "Pay",
    decline: "Pretend the payment is declined",
    declineHint: "the bank says no; the order is kept, and you can try again",
    abandon: "Back to the shop without paying",
    declined: "Declined: the bank refused this card. Nothing was charged; please try another way.",
    expired: "This payment has expired. Nothing was charged.",
    complete: "This order has been paid.",
    back: "Back to the shop",
    until: "Please pay before",
    other: "中文",
    foot: "This page stands in for Stripe's checkout; with a real key, Stripe's own page takes its place.",
  },
} as const;

/** Stripe's hosted payment page, in plain HTML: pay, be declined, or go back. */
export function hostedPage(sandbox: Sandbox, request: WireRequest): WireResponse {
  const url = new URL(request.path, "http://sandbox");
  const id = decodeURIComponent(url.pathname.slice("/c/pay/".length));
  let session: Stripe.Checkout.Session;
  try {
    session = sandbox.findSession(id);
  } catch (error) {
    if (error instanceof StripeRefusal) return page(404, "<h1>404</h1>", "en");
    throw error;
  }
  const wanted = url.searchParams.get("lang");
  const language: Language = (wanted ?? session.locale ?? "zh").startsWith("zh") ? "zh" : "en";
  if (request.method === "GET") return drawn(session, language, url.pathname);
  if (request.method !== "POST") return page(405, "<h1>405</h1>", language);

  const form = new URLSearchParams(request.body);
  if (session.status === "open" && form.get("act") === "decline") {
    return drawn(sandbox.decline(id), language, url.pathname, "declined");
  }
  if (session.status === "open") {
    const chosen = form.get("method") ?? session.payment_method_types[0] ?? "card";
    if (!session.payment_method_types.includes(chosen)) return drawn(session, language, url.pathname);
    session = sandbox.pay(id, chosen);
  }
  if (session.status === "complete") return redirect(successUrl(session));
  return drawn(session, language, url.pathname);
}

function successUrl(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function drawn(session: Stripe.Checkout.Session, language: Language, path: string, problem?: "declined"): WireResponse {
  const words = WORDS[language];
  const total = yuan(session.amount_total ?? 0);
  if (session.status !== "open") {
    const isPaid = session.status === "complete";
    const to = isPaid ? successUrl(session) : (session.cancel_url ?? session.success_url ?? "/");
    const body = `<h1>${isPaid ? words.complete : words.expired}</h1>
      <p class="total">${total}</p><p><a class="button" href="${escape(to)}">${words.back}</a></p>`;
    return page(200, body, language);
  }
  const lines = (session.line_items?.data ?? [])
    .map((line) => {
      const quantity = (line.quantity ?? 1) > 1 ? ` × ${line.quantity}` : "";
      return `<tr><td>${escape(line.description ?? "")}${quantity}</td><td>${yuan(line.amount_total)}</td></tr>`;
    })
    .join("\n");
  const methods = session.payment_method_types
    .map((method, index) => {
      const label = words.methods[method as Method] ?? escape(method);
      return `<label><input type="radio" name="method" value="${escape(method)}"${index === 0 ? " checked" : ""}> ${label}</label>`;
    })
    .join("\n");
  const until = new Date(session.expires_at * 1000).toLocaleTimeString(language === "zh" ? "zh-CN" : "en-GB", {
    timeZone: "Asia/Shanghai",
    hour: "2-digit",
    minute: "2-digit",
  });
  const other = language === "zh" ? "en" : "zh";
  const body = `
    <p class="language"><a href="?lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a></p>
    <h1>${words.title}</h1>
    ${problem ? `<p class="problem" role="alert">${words.declined}</p>` : ""}
    <p class="label">${words.total}</p>
    <p class="total">${total}</p>
    <p class="hint">${words.until} ${until}</p>
    <table><caption>${words.items}</caption><tbody>${lines}</tbody></table>
    <form method="post" action="${escape(`${path}?lang=${language}`)}">
      <fieldset><legend>${words.method}</legend>${methods}</fieldset>
      <button class="button" name="act" value="pay">${words.pay} ${total}</button>
      <button class="quiet" name="act" value="decline" aria-describedby="decline-hint">${words.decline}</button>
      <p class="hint" id="decline-hint">${words.declineHint}</p>
    </form>
    ${session.cancel_url ? `<p><a href="${escape(session.cancel_url)}">← ${words.abandon}</a></p>` : ""}`;
  return page(problem ? 402 : 200, body, language);
}

const STYLE = `
  :root { color-scheme: light; font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #f3f1ec; color: #22231f; line-height: 1.6; }
  .banner { background: #b8431f; color: #fff; text-align: center; padding: .6rem 1rem; font-weight: 600; }
  main { max-width: 30rem; margin: 1.5rem auto 3rem; background: #fff; padding: 1.5rem clamp(1rem, 5vw, 2rem); border: 1px solid #dcd8cf; border-radius: .75rem; }
  h1 { font-size: 1.25rem; margin: 0 0 1rem; }
  .language { float: right; margin: 0; }
  .label, .hint { color: #5a5b54; margin: 0; font-size: .9rem; }
  .total { font-size: 2.25rem; font-weight: 700; margin: 0; font-variant-numeric: tabular-nums; }
  table { width: 100%; border-collapse: collapse; margin: 1.25rem 0; }
  caption { text-align: start; font-weight: 600; padding-bottom: .4rem; }
  td { padding: .45rem 0; border-top: 1px solid #eae7df; vertical-align: top; }
  td:last-child { text-align: end; white-space: nowrap; padding-inline-start: 1rem; font-variant-numeric: tabular-nums; }
  fieldset { border: 0; padding: 0; margin: 0 0 1.25rem; }
  legend { font-weight: 600; padding: 0; margin-bottom: .4rem; }
  label { display: flex; gap: .6rem; align-items: center; min-height: 2.75rem; border: 1px solid #dcd8cf; border-radius: .5rem; padding: .35rem .9rem; margin-bottom: .5rem; }
  label:has(:checked) { border-color: #256b4f; background: #f0f7f3; }
  .button, .quiet { display: block; width: 100%; min-height: 3rem; border-radius: .5rem; border: 1px solid #256b4f; font: inherit; font-weight: 600; cursor: pointer; text-align: center; text-decoration: none; padding: .65rem; }
  .button { background: #256b4f; color: #fff; }
  .quiet { background: #fff; color: #8c2f12; border-color: #d9b3a6; margin-top: .75rem; font-weight: 400; }
  .problem { background: #fdece6; border-inline-start: 4px solid #b8431f; padding: .75rem 1rem; margin: 0 0 1rem; }
  a { color: #1f5c8a; } a.button { color: #fff; margin-top: 1rem; }
  :focus-visible { outline: 3px solid #1f5c8a; outline-offset: 2px; }
  footer { max-width: 30rem; margin: 0 auto 2rem; padding: 0 1rem; color: #5a5b54; font-size: .85rem; text-align: center; }
`;

function page(status: number, body: string, language: Language): WireResponse {
  const words = WORDS[language];
  const html = `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="banner">${words.banner}</div>
<main>${body}</main>
<footer>${words.foot}</footer>
</body>
</html>
`;
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    },
    body: html,
  };
}

function redirect(to: string): WireResponse {
  return { status: 303, headers: { location: to, "cache-control": "no-store" }, body: "" };
}

function yuan(fen: number): string {
  const sign = fen < 0 ? "−" : "";
  return `${sign}¥${Math.floor(Math.abs(fen) / 100).toLocaleString("en-US")}.${String(Math.abs(fen) % 100).padStart(2, "0")}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
