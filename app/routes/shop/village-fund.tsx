import { Day } from "~/ui/day";
import { Money } from "~/ui/money";
import { Chinese } from "./chinese";
import { useShop } from "./messages/messages";

export type ShownFund = {
  readonly receivedFen: number | null;
  readonly leftOut: boolean;
  readonly usedFen: number;
  readonly leftFen: number | null;
  readonly uses: readonly {
    readonly id: string;
    readonly usedOn: string;
    readonly decidedOn: string;
    readonly amountFen: number;
    readonly purpose: string;
    readonly correctsOn: string | null;
  }[];
};

/** What sales gave the village beside its households, and each thing it did with it. */
export function VillageFund({ fund }: { fund: ShownFund }) {
  const { locale, m } = useShop();
  return (
    <section>
      <div className="section-head">
        <h2>{m.fund.title}</h2>
      </div>
      <p className="quiet">{m.fund.lead}</p>
      <dl className="ledger-figures">
        <div>
          <dt>{m.fund.received}</dt>
          <dd>
            {fund.receivedFen === null ? (
              <span className="caption">{m.fund.notTold}</span>
            ) : (
              <Money fen={fund.receivedFen} />
            )}
          </dd>
        </div>
        <div>
          <dt>{m.fund.used}</dt>
          <dd>
            <Money fen={fund.usedFen} />
          </dd>
        </div>
        {fund.leftFen !== null && (
          <div>
            <dt>{m.fund.left}</dt>
            <dd>
              <Money fen={fund.leftFen} />
            </dd>
          </div>
        )}
      </dl>
      {fund.leftOut && <p className="caption">{m.fund.leftOut}</p>}
      {fund.uses.length === 0 ? (
        <p className="caption">{m.fund.nothing}</p>
      ) : (
        <ol className="plain-list ruled fund-uses">
          {fund.uses.map((use) => (
            <li key={use.id} className="stack-small">
              <p className="spread">
                <Day>{use.usedOn}</Day>
                <Money fen={use.amountFen} signed={use.correctsOn !== null} />
              </p>
              <p>
                <Chinese>{use.purpose}</Chinese>
              </p>
              <p className="caption">
                {m.fund.decided(use.decidedOn)}
                {use.correctsOn !== null && ` · ${m.fund.corrects(use.correctsOn)}`}
              </p>
            </li>
          ))}
        </ol>
      )}
      {locale === "en" && fund.uses.length > 0 && <p className="caption">{m.fund.chineseOnly}</p>}
    </section>
  );
}
