import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { findDraft } from "~/catalog/listing-draft-store.server";
import { saveListing } from "~/catalog/save-listing.server";
import { isId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { findProduct, listProducts } from "~/supply/product-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { useNonce } from "~/ui/nonce";
import { Notice } from "~/ui/notice";
import type { PageHandle } from "~/ui/page-handle";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { CoopFrame, coopMeta } from "./coop-frame";
import { draftOf, listingErrors } from "./listing-draft.server";
import { DraftActions, DraftNotice, shownDraft, typedBefore } from "./listing-drafts";
import { ListingFields } from "./listing-fields";
import { listingFields } from "./listing-fields.server";
import { listingForm } from "./listing-forms.server";
import { chosenSeller, sellersOf } from "./seller-store.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "新建商品";

export const handle = { ownScript: true } satisfies PageHandle;

export const meta: MetaFunction = () => coopMeta(TITLE);

/** Seller, then product, then the form: each a GET, so that "back" works. The form goes on where its draft was left. */
export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const search = new URL(request.url).searchParams;
  const [frame, sellers, products] = await Promise.all([
    coopFrame(workplace.actor),
    sellersOf(workplace),
    listProducts(db()),
  ]);
  const seller = chosenSeller(sellers, search.get("seller"));
  const product = products.find((one) => one.id === search.get("product"));
  const choices = {
    sellers: sellers.map(({ key, name, kind }) => ({
      value: key,
      label: name,
      ...(kind === "HOUSEHOLD" ? { group: "农户自产自销" } : sellers.length > 1 ? { group: "合作社" } : {}),
    })),
    products: products.map((one) => ({ value: one.id, label: one.name })),
  };
  if (!seller || !product) {
    return json({ frame, step: "choose" as const, choices, seller: seller?.key ?? "", product: product?.id ?? "" });
  }
  const { userId } = workplace.actor;
  const [fields, draft] = await Promise.all([
    listingFields(seller, product, undefined, new Date()),
    findDraft(db(), { userId, seller, productId: product.id, listingId: null }),
  ]);
  return json({
    frame,
    step: "form" as const,
    seller: { key: seller.key, name: seller.name },
    product: { id: product.id, name: product.name },
    done: search.get("done") ?? "",
    draft: shownDraft(draft),
    fields,
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const search = new URL(request.url).searchParams;
  const seller = chosenSeller(await sellersOf(workplace), search.get("seller"));
  const productId = search.get("product") ?? undefined;
  const product = isId(productId) ? await findProduct(db(), productId) : undefined;
  if (!seller || !product) throw notFound();
  const form = await parseForm(request, listingForm);
  if (!form.ok) return form.answer;
  const draft = draftOf(form.value, { kind: seller.kind, id: seller.id }, product.id);
  const saved = await saveListing({ actor: workplace.actor, draft, now: new Date() });
  if (!saved.ok) return form.refuse(listingErrors(saved.failure));
  return redirect(paths.coop.listing(saved.value.listingId, { done: "saved" }));
}

export default function NewListing() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const nonce = useNonce();
  return (
    <CoopFrame
      frame={data.frame}
      current="listings"
      title={errorTitle(TITLE, refused?.errors)}
      crumbs={[{ label: "商品", href: paths.coop.listings() }, { label: TITLE }]}
    >
      {data.step === "choose" ? (
        <Choose {...data} />
      ) : data.fields.freights.length === 0 ? (
        <EmptyState
          title="还没有运费模板"
          action={<ButtonLink href={paths.coop.newFreight({ seller: data.seller.key })}>设置运费模板</ButtonLink>}
        >
          {`先说清“${data.seller.name}”的货发到哪里、运费多少，再建商品。`}
        </EmptyState>
      ) : (
        <>
          {!refused && data.done === "kept" && <Notice tone="done" live title="草稿已存好；顾客看不到。" />}
          {!refused && data.done === "discarded" && <Notice tone="done" live title="草稿已放弃。" />}
          <DraftNotice draft={data.draft} discard={{ seller: data.seller.key, product: data.product.id }} />
          <PostForm
            action={paths.coop.newListing({ seller: data.seller.key, product: data.product.id })}
            className="form"
            noValidate
            data-keeps-draft={paths.coop.keepListingDraft()}
          >
            <ErrorSummary errors={refused?.errors} title="没有保存" />
            <input type="hidden" name="seller" value={data.seller.key} />
            <input type="hidden" name="product" value={data.product.id} />
            <SummaryList
              items={[
                { label: "卖家", value: data.seller.name },
                {
                  label: "产品",
                  value: data.product.name,
                  action: { href: paths.coop.newListing({ seller: data.seller.key }), text: "更改", about: "产品" },
                },
              ]}
            />
            <ListingFields data={data.fields} refused={refused ?? typedBefore(refused, data.draft)} />
            <DraftActions save="建好商品" />
            <p className="quiet">建好后再传照片、选批次，然后上架；上架前顾客看不到。</p>
          </PostForm>
          <script nonce={nonce} src={paths.coop.listingScript()} defer />
        </>
      )}
    </CoopFrame>
  );
}

function Choose({
  choices,
  seller,
  product,
}: {
  choices: {
    sellers: readonly { value: string; label: string; group?: string }[];
    products: readonly { value: string; label: string }[];
  };
  seller: string;
  product: string;
}) {
  if (choices.sellers.length === 0) {
    return <EmptyState title="没有可以上架的卖家">请村干部先登记本村农户，服务点才能代办上架。</EmptyState>;
  }
  return (
    <form method="get" action={paths.coop.newListing()} className="form">
      {choices.sellers.length === 1 ? (
        <input type="hidden" name="seller" value={choices.sellers[0]?.value} />
      ) : (
        <SelectField
          label="谁来卖"
          name="seller"
          placeholder="请选择"
          required
          options={choices.sellers}
          defaultValue={seller}
        />
      )}
      <SelectField
        label="卖什么产品"
        name="product"
        placeholder="请选择"
        required
        options={choices.products}
        defaultValue={product}
        hint="批次按产品装，选好后不能换。"
      />
      <div className="form-actions">
        <Button>下一步</Button>
      </div>
    </form>
  );
}
