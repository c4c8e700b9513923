import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { decideReview, explainDecideReviewFailure } from "~/orders/decide-review.server";
import { reviewsInState, type ReviewState } from "~/orders/review-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle, fieldId } from "~/ui/form-errors";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { zh } from "../shop/messages/zh";
import { reviewDeskForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "评价审核";
const PAGE_SIZE = 20;
const TABS = [
  { key: "PENDING", label: "待审核" },
  { key: "SHOWN", label: "已公开" },
  { key: "REFUSED", label: "未公开" },
] as const satisfies readonly { key: ReviewState; label: string }[];

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "review:moderate");
  const search = new URL(request.url).searchParams;
  const state = TABS.find(({ key }) => key === search.get("state"))?.key ?? "PENDING";
  const { rows, ...page } = await reviewsInState(db(), state, pageRequest(search, PAGE_SIZE));
  return {
    frame: opsFrame(actor),
    state,
    page,
    reviews: rows.map((review) => ({
      ...review,
      writtenAt: minuteOf(review.writtenAt),
      version: review.writtenAt.toISOString(),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "review:moderate");
  const form = await parseForm(request, reviewDeskForm);
  if (!form.ok) return form.answer;
  const { reviewId, writtenAt, intent, reason } = form.value;
  const refusal = intent === "refuse" ? (reason ?? "") : undefined;
  const decided = await decideReview({ actor, reviewId, writtenAt, refusal, now: new Date() });
  if (decided.ok) return redirect(paths.ops.reviews());
  const message = explainDecideReviewFailure(decided.failure);
  return form.refuse({ [decided.failure.kind === "no-reason" ? `reason-${reviewId}` : ""]: [message] });
}

export default function OpsReviews() {
  const { frame, state, page, reviews } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <OpsFrame
      frame={frame}
      current="reviews"
      title={errorTitle(TITLE, refused?.errors)}
      intro="只看有没有违法、辱骂、广告和个人信息；好评差评一样公开，内容不能改。"
    >
      <ErrorSummary errors={refused?.errors} />
      <nav aria-label="状态" className="cluster">
        {TABS.map(({ key, label }) => (
          <a
            key={key}
            className="chip"
            href={paths.ops.reviews({ state: key })}
            aria-current={key === state ? "page" : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      {reviews.length === 0 ? (
        <EmptyState title="这里没有评价">买家提交的评价会出现在“待审核”。</EmptyState>
      ) : (
        <ul className="plain-list ruled">
          {reviews.map((review) => (
            <li key={review.id} className="stack-small">
              <p className="spread">
                <a href={paths.shop("zh").product(review.slug)}>{review.title}</a>
                <span className="caption">{review.writtenAt}</span>
              </p>
              <p className="caption">
                {review.sellerName} · 订单 {review.orderNumber} · {review.authorName} · {review.stars} 星
              </p>
              {review.tags.length > 0 && (
                <p className="caption">印象：{review.tags.map((tag) => zh.reviews.tags[tag]).join("、")}</p>
              )}
              <p className="prose">{review.words}</p>
              {review.photoIds.length > 0 && (
                <p className="review-photos">
                  {review.photoIds.map((id) => (
                    <a key={id} href={paths.media(id, "1125.webp")}>
                      <img src={paths.media(id, "375.webp")} alt="买家的照片" width={120} height={120} loading="lazy" />
                    </a>
                  ))}
                </p>
              )}
              {review.refusal !== null && <p className="caption">未公开的理由：{review.refusal}</p>}
              {review.answer !== null && <p className="caption">卖家回复：{review.answer}</p>}
              <PostForm action={paths.ops.reviews({ state })} className="form" noValidate>
                <input type="hidden" name="reviewId" value={review.id} />
                <input type="hidden" name="writtenAt" value={review.version} />
                {review.state !== "SHOWN" && (
                  <div>
                    <Button name="intent" value="show">
                      公开
                    </Button>
                  </div>
                )}
                {review.state !== "REFUSED" && (
                  <div className="cluster cluster-foot">
                    <Field
                      label="不公开的理由"
                      name="reason"
                      id={fieldId(`reason-${review.id}`)}
                      maxLength={200}
                      error={refused?.errors[`reason-${review.id}`]}
                    />
                    <Button tone="quiet" name="intent" value="refuse">
                      不公开
                    </Button>
                  </div>
                )}
              </PostForm>
            </li>
          ))}
        </ul>
      )}
      <Pagination page={page} href={(number) => paths.ops.reviews({ state, page: number })} />
    </OpsFrame>
  );
}
