import { formatYuan, sum } from "~/kernel/money";
import { MoneyCell } from "~/ui/money";
import { Table } from "~/ui/table";
import { Timeline, type TimelineStep } from "~/ui/timeline";
import type { Impact } from "./impact.server";
import { inLocale, useShop } from "./messages/messages";
import { splitParts } from "./split-parts";

/** 已入账 → 应付 → 结账 → 已付: where the households' part is, with days, and to how many of which villages; and what each refund took from whom. */
export function ImpactSteps({ impact }: { impact: Impact }) {
  const { locale, m } = useShop();
  const yuan = (fen: number) => `¥${formatYuan(fen)}`;
  const released = impact.releasedOn.length > 0;
  const happened: (TimelineStep & { time: string })[] = [
    ...impact.releasedOn.map(({ day, amountFen }) => ({
      title: m.impact.released(yuan(amountFen)),
      time: day,
      state: "done" as const,
    })),
    ...impact.closedOn.map(({ day, period }) => ({
      title: m.impact.closed(period),
      time: day,
      state: "done" as const,
    })),
    ...impact.paidOn.map(({ day, amountFen, households, villages }) => ({
      title: m.impact.paid(yuan(amountFen)),
      time: day,
      detail: m.impact.paidTo(
        villages.map((village) => inLocale(locale, village.name, village.nameEn)),
        households,
      ),
      state: "done" as const,
    })),
  ];
  const steps: TimelineStep[] = [
    { title: m.impact.posted, ...(impact.postedOn ? { time: impact.postedOn } : {}), state: "done" },
    ...happened.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)),
    ...(impact.pendingFen > 0
      ? [{ title: m.impact.toRelease(yuan(impact.pendingFen)), state: "current" } satisfies TimelineStep]
      : []),
    ...(impact.payableFen > 0
      ? [{ title: m.impact.toPay(yuan(impact.payableFen)), state: "current" } satisfies TimelineStep]
      : []),
    ...(impact.pendingFen > 0 && !released
      ? [{ title: m.impact.later, state: "upcoming" } satisfies TimelineStep]
      : []),
  ];
  return (
    <div className="stack impact-steps">
      {impact.householdFen > 0 && <Timeline label={m.impact.title} steps={steps} />}
      {impact.refunds.map((refund) => (
        <Table
          key={`${refund.day} ${refund.parts.map((part) => part.amountFen).join(" ")}`}
          caption={m.impact.refund(refund.day)}
          columns={[
            { key: "who", label: m.impact.who },
            { key: "taken", label: m.impact.taken, align: "end" },
          ]}
        >
          {splitParts(refund.parts, m).map((part) => (
            <tr key={part.key}>
              <th scope="row">{part.label}</th>
              <MoneyCell fen={-part.fen} household={part.tone === "household"} />
            </tr>
          ))}
          <tr data-total="">
            <th scope="row">{m.impact.sum}</th>
            <MoneyCell fen={-sum(refund.parts.map((part) => BigInt(part.amountFen)))} />
          </tr>
        </Table>
      ))}
    </div>
  );
}
