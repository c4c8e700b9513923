import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { minuteOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { findApplicationByToken } from "~/supply/application-store.server";
import { Day } from "~/ui/day";
import { ErrorSummary } from "~/ui/form";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { JoinFields } from "./join-fields";
import { typedOf } from "./join-form.server";
import { shopOf, useShop } from "./messages/messages";
import { sendApplication } from "./send-application.server";
import { ShopPage } from "./shop-page";
import { villageOptions } from "./village-options.server";

/** An applicant's private link: where the application stands, and the form again when changes are asked for. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const application = await findApplicationByToken(db(), params["token"] ?? "");
  if (!application) throw notFound();
  const asked = application.state === "CHANGES_ASKED";
  return {
    cartCount: cartCountOf(request),
    token: params["token"] ?? "",
    number: application.number,
    name: application.name,
    kind: application.kind,
    area: application.areaName,
    state: application.state,
    submitted: minuteOf(application.submittedAt),
    changesAsked: application.changesAsked,
    countyWords: application.countyWords,
    decidedWords: application.decidedWords,
    papers: application.papers.map(({ kind }) => kind),
    typed: asked ? typedOf(application) : null,
    villages: asked ? await villageOptions() : [],
  };
}

export const meta: MetaFunction<typeof loader> = ({ location, data }) => [
  { title: shopOf(location.pathname).m.join.statusTitle(data?.number ?? "") },
  { name: "robots", content: "noindex" },
  { name: "referrer", content: "same-origin" },
];

export async function action({ request, params }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const application = await findApplicationByToken(db(), token);
  if (!application) throw notFound();
  const shop = shopOf(new URL(request.url).pathname);
  const again = { token, applicationId: application.id };
  const sent = await sendApplication(request, await readForm(request), shop, again);
  if (!sent.ok) return json(sent.failure, { status: 422 });
  return redirect(shop.to.application(token));
}

export default function Application() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { m: messages, to } = useShop();
  const m = messages.join;
  const over = data.state === "OBJECTED" || data.state === "REFUSED";
  return (
    <ShopPage cartCount={data.cartCount}>
      <div className="page-head">
        <h1>{m.statusTitle(data.number)}</h1>
        <p className="quiet">{m.statusLead}</p>
      </div>
      <SummaryList
        items={[
          {
            label: m.state,
            value: (
              <StatusWord tone={data.state === "APPROVED" ? "done" : over ? "problem" : "waiting"}>
                {m.states[data.state]}
              </StatusWord>
            ),
          },
          { label: m.name, value: `${data.name} · ${m.kinds[data.kind]}` },
          { label: m.area, value: data.area },
          { label: m.submitted, value: <Day>{data.submitted}</Day> },
          { label: m.papersSent, value: data.papers.map((kind) => m.papers[kind]).join(" · ") || "—" },
          ...(data.countyWords ? [{ label: m.countyWords, value: data.countyWords }] : []),
          ...(data.decidedWords ? [{ label: m.decidedWords, value: data.decidedWords }] : []),
        ]}
      />
      {data.typed !== null && (
        <>
          <Notice tone="waiting" title={m.asked}>
            {data.changesAsked ?? ""}
          </Notice>
          <p>{m.changeLead}</p>
          <ErrorSummary errors={refused?.errors} title={m.notSent} />
          <JoinFields
            action={to.application(data.token)}
            villages={data.villages}
            reply={refused ?? { typed: data.typed, errors: {} }}
            submit={m.sendAgain}
          />
        </>
      )}
    </ShopPage>
  );
}
