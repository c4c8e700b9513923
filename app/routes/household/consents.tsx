import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { openConsents, type OpenConsents } from "~/households/consent-store.server";
import { CONSENT_PURPOSES, type ConsentPurpose } from "~/households/consent";
import { confirmConsent, explainConsentFailure, giveConsent, withdrawConsent } from "~/households/consent.server";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Button } from "~/ui/button";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { HouseholdFrame, householdMeta } from "./household-frame";
import { requireHousehold } from "./household-desk.server";
import { consentForm } from "./forms.server";

const TITLE = "我同意的事";

const STEPS = { give: giveConsent, confirm: confirmConsent, withdraw: withdrawConsent } as const;

const MEANINGS: Record<ConsentPurpose, string> = {
  STORY: "网站上可以写你们家种什么、怎么种。不写收入，不写生病，不写困难。",
  PHOTO: "网站上可以放你们家的人或地里的照片。不放孩子的照片。",
  NAME: "网站上可以写您的姓，像“张**家”。不写全名。",
};

const DONE = {
  give: "记下了。还要再按一次“确认同意”才算数。",
  confirm: "确认了，从现在起算数。什么时候都可以收回。",
  withdraw: "收回了，从现在起不再使用。",
} as const;

export const handle = { large: true };

export const meta: MetaFunction = () => householdMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { householdId, frame } = await requireHousehold(request);
  const open: OpenConsents = await openConsents(db(), householdId);
  return {
    frame,
    done: doneWords(DONE, new URL(request.url).searchParams.get("done")),
    consents: (Object.keys(CONSENT_PURPOSES) as ConsentPurpose[]).map((purpose) => {
      const own = open.get(purpose);
      const state = own === undefined ? "none" : own.confirmedAt === null ? "given" : "confirmed";
      return {
        purpose,
        title: CONSENT_PURPOSES[purpose],
        meaning: MEANINGS[purpose],
        state: state as "none" | "given" | "confirmed",
        since: own === undefined ? null : minuteOf(own.confirmedAt ?? own.givenAt),
      };
    }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor, householdId } = await requireHousehold(request);
  const form = await parseForm(request, consentForm);
  if (!form.ok) return form.answer;
  const { step, purpose } = form.value;
  const changed = await STEPS[step]({ actor, householdId, purpose, now: new Date() });
  if (changed.ok) return redirect(paths.household.consents({ done: step }));
  if (changed.failure.kind === "not-found") throw notFound();
  return form.refuse({ "": [explainConsentFailure(changed.failure)] });
}

export default function Consents() {
  const { frame, done, consents } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <HouseholdFrame
      frame={frame}
      current="consents"
      title={errorTitle(TITLE, refused?.errors)}
      intro="每件事单独问，同意两次才算数，什么时候都能收回。不同意也不影响卖货和拿钱。"
    >
      <Outcome answer={refused} refusal="没有改动" done={done} />
      <ul className="plain-list ruled">
        {consents.map(({ purpose, title, meaning, state, since }) => (
          <li key={purpose} className="stack-small">
            <h2>{title}</h2>
            <p>{meaning}</p>
            <p>
              {state === "none" && <StatusWord tone="neutral">没有同意</StatusWord>}
              {state === "given" && <StatusWord tone="waiting">同意了一次，等您确认</StatusWord>}
              {state === "confirmed" && <StatusWord tone="done">同意了</StatusWord>}
              {since !== null && <span className="caption"> {since}</span>}
            </p>
            {purpose === "STORY" && state === "confirmed" && (
              <p>
                <a href={paths.household.voice()}>写一段，看网站上放了什么</a>
              </p>
            )}
            <PostForm className="cluster no-print">
              <input type="hidden" name="purpose" value={purpose} />
              {state === "none" && (
                <Button name="step" value="give">
                  同意<span className="visually-hidden">：{title}</span>
                </Button>
              )}
              {state === "given" && (
                <Button name="step" value="confirm">
                  确认同意<span className="visually-hidden">：{title}</span>
                </Button>
              )}
              {state !== "none" && (
                <Button name="step" value="withdraw" tone="quiet">
                  收回<span className="visually-hidden">：{title}</span>
                </Button>
              )}
            </PostForm>
          </li>
        ))}
      </ul>
    </HouseholdFrame>
  );
}
