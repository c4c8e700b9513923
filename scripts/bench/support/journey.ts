// One guest's purchase over HTTP, as a browser without scripts makes it: cart, checkout, Stripe's page, back.
export type Journey = { readonly shopUrl: string; readonly variantIds: readonly string[] };

const TIMEOUT_MS = 30_000;

/** Buys one pack of each variant; resolves when the order page says that it is paid. Answers the order page's address. */
export async function buyAsGuest({ shopUrl, variantIds }: Journey): Promise<string> {
  const cookies = new Map<string, string>();

  async function ask(url: string, form?: Record<string, string>): Promise<Response> {
    const own = url.startsWith(shopUrl);
    const answer = await fetch(url, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        Accept: "text/html",
        ...(own ? { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } : {}),
        ...(form && own ? { Origin: shopUrl, "Sec-Fetch-Site": "same-origin" } : {}),
      },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of own ? answer.headers.getSetCookie() : []) {
      const [name = "", value = ""] = (line.split(";", 1)[0] ?? "").split("=", 2);
      cookies.set(name, value);
    }
    return answer;
  }

  async function follow(url: string, form?: Record<string, string>): Promise<{ url: string; html: string }> {
    let answer = await ask(url, form);
    let at = url;
    while (answer.status >= 300 && answer.status < 400) {
      await answer.arrayBuffer();
      at = new URL(answer.headers.get("Location") ?? "", at).href;
      answer = await ask(at);
    }
    const html = await answer.text();
    if (!answer.ok)
      throw new Error(
        `${answer.status} from ${at}: ${html
          .replace(/<[^>]*>/g, " ")
          .replace(/\s+/g, " ")
          .slice(0, 300)}`,
      );
    return { url: at, html };
  }

  for (const variant of variantIds) await follow(`${shopUrl}/cart`, { intent: "add", variant, quantity: "1" });
  const checkout = await follow(`${shopUrl}/checkout?province=31`);
  const placed = await follow(`${shopUrl}/checkout`, {
    intent: "place",
    checkoutKey: field(checkout.html, "checkoutKey"),
    shownTotal: field(checkout.html, "shownTotal"),
    name: "张三",
    phone: "13800000000",
    email: "",
    province: "31",
    addressLine: "浦东新区测试路 1 号",
    note: "",
    invoiceTitle: "",
    invoiceTaxNumber: "",
    promotion: "",
    paste: "",
  });
  const order = await follow(placed.url, { act: "pay", method: "card" });
  if (!order.url.includes("/orders/") || !order.html.includes("待发货")) throw new Error(`not paid at ${order.url}`);
  return order.url;
}

function field(html: string, name: string): string {
  const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  if (!found) throw new Error(`the page has no ${name}`);
  return found;
}
