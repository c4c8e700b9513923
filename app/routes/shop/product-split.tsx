import { useLoaderData } from "@remix-run/react";
import { formatYuan } from "~/kernel/money";
import { SplitBar } from "~/ui/split-bar";
import { Chinese } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import type { loader } from "./product";
import { splitParts } from "./split-parts";

/** Who gets what of this purchase, who sets it, by which versions, and that it is expected until it is posted. */
export function Split() {
  const { listing, chosen, quantity, split } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  return (
    <section id="split">
      <div className="section-head">
        <h2>{m.product.split}</h2>
        <a href={to.howMoneyIsSplit()}>{m.home.howLink}</a>
      </div>
      {split ? (
        <>
          <SplitBar
            parts={splitParts(split.parts, m)}
            caption={
              <Chinese>{m.product.splitCaption(inLocale(locale, chosen.name, chosen.nameEn), quantity)}</Chinese>
            }
            {...(listing.preorder ? {} : { state: m.product.expected })}
          />
          {split.paidAtIntakeFen > 0 && (
            <p className="caption">
              {m.product.splitBoughtOut}{" "}
              <span className="paid-before">{m.product.paidAtIntake(`¥${formatYuan(split.paidAtIntakeFen)}`)}</span>
            </p>
          )}
          <p className="caption">{listing.preorder ? m.product.preorderSplitNote : m.product.splitNote}</p>
          <p className="caption">
            <a href={to.transparency()}>
              {m.product.splitBy(
                m.home.ruleNow(
                  inLocale(locale, split.rule.name, split.rule.nameEn),
                  split.rule.version,
                  split.rule.since,
                ),
                split.fees.version,
                split.fees.since,
              )}
            </a>
          </p>
        </>
      ) : (
        <p className="quiet">{m.product.splitUnavailable}</p>
      )}
    </section>
  );
}
