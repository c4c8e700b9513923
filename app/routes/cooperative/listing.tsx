import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { splitPreview } from "~/benefits/split-preview.server";
import { explainListingFailure, MOST_PHOTOS } from "~/catalog/listing-failure";
import { obstaclesOf, OBSTACLE_WORDS, warningsOf, WARNING_WORDS } from "~/catalog/listing-readiness";
import { findListing, listingFacts, type ListingDetail } from "~/catalog/listing-store.server";
import { publishListing } from "~/catalog/publish-listing.server";
import { saveListing } from "~/catalog/save-listing.server";
import { setListingLots } from "~/catalog/set-listing-lots.server";
import { setListingPhotos } from "~/catalog/set-listing-photos.server";
import { unpublishListing } from "~/catalog/unpublish-listing.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
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
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { SplitBar } from "~/ui/split-bar";
import { StatusWord } from "~/ui/status-word";
import { zh } from "../shop/messages/zh";
import { splitParts } from "../shop/split-parts";
import { CoopFrame, coopMeta } from "./coop-frame";
import { draftOf, listingErrors } from "./listing-draft.server";
import { ListingFields } from "./listing-fields";
import { listingFields } from "./listing-fields.server";
import { listingPageForm } from "./listing-forms.server";
import { refusedForm } from "./refused";
import { sellerName } from "./seller-store.server";
import { shown, ticked } from "./typed";
import { coopFrame, requireWorkplace } from "./workplace.server";

const STATUS = {
  DRAFT: { tone: "neutral", word: "草稿" },
  PUBLISHED: { tone: "done", word: "在售" },
  UNPUBLISHED: { tone: "waiting", word: "已下架" },
} as const;

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
  const [frame, fields, facts, lots, name, previews] = await Promise.all([
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
    obstacles: obstaclesOf(facts),
    warnings: warningsOf(facts),
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
    case "save": {
      const draft = draftOf(given, { kind: listing.sellerKind, id: listing.sellerId }, listing.productId);
      const saved = await saveListing({ ...base, draft });
      return saved.ok ? done("saved") : form.refuse(listingErrors(saved.failure));
    }
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
      const kept = (given.photos ?? []).filter((photo) => !photo.remove).sort((a, b) => a.place - b.place);
      const set = await setListingPhotos({ ...base, mediaIds: kept.map((photo) => photo.id) });
      return set.ok ? done("photos") : form.refuse({ "": [explainListingFailure(set.failure)] });
    }
    case "lots": {
      const lotIds = (given.lots ?? []).filter((lot) => lot.use).map((lot) => lot.id);
      const set = await setListingLots({ ...base, lotIds });
      return set.ok ? done("lots") : form.refuse({ "": [explainListingFailure(set.failure)] });
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
  }
}

const DONE_WORDS: Record<string, string> = {
  saved: "已保存。",
  photo: "照片已加上。",
  photos: "照片顺序已保存。",
  lots: "批次已保存。",
  published: "已上架，顾客现在可以买到。",
  unpublished: "已下架，已付款的订单照常发货。",
};

export default function Listing() {
  const data = useLoaderData<typeof loader>();
  const { frame, done, listing, fields, lots } = data;
  const refused = useActionData<typeof action>();
  const said = Object.hasOwn(DONE_WORDS, done) ? DONE_WORDS[done] : undefined;
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
          <ButtonLink tone="quiet" href={paths.coop.newListing({ copy: listing.id })}>
            复制成新商品
          </ButtonLink>
        </>
      }
    >
      <ErrorSummary errors={refused?.errors} title="没有保存" />
      {said !== undefined && !refused && <Notice tone="done" live title={said} />}
      <Publishing {...data} />
      <Photos listing={listing} refused={refusedForm(refused, "add-photo")} />
      <Lots lots={lots} refused={refusedForm(refused, "lots")} />
      <section className="stack">
        <div className="section-head">
          <h2>商品信息</h2>
        </div>
        <form method="post" className="form" noValidate>
          <ListingFields data={fields} refused={refusedForm(refused, "save")} />
          <div className="form-actions">
            <Button size="large">保存</Button>
          </div>
        </form>
      </section>
      <Splits previews={data.previews} />
    </CoopFrame>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Refused =
  | { errors: Readonly<Record<string, readonly string[]>>; typed: Readonly<Record<string, string>> }
  | undefined;

function Publishing({ listing, obstacles, warnings }: Pick<Data, "listing" | "obstacles" | "warnings">) {
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
      {warnings.length > 0 && (
        <Notice tone="waiting" title="请尽快补上">
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{WARNING_WORDS[warning]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <form method="post">
        <input type="hidden" name="intent" value={isOn ? "unpublish" : "publish"} />
        {isOn ? <Button tone="quiet">下架</Button> : <Button>上架出售</Button>}
      </form>
    </section>
  );
}

function Photos({ listing, refused }: { listing: Data["listing"]; refused: Refused }) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>照片</h2>
        <span className="quiet">第一张是封面，最多 {MOST_PHOTOS} 张</span>
      </div>
      {listing.photos.length > 0 && (
        <form method="post" className="form">
          <input type="hidden" name="intent" value="photos" />
          <ul className="photo-list plain-list">
            {listing.photos.map((photo, index) => (
              <li key={photo.mediaId}>
                <img
                  className="plate"
                  src={paths.media(photo.mediaId, "375.webp")}
                  alt={photo.alt}
                  width="160"
                  height="160"
                  loading="lazy"
                />
                <input type="hidden" name={`photos[${index}].id`} value={photo.mediaId} />
                <Field
                  label="顺序"
                  name={`photos[${index}].place`}
                  width="short"
                  inputMode="numeric"
                  defaultValue={index + 1}
                />
                <label className="choice">
                  <input type="checkbox" name={`photos[${index}].remove`} />
                  <span>去掉</span>
                </label>
              </li>
            ))}
          </ul>
          <div className="form-actions">
            <Button tone="quiet">保存照片顺序</Button>
          </div>
        </form>
      )}
      {listing.photos.length < MOST_PHOTOS && (
        <form method="post" encType="multipart/form-data" className="form" noValidate>
          <input type="hidden" name="intent" value="add-photo" />
          <Field
            label="添加照片"
            name="photo"
            type="file"
            accept="image/jpeg,image/png,image/webp"
            hint="自然光、干净的底；拍货和手，不拍人脸。最大 10 MB，拍摄地点会自动去除。"
            error={refused?.errors["photo"]}
          />
          <Field
            label="照片里是什么"
            name="alt"
            hint="例如“竹筐里刚摘的绿梅”"
            maxLength={80}
            defaultValue={shown(refused, "alt")}
            error={refused?.errors["alt"]}
          />
          <Field
            label="英文说明"
            name="altEn"
            lang="en"
            optional
            maxLength={120}
            defaultValue={shown(refused, "altEn")}
            error={refused?.errors["altEn"]}
          />
          <div className="form-actions">
            <Button tone="quiet">上传</Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Lots({ lots, refused }: { lots: Data["lots"]; refused: Refused }) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>从哪些批次发货</h2>
        <a href={paths.coop.lots()}>全部批次</a>
      </div>
      {lots.length === 0 ? (
        <p className="quiet">这种产品还没有有货的批次。先收货、封批，再回来选。</p>
      ) : (
        <form method="post" className="form">
          <input type="hidden" name="intent" value="lots" />
          <fieldset className="choices">
            <legend className="field-legend">有货的批次</legend>
            <p className="field-hint">先到期的先发。一个批次可以供几个商品，余量只算一份。</p>
            <div className="choice-list">
              {lots.map((lot, index) => (
                <label key={lot.id} className="choice">
                  <input type="hidden" name={`lots[${index}].id`} value={lot.id} />
                  <input
                    type="checkbox"
                    name={`lots[${index}].use`}
                    defaultChecked={ticked(refused, `lots[${index}].use`, lot.chosen)}
                  />
                  <span>
                    {lot.code}
                    <span className="choice-hint">{lot.about}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
          <div className="form-actions">
            <Button tone="quiet">保存批次</Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Splits({ previews }: { previews: Data["previews"] }) {
  if (previews.length === 0) return null;
  return (
    <section className="stack">
      <div className="section-head">
        <h2>钱怎么分</h2>
        <span className="quiet">按现在的价格、规则和批次预计，和店铺页面一致</span>
      </div>
      <div className="halves">
        {previews.map((preview) => (
          <div key={preview.id} className="stack-small">
            <h3>
              {preview.name} <Money fen={preview.priceFen} />
            </h3>
            {preview.parts === null ? (
              <p className="quiet">批次没有足够的货，暂时算不出。</p>
            ) : (
              <SplitBar parts={splitParts(preview.parts, zh)} caption={`每份 ${preview.name} 的分配`} />
            )}
            {preview.paidAtIntakeFen > 0 && (
              <p className="caption">
                其中买断的货，收货时已付农户 <Money fen={preview.paidAtIntakeFen} household />
                ，不与上面相加。
              </p>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
