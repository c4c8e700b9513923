import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { maskContact, parseContact } from "~/access/contact";
import { requestOrigin } from "~/access/request-origin.server";
import { optionalActor } from "~/access/require-actor.server";
import { readSessionCookie, sessionCookie } from "~/access/session-cookie.server";
import { sendShopperCode, SHOPPER_CODE_MINUTES } from "~/access/shopper-code.server";
import { signInShopperByCode, signInShopperByPassword } from "~/access/sign-in-shopper.server";
import type { SignedIn } from "~/access/sign-in.server";
import { mergeCarts } from "~/orders/merge-carts.server";
import { paths } from "~/paths";
import { env } from "~/platform/env.server";
import { readForm } from "~/platform/form.server";
import { safeRedirect } from "~/platform/safe-redirect.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { accountMeta } from "./account-frame";
import { cartCookie, cartCountOf, readCartCookie } from "~/orders/cart-cookie.server";
import { CodeSent } from "./code-sent";
import { ACCOUNT_WORDS, useAccountWords } from "./messages/account";
import { shopOf, useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";

export async function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { to } = shopOf(url.pathname);
  const wanted = safeRedirect(url.searchParams.get("to"), "");
  const actor = await optionalActor(request);
  if (actor) throw redirect(wanted || to.account.orders());
  return json(
    {
      cartCount: cartCountOf(request),
      to: wanted,
      by: url.searchParams.get("by") === "password" ? ("password" as const) : ("code" as const),
      closed: url.searchParams.get("done") === "closed",
      minutes: SHOPPER_CODE_MINUTES,
      demo: env().DEMO,
    },
    { headers: { "Cache-Control": "no-store" } },
  );
}

const LONGEST = 300;

export async function action({ request }: ActionFunctionArgs) {
  const { locale } = shopOf(new URL(request.url).pathname);
  const { errors: words } = ACCOUNT_WORDS[locale].signIn;
  const now = new Date();
  const form = await readForm(request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.slice(0, LONGEST) : "";
  };
  const { address, userAgent } = requestOrigin(request);
  const wanted = text("to");
  const answer = (step: "ask" | "enter" | "password", errors: FormErrors, status: 200 | 422 | 429, retry?: number) =>
    json(
      { step, errors, contact: text("contact"), to: safeRedirect(wanted, "") },
      { status, headers: { "Cache-Control": "no-store", ...(retry ? { "Retry-After": String(retry) } : {}) } },
    );
  const tooMany = (step: "ask" | "enter" | "password", field: string, seconds: number) =>
    answer(step, { [field]: [words.throttled(Math.ceil(seconds / 60))] }, 429, seconds);

  const intent = form.get("intent");
  const step = intent === "enter" ? "enter" : intent === "password" ? "password" : "ask";
  const contact = parseContact(text("contact"));
  if (!contact) return answer(step === "enter" ? "ask" : step, { contact: [words.contact] }, 422);

  if (step === "ask") {
    const throttled = await sendShopperCode({ contact, purpose: "SIGN_IN", locale, address, now });
    return throttled ? tooMany("ask", "contact", throttled.retryAfterSeconds) : answer("enter", {}, 200);
  }
  const visit = { contact, previousToken: readSessionCookie(request), address, userAgent, now };
  if (step === "enter") {
    if (text("code").trim() === "") return answer("enter", { code: [words.noCode] }, 422);
    const signedIn = await signInShopperByCode({ ...visit, code: text("code"), locale });
    if (signedIn.ok) return enter(request, signedIn.value, wanted, now);
    const { failure } = signedIn;
    if (failure.kind === "throttled") return tooMany("enter", "code", failure.retryAfterSeconds);
    return answer("enter", { code: [failure.kind === "desk" ? words.desk : words.code] }, 422);
  }
  if (text("password") === "") return answer("password", { password: [words.noPassword] }, 422);
  const signedIn = await signInShopperByPassword({ ...visit, password: text("password") });
  if (signedIn.ok) return enter(request, signedIn.value, wanted, now);
  const { failure } = signedIn;
  if (failure.kind === "throttled") return tooMany("password", "password", failure.retryAfterSeconds);
  return answer("password", { "": [failure.kind === "desk" ? words.desk : words.wrong] }, 422);
}

/** In: with the guest's cart poured into the account's own, and on to where one wanted to go. */
async function enter(request: Request, signedIn: SignedIn, wanted: string, now: Date) {
  const { to } = shopOf(new URL(request.url).pathname);
  const headers = new Headers({ "Set-Cookie": sessionCookie(signedIn.token, signedIn.expiresAt) });
  const next = safeRedirect(wanted, to.account.orders());
  if (signedIn.awaitsCode) return redirect(paths.signInCode(next), { headers });
  const guest = readCartCookie(request);
  const merged = await mergeCarts({ userId: signedIn.userId, guestToken: guest?.token, now });
  headers.append("Set-Cookie", cartCookie({ token: merged.token, count: merged.lines }));
  return redirect(next, { headers });
}

export const meta: MetaFunction = ({ location }) => {
  const { locale } = shopOf(location.pathname);
  return accountMeta(ACCOUNT_WORDS[locale].signIn.title, locale);
};

export default function AccountSignIn() {
  const data = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { locale, to } = useShop();
  const words = useAccountWords().signIn;
  const errors = answered?.errors as FormErrors | undefined;
  const step = answered?.step ?? (data.by === "password" ? "password" : "ask");
  const wanted = answered?.to ?? data.to;
  const asked = wanted === "" ? {} : { to: wanted };
  const contact = answered ? parseContact(answered.contact) : undefined;
  return (
    <ShopPage cartCount={data.cartCount}>
      <div className="page-head">
        <h1>{words.title}</h1>
        {step === "ask" && <p className="quiet">{words.lead}</p>}
      </div>
      <div className="stack">
        {data.closed && !answered && <Notice tone="done">{ACCOUNT_WORDS[locale].settings.closed}</Notice>}
        <ErrorSummary errors={errors} />
        <form className="form" method="post" action={to.account.signIn()} noValidate>
          <input type="hidden" name="to" value={wanted} />
          {step === "enter" ? (
            <>
              <input type="hidden" name="contact" value={answered?.contact ?? ""} />
              <CodeSent
                to={contact ? maskContact(contact) : ""}
                minutes={data.minutes}
                demo={data.demo}
                errors={errors}
              />
              <div className="form-actions">
                <Button name="intent" value="enter">
                  {words.enter}
                </Button>
                <Button tone="link" name="intent" value="ask">
                  {words.other}
                </Button>
              </div>
            </>
          ) : (
            <>
              <Field
                label={words.contact}
                name="contact"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                maxLength={200}
                defaultValue={answered?.contact}
                error={messagesOf(errors, "contact")}
              />
              {step === "password" && (
                <Field
                  label={words.password}
                  name="password"
                  type="password"
                  autoComplete="current-password"
                  required
                  hint={words.forgotten}
                  error={messagesOf(errors, "password")}
                />
              )}
              <div className="form-actions">
                <Button name="intent" value={step}>
                  {step === "password" ? words.enter : words.send}
                </Button>
              </div>
            </>
          )}
        </form>
        <ul className="plain-list stack-small">
          <li>
            {step === "password" ? (
              <a href={to.account.signIn(asked)}>{words.byCode}</a>
            ) : (
              <a href={to.account.signIn({ ...asked, by: "password" })}>{words.byPassword}</a>
            )}
          </li>
          <li>
            <a href={paths.signIn()} className="quiet">
              {words.staff}
            </a>
          </li>
        </ul>
      </div>
    </ShopPage>
  );
}
