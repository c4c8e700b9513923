import { Button, ButtonLink } from "./button";
import type { Locale } from "./locale";
import { Wordmark } from "./wordmark";

/** The page of an answer that is none. It depends on the status and the language only, so it gives nothing away. */
export function ErrorPage({
  locale,
  status,
  homeHref,
  searchHref,
}: {
  locale: Locale;
  status: number;
  homeHref: string;
  searchHref: string;
}) {
  const words = errorWords(locale, status);
  return (
    <>
      <header className="shop-header">
        <div className="page">
          <a className="wordmark" href={homeHref}>
            <Wordmark />
          </a>
        </div>
      </header>
      <main id="main" className="page shop-main stack">
        <p className="caption">{status}</p>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        {status === 404 && (
          <form className="shop-search" role="search" action={searchHref} method="get">
            <input className="input" type="search" name="q" aria-label={words.search} maxLength={80} />
            <Button>{words.search}</Button>
          </form>
        )}
        <p>
          <ButtonLink tone="quiet" href={homeHref}>
            {words.home}
          </ButtonLink>
        </p>
      </main>
    </>
  );
}

type Words = { title: string; text: string; search: string; home: string };

export function errorWords(locale: Locale, status: number): Words {
  const frame = locale === "en" ? { search: "Search", home: "To the shop" } : { search: "搜索", home: "回到首页" };
  const known = SENTENCES[locale];
  const [title, text] = known[status] ?? (status < 500 ? known[400] : known[500]) ?? ["", ""];
  return { ...frame, title, text };
}

const SENTENCES: Record<Locale, Record<number, readonly [string, string]>> = {
  zh: {
    400: ["这个请求读不懂", "请返回上一页，检查后再试一次。"],
    404: ["没有这个页面", "可能地址有误，或者页面已经撤下。可以搜索想找的农产品。"],
    405: ["不能这样打开", "请从首页重新进入。"],
    413: ["提交的内容太大", "请缩小图片或文件后再试。"],
    429: ["操作太频繁", "这次操作没有执行，没有扣款。请稍等几分钟再试。"],
    500: [
      "页面出了问题",
      "不是您的操作有误，我们已经记录下来。请稍后再试；如果刚才在付款，请先查看订单页，再决定是否重新付款。",
    ],
    503: ["现在人很多", "请稍等片刻再试。打不开这一页不会扣款；已提交的订单和已付的款都不会丢失。"],
  },
  en: {
    400: ["We could not read this request", "Please go back, check what you entered, and try again."],
    404: ["There is no such page", "The address may be wrong, or the page was taken down. You can search for produce."],
    405: ["This cannot be opened this way", "Please start again from the shop."],
    413: ["That was too large", "Please send a smaller picture or file."],
    429: [
      "Too many attempts",
      "This was not carried out and nothing was charged. Please wait a few minutes and try again.",
    ],
    500: [
      "Something broke on our side",
      "It was not your doing, and we have taken note. Please try again later. If you were paying, look at your order first.",
    ],
    503: [
      "Very many visitors right now",
      "Please try again in a moment. Nothing is charged by a page that does not open; orders placed and money paid are safe.",
    ],
  },
};
