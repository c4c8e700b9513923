import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { openEntry } from "~/benefits/household-entry-store.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { ButtonLink } from "~/ui/button";
import { Money } from "~/ui/money";
import { SummaryList } from "~/ui/summary-list";
import { accountWords } from "../consoles/account-words";
import { journalWords } from "../consoles/journal-words";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage } from "./household-page.server";
import { isEntryOf, payoutOf } from "./region-desk-store.server";
import { CLASS_WORDS, FLOW_WORDS } from "./words";

export const meta: MetaFunction = () => govMeta("分录");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, household, crumbs, areaPrefixes } = await openHouseholdPage(request, params["id"], "entry");
  const { journalId, position: place = "" } = params;
  const position = /^\d{1,4}$/.test(place) ? Number(place) : -1;
  if (!isId(journalId) || !(await isEntryOf(db(), household.id, journalId, position))) throw notFound();
  const opened = await openEntry(db(), { areaPrefixes, journalId, position });
  if (!opened) throw notFound();
  const { entry, posting, journal, checks } = opened;
  const payout = entry.payoutId === null ? undefined : await payoutOf(db(), entry.payoutId);
  return {
    frame,
    crumbs,
    household: { id: household.id, maskedHeadName: household.maskedHeadName },
    entry: {
      at: minuteOf(entry.occurredAt),
      period: entry.period,
      kind: journalWords(entry.kind),
      flow: FLOW_WORDS[entry.flow],
      className: CLASS_WORDS[entry.incomeClass],
      stable: entry.stable,
      cooperative: entry.cooperativeName,
      title: entry.title,
      memo: entry.memo,
      voucher: entry.voucherNumber,
      pendingFen: toNumber(entry.pendingFen),
      accruedFen: toNumber(entry.accruedFen),
      paidFen: toNumber(entry.paidFen),
      orderLineId: entry.orderLineId,
      intakeId: entry.intakeId,
    },
    payout: payout ? { basis: payout.basis, amountFen: toNumber(payout.amountFen), period: payout.period } : null,
    posting: {
      source: accountWords(posting.source),
      destination: accountWords(posting.destination),
      amountFen: toNumber(posting.amountFen),
    },
    journal: {
      recordedAt: minuteOf(journal.recordedAt),
      contentHash: journal.contentHash,
      isReversal: journal.reversesId !== null,
      sealSequence: journal.sealSequence === null ? null : Number(journal.sealSequence),
      postings: journal.postings,
    },
    checks: {
      hash: checks.hash,
      conserved: {
        ok: checks.conserved.ok,
        shownFen: toNumber(checks.conserved.shownFen),
        recomputedFen: toNumber(checks.conserved.recomputedFen),
      },
    },
  };
}

export default function GovHouseholdEntry() {
  const { frame, crumbs, household, entry, payout, posting, journal, checks } = useLoaderData<typeof loader>();
  return (
    <GovFrame
      frame={frame}
      current="households"
      title={`${entry.kind}${entry.title === "" ? "" : `：${entry.title}`}`}
      intro={`${entry.at}，计入 ${entry.period}`}
      crumbs={[
        ...crumbs,
        { label: entry.period, href: paths.gov.householdEntries(household.id, { month: entry.period }) },
        { label: "分录" },
      ]}
    >
      <HouseholdNav id={household.id} current="income" />
      <section className="stack">
        <p className="equation">
          <span>
            <small>从</small>
            {posting.source}
          </span>
          <span>→</span>
          <span>
            <small>到</small>
            {posting.destination}
          </span>
          <span>
            <small>金额</small>
            <Money fen={posting.amountFen} />
          </span>
        </p>
        <SummaryList
          items={[
            ...(entry.pendingFen === 0 ? [] : [{ label: "待确认", value: <Money fen={entry.pendingFen} signed /> }]),
            ...(entry.accruedFen === 0 ? [] : [{ label: "应计", value: <Money fen={entry.accruedFen} signed /> }]),
            ...(entry.paidFen === 0
              ? []
              : [{ label: "已付到户", value: <Money fen={entry.paidFen} household signed /> }]),
            { label: "带动方式", value: entry.flow },
            { label: "收入类别", value: `${entry.className}${entry.stable ? "，稳定项" : ""}` },
            { label: "经由", value: entry.cooperative ?? "农户直销" },
            ...(entry.voucher === null ? [] : [{ label: "付款凭证", value: entry.voucher }]),
            ...(payout === null
              ? []
              : [
                  {
                    label: "发放依据",
                    value: (
                      <>
                        {payout.basis}（{payout.period}，<Money fen={payout.amountFen} />）
                      </>
                    ),
                  },
                ]),
            ...(entry.memo === null ? [] : [{ label: "摘要", value: entry.memo }]),
          ]}
        />
        <p className="cluster no-print">
          {entry.orderLineId !== null && (
            <ButtonLink tone="quiet" href={paths.gov.householdOrderLine(household.id, entry.orderLineId)}>
              看这笔销售
            </ButtonLink>
          )}
          {entry.intakeId !== null && (
            <ButtonLink tone="quiet" href={paths.gov.householdIntake(household.id, entry.intakeId)}>
              看入库单
            </ButtonLink>
          )}
        </p>
      </section>
      <section className="stack">
        <div className="section-head">
          <h2>账簿</h2>
        </div>
        <SummaryList
          items={[
            { label: "记账时间", value: journal.recordedAt },
            { label: "同一事项的分录", value: `${journal.postings} 笔` },
            ...(journal.isReversal ? [{ label: "性质", value: "冲正：更正先前的分录" }] : []),
            { label: "内容摘要（SHA-256）", value: <code>{journal.contentHash}</code> },
            { label: "封存序号", value: journal.sealSequence ?? "待封存（一分钟内）" },
          ]}
        />
        <div className="stack-small">
          <CheckLine ok={checks.hash}>按分录重新计算的内容摘要与记账时一致</CheckLine>
          <CheckLine
            ok={checks.conserved.ok}
            shownFen={checks.conserved.shownFen}
            recomputedFen={checks.conserved.recomputedFen}
          >
            这一事项进入订单清算的金额 = 从中分出的金额
          </CheckLine>
        </div>
      </section>
    </GovFrame>
  );
}
