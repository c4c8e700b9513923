import type { Actor } from "~/access/actor";
import { addDays, addMinutes } from "~/kernel/period";
import { answerReview } from "~/orders/answer-review.server";
import { orderToken } from "~/orders/access-token.server";
import { decideReview } from "~/orders/decide-review.server";
import type { ReviewTag } from "~/orders/review-rules";
import { writeReview } from "~/orders/write-review.server";
import { db } from "~/platform/db.server";
import { accepted } from "./at-once";
import { pictureOf } from "./picture";

export type Said = {
  readonly stars: number;
  readonly words: string;
  readonly tags?: readonly ReviewTag[];
  readonly answer?: string;
  readonly photo?: true;
};

/** What buyers of the demonstration say, the good and the less good; the last two still wait to be read. */
const SAID: readonly Said[] = [
  {
    stars: 5,
    words: "比超市里的香，分量也足。看得到钱分给了哪个村，心里踏实。",
    tags: ["TASTY", "AMPLE"],
    photo: true,
  },
  {
    stars: 4,
    words: "东西不错，包装有点压了，里面没坏。",
    tags: ["DAMAGED", "AS_DESCRIBED"],
    answer: "谢谢您，箱子已经换成加厚的了。",
  },
  { stars: 5, words: "第三次买了，给爸妈也寄了一份，都说好。", tags: ["TASTY", "AMPLE", "WELL_PACKED"] },
  {
    stars: 3,
    words: "味道可以，就是大小不太匀，希望分得细一点。",
    tags: ["TASTY", "NOT_AS_DESCRIBED"],
    answer: "您说得对，这一批分级粗了，下一批会分大小装。",
  },
  { stars: 5, words: "收据上能看到哪天付给农户，这个做得实在。" },
  { stars: 5, words: "新鲜，泥土味还在，做菜特别香。", tags: ["FRESH", "TASTY"], photo: true },
  {
    stars: 2,
    words: "路上耽搁了，收到时有几个磕坏的，客服当天就退了那部分钱。",
    tags: ["DAMAGED", "SLOW"],
    answer: "给您添麻烦了，坏的部分已经退款。",
  },
  { stars: 4, words: "价格不算便宜，但知道大头到了农户手里，愿意买。" },
  {
    stars: 5,
    words: "单位食堂买的，反映不错，下个月还订。",
    tags: ["AMPLE", "AS_DESCRIBED"],
    answer: "谢谢食堂的各位师傅！",
  },
  { stars: 5, words: "批次码扫得出来，采收日期跟包装上一样。", tags: ["FRESH", "AS_DESCRIBED"] },
  { stars: 4, words: "发货快，两天就到，味道正。", tags: ["FAST", "TASTY"] },
  { stars: 5, words: "老家的味道，包装上还写着村名，亲切。", tags: ["TASTY", "WELL_PACKED"] },
  { stars: 5, words: "刚收到，先给好评，吃了再来追评。" },
  { stars: 3, words: "等了四天才发货，东西倒是好的。", tags: ["SLOW"] },
];
const WAITING = 2;
const PER_LISTING = 3;

type Bought = {
  readonly orderId: string;
  readonly orderLineId: string;
  readonly listingId: string;
  readonly sellerId: string;
  readonly at: Date;
};

/** About a dozen reviews of what was bought most, through the use cases that shop, platform and seller use. */
export async function loadReviews({
  operator,
  sellerActors,
  now,
}: {
  readonly operator: Actor;
  readonly sellerActors: ReadonlyMap<string, Actor>;
  readonly now: Date;
}): Promise<void> {
  const bought = await db().$queryRaw<Bought[]>`
    WITH arrived AS (
      SELECT l.order_id, l.id, l.listing_id, s.seller_id, s.delivered_at,
        row_number() OVER (PARTITION BY l.listing_id ORDER BY s.delivered_at DESC, o.number) AS place,
        count(*) OVER (PARTITION BY l.listing_id) AS sold, li.slug
      FROM order_line l JOIN shipment s ON s.id = l.shipment_id JOIN customer_order o ON o.id = l.order_id
      JOIN listing li ON li.id = l.listing_id
      WHERE l.kind = 'GOODS' AND s.state = 'DELIVERED' AND li.status = 'PUBLISHED' AND s.delivered_at < ${addDays(now, -1)}::timestamptz)
    SELECT order_id AS "orderId", id AS "orderLineId", listing_id AS "listingId", seller_id AS "sellerId",
      delivered_at AS at
    FROM arrived WHERE place <= ${PER_LISTING}::int ORDER BY sold DESC, slug, place LIMIT ${SAID.length}::int`;
  for (const [index, line] of bought.entries()) {
    const said = SAID[index];
    if (!said) break;
    const isRead = index < bought.length - WAITING;
    await reviewLine(line, said, { operator, seller: sellerActors.get(line.sellerId), isRead, after: 300 + index * 7 });
  }
}

/** What a buyer says of a line some minutes after it arrived, what the platform and the seller make of it. */
export async function reviewLine(
  line: Bought,
  said: Said,
  {
    operator,
    seller,
    isRead,
    after,
  }: { readonly operator: Actor; readonly seller: Actor | undefined; readonly isRead: boolean; readonly after: number },
): Promise<void> {
  const writtenAt = addMinutes(line.at, after);
  const written = await writeReview({
    token: orderToken(line.orderId),
    orderLineId: line.orderLineId,
    stars: said.stars,
    words: said.words,
    tags: said.tags ?? [],
    photos: said.photo ? await pictureOf(line.listingId) : [],
    locale: "zh",
    now: writtenAt,
  });
  const { reviewId } = accepted("a review", written);
  if (!isRead) return;
  const decidedAt = addMinutes(writtenAt, 90);
  accepted(
    "reading a review",
    await decideReview({ actor: operator, reviewId, writtenAt, refusal: undefined, now: decidedAt }),
  );
  if (said.answer && seller) {
    const at = addMinutes(decidedAt, 200);
    accepted("answering a review", await answerReview({ actor: seller, reviewId, answer: said.answer, now: at }));
  }
}
