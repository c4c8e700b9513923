import { Day } from "~/ui/day";
import { Money, MoneyCell } from "~/ui/money";
import { Table } from "~/ui/table";
import { useShop } from "./messages/messages";

export type ShownLedger = {
  readonly households: number | null;
  readonly salesFen: number | null;
  readonly householdsFen: number | null;
  readonly leftOut: boolean;
  readonly medianFen: number | null;
  readonly months: readonly {
    readonly period: string;
    readonly householdsFen: number | null;
    readonly households: number | null;
  }[];
};

/** What twelve months of sales gave a village's households; nothing of fewer than five of them. */
export function VillageLedger({ figures }: { figures: ShownLedger }) {
  const { m } = useShop();
  const mostOfMonths = Math.max(1, ...figures.months.map(({ householdsFen }) => householdsFen ?? 0));
  return (
    <section>
      <div className="section-head">
        <h2>{m.village.ledger}</h2>
        <span>{m.village.months}</span>
      </div>
      <dl className="ledger-figures">
        <div>
          <dt>{m.village.toHouseholds}</dt>
          <dd>{figures.householdsFen === null ? <TooFew /> : <Money fen={figures.householdsFen} household />}</dd>
        </div>
        <div>
          <dt>{m.village.households}</dt>
          <dd>{figures.households === null ? <TooFew /> : m.home.householdsCount(figures.households)}</dd>
        </div>
        <div>
          <dt>{m.village.median}</dt>
          <dd>{figures.medianFen === null ? <TooFew /> : <Money fen={figures.medianFen} household />}</dd>
        </div>
        <div>
          <dt>{m.village.sales}</dt>
          <dd>{figures.salesFen === null ? <TooFew /> : <Money fen={figures.salesFen} />}</dd>
        </div>
      </dl>
      {figures.months.length > 0 && (
        <Table
          caption={m.village.months}
          captionHidden
          columns={[
            { key: "c1", label: m.village.month },
            { key: "c2", label: m.village.toHouseholds, align: "end" },
            { key: "c3", label: m.village.households, align: "end" },
          ]}
        >
          {figures.months.map((month) => (
            <tr key={month.period}>
              <th scope="row">
                <Day>{month.period}</Day>
                {month.householdsFen !== null && month.householdsFen > 0 && (
                  <span
                    className="month-bar"
                    aria-hidden="true"
                    style={{ inlineSize: `${Math.round((month.householdsFen / mostOfMonths) * 100)}%` }}
                  />
                )}
              </th>
              {month.householdsFen === null ? (
                <td className="number caption" colSpan={2}>
                  {m.village.tooFew}
                </td>
              ) : (
                <>
                  <MoneyCell fen={month.householdsFen} household />
                  <td className="number">{month.households}</td>
                </>
              )}
            </tr>
          ))}
        </Table>
      )}
      {figures.leftOut && <p className="caption">{m.village.leftOut}</p>}
    </section>
  );
}

function TooFew() {
  const { m } = useShop();
  return <span className="caption">{m.village.tooFew}</span>;
}
