import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { draftsOfNew } from "~/catalog/listing-draft-store.server";
import { countListedPacks, countListings, listListings } from "~/catalog/listing-list-store.server";
import {
  isNarrowed,
  LISTING_TABS,
  listingParameters,
  listingQueryOf,
  LONGEST_VIEW_NAME,
  MOST_VIEWS,
  TAB_WORDS,
  type ListingTab,
} from "~/catalog/listing-query";
import { forgetListingView, keepListingView, listingViews } from "~/catalog/listing-view-store.server";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { quantityWords } from "~/supply/quantity-words";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { ExportButton } from "../consoles/export-button";
import { CoopFrame, coopMeta } from "./coop-frame";
import { moveListings } from "./listing-list-actions.server";
import { listingListForm } from "./listing-list-forms.server";
import { ListingTable } from "./listing-table";
import { ListingSearch } from "./listing-search";
import { sellersOf } from "./seller-store.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "商品";
const PAGE_SIZE = 20;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const search = new URL(request.url).searchParams;
  const query = listingQueryOf(search);
  const now = new Date();
  const [frame, counts, page, packs, views, sellers, drafts] = await Promise.all([
    coopFrame(workplace.actor),
    countListings(db(), workplace, query, now),
    listListings(db(), workplace, query, pageRequest(search, PAGE_SIZE), now),
    countListedPacks(db(), workplace, query, now),
    listingViews(db(), workplace.actor.userId),
    sellersOf(workplace),
    query.tab === "draft" ? draftsOfNew(db(), workplace.actor.userId) : [],
  ]);
  return json({
    frame,
    done: search.get("done") ?? "",
    query,
    view: views.find((view) => view.id === search.get("view"))?.id ?? null,
    views: views.map((view) => ({ ...view, href: `${paths.coop.listings()}?${view.query}&view=${view.id}` })),
    counts,
    sellers: sellers.map(({ key, name }) => ({ value: key, label: name })),
    // A seller somebody no longer lists for takes its drafts out of sight, too.
    drafts: drafts
      .filter((one) => sellers.some(({ key }) => key === `${one.sellerKind}:${one.sellerId}`))
      .map((one) => ({
        href: paths.coop.newListing({ seller: `${one.sellerKind}:${one.sellerId}`, product: one.productId }),
        title: one.title || one.productName,
        savedAt: minuteOf(one.savedAt),
      })),
    packs,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      title: row.title,
      about: `${row.villageName} · ${row.productName} · ${row.sellerName}`,
      photo: row.photoId,
      lowestFen: row.lowestFen === null ? null : toNumber(row.lowestFen),
      highestFen: row.highestFen === null ? null : toNumber(row.highestFen),
      stock: `${row.preordered ? "预售，还可订 " : ""}${quantityWords(row.stock, row)}`,
      updated: minuteOf(row.updatedAt),
    })),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const query = listingQueryOf(new URL(request.url).searchParams);
  const here = (more: Record<string, string>) =>
    redirect(paths.coop.listings({ ...listingParameters(query), ...more }));
  const form = await parseForm(request, listingListForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const { userId } = workplace.actor;
  const now = new Date();

  switch (given.intent) {
    case "publish":
    case "unpublish": {
      const moved = await moveListings({
        actor: workplace.actor,
        intent: given.intent,
        listingIds: given.chosen,
        now,
      });
      if (Object.keys(moved.errors).length === 0) return here({ done: `${given.intent}-${moved.done}` });
      const said = moved.done > 0 ? [`其余 ${moved.done} 个已${given.intent === "publish" ? "上架" : "下架"}。`] : [];
      return form.refuse({ ...moved.errors, "": [...said, ...(moved.errors[""] ?? [])] });
    }
    case "keep-view": {
      // The tab is always said, so that a view does not change with what is usual.
      const kept = new URLSearchParams(paths.coop.listings(listingParameters(query)).split("?")[1] ?? "");
      kept.set("tab", query.tab);
      const stored = await keepListingView(db(), { userId, name: given.name, query: kept.toString(), now });
      return stored ? here({ done: "view" }) : form.refuse({ name: [`最多存 ${MOST_VIEWS} 个视图，请先删掉一个。`] });
    }
    case "forget-view":
      await forgetListingView(db(), { id: given.view, userId });
      return here({ done: "forgot" });
  }
}

/** "publish-3": what was done, and to how many. */
function doneWords(done: string): string | undefined {
  const moved = /^(publish|unpublish)-(\d{1,3})$/.exec(done);
  if (moved) return `${moved[2]} 个商品已${moved[1] === "publish" ? "上架" : "下架"}。`;
  if (done === "view") return "视图已保存。";
  return done === "forgot" ? "视图已删除。" : undefined;
}

const EMPTY_WORDS: Record<ListingTab, string> = {
  "on-sale": "没有在售的商品",
  ready: "没有等着上架的商品",
  "sold-out": "没有售罄的商品",
  draft: "没有草稿",
  "off-sale": "没有下架的商品",
};

export default function Listings() {
  const { frame, done, query, view, views, counts, sellers, drafts, packs, page, rows } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const narrowed = isNarrowed(query);
  return (
    <CoopFrame
      frame={frame}
      current="listings"
      title={errorTitle(TITLE, refused?.errors)}
      actions={
        <>
          <ButtonLink href={paths.coop.newListing()}>新建商品</ButtonLink>
          <ButtonLink tone="quiet" href={paths.coop.certificates()}>
            证书
          </ButtonLink>
        </>
      }
    >
      <Outcome answer={refused} refusal="有的没有办成" done={doneWords(done)} />
      <nav className="tabs" aria-label="按状态">
        {LISTING_TABS.map((tab) => (
          <a
            key={tab}
            href={paths.coop.listings(listingParameters({ ...query, tab }))}
            aria-current={view === null && tab === query.tab ? "page" : undefined}
          >
            {TAB_WORDS[tab]} {counts[tab]}
          </a>
        ))}
        {views.map((one) => (
          <a key={one.id} href={one.href} aria-current={one.id === view ? "page" : undefined}>
            {one.name}
          </a>
        ))}
      </nav>
      <ListingSearch query={query} sellers={sellers} />
      {drafts.length > 0 && (
        <section className="stack-small" aria-label="没填完的新商品">
          <h2 className="h3">没填完的新商品</h2>
          <ul>
            {drafts.map((one) => (
              <li key={one.href}>
                <a href={one.href}>{one.title}</a> <span className="quiet">{one.savedAt} 存下</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {rows.length === 0 ? (
        <EmptyState
          title={narrowed ? `${EMPTY_WORDS[query.tab]}符合这些条件` : EMPTY_WORDS[query.tab]}
          action={
            narrowed ? (
              <ButtonLink href={paths.coop.listings(listingParameters({ ...query, q: "", seller: "" }))}>
                清除条件
              </ButtonLink>
            ) : (
              <ButtonLink href={paths.coop.newListing()}>新建商品</ButtonLink>
            )
          }
        >
          {narrowed ? "换个词，或到别的标签里找。" : "填好规格、照片，选好批次和分配规则，就可以上架。"}
        </EmptyState>
      ) : (
        <>
          <ExportButton
            action={paths.coop.exports()}
            kind="coop-prices"
            query={listingParameters(query)}
            rows={packs}
            unit="个规格的价格"
          />
          <ListingTable rows={rows} query={query} typed={refused?.typed} />
          <Pagination
            page={page}
            href={(number) =>
              paths.coop.listings({ ...listingParameters(query), page: number, view: view ?? undefined })
            }
          />
        </>
      )}
      <details open={refused?.errors["name"] !== undefined}>
        <summary>{view === null ? "把现在的条件存成视图" : "管理这个视图"}</summary>
        {view === null ? (
          <PostForm className="form" noValidate>
            <input type="hidden" name="intent" value="keep-view" />
            <Field
              label="视图名称"
              name="name"
              width="short"
              maxLength={LONGEST_VIEW_NAME}
              hint="例如“青石村的茶”。只有自己看得到，会排在标签后面。"
              defaultValue={refused?.typed["name"] ?? ""}
              error={refused?.errors["name"]}
            />
            <div className="form-actions">
              <Button tone="quiet">存成视图</Button>
            </div>
          </PostForm>
        ) : (
          <PostForm className="form">
            <input type="hidden" name="intent" value="forget-view" />
            <input type="hidden" name="view" value={view} />
            <div className="form-actions">
              <Button tone="quiet">删除这个视图</Button>
            </div>
          </PostForm>
        )}
      </details>
    </CoopFrame>
  );
}
