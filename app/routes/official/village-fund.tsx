import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { takeBackPhotos } from "~/media/drop-photos.server";
import { explainPhotoFailure } from "~/media/photo-failure";
import { savePhoto } from "~/media/save-photo.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { findArea } from "~/regions/area-store.server";
import { decideFundUse, explainDecideFundUseFailure } from "~/settlement/decide-fund-use.server";
import { explainRecordFundUseFailure, mayRecordFundUse, recordFundUse } from "~/settlement/record-fund-use.server";
import { fundUses, villageFund } from "~/settlement/village-fund-store.server";
import { EmptyState } from "~/ui/empty-state";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { FundUseFields } from "./fund-use-fields";
import { FundUseList } from "./fund-use-list";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { fundUseForm } from "./village-fund-form.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `${data.fund.name} 村集体资金` : "村集体资金");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const code = params["code"] ?? "";
  const fund = await villageFund(db(), code, areaPrefixes);
  if (!fund) throw notFound();
  const uses = await fundUses(db(), code);
  const decides = can(actor, "fund:decide", { areaCode: code });
  return {
    frame,
    fund: {
      code,
      name: fund.name,
      sinceOn: fund.sinceOn,
      receivedFen: toNumber(fund.receivedFen),
      usedFen: toNumber(fund.usedFen),
      leftFen: toNumber(fund.receivedFen - fund.usedFen),
    },
    mayRecord: fund.sinceOn !== null && can(actor, "fund:record", { areaCode: code }),
    uses: uses.map(({ recordedById, amountFen, ...use }) => ({
      ...use,
      amountFen: toNumber(amountFen),
      mayDecide: decides && use.state === "WAITING" && recordedById !== actor.userId,
      own: recordedById === actor.userId,
    })),
    today: dayOf(new Date()),
    done: doneWords(DONE, new URL(request.url).searchParams.get("done")),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const village = await findArea(db(), params["code"] ?? "", areaPrefixes);
  if (!village || village.level !== "VILLAGE") throw notFound();
  const areaCode = village.code;
  const form = await parseForm(request, fundUseForm);
  if (!form.ok) return form.answer;
  const { value } = form;
  const now = new Date();
  const done = (what: string) => redirect(paths.gov.villageFund(areaCode, { done: what }));
  if (value.intent !== "record") {
    const refusal = value.intent === "reject" ? value.note : undefined;
    const decided = await decideFundUse({ actor, useId: value.useId, refusal, now });
    if (decided.ok) return done(value.intent === "approve" ? "approved" : "refused");
    if (decided.failure.kind === "not-found") throw notFound();
    return form.refuse({ "": [explainDecideFundUseFailure(decided.failure)] });
  }
  const { photo, amount, correctsId, intent: _intent, ...words } = value;
  const use = { ...words, actor, areaCode, amountFen: amount, correctsId, now };
  const refused = await mayRecordFundUse(db(), use);
  if (refused?.kind === "not-found") throw notFound();
  if (refused) return form.refuse(explainRecordFundUseFailure(refused));
  const saved = await savePhoto({
    bytes: new Uint8Array(await photo.arrayBuffer()),
    kind: "SLIP",
    owner: { kind: "PLATFORM", id: actor.userId },
    alt: `${village.shortName}用款的凭据 ${words.usedOn}`,
    actor,
    now,
  });
  if (!saved.ok) return form.refuse({ photo: [explainPhotoFailure(saved.failure)] });
  const recorded = await recordFundUse({ ...use, mediaId: saved.value.mediaId });
  if (recorded.ok) return done("recorded");
  await takeBackPhotos([saved.value.mediaId]);
  return form.refuse(explainRecordFundUseFailure(recorded.failure));
}

const DONE: Readonly<Record<string, string>> = {
  recorded: "已记下，由另一位干部核定后公开。",
  approved: "已核定，网站上的村页已经公开这一笔。",
  refused: "已退回。",
};

export default function GovVillageFund() {
  const { frame, fund, uses, mayRecord, today, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <GovFrame
      frame={frame}
      current="funds"
      title={errorTitle(`${fund.name} 村集体资金`, answer?.errors)}
      intro="核定后，日期、金额和用在哪里在网站的村页上公开；记下的不能改，只能另记一条更正。"
      crumbs={[{ label: "村集体资金", href: paths.gov.villageFunds() }, { label: fund.name }]}
      actions={<a href={paths.shop("zh").village(fund.code)}>网站上的村页</a>}
    >
      <Outcome answer={answer} refusal="没有办理" done={done} />
      <dl className="ledger-figures">
        <div>
          <dt>已收到{fund.sinceOn !== null && `（${fund.sinceOn} 起）`}</dt>
          <dd>
            <Money fen={fund.receivedFen} />
          </dd>
        </div>
        <div>
          <dt>已用</dt>
          <dd>
            <Money fen={fund.usedFen} />
          </dd>
        </div>
        <div>
          <dt>结余</dt>
          <dd>
            <Money fen={fund.leftFen} />
          </dd>
        </div>
      </dl>
      {uses.length === 0 ? (
        <EmptyState title="还没有记过用款">
          {fund.sinceOn === null ? "还没有钱付到这个村。" : "村民大会决定、钱用出去之后，在下面记一笔。"}
        </EmptyState>
      ) : (
        <FundUseList uses={uses} action={paths.gov.villageFund(fund.code)} />
      )}
      {mayRecord && (
        <FundUseFields
          action={paths.gov.villageFund(fund.code)}
          today={today}
          correctable={uses.filter(({ state, corrects }) => state === "APPROVED" && corrects === null)}
          typed={answer?.typed}
          errors={answer?.errors}
        />
      )}
    </GovFrame>
  );
}
