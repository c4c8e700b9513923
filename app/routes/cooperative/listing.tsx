import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { chooseLots, stopPreorder } from "~/benefits/assign-preorders.server";
import { splitPreview } from "~/benefits/split-preview.server";
import { copyListing } from "~/catalog/copy-listing.server";
import { draftsOfOthers, findDraft } from "~/catalog/listing-draft-store.server";
import { explainPreorderFailure, fieldOfPreorderFailure, type PreorderFailure } from "~/catalog/preorder";
import { savePreorder } from "~/catalog/save-preorder.server";
import { explainListingFailure, MOST_PHOTOS } from "~/catalog/listing-failure";
import { obstaclesOf, OBSTACLE_WORDS } from "~/catalog/listing-readiness";
import { findListing, listingFacts, type ListingDetail } from "~/catalog/listing-store.server";
import { publishListing } from "~/catalog/publish-listing.server";
import { setListingPhotos } from "~/catalog/set-listing-photos.server";
import { unpublishListing } from "~/catalog/unpublish-listing.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { describePhoto } from "~/media/describe-photo.server";
import { explainPhotoFailure } from "~/media/photo-failure";
import { savePhoto } from "~/media/save-photo.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { formatLotCode } from "~/supply/lot-code";
import { lotsForListing } from "~/supply/lot-store.server";
import { findProduct } from "~/supply/product-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { Button, ButtonLink } from "~/ui/button";
import { errorTitle } from "~/ui/form-errors";
import { useNonce } from "~/ui/nonce";
import { Notice } from "~/ui/notice";
import type { PageHandle } from "~/ui/page-handle";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { CoopFrame, coopMeta } from "./coop-frame";
import { DraftActions, DraftNotice, shownDraft, typedBefore } from "./listing-drafts";
import { flatFields } from "./listing-changes";
import { ListingFields } from "./listing-fields";
import { listingFields } from "./listing-fields.server";
import { listingPageForm } from "./listing-forms.server";
import { ListingLots, ListingSplits } from "./listing-lots";
import { PreorderForm } from "./listing-preorder";
import { preorderView } from "./listing-preorder.server";
import { ListingPhotos } from "./listing-photos";
import { refusedForm } from "./refused";
import { saveListingForm } from "./save-listing-form.server";
import { sellerName } from "./seller-store.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { coopFrame, requireWorkplace } from "./workplace.server";

const STATUS = {
  DRAFT: { tone: "neutral", word: "草稿" },
  PUBLISHED: { tone: "done", word: "在售" },
  UNPUBLISHED: { tone: "waiting", word: "已下架" },
} as const;

export const handle = { ownScript: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data }) => coopMeta(data?.listing.title ?? "商品");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const listing = isId(params.id) ? await findListing(db(), workplace, params.id) : undefined;
  const product = listing && (await findProduct(db(), listing.productId));
  if (!listing || !product) throw notFound();
  const now = new Date();
  const seller = {
    kind: listing.sellerKind,
    id: listing.sellerId,
    areaPrefix: listing.sellerKind === "HOUSEHOLD" ? listing.areaCode : listing.areaCode.slice(0, 6),
  };
  const { userId } = workplace.actor;
  const draftOf = { userId, seller, productId: product.id, listingId: listing.id };
  const [frame, fields, facts, lots, name, previews, draft, others, preorder] = await Promise.all([
    coopFrame(workplace.actor),
    listingFields(seller, product, listing, now),
    listingFacts(db(), listing.id, now),
    lotsForListing(
      db(),
      { sellerKind: listing.sellerKind, sellerId: listing.sellerId, productId: product.id },
      listing.lotIds,
    ),
    sellerName(seller),
    previewsOf(listing, now),
    findDraft(db(), draftOf),
    draftsOfOthers(db(), listing.id, userId),
    preorderView(listing, product, now),
  ]);
  return json({
    frame,
    done: new URL(request.url).searchParams.get("done") ?? "",
    listing: {
      id: listing.id,
      slug: listing.slug,
      title: listing.title,
      status: listing.status,
      seller: name,
      product: product.name,
      published: listing.publishedAt === null ? null : minuteOf(listing.publishedAt),
      photos: listing.photos,
    },
    fields,
    base: JSON.stringify(flatFields(fields)),
    draft: shownDraft(draft),
    others: others.map((one) => `${one.name}（${minuteOf(one.savedAt)} 的草稿）`),
    preorder,
    obstacles: obstaclesOf(facts),
    lots: lots.map((lot) => ({
      id: lot.id,
      code: formatLotCode(lot.code),
      chosen: listing.lotIds.includes(lot.id),
      about: `${lot.grade}，余 ${quantityWords(lot.available, product)}，可售至 ${lot.expiresOn}`,
    })),
    previews,
  });
}

/** The split that would be posted for one pack of each variant bought now. */
async function previewsOf(listing: ListingDetail, now: Date) {
  const active = listing.variants.filter((variant) => variant.active);
  return Promise.all(
    active.map(async (variant) => {
      const preview = await splitPreview(db(), { variantId: variant.id, quantity: 1, now });
      return {
        id: variant.id,
        name: variant.name,
        priceFen: toNumber(variant.priceFen),
        paidAtIntakeFen: preview ? toNumber(preview.paidAtIntakeFen) : 0,
        parts: preview?.parts.map((part) => ({ kind: part.kind, amountFen: toNumber(part.amountFen) })) ?? null,
      };
    }),
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const listing = isId(params.id) ? await findListing(db(), workplace, params.id) : undefined;
  if (!listing) throw notFound();
  const form = await parseForm(request, listingPageForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const base = { actor: workplace.actor, listingId: listing.id, now: new Date() };
  const done = (word: string) => redirect(paths.coop.listing(listing.id, { done: word }));

  switch (given.intent) {
    case "save":
      return saveListingForm({ form, given, listing, actor: workplace.actor, now: base.now, done });
    case "add-photo": {
      if (listing.photos.length >= MOST_PHOTOS) {
        return form.refuse({ photo: [explainListingFailure({ kind: "too-many-photos" })] });
      }
      const photo = await savePhoto({
        bytes: new Uint8Array(await given.photo.arrayBuffer()),
        kind: "LISTING_PHOTO",
        owner: { kind: listing.sellerKind, id: listing.sellerId },
        alt: given.alt,
        altEn: given.altEn,
        actor: workplace.actor,
        now: base.now,
      });
      if (!photo.ok) return form.refuse({ photo: [explainPhotoFailure(photo.failure)] });
      const mediaIds = [...listing.photos.map((one) => one.mediaId), photo.value.mediaId];
      const set = await setListingPhotos({ ...base, mediaIds });
      return set.ok ? done("photo") : form.refuse({ photo: [explainListingFailure(set.failure)] });
    }
    case "photos": {
      const owner = { kind: listing.sellerKind, id: listing.sellerId };
      for (const { id: mediaId, alt, altEn } of given.photos ?? []) {
        if (listing.photos.some((photo) => photo.mediaId === mediaId)) {
          await describePhoto(db(), { mediaId, owner, alt, altEn });
        }
      }
      const kept = (given.photos ?? []).filter((photo) => !photo.remove).sort((a, b) => a.place - b.place);
      const set = await setListingPhotos({ ...base, mediaIds: kept.map((photo) => photo.id) });
      return set.ok ? done("photos") : form.refuse({ "": [explainListingFailure(set.failure)] });
    }
    case "lots": {
      const lotIds = (given.lots ?? []).filter((lot) => lot.use).map((lot) => lot.id);
      const set = await chooseLots({ ...base, lotIds });
      if (!set.ok) return form.refuse({ "": [explainListingFailure(set.failure)] });
      return done(set.value.assigned > 0 ? "assigned" : "lots");
    }
    case "preorder": {
      const saved = await savePreorder({ ...base, terms: given.terms });
      return saved.ok ? done("preorder") : refusePreorder(form, saved.failure, listing.productId);
    }
    case "end-preorder": {
      const ended = await stopPreorder(base);
      return ended.ok ? done("preorder-ended") : refusePreorder(form, ended.failure, listing.productId);
    }
    case "publish": {
      const published = await publishListing(base);
      if (published.ok) return done("published");
      const { failure } = published;
      const words = failure.kind === "not-ready" ? failure.obstacles.map((one) => OBSTACLE_WORDS[one]) : [];
      return form.refuse({ "": words.length > 0 ? words : [explainListingFailure(failure)] });
    }
    case "unpublish": {
      const taken = await unpublishListing(base);
      return taken.ok ? done("unpublished") : form.refuse({ "": [explainListingFailure(taken.failure)] });
    }
    case "copy": {
      const copied = await copyListing(base);
      if (!copied.ok) return form.refuse({ "": [explainListingFailure(copied.failure)] });
      return redirect(paths.coop.listing(copied.value.listingId, { done: "copied" }));
    }
  }
}

/** The refusal at the field it is about, with quantities in the product's own words. */
async function refusePreorder<Answer>(
  form: { readonly refuse: (errors: Record<string, string[]>) => Answer },
  failure: PreorderFailure,
  productId: string,
): Promise<Answer> {
  const product = await findProduct(db(), productId);
  const words = (quantity: number) => (product ? quantityWords(quantity, product) : String(quantity));
  const name = fieldOfPreorderFailure(failure);
  return form.refuse({ [name === "season" ? "preorderSeason" : name]: [explainPreorderFailure(failure, words)] });
}

const DONE_WORDS: Record<string, string> = {
  saved: "已保存。",
  photo: "照片已加上。",
  photos: "照片已保存。",
  kept: "草稿已存好，还没有正式保存；顾客看不到。",
  discarded: "草稿已放弃，下面是现在的内容。",
  copied: "已照原来的建好一份草稿：照片、规格、文字都在。请选这一季的批次，核对价格和采收月份，再上架。",
  lots: "批次已保存。",
  assigned: "批次已保存，并按付款先后分给了等货的预售单：到“订单 · 待打包”里发货。",
  preorder: "预售已保存。",
  "preorder-ended": "预售已停，不再接新单；已经订的照常等货、发货。",
  published: "已上架，顾客现在可以买到。",
  unpublished: "已下架，已付款的订单照常发货。",
};

export default function Listing() {
  const data = useLoaderData<typeof loader>();
  const { frame, done, listing, fields, lots } = data;
  const refused = useActionData<typeof action>();
  const status = STATUS[listing.status];
  return (
    <CoopFrame
      frame={frame}
      current="listings"
      title={errorTitle(listing.title, refused?.errors)}
      intro={
        <>
          <StatusWord tone={status.tone}>{status.word}</StatusWord> {listing.product} · {listing.seller}
          {listing.published !== null && ` · ${listing.published} 上架`}
        </>
      }
      crumbs={[{ label: "商品", href: paths.coop.listings() }, { label: listing.title }]}
      actions={
        <>
          {listing.status === "PUBLISHED" && (
            <ButtonLink tone="quiet" href={paths.shop("zh").product(listing.slug)}>
              看店铺页面
            </ButtonLink>
          )}
          <PostForm>
            <input type="hidden" name="intent" value="copy" />
            <Button tone="quiet">再上一季</Button>
          </PostForm>
        </>
      }
    >
      <Outcome answer={refused} refusal="没有保存" done={doneWords(DONE_WORDS, done)} />
      <Publishing {...data} />
      <ListingPhotos
        photos={listing.photos}
        refused={refusedForm(refused, "add-photo") ?? refusedForm(refused, "photos")}
      />
      {data.preorder && <PreorderForm preorder={data.preorder} refused={refusedForm(refused, "preorder")} />}
      <ListingLots lots={lots} refused={refusedForm(refused, "lots")} />
      <section className="stack">
        <div className="section-head">
          <h2>商品信息</h2>
        </div>
        <DraftNotice draft={data.draft} discard={{ listing: listing.id }} />
        {data.others.length > 0 && (
          <Notice tone="waiting" title="有人也在改这个商品">
            <p>{data.others.join("；")}。谁后保存，会先看到对方改了什么。</p>
          </Notice>
        )}
        <PostForm className="form" noValidate data-keeps-draft={paths.coop.keepListingDraft()}>
          <input type="hidden" name="base" value={refused ? data.base : (data.draft?.fields["base"] ?? data.base)} />
          <input type="hidden" name="listing" value={listing.id} />
          <ListingFields data={fields} refused={refusedForm(refused, "save") ?? typedBefore(refused, data.draft)} />
          <DraftActions save="保存" />
        </PostForm>
      </section>
      <ListingSplits previews={data.previews} />
      <script nonce={useNonce()} src={paths.coop.listingScript()} defer />
    </CoopFrame>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
function Publishing({ listing, obstacles }: Pick<Data, "listing" | "obstacles">) {
  const isOn = listing.status === "PUBLISHED";
  return (
    <section className="stack" aria-label="上架">
      {obstacles.length > 0 && (
        <Notice tone={isOn ? "problem" : "waiting"} title={isOn ? "顾客现在买不了" : "上架前还差"}>
          <ul>
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{OBSTACLE_WORDS[obstacle]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <PostForm>
        <input type="hidden" name="intent" value={isOn ? "unpublish" : "publish"} />
        {isOn ? <Button tone="quiet">下架</Button> : <Button>上架出售</Button>}
      </PostForm>
    </section>
  );
}
