import type { MetaFunction } from "@remix-run/node";
import { formatYuan } from "~/kernel/money";
import type { ListingReviews } from "~/orders/review-store.server";
import { paths } from "~/paths";
import { inLocale, shopOf } from "./messages/messages";
import { breadcrumbData, originOf, pageHead } from "./page-head";
import type { loader } from "./product";

/** What search engines and chats are told: title and picture, prices and stock, what buyers wrote, the way to the page. */
export const productMeta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  if (!data) return [];
  const { locale, m, to } = shopOf(location.pathname);
  const { listing, chosen, lots } = data;
  const origin = originOf({ location, matches });
  const title = inLocale(locale, listing.title, listing.titleEn);
  const seller = inLocale(locale, listing.sellerName, listing.sellerNameEn);
  const story = inLocale(locale, listing.story, listing.storyEn);
  const description = (
    story || m.product.whoText(inLocale(locale, listing.villageName, listing.villageNameEn), seller)
  ).slice(0, 150);
  const category = inLocale(locale, listing.categoryName, listing.categoryNameEn);
  const photo = listing.photos[0];
  const price = formatYuan(chosen.priceFen).replaceAll(",", "");
  return [
    ...pageHead(
      { location, matches },
      {
        title,
        description,
        type: "product",
        image: photo && { path: paths.media(photo.id, "750.webp"), alt: inLocale(locale, photo.alt, photo.altEn) },
      },
    ),
    // The address of what is off sale stays good for who has it, and is no longer to be found.
    ...(listing.forSale
      ? [
          { property: "product:price:amount", content: price },
          { property: "product:price:currency", content: "CNY" },
        ]
      : [{ name: "robots", content: "noindex" }]),
    {
      "script:ld+json": {
        "@context": "https://schema.org",
        "@type": "Product",
        name: title,
        description,
        sku: chosen.id,
        image: listing.photos.map((one) => origin + paths.media(one.id, "750.webp")),
        category,
        countryOfOrigin: "CN",
        brand: { "@type": "Brand", name: seller },
        ...(lots[0] ? { productionDate: lots[0].harvestedOn } : {}),
        ...ratingData(data.reviews),
        offers: (listing.forSale ? data.variants : []).map((variant) => ({
          "@type": "Offer",
          name: inLocale(locale, variant.name, variant.nameEn),
          sku: variant.id,
          url: origin + to.product(listing.slug, { variant: variant.id }),
          price: formatYuan(variant.priceFen).replaceAll(",", ""),
          priceCurrency: "CNY",
          itemCondition: "https://schema.org/NewCondition",
          availability: `https://schema.org/${variant.left === 0 ? "OutOfStock" : listing.preorder ? "PreOrder" : "InStock"}`,
          ...(listing.preorder ? { availabilityStarts: listing.preorder.shipBy } : {}),
          seller: { "@type": "Organization", name: seller },
        })),
      },
    },
    breadcrumbData(origin, [
      { name: m.nav.home, path: to.home() },
      { name: category, path: to.category(listing.categoryCode) },
      { name: title },
    ]),
  ];
};

/** For search engines, and only what buyers really wrote. */
function ratingData({ count, averageTenths, latest }: ListingReviews) {
  if (averageTenths === null) return {};
  return {
    aggregateRating: {
      "@type": "AggregateRating",
      ratingValue: (averageTenths / 10).toFixed(1),
      reviewCount: count,
      bestRating: 5,
      worstRating: 1,
    },
    review: latest.map((review) => ({
      "@type": "Review",
      reviewRating: { "@type": "Rating", ratingValue: review.stars, bestRating: 5 },
      author: { "@type": "Person", name: review.authorName },
      datePublished: review.day,
      reviewBody: review.words,
    })),
  };
}
