import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { PHOTO_TYPES } from "~/media/photo-types";
import { MOST_REVIEW_PHOTOS, readReviewTags, REVIEW_TAGS, REVIEW_WORDS_LIMITS } from "~/orders/review-rules";
import { reviewableLine, writeReview } from "~/orders/write-review.server";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { CheckboxGroup, ErrorSummary, Field, RadioGroup, TextareaField } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { accountMeta } from "./account-frame";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { Chinese } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";

async function lineOf(request: Request, token: string | undefined) {
  const line = new URL(request.url).searchParams.get("line");
  const found = isId(line ?? undefined) && token ? await reviewableLine(db(), token, line ?? "") : undefined;
  if (!found) throw notFound();
  return found;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { orderId: _orderId, ...line } = await lineOf(request, params.token);
  return json(
    { cartCount: cartCountOf(request), token: params.token ?? "", line },
    { headers: { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" } },
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const line = await lineOf(request, params.token);
  const { locale, m, to } = shopOf(new URL(request.url).pathname);
  const { errors, photoFailures } = m.reviews;
  const form = await readForm(request);
  const stars = Number(form.get("stars"));
  const typed = form.get("words");
  const words = typeof typed === "string" ? typed.normalize("NFC").trim() : "";
  const ticked = form.getAll("tags");
  const tags = readReviewTags(ticked);
  const photos = form.getAll("photos").filter((file): file is File => file instanceof File && file.size > 0);

  const refused: Record<string, string[]> = {};
  const length = [...words].length;
  if (!Number.isInteger(stars) || stars < 1 || stars > 5) refused["stars"] = [errors.stars];
  if (length < REVIEW_WORDS_LIMITS.least || length > REVIEW_WORDS_LIMITS.most) refused["words"] = [errors.words];
  if (!tags) refused["tags"] = [errors.tags];
  if (photos.length > MOST_REVIEW_PHOTOS) refused["photos"] = [errors.photos];
  const again = (found: FormErrors) =>
    json(
      {
        errors: found,
        typed: {
          stars: String(form.get("stars") ?? "").slice(0, 4),
          words: words.slice(0, 2000),
          tags: REVIEW_TAGS.filter((tag) => ticked.includes(tag)),
        },
      },
      422,
    );
  if (!tags || Object.keys(refused).length > 0) return again(refused);

  const written = await writeReview({
    token: params.token ?? "",
    orderLineId: line.orderLineId,
    stars,
    words,
    tags,
    photos: await Promise.all(photos.map(async (photo) => new Uint8Array(await photo.arrayBuffer()))),
    locale,
    now: new Date(),
  });
  if (written.ok) return redirect(to.order(params.token ?? "", { notice: "reviewed" }));
  const { failure } = written;
  switch (failure.kind) {
    case "not-found":
      throw notFound();
    case "photo":
      return again({ photos: [photoFailures[failure.failure.kind]] });
    case "not-delivered":
      return again({ "": [errors.notDelivered] });
    case "already":
      return again({ "": [errors.already] });
  }
}

export const meta: MetaFunction = ({ location }) => {
  const { locale, m } = shopOf(location.pathname);
  return [...accountMeta(m.reviews.write, locale), { name: "referrer", content: "same-origin" }];
};

export default function Review() {
  const { cartCount, token, line } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { locale, m, to } = useShop();
  const errors = answered?.errors as FormErrors | undefined;
  const problem = line.reviewed ? m.reviews.errors.already : line.delivered ? null : m.reviews.errors.notDelivered;
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <p>
          <a href={to.order(token)}>{m.reviews.back}</a>
        </p>
        <h1>
          <Chinese>{m.reviews.writeFor(inLocale(locale, line.title, line.titleEn))}</Chinese>
        </h1>
        <p className="quiet">{m.reviews.lead}</p>
      </div>
      <ErrorSummary errors={errors} />
      {problem !== null ? (
        !answered && <Notice tone="waiting">{problem}</Notice>
      ) : (
        <form
          className="form"
          method="post"
          encType="multipart/form-data"
          action={to.review(token, line.orderLineId)}
          noValidate
        >
          <RadioGroup
            label={m.reviews.starsLabel}
            name="stars"
            look="tiles"
            defaultValue={answered?.typed.stars ?? ""}
            choices={[5, 4, 3, 2, 1].map((stars) => ({
              value: String(stars),
              label: `${m.reviews.stars(stars)} · ${m.reviews.starWords[stars - 1]}`,
            }))}
            error={messagesOf(errors, "stars")}
          />
          <CheckboxGroup
            label={m.reviews.tagsLabel}
            name="tags"
            look="tiles"
            optional
            hint={m.reviews.tagsHint}
            defaultValues={answered?.typed.tags ?? []}
            choices={REVIEW_TAGS.map((tag) => ({ value: tag, label: m.reviews.tags[tag] }))}
            error={messagesOf(errors, "tags")}
          />
          <TextareaField
            label={m.reviews.words}
            name="words"
            rows={5}
            width="full"
            hint={m.reviews.wordsHint}
            defaultValue={answered?.typed.words}
            error={messagesOf(errors, "words")}
          />
          <Field
            label={m.reviews.photos}
            name="photos"
            type="file"
            multiple
            accept={PHOTO_TYPES}
            hint={m.reviews.photosHint}
            error={messagesOf(errors, "photos")}
          />
          <div className="form-actions">
            <Button>{m.reviews.send}</Button>
          </div>
        </form>
      )}
    </ShopPage>
  );
}
