import type { AreaFactRow } from "~/regions/area-store.server";
import { SummaryList } from "~/ui/summary-list";
import { Chinese } from "./chinese";
import { factName, factValue } from "./fact-names";
import { useShop } from "./messages/messages";

/** 村情: what is written of a village, each fact with its source. */
export function VillageFacts({ facts }: { facts: readonly AreaFactRow[] }) {
  const { locale, m } = useShop();
  if (facts.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{m.village.facts}</h2>
      </div>
      <SummaryList
        items={facts.map((fact) => ({
          label: <Chinese>{factName(locale, fact.key)}</Chinese>,
          value: (
            <>
              <Chinese>{factValue(locale, fact)}</Chinese>{" "}
              <span className="caption">{fact.synthetic ? m.village.synthetic : <Chinese>{fact.source}</Chinese>}</span>
            </>
          ),
        }))}
      />
    </section>
  );
}
