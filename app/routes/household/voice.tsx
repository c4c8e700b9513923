import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isVoiceOf } from "~/households/voice-store.server";
import { explainWithdrawVoiceFailure, withdrawVoice } from "~/households/withdraw-voice.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { doneWords } from "~/routes/consoles/done-words";
import { VoiceEntry, type VoiceView } from "~/routes/consoles/voice-entry";
import { VoiceFields } from "~/routes/consoles/voice-fields";
import { ownVoiceForm, takeVoice } from "~/routes/consoles/voice-form.server";
import { voicePage } from "~/routes/consoles/voice-page.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { requireHousehold } from "./household-desk.server";
import { HouseholdFrame, householdMeta } from "./household-frame";

const TITLE = "我家说的话";
const DONE = {
  written: "收到了。村里另一位干部看过以后，就会放到网站上。",
  withdrawn: "收回了，网站上已经看不到了。",
} as const;

export const handle = { large: true };

export const meta: MetaFunction = () => householdMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { householdId, frame, areaCode } = await requireHousehold(request);
  const { waiting: _, ...page } = await voicePage(householdId, new Date());
  return {
    frame,
    areaCode,
    done: doneWords(DONE, new URL(request.url).searchParams.get("done")),
    ...page,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor, householdId } = await requireHousehold(request);
  const form = await parseForm(request, ownVoiceForm);
  if (!form.ok) return form.answer;
  const now = new Date();
  if (form.value.intent === "withdraw") {
    const { voiceId } = form.value;
    if (!(await isVoiceOf(db(), voiceId, householdId))) throw notFound();
    const withdrawn = await withdrawVoice({ actor, voiceId, now });
    if (withdrawn.ok) return redirect(paths.household.voice({ done: "withdrawn" }));
    if (withdrawn.failure.kind === "not-found") throw notFound();
    return form.refuse({ "": [explainWithdrawVoiceFailure(withdrawn.failure)] });
  }
  const refused = await takeVoice(form.value, { actor, householdId, now });
  if (refused === "not-found") throw notFound();
  return refused ? form.refuse(refused) : redirect(paths.household.voice({ done: "written" }));
}

export default function OwnVoice() {
  const { frame, areaCode, done, voices, pages, products, storyAllowed, photoAllowed } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const open = voices.filter(({ state }) => state === "APPROVED" || state === "WAITING");
  const before = voices.filter((voice) => !open.includes(voice));
  const typed = (name: string) => refused?.typed[name];
  const shop = paths.shop("zh");
  return (
    <HouseholdFrame
      frame={frame}
      current="voice"
      title={errorTitle(TITLE, refused?.errors)}
      intro="您家种什么、怎么种，可以说一段，放到网站上给买东西的人看。您同意才放，什么时候都能收回。"
    >
      <Outcome answer={refused} refusal="没有办成" done={done} />
      {open.length === 0 ? (
        <EmptyState title="网站上没有您家的话">
          {storyAllowed ? "想说就在下面写一段。" : "没有您的同意，谁也不会写。"}
        </EmptyState>
      ) : (
        <ul className="plain-list ruled">
          {open.map((voice) => (
            <li key={voice.id}>
              <VoiceEntry voice={voice}>
                {voice.shown && (
                  <p>
                    放在：<a href={shop.village(areaCode)}>村里的页面</a>
                    {pages.map(({ slug, title }) => (
                      <span key={slug}>
                        、<a href={shop.product(slug)}>{title}</a>
                      </span>
                    ))}
                  </p>
                )}
                <Withdraw voice={voice} />
              </VoiceEntry>
            </li>
          ))}
        </ul>
      )}
      {storyAllowed ? (
        <section className="stack">
          <h2>{open.length === 0 ? "写一段" : "换一段"}</h2>
          <PostForm className="form" encType="multipart/form-data" noValidate>
            <input type="hidden" name="intent" value="write" />
            <VoiceFields products={products} photoAllowed={photoAllowed} typed={typed} errors={refused?.errors} />
            {!photoAllowed && (
              <p className="quiet">
                想放照片，先在<a href={paths.household.consents()}>我同意的事</a>里同意“使用照片”。
              </p>
            )}
            <div className="form-actions">
              <Button size="large">交给村里看</Button>
            </div>
          </PostForm>
        </section>
      ) : (
        <Notice title="先同意，再写">
          <p>要放您家的话，先在“我同意的事”里同意“讲述家庭故事”，同意两次才算数。</p>
          <p>
            <ButtonLink href={paths.household.consents()}>去看我同意的事</ButtonLink>
          </p>
        </Notice>
      )}
      {before.length > 0 && (
        <section className="stack">
          <h2>以前写过的</h2>
          <ul className="plain-list ruled">
            {before.map((voice) => (
              <li key={voice.id}>
                <VoiceEntry voice={voice} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </HouseholdFrame>
  );
}

function Withdraw({ voice }: { voice: Pick<VoiceView, "id" | "words"> }) {
  return (
    <PostForm className="no-print">
      <input type="hidden" name="intent" value="withdraw" />
      <input type="hidden" name="voiceId" value={voice.id} />
      <Button tone="quiet">
        收回，不放了<span className="visually-hidden">：{voice.words}</span>
      </Button>
    </PostForm>
  );
}
