import type { PartKind } from "~/benefits/split";
import { SplitBar } from "~/ui/split-bar";
import { inLocale, useShop } from "./messages/messages";
import { splitParts } from "./split-parts";

export type ShownAverage = {
  readonly orders: number;
  readonly from: string;
  readonly to: string;
  readonly parts: readonly { readonly kind: PartKind; readonly amountFen: number }[];
};

/** How the average of the last days' orders was split, and by which rules an order is split today. */
export function AverageOrder({
  average,
  rules,
}: {
  average: ShownAverage | null;
  rules: readonly {
    readonly name: string;
    readonly nameEn: string;
    readonly version: number;
    readonly since: string;
  }[];
}) {
  const { locale, m } = useShop();
  return (
    <>
      {average ? (
        <SplitBar
          parts={splitParts(average.parts, m)}
          caption={m.home.averageCaption(average.orders, average.from, average.to)}
        />
      ) : (
        <p className="quiet">{m.home.averageNone}</p>
      )}
      {rules.length > 0 && (
        <p className="caption">
          {m.home.rulesNow}
          {rules
            .map((rule) => m.home.ruleNow(inLocale(locale, rule.name, rule.nameEn), rule.version, rule.since))
            .join(locale === "en" ? "; " : "；")}
          {locale === "en" ? "." : "。"}
        </p>
      )}
    </>
  );
}
