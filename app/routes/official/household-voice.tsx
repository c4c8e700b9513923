import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { householdScope } from "~/access/scopes";
import { decideVoice, explainDecideVoiceFailure } from "~/households/decide-voice.server";
import { householdIsWithin } from "~/households/household-store.server";
import { LONGEST_REFUSAL, mayLookAt } from "~/households/voice";
import { isVoiceOf } from "~/households/voice-store.server";
import { explainWithdrawVoiceFailure, withdrawVoice } from "~/households/withdraw-voice.server";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { doneWords } from "~/routes/consoles/done-words";
import { VoiceEntry } from "~/routes/consoles/voice-entry";
import { VoiceFields } from "~/routes/consoles/voice-fields";
import { officialVoiceForm, takeVoice } from "~/routes/consoles/voice-form.server";
import { voicePage } from "~/routes/consoles/voice-page.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage } from "./household-page.server";

const DONE = {
  written: "已记下，由另一位干部审看后展示。",
  approved: "已通过，现在起展示。",
  refused: "已记下不采用的理由，农户能看到。",
  withdrawn: "已收回，不再展示。",
} as const;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `户里的话 ${data.household.number}` : "户里的话");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, frame, household, crumbs, now } = await openHouseholdPage(request, params["id"], "voice");
  // What a household says is not bound to areas by its query: it is read once the household is known to be the official's.
  const { waiting, ...page } = await voicePage(household.id, now);
  const reader = { userId: actor.userId, households: householdScope(actor) };
  const mayCheck = can(actor, "voice:check", { areaCode: household.areaCode });
  return {
    frame,
    crumbs,
    household: { id: household.id, number: household.number, areaCode: household.areaCode },
    name: household.maskedHeadName,
    ...page,
    mayDecide:
      waiting !== undefined &&
      mayCheck &&
      mayLookAt({ householdId: household.id, writtenById: waiting.writtenById }, reader),
    done: doneWords(DONE, new URL(request.url).searchParams.get("done")),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, officialVoiceForm);
  if (!form.ok) return form.answer;
  const { value, refuse } = form;
  const now = new Date();
  const done = (what: keyof typeof DONE) => redirect(paths.gov.householdVoice(householdId, { done: what }));
  if (value.intent === "write") {
    const refused = await takeVoice(value, { actor, householdId, now });
    if (refused === "not-found") throw notFound();
    return refused ? refuse(refused) : done("written");
  }
  const { voiceId } = value;
  if (!(await isVoiceOf(db(), voiceId, householdId))) throw notFound();
  if (value.intent === "withdraw") {
    const withdrawn = await withdrawVoice({ actor, voiceId, now });
    if (withdrawn.ok) return done("withdrawn");
    if (withdrawn.failure.kind === "not-found") throw notFound();
    return refuse({ "": [explainWithdrawVoiceFailure(withdrawn.failure)] });
  }
  const refusal = value.intent === "refuse" ? value.refusal : undefined;
  const decided = await decideVoice({ actor, voiceId, refusal, now });
  if (decided.ok) return done(value.intent === "refuse" ? "refused" : "approved");
  const { failure } = decided;
  if (failure.kind === "not-found") throw notFound();
  const field = failure.kind === "no-reason" || failure.kind === "reason-too-long" ? "refusal" : "";
  return refuse({ [field]: [explainDecideVoiceFailure(failure)] });
}

export default function GovHouseholdVoice() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors;
  const { household, voices, pages } = data;
  const here = paths.gov.householdVoice(household.id);
  const shop = paths.shop("zh");
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${data.name}户说的话`, errors)}
      intro="种什么、怎么种，用农户自己的话记下来。农户同意、另一位干部看过才展示；农户随时可以收回。"
      crumbs={data.crumbs}
    >
      <HouseholdNav id={household.id} current="voice" />
      <Outcome answer={answer} refusal="没有办理" done={data.done} />
      {voices.length === 0 ? (
        <EmptyState title="这一户还没有说过话">不说也没有关系，多数农户不说。</EmptyState>
      ) : (
        <ul className="plain-list ruled">
          {voices.map((voice) => (
            <li key={voice.id}>
              <VoiceEntry voice={voice}>
                {voice.shown && (
                  <p>
                    展示在：<a href={shop.village(household.areaCode)}>村庄页</a>
                    {pages.map(({ slug, title }) => (
                      <span key={slug}>
                        、<a href={shop.product(slug)}>{title}</a>
                      </span>
                    ))}
                  </p>
                )}
                {voice.state === "WAITING" &&
                  (data.mayDecide ? (
                    <PostForm className="form no-print" action={here} noValidate>
                      <p>
                        看有没有认得出人的地方：名字、住处、孩子、证件、车牌；有没有写钱、病、困难。话不改，不合适就写明理由，请农户重写。
                      </p>
                      <input type="hidden" name="voiceId" value={voice.id} />
                      <TextareaField
                        label="不采用的理由"
                        name="refusal"
                        rows={2}
                        optional
                        maxLength={LONGEST_REFUSAL}
                        defaultValue={answer?.typed["refusal"]}
                        error={errors?.["refusal"]}
                      />
                      <div className="form-actions">
                        <Button name="intent" value="approve">
                          通过，展示
                        </Button>
                        <Button tone="quiet" name="intent" value="refuse">
                          不采用
                        </Button>
                      </div>
                    </PostForm>
                  ) : (
                    <p className="caption">写下的人不能自己审看，等另一位干部来看。</p>
                  ))}
                {(voice.state === "APPROVED" || voice.state === "WAITING") && (
                  <PostForm action={here} className="no-print">
                    <input type="hidden" name="voiceId" value={voice.id} />
                    <Button tone="link" name="intent" value="withdraw">
                      替农户收回
                    </Button>
                  </PostForm>
                )}
              </VoiceEntry>
            </li>
          ))}
        </ul>
      )}
      <section className="stack no-print">
        <div className="section-head">
          <h2>{voices.length === 0 ? "记一段" : "记新的一段"}</h2>
        </div>
        {data.storyAllowed ? (
          <PostForm className="form" action={here} encType="multipart/form-data" noValidate>
            <input type="hidden" name="intent" value="write" />
            <VoiceFields
              products={data.products}
              photoAllowed={data.photoAllowed}
              typed={(name) => answer?.typed[name]}
              errors={errors}
            />
            {!data.photoAllowed && <p className="caption">这一户没有同意“使用照片”，不能传照片。</p>}
            <div className="form-actions">
              <Button>记下，交另一位干部看</Button>
            </div>
          </PostForm>
        ) : (
          <p>
            这一户没有同意“讲述家庭故事”，不能记。同意在<a href={paths.gov.household(household.id)}>户卡</a>
            上登记，要问两次。
          </p>
        )}
      </section>
    </GovFrame>
  );
}
