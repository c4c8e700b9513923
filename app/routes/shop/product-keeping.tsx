import { useLoaderData } from "@remix-run/react";
import { SummaryList } from "~/ui/summary-list";
import { useShop } from "./messages/messages";
import type { loader } from "./product";
import { SellersText } from "./sellers-text";

/** How the goods are kept and eaten, as the seller wrote it; what holds for all such goods where nothing was written. */
export function Keeping() {
  const { listing } = useLoaderData<typeof loader>();
  const { m } = useShop();
  const generic = listing.perishable ? m.product.storageFresh : m.product.storageDry;
  return (
    <section>
      <div className="section-head">
        <h2>{m.product.storage}</h2>
      </div>
      {listing.keeping === "" && listing.eating === "" ? (
        <p>{generic}</p>
      ) : (
        <SummaryList
          items={[
            {
              label: m.product.keeping,
              value:
                listing.keeping === "" ? (
                  generic
                ) : (
                  <SellersText chinese={listing.keeping} english={listing.keepingEn} />
                ),
            },
            ...(listing.eating === ""
              ? []
              : [
                  {
                    label: m.product.eating,
                    value: <SellersText chinese={listing.eating} english={listing.eatingEn} />,
                  },
                ]),
          ]}
        />
      )}
      <p className="quiet">{listing.perishable ? m.product.promiseFresh : m.product.promiseKeep}</p>
    </section>
  );
}
