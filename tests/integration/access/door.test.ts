import { generateSync } from "otplib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUserDisabled } from "~/access/set-user-disabled.server";
import { systemActor } from "~/access/actor";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { A_PASSWORD, anOfficial, anOperator, aPerson } from "#tests/builders/access";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";

let server: WebServer;

beforeAll(async () => {
  await aVillage("341021203201");
  Object.assign(process.env, {
    SITE_ICP: "皖ICP备2026000000号-1",
    SITE_ICP_REGISTER: "https://register.example/",
    SITE_LICENCES: "统一社会信用代码 91341021MA00000000",
  });
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

type Sent = {
  readonly cookie?: string;
  readonly form?: Record<string, string>;
  readonly headers?: Record<string, string>;
};

async function send(path: string, { cookie, form, headers }: Sent = {}) {
  const response = await fetch(new URL(path, server.origin), {
    redirect: "manual",
    signal: AbortSignal.timeout(60_000),
    headers: {
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(form ? { Origin: server.origin, "Sec-Fetch-Site": "same-origin" } : {}),
      ...headers,
    },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  const [setCookie = ""] = response.headers.getSetCookie();
  return {
    status: response.status,
    html: await response.text(),
    location: (response.headers.get("Location") ?? "").replace(server.origin, ""),
    headers: response.headers,
    setCookie,
    cookie: setCookie.split(";")[0] ?? "",
  };
}

test("signing in leads to where one wanted to go, with a cookie that scripts and other sites cannot use", async () => {
  const official = await anOfficial("341021203");
  const asked = await send(paths.gov.households({ month: "2026-03" }));
  expect(asked.location).toBe("/sign-in?to=%2Fgov%2Fhouseholds%3Fmonth%3D2026-03");
  const form = { loginName: official.loginName, password: A_PASSWORD, to: "/gov/households?month=2026-03" };
  const signedIn = await send(paths.signIn(), { form });
  expect(signedIn).toMatchObject({ status: 302, location: "/gov/households?month=2026-03" });
  expect(signedIn.setCookie).toMatch(/^huhui=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
  expect((await send(signedIn.location, { cookie: signedIn.cookie })).status).toBe(200);
});

test("each lands in their own console", async () => {
  for (const [person, console] of [
    [await anOfficial("341021203"), "/gov"],
    [await anOperator(), "/ops"],
    [await aPerson({ roles: [{ role: "SHOPPER" }] }), "/"],
  ] as const) {
    expect((await send(paths.signIn(), { cookie: person.cookie })).location).toBe(console);
  }
});

test("a wrong password is answered 422, keeps the name and forgets the password; the seventh try is told to wait", async () => {
  const person = await aPerson();
  const form = { loginName: person.loginName, password: "wrong-but-typed", to: "" };
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const refused = await send(paths.signIn(), { form });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("登录名或密码不正确");
    expect(refused.html).toContain(`value="${person.loginName}"`);
    expect(refused.html).not.toContain("wrong-but-typed");
    expect(refused.setCookie).toBe("");
  }
  const stopped = await send(paths.signIn(), { form: { ...form, password: A_PASSWORD } });
  expect(stopped.status).toBe(429);
  expect(Number(stopped.headers.get("Retry-After"))).toBeGreaterThan(800);
  expect(stopped.html).toContain("请在 15 分钟后再试");
});

test("empty and oversized fields are refused at the field", async () => {
  const refused = await send(paths.signIn(), { form: { loginName: "", password: "" } });
  expect(refused.status).toBe(422);
  expect(refused.html).toContain("请输入登录名。");
  expect(refused.html).toContain("请输入密码。");
  expect((await send(paths.signIn(), { form: { loginName: "x".repeat(300), password: "y" } })).status).toBe(422);
  expect((await send(paths.signIn(), { form: { loginName: "x", password: "y".repeat(900) } })).status).toBe(422);
});

test("a body that is no form is answered 400", async () => {
  const response = await fetch(new URL(paths.signIn(), server.origin), {
    method: "POST",
    body: JSON.stringify({ loginName: "a", password: "b" }),
    headers: { "Content-Type": "application/json", Origin: server.origin, "Sec-Fetch-Site": "same-origin" },
  });
  expect(response.status).toBe(400);
});

test("a session dies at once: at sign-out, when the account is disabled, and whatever cookie was planted before", async () => {
  const person = await anOfficial("341021203");
  const planted = `huhui=${"A".repeat(43)}`;
  const signedIn = await send(paths.signIn(), {
    cookie: planted,
    form: { loginName: person.loginName, password: A_PASSWORD },
  });
  expect(signedIn.cookie).not.toBe(planted);
  expect((await send(paths.gov.households(), { cookie: planted })).status).toBe(302);
  expect((await send(paths.gov.households(), { cookie: signedIn.cookie })).status).toBe(200);

  const out = await send(paths.signOut(), { cookie: signedIn.cookie, form: {} });
  expect(out.setCookie).toContain("Expires=Thu, 01 Jan 1970");
  expect((await send(paths.gov.households(), { cookie: signedIn.cookie })).location).toMatch(/^\/sign-in/);
  expect((await send(paths.signOut(), { cookie: person.cookie })).status).toBe(404);
  expect((await send(paths.gov.households(), { cookie: person.cookie })).status).toBe(200);

  await setUserDisabled({ actor: systemActor, userId: person.userId, disabled: true, now: new Date() });
  expect((await send(paths.gov.households(), { cookie: person.cookie })).location).toMatch(/^\/sign-in/);
});

test("a second factor is set up from the page, shown once, and asked for at the next sign-in", async () => {
  const person = await anOfficial("341021203");
  const page = await send(paths.account.totp(), { cookie: person.cookie });
  const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.html)?.[1]?.replaceAll(" ", "") ?? "";
  expect(page.html).toContain("<svg");
  expect((await send(paths.account.totp(), { cookie: person.cookie, form: { code: "000000" } })).status).toBe(422);
  const code = () => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) });
  const on = await send(paths.account.totp(), { cookie: person.cookie, form: { code: code() } });
  const recoveryCodes = [...on.html.matchAll(/<code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map((hit) => hit[1] ?? "");
  expect(recoveryCodes).toHaveLength(10);
  expect((await send(paths.account.totp(), { cookie: person.cookie })).html).not.toContain(recoveryCodes[0]);

  const password = await send(paths.signIn(), {
    form: { loginName: person.loginName, password: A_PASSWORD, to: "/gov" },
  });
  expect(password.location).toBe("/sign-in/code?to=%2Fgov");
  expect((await send(paths.gov.households(), { cookie: password.cookie })).location).toMatch(/^\/sign-in/);
  expect((await send(paths.account.security(), { cookie: password.cookie })).location).toMatch(/^\/sign-in/);
  const opened = await send(paths.signInCode(), {
    cookie: password.cookie,
    form: { code: recoveryCodes[0] ?? "", to: "/gov" },
  });
  expect(opened).toMatchObject({ status: 302, location: "/gov" });
  expect((await send(paths.gov.households(), { cookie: opened.cookie })).status).toBe(200);
});

test("no address of another site is ever a place to go after signing in", async () => {
  const person = await aPerson({ roles: [{ role: "SHOPPER" }] });
  const elsewhere = [
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/ /evil.example",
    "https:evil.example",
    "/..//evil.example",
    "/./\\evil.example",
    "?//evil.example",
    "evil.example",
    "@evil.example",
    "/\n/evil.example",
    "/\u0000/x",
  ];
  for (const to of elsewhere) {
    const asked = await send(paths.signIn(to), { cookie: person.cookie });
    const reached = new URL(asked.location, server.origin);
    expect([to, reached.origin]).toEqual([to, server.origin]);
  }
});

test("account security changes the password, lists the devices and ends one of them", async () => {
  const person = await aPerson();
  const other = await send(paths.signIn(), { form: { loginName: person.loginName, password: A_PASSWORD } });
  const page = await send(paths.account.security(), { cookie: person.cookie });
  const sessionId = /name="sessionId" value="([^"]+)"/.exec(page.html)?.[1] ?? "";
  const stranger = await aPerson();
  await send(paths.account.security(), { cookie: stranger.cookie, form: { intent: "end-session", sessionId } });
  expect((await send(paths.account.security(), { cookie: other.cookie })).status).toBe(200);
  await send(paths.account.security(), { cookie: person.cookie, form: { intent: "end-session", sessionId } });
  expect((await send(paths.account.security(), { cookie: other.cookie })).status).toBe(302);

  const change = { intent: "change-password", currentPassword: A_PASSWORD, newPassword: "four other plain words" };
  const weak = await send(paths.account.security(), {
    cookie: person.cookie,
    form: { ...change, newPassword: "short" },
  });
  expect(weak.status).toBe(422);
  expect(weak.html).toContain("密码至少 10 个字符");
  const changed = await send(paths.account.security(), { cookie: person.cookie, form: change });
  expect(changed.location).toBe("/account/security?done=password");
  expect((await send(paths.account.security(), { cookie: person.cookie })).status).toBe(302);
  expect((await send(paths.account.security(), { cookie: changed.cookie })).status).toBe(200);
});

test("fields that a form does not have change nothing", async () => {
  const operator = await anOperator();
  const form = {
    loginName: "mass.assigned",
    displayName: "张三",
    password: A_PASSWORD,
    role: "OPERATOR",
    id: operator.userId,
    passwordHash: "x",
    disabledAt: "2020-01-01",
  };
  expect((await send(paths.ops.users(), { cookie: operator.cookie, form })).status).toBe(302);
  const made = await db().user.findUniqueOrThrow({ where: { loginName: "mass.assigned" }, include: { grants: true } });
  expect(made).toMatchObject({ disabledAt: null, grants: [] });
  expect(made.id).not.toBe(operator.userId);
  expect(made.passwordHash).toMatch(/^\$argon2id\$/);
});

test("a page is packed as whoever asks can unpack it, with the length of what is sent, and the same page in each case", async () => {
  const cart = `cart=${"a".repeat(43)}.1`;
  const theirs = "theirs=1"; // no page with a cookie of others' is kept for anybody else
  const unlike = / nonce="[^"]*"|'nonce-[^']+'/g;
  for (const [path, cookie, best] of [
    ["/", "", "br"],
    ["/", cart, "br"],
    // packed for this answer alone: in little time
    [paths.signIn(), "", "gzip"],
    ["/en/accessibility", theirs, "gzip"],
  ] as const) {
    const plain = await send(path, { cookie, headers: { "Accept-Encoding": "identity" } });
    expect(plain.headers.has("Content-Encoding")).toBe(false);
    for (const [accepts, expected] of [
      ["gzip, deflate", "gzip"],
      ["gzip, deflate, br", best],
      ["br", "br"],
      ["br;q=0, gzip", "gzip"],
    ] as const) {
      // Twice: what is kept is answered as what was drawn.
      for (let i = 0; i < 2; i++) {
        const answer = await send(path, { cookie, headers: { "Accept-Encoding": accepts } });
        expect([path, answer.headers.get("Content-Encoding")]).toEqual([path, expected]);
        expect(answer.headers.get("Vary")).toContain("Accept-Encoding");
        expect(answer.html.replace(unlike, "")).toBe(plain.html.replace(unlike, ""));
      }
    }
  }
  const drawn = await send(paths.signIn(), { cookie: theirs, headers: { "Accept-Encoding": "gzip" } });
  expect(Number(drawn.headers.get("Content-Length"))).toBeGreaterThan(500);
});

test("below every page of the shop stand the site's licences, the 备案号 as the way to the register", async () => {
  for (const path of ["/", "/en/search", "/cart"]) {
    const { html } = await send(path);
    expect(html, path).toMatch(
      /<p lang="zh-CN">统一社会信用代码 91341021MA00000000.*<a href="https:\/\/register\.example\/">皖ICP备2026000000号-1<\/a><\/p>/,
    );
  }
});
