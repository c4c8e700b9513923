import { paths } from "~/paths";
import type { ListingReviews } from "~/orders/review-store.server";
import { Day } from "~/ui/day";
import { Pagination } from "~/ui/pagination";
import { useShop } from "./messages/messages";

/** What buyers say: how many, how good on average, a page of them; an invitation instead of a number where there are none. */
export function ProductReviews({ reviews, href }: { reviews: ListingReviews; href: (page: number) => string }) {
  const { locale, m } = useShop();
  const { count, averageTenths, tags, latest, page } = reviews;
  return (
    <section id="reviews">
      <div className="section-head">
        <h2>{m.reviews.title}</h2>
        {averageTenths !== null && (
          <p>
            {m.reviews.average((averageTenths / 10).toFixed(1))} · {m.reviews.count(count)}
          </p>
        )}
      </div>
      <p className="caption">{count === 0 ? m.reviews.none : m.reviews.only}</p>
      {tags.length > 0 && (
        <p>
          <span className="caption">{m.reviews.tagged}</span>{" "}
          {tags.map(({ tag, count: times }) => `${m.reviews.tags[tag]} ${times}`).join(" · ")}
        </p>
      )}
      {latest.length > 0 && (
        <ul className="plain-list ruled">
          {latest.map((review) => {
            const foreign = locale === "en" && review.locale === "zh";
            const answerIsChinese = locale === "en" && review.answer !== null && /\p{Script=Han}/u.test(review.answer);
            return (
              <li key={review.id} className="review">
                <p className="caption">
                  <span className="stars" role="img" aria-label={m.reviews.stars(review.stars)}>
                    {"★★★★★".slice(0, review.stars)}
                    <span>{"★★★★★".slice(review.stars)}</span>
                  </span>{" "}
                  <span lang="zh-CN">{review.authorName}</span> · <Day>{review.day}</Day>
                  {review.tags.map((tag) => ` · ${m.reviews.tags[tag]}`)}
                </p>
                <p
                  className="prose"
                  lang={foreign ? "zh-CN" : locale === "zh" && review.locale === "en" ? "en" : undefined}
                >
                  {review.words}
                </p>
                {foreign && <p className="caption">{m.reviews.inChinese}</p>}
                {review.photos.length > 0 && (
                  <p className="review-photos">
                    {review.photos.map((photo) => (
                      <a key={photo.id} href={paths.media(photo.id, "1125.webp")}>
                        <img
                          src={paths.media(photo.id, "375.webp")}
                          alt={locale === "en" ? m.reviews.photo("a buyer") : m.reviews.photo(review.authorName)}
                          width={120}
                          height={120}
                          loading="lazy"
                        />
                      </a>
                    ))}
                  </p>
                )}
                {review.answer !== null && (
                  <blockquote className="review-answer">
                    <p className="caption">{m.reviews.answer}</p>
                    <p lang={answerIsChinese ? "zh-CN" : undefined}>{review.answer}</p>
                  </blockquote>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {count > 0 && latest.length === 0 && <p>{m.search.beyond}</p>}
      {count > page.size && <Pagination page={page} href={(number) => `${href(number)}#reviews`} />}
    </section>
  );
}
