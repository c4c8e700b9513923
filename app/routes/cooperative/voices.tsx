import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { VoiceFields } from "~/routes/consoles/voice-fields";
import { pointVoiceForm, takeVoice, voiceProducts, wordsRefused } from "~/routes/consoles/voice-form.server";
import { householdsOfServicePoint } from "~/supply/household-seller-store.server";
import { Button } from "~/ui/button";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { CoopFrame, coopMeta } from "./coop-frame";
import { ForHelpedHouseholds, HelpedHouseholdField } from "./helped-household";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "户里的话";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, servicePointIds } = await requireWorkplace(request, "voice:write");
  const [frame, households, products] = await Promise.all([
    coopFrame(actor),
    householdsOfServicePoint(db(), servicePointIds),
    voiceProducts(),
  ]);
  return {
    frame,
    products,
    households: households.map(({ id, headName, number }) => ({ value: id, label: `${headName}（${number}）` })),
    done: new URL(request.url).searchParams.get("done") === "written",
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireWorkplace(request, "voice:write");
  const form = await parseForm(request, pointVoiceForm);
  if (!form.ok) return form.answer;
  const { householdId, ...voice } = form.value;
  if (householdId === "") return form.refuse({ householdId: ["请选择农户。"], ...wordsRefused(voice) });
  const refused = await takeVoice(voice, { actor, householdId, now: new Date() });
  if (refused === "not-found") return form.refuse({ householdId: ["请从列表中选择农户。"] });
  return refused ? form.refuse(refused) : redirect(paths.coop.voices({ done: "written" }));
}

export default function PointVoices() {
  const { frame, households, products, done } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  return (
    <CoopFrame
      frame={frame}
      current="voices"
      title={errorTitle(TITLE, errors)}
      intro="农户口头说、服务点替他记：种什么、怎么种，用他自己的话。农户（两次）同意过，村里的干部看过，才放到网站上。"
    >
      <Outcome
        answer={refused}
        refusal="没有记下"
        done={done && "记下了，等村里的干部审看。农户在自己的页面上能看到，也能收回。"}
      />
      <ForHelpedHouseholds households={households}>
        <PostForm className="form" encType="multipart/form-data" noValidate>
          <HelpedHouseholdField households={households} refused={refused} />
          <VoiceFields
            products={products}
            photoAllowed={undefined}
            typed={(name) => refused?.typed[name]}
            errors={errors}
          />
          <div className="form-actions">
            <Button>记下，交村干部看</Button>
          </div>
        </PostForm>
      </ForHelpedHouseholds>
    </CoopFrame>
  );
}
