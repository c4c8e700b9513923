import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { renderSVG } from "uqr";
import { notFound } from "~/access/not-found";
import { householdIsWithin } from "~/households/household-store.server";
import { explainIssueCardFailure, issueHouseholdCard } from "~/households/issue-household-card.server";
import { isId } from "~/kernel/ids";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { Button } from "~/ui/button";
import { ErrorSummary } from "~/ui/form";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdCardPage } from "./household-page.server";

const TITLE = "打印查账卡";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs } = await openHouseholdCardPage(request, params["id"]);
  const live = await db().householdCard.findFirst({
    where: { householdId: card.id, revokedAt: null },
    select: { issuedAt: true },
  });
  return {
    frame,
    crumbs: [...crumbs, { label: TITLE }],
    id: card.id,
    name: card.maskedHeadName,
    number: card.number,
    asks: card.maskedBankAccount === null ? "登记手机号的后四位" : "收款银行卡的后四位",
    issued: live === null ? null : minuteOf(live.issuedAt),
  };
}

/** The code is in the answer of this one request: it stands in no address, no log and no table. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const issued = await issueHouseholdCard({ actor, householdId, now: new Date() });
  if (!issued.ok) {
    return json({ errors: { "": [explainIssueCardFailure(issued.failure)] }, qr: null }, { status: 422 });
  }
  const url = new URL(paths.household.card(issued.value.token), env().APP_URL).href;
  return json(
    { errors: {}, qr: `data:image/svg+xml,${encodeURIComponent(renderSVG(url))}` },
    { headers: { "Cache-Control": "no-store" } },
  );
}

export default function HouseholdCardPage() {
  const { frame, crumbs, id, name, number, asks, issued } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const qr = answer?.qr ?? null;
  return (
    <GovFrame frame={frame} current="households" title={TITLE} crumbs={crumbs}>
      <HouseholdNav id={id} current="own-card" />
      <ErrorSummary errors={answer?.errors} title="没有生成" />
      {qr === null ? (
        <>
          <p>
            没有手机的农户用这张卡看自家的账：扫卡上的码，再填{asks}。
            {issued === null ? "这一户还没有卡。" : `现在的卡是 ${issued} 打印的；打印新卡以后，旧卡就打不开了。`}
          </p>
          <PostForm className="form-actions">
            <Button>{issued === null ? "生成查账卡" : "换一张新卡"}</Button>
          </PostForm>
        </>
      ) : (
        <>
          <div className="no-print">
            <Notice tone="waiting" title="请现在打印">
              码只在这一页出现这一次。打印后交给农户本人，不要拍照转发。
            </Notice>
          </div>
          <section className="household-card" aria-label="查账卡">
            <img className="household-card-qr" src={qr} alt="查账二维码" />
            <div className="stack-small">
              <h2>户惠 查账卡</h2>
              <p>
                {name}家 {number}
              </p>
              <p>手机扫码，填{asks}，就能看：交了什么货、卖了多少、欠您多少、付了多少。</p>
              <p className="caption">卡丢了，请告诉村里换一张。</p>
            </div>
          </section>
        </>
      )}
    </GovFrame>
  );
}
