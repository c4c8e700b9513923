import { useLoaderData } from "@remix-run/react";
import { SummaryList } from "~/ui/summary-list";
import { Named } from "./chinese";
import { useShop } from "./messages/messages";
import type { loader } from "./product";
import { SellersText } from "./sellers-text";

/** Who sells, with licence and telephone, and what they say of themselves and the goods. */
export function Seller() {
  const { listing, responds } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  return (
    <section id="seller">
      <div className="section-head">
        <h2>{m.product.seller}</h2>
      </div>
      <div className="stack-small">
        <p>
          <strong>
            {listing.sellerSlug ? (
              <a href={to.cooperative(listing.sellerSlug)}>
                <Named chinese={listing.sellerName} english={listing.sellerNameEn} />
              </a>
            ) : (
              <Named chinese={listing.sellerName} english={listing.sellerNameEn} />
            )}
          </strong>
          {listing.townshipName && locale === "zh" && <span className="quiet"> · {listing.townshipName}</span>}
        </p>
        {(listing.licenceNumber || listing.sellerPhone || responds) && (
          <SummaryList
            items={[
              ...(listing.licenceNumber ? [{ label: m.product.licence, value: listing.licenceNumber }] : []),
              ...(listing.sellerPhone
                ? [{ label: m.product.phone, value: <a href={`tel:${listing.sellerPhone}`}>{listing.sellerPhone}</a> }]
                : []),
              ...(responds ? [{ label: m.product.responds, value: m.product.respondsIn(responds) }] : []),
            ]}
          />
        )}
        {listing.sellerStory && <Story chinese={listing.sellerStory} english={listing.sellerStoryEn ?? ""} />}
        <Story chinese={listing.story} english={listing.storyEn} />
      </div>
    </section>
  );
}

function Story({ chinese, english }: { chinese: string; english: string }) {
  if (chinese === "") return null;
  return (
    <p className="prose">
      <SellersText chinese={chinese} english={english} />
    </p>
  );
}
