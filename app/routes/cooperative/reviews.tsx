import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { answerReview, explainAnswerReviewFailure } from "~/orders/answer-review.server";
import { LONGEST_ANSWER } from "~/orders/review-rules";
import { reviewsOfSellers } from "~/orders/review-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, TextareaField } from "~/ui/form";
import { errorTitle, fieldId } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { zh } from "../shop/messages/zh";
import { CoopFrame, coopMeta } from "./coop-frame";
import { answerForm } from "./order-forms.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "评价";
const PAGE_SIZE = 20;

export const meta = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "review:answer");
  const search = new URL(request.url).searchParams;
  const { rows, ...page } = await reviewsOfSellers(db(), workplace, pageRequest(search, PAGE_SIZE));
  return {
    frame: await coopFrame(workplace.actor),
    page,
    done: search.get("done") === "answered",
    reviews: rows.map((review) => ({ ...review, writtenAt: minuteOf(review.writtenAt) })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireWorkplace(request, "review:answer");
  const form = await parseForm(request, answerForm);
  if (!form.ok) return form.answer;
  const { reviewId, answer } = form.value;
  const answered = await answerReview({ actor, reviewId, answer, now: new Date() });
  if (answered.ok) return redirect(paths.coop.reviews({ done: "answered" }));
  const field = answered.failure.kind === "words" ? `answer-${reviewId}` : "";
  return form.refuse({ [field]: [explainAnswerReviewFailure(answered.failure)] });
}

export default function CoopReviews() {
  const { frame, page, done, reviews } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="reviews"
      title={errorTitle(TITLE, refused?.errors)}
      intro="买家签收后写的、平台已公开的评价。回复会显示在评价下面。"
    >
      <ErrorSummary errors={refused?.errors} />
      {done && (
        <Notice tone="done" live>
          回复已公开。
        </Notice>
      )}
      {reviews.length === 0 ? (
        <EmptyState title="还没有评价">买家签收后可以评价，平台审核后出现在这里。</EmptyState>
      ) : (
        <ul className="plain-list ruled">
          {reviews.map((review) => (
            <li key={review.id} className="stack-small">
              <p className="spread">
                <a href={paths.shop("zh").product(review.slug)}>{review.title}</a>
                <span className="caption">{review.writtenAt}</span>
              </p>
              <p className="caption">
                {review.authorName} · {review.stars} 星 · 订单 {review.orderNumber}
              </p>
              {review.tags.length > 0 && (
                <p className="caption">印象：{review.tags.map((tag) => zh.reviews.tags[tag]).join("、")}</p>
              )}
              <p className="prose">{review.words}</p>
              <PostForm action={paths.coop.reviews()} className="form" noValidate>
                <input type="hidden" name="reviewId" value={review.id} />
                <TextareaField
                  label="回复"
                  name="answer"
                  id={fieldId(`answer-${review.id}`)}
                  rows={2}
                  maxLength={LONGEST_ANSWER}
                  width="full"
                  defaultValue={review.answer ?? ""}
                  error={refused?.errors[`answer-${review.id}`]}
                />
                <div className="form-actions">
                  <Button tone="quiet">{review.answer === null ? "回复" : "改回复"}</Button>
                </div>
              </PostForm>
            </li>
          ))}
        </ul>
      )}
      <Pagination page={page} href={(number) => paths.coop.reviews({ page: number })} />
    </CoopFrame>
  );
}
