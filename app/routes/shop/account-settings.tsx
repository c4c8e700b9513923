import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { maskContact, parseContact, type Contact } from "~/access/contact";
import { PASSWORD_MIN } from "~/access/password-rule";
import { requestOrigin } from "~/access/request-origin.server";
import { endedSessionCookie } from "~/access/session-cookie.server";
import { proveContact, renameShopper, setShopperPassword, shopperAccount } from "~/access/shopper-account.server";
import { sendShopperCode, SHOPPER_CODE_MINUTES } from "~/access/shopper-code.server";
import { closeAccount } from "~/orders/close-account.server";
import { KEEP_ORDERS_YEARS } from "~/orders/keep-orders";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { readForm } from "~/platform/form.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { SummaryList } from "~/ui/summary-list";
import { AccountFrame, accountMeta } from "./account-frame";
import { cartCountOf, endedCartCookie } from "~/orders/cart-cookie.server";
import { CodeSent } from "./code-sent";
import { ACCOUNT_WORDS, useAccountWords } from "./messages/account";
import { shopOf, useShop } from "./messages/messages";
import { requireShopper } from "./shopper.server";

const DONE = ["name", "bound", "password"] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const session = await requireShopper(request, new Date());
  const account = await shopperAccount(db(), session.userId);
  const done = new URL(request.url).searchParams.get("done");
  return json(
    {
      cartCount: cartCountOf(request),
      name: account.displayName,
      hasPassword: account.hasPassword,
      contacts: account.contacts.map((contact) => ({ channel: contact.channel, masked: maskContact(contact) })),
      works: session.grants.some(({ role }) => role !== "SHOPPER"),
      done: DONE.find((one) => one === done) ?? null,
      demo: env().DEMO,
      minutes: SHOPPER_CODE_MINUTES,
    },
    { headers: { "Cache-Control": "no-store" } },
  );
}

/** Which form waits for its code. */
type Waiting = "contact" | "password" | "close";

export async function action({ request }: ActionFunctionArgs) {
  const now = new Date();
  const session = await requireShopper(request, now);
  const { locale, to } = shopOf(new URL(request.url).pathname);
  const { settings, signIn } = ACCOUNT_WORDS[locale];
  const { address } = requestOrigin(request);
  const form = await readForm(request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.slice(0, 1000) : "";
  };
  const answer = (waiting: Waiting | null, errors: FormErrors, status = 422) =>
    json({ waiting, errors, typed: { contact: text("contact"), name: text("name") } }, status);
  const tooMany = (waiting: Waiting | null, field: string, failure: { retryAfterSeconds: number }) =>
    answer(waiting, { [field]: [signIn.errors.throttled(Math.ceil(failure.retryAfterSeconds / 60))] }, 429);

  const intent = text("intent");
  if (intent === "name") {
    const name = text("name").normalize("NFC").trim();
    if (name === "" || [...name].length > 30) return answer(null, { name: [settings.nameError] });
    await renameShopper(db(), session.userId, name);
    return redirect(to.account.settings({ done: "name" }));
  }

  const bound = (await shopperAccount(db(), session.userId)).contacts;
  const first: Contact | undefined = bound.find(({ channel }) => channel === "SMS") ?? bound[0];
  const isOwn = session.grants.every(({ role }) => role === "SHOPPER");
  switch (intent) {
    case "ask-contact":
    case "contact": {
      const contact = parseContact(text("contact"));
      if (!contact) return answer(null, { contact: [signIn.errors.contact] });
      if (intent === "ask-contact") {
        const { userId } = session;
        const throttled = await sendShopperCode({ contact, purpose: "CONTACT", userId, locale, address, now });
        return throttled ? tooMany(null, "contact", throttled) : answer("contact", {}, 200);
      }
      const proven = await proveContact({ session, contact, code: text("code"), address, now });
      if (proven.ok) return redirect(to.account.settings({ done: "bound" }));
      if (proven.failure.kind === "throttled") return tooMany("contact", "code", proven.failure);
      const message = proven.failure.kind === "taken" ? settings.taken : signIn.errors.code;
      return answer("contact", { code: [message] });
    }
    case "ask-password":
    case "ask-close": {
      if (!first || !isOwn) return answer(null, { "": [isOwn ? settings.needsContact : settings.staffAccount] });
      const [purpose, waiting] =
        intent === "ask-password" ? (["PASSWORD", "password"] as const) : (["CLOSE", "close"] as const);
      const { userId } = session;
      const throttled = await sendShopperCode({ contact: first, purpose, userId, locale, address, now });
      return throttled ? tooMany(null, "", throttled) : answer(waiting, {}, 200);
    }
    case "password": {
      if (!first || !isOwn) return answer(null, { "": [isOwn ? settings.needsContact : settings.staffAccount] });
      const password = text("password");
      const set = await setShopperPassword({ session, contact: first, code: text("code"), password, address, now });
      if (set.ok) return redirect(to.account.settings({ done: "password" }));
      const { failure } = set;
      if (failure.kind === "throttled") return tooMany("password", "code", failure);
      if (failure.kind === "wrong") return answer("password", { code: [signIn.errors.code] });
      return answer("password", { password: [settings.passwordErrors[failure.problem]] });
    }
    case "close": {
      if (!first) return answer(null, { "": [settings.needsContact] });
      const closed = await closeAccount({ session, contact: first, code: text("code"), address, now });
      if (closed.ok) {
        const headers = new Headers({ "Set-Cookie": endedSessionCookie() });
        headers.append("Set-Cookie", endedCartCookie());
        return redirect(to.account.signIn({ done: "closed" }), { headers });
      }
      const { failure } = closed;
      if (failure.kind === "throttled") return tooMany("close", "code", failure);
      if (failure.kind === "wrong") return answer("close", { code: [signIn.errors.code] });
      const message = failure.kind === "desk" ? settings.staffAccount : settings.underWay(failure.count);
      return answer(null, { "": [message] });
    }
    default:
      return redirect(to.account.settings());
  }
}

export const meta: MetaFunction = ({ location }) => {
  const { locale } = shopOf(location.pathname);
  return accountMeta(ACCOUNT_WORDS[locale].settings.title, locale);
};

export default function AccountSettings() {
  const data = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { to } = useShop();
  const all = useAccountWords();
  const words = all.settings;
  const errors = answered?.errors as FormErrors | undefined;
  const waiting = answered?.waiting ?? null;
  const here = to.account.settings();
  const first = data.contacts.find(({ channel }) => channel === "SMS") ?? data.contacts[0];
  const doneWords = { name: words.nameSaved, bound: words.bound, password: words.passwordDone };
  const typed = parseContact(answered?.typed.contact ?? "");
  const sentTo = waiting === "contact" && typed ? maskContact(typed) : (first?.masked ?? "");
  const code = <CodeSent to={sentTo} minutes={data.minutes} demo={data.demo} errors={errors} />;
  return (
    <AccountFrame cartCount={data.cartCount} current="settings" title={words.title}>
      <div className="stack-large">
        {data.done && !answered && (
          <Notice tone="done" live>
            {doneWords[data.done]}
          </Notice>
        )}
        <ErrorSummary errors={errors} />
        <section className="stack">
          <div className="section-head">
            <h2>{words.contacts}</h2>
          </div>
          <SummaryList
            items={(["SMS", "EMAIL"] as const).map((channel) => ({
              label: channel === "SMS" ? words.sms : words.email,
              value: data.contacts.find((contact) => contact.channel === channel)?.masked ?? words.none,
            }))}
          />
          <form className="form" method="post" action={here} noValidate>
            {waiting === "contact" ? (
              <>
                <input type="hidden" name="contact" value={answered?.typed.contact} />
                {code}
              </>
            ) : (
              <Field
                label={words.bind}
                name="contact"
                hint={words.bindHint}
                maxLength={200}
                autoCapitalize="none"
                defaultValue={answered?.typed.contact}
                error={messagesOf(errors, "contact")}
              />
            )}
            <div className="form-actions">
              <Button tone="quiet" name="intent" value={waiting === "contact" ? "contact" : "ask-contact"}>
                {waiting === "contact" ? words.confirm : all.signIn.send}
              </Button>
            </div>
          </form>
        </section>

        <section>
          <div className="section-head">
            <h2>{words.name}</h2>
          </div>
          <form className="form" method="post" action={here} noValidate>
            <Field
              label={words.name}
              name="name"
              hint={words.nameHint}
              maxLength={30}
              defaultValue={errors && messagesOf(errors, "name").length > 0 ? answered?.typed.name : data.name}
              error={messagesOf(errors, "name")}
            />
            <div className="form-actions">
              <Button tone="quiet" name="intent" value="name">
                {words.saveName}
              </Button>
            </div>
          </form>
        </section>

        <section className="stack-small">
          <div className="section-head">
            <h2>{words.password}</h2>
          </div>
          {data.works ? (
            <p>
              {words.staffAccount} <a href={paths.account.security()}>{words.staffLink}</a>
            </p>
          ) : (
            <>
              <p>{data.hasPassword ? words.passwordSet : words.passwordNone}</p>
              {first ? (
                <form className="form" method="post" action={here} noValidate>
                  {waiting === "password" && (
                    <>
                      {code}
                      <Field
                        label={words.passwordNew}
                        name="password"
                        type="password"
                        autoComplete="new-password"
                        hint={words.passwordHint(PASSWORD_MIN)}
                        required
                        error={messagesOf(errors, "password")}
                      />
                    </>
                  )}
                  <div className="form-actions">
                    <Button tone="quiet" name="intent" value={waiting === "password" ? "password" : "ask-password"}>
                      {waiting === "password" ? words.passwordSave : words.passwordSend(first.masked)}
                    </Button>
                  </div>
                </form>
              ) : (
                <p className="quiet">{words.needsContact}</p>
              )}
            </>
          )}
        </section>

        <section className="stack-small">
          <div className="section-head">
            <h2>{words.data}</h2>
          </div>
          <p>{words.dataText}</p>
          <p className="cluster">
            <ButtonLink tone="quiet" href={to.account.data()}>
              {words.dataOpen}
            </ButtonLink>
            <ButtonLink tone="quiet" href={paths.account.dataJson()}>
              {words.dataJson}
            </ButtonLink>
          </p>
        </section>

        {!data.works && (
          <section className="stack-small">
            <div className="section-head">
              <h2>{words.close}</h2>
            </div>
            <p className="prose">{words.closeText(KEEP_ORDERS_YEARS)}</p>
            {first ? (
              <form className="form" method="post" action={here} noValidate>
                {waiting === "close" && code}
                <div className="form-actions">
                  <Button tone="danger" name="intent" value={waiting === "close" ? "close" : "ask-close"}>
                    {waiting === "close" ? words.closeDo : words.closeSend(first.masked)}
                  </Button>
                </div>
              </form>
            ) : (
              <p className="quiet">{words.needsContact}</p>
            )}
          </section>
        )}
      </div>
    </AccountFrame>
  );
}
