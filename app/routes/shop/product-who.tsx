import { useLoaderData } from "@remix-run/react";
import { ResistPattern } from "~/ui/resist-pattern";
import { VillagePlaque } from "~/ui/village-plaque";
import { Chinese } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import type { loader } from "./product";
import { Voice } from "./voice";

/** The village behind the goods, how many of its households, and what one of them says. */
export function WhoBenefits() {
  const { listing, split, voice } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const village = inLocale(locale, listing.villageName, listing.villageNameEn);
  return (
    <section className="who">
      <ResistPattern code={listing.areaCode} />
      <div className="who-words">
        <VillagePlaque
          name={listing.villageName}
          href={to.village(listing.areaCode)}
          {...(locale === "en" ? { below: listing.villageNameEn } : {})}
        />
        <div className="stack-small">
          <h2 className="h3">{m.product.who}</h2>
          <p>
            <Chinese>
              {listing.sellerKind === "HOUSEHOLD"
                ? m.product.whoDirect(inLocale(locale, listing.sellerName, listing.sellerNameEn))
                : m.product.whoText(village, inLocale(locale, listing.sellerName, listing.sellerNameEn))}
            </Chinese>
          </p>
          {listing.sellerKind === "COOPERATIVE" && split && (
            <p className="quiet">
              {listing.preorder
                ? m.product.preorderWho
                : split.households === null
                  ? m.product.lotFewHouseholds
                  : m.product.lotHouseholds(split.households)}
            </p>
          )}
          <p>
            <a href={to.village(listing.areaCode)}>{m.product.villageLink}</a>
          </p>
        </div>
      </div>
      {voice && <Voice voice={voice} note={listing.sellerKind === "HOUSEHOLD" ? m.voices.notSeller : undefined} />}
    </section>
  );
}
