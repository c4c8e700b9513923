import { pageCount } from "~/kernel/page";
import { useLocale } from "./locale";

/** Links to the pages of a list around the present one, and how many rows there are. */
export function Pagination({
  page,
  href,
}: {
  page: { readonly number: number; readonly size: number; readonly total: number };
  href: (number: number) => string;
}) {
  const english = useLocale() === "en";
  const pages = pageCount(page);
  const total = page.total.toLocaleString("en-US");
  return (
    <nav className="pagination" aria-label={english ? "Pages" : "分页"}>
      {pages > 1 && (
        <ul>
          {page.number > 1 && (
            <li>
              <a href={href(page.number - 1)} rel="prev">
                {english ? "← Previous" : "← 上一页"}
              </a>
            </li>
          )}
          {shownPages(page.number, pages).map((number, index) =>
            number === undefined ? (
              <li key={`gap ${index}`} aria-hidden="true">
                <span>…</span>
              </li>
            ) : (
              <li key={number}>
                {number === page.number ? (
                  <span aria-current="page">{number}</span>
                ) : (
                  <a href={href(number)} aria-label={english ? `Page ${number}` : `第 ${number} 页`}>
                    {number}
                  </a>
                )}
              </li>
            ),
          )}
          {page.number < pages && (
            <li>
              <a href={href(page.number + 1)} rel="next">
                {english ? "Next →" : "下一页 →"}
              </a>
            </li>
          )}
        </ul>
      )}
      <span className="caption">{english ? `${total} in all` : `共 ${total} 条`}</span>
    </nav>
  );
}

/** First, last and the neighbours of the present page; undefined stands for a gap. */
export function shownPages(current: number, last: number): (number | undefined)[] {
  const near = [1, current - 1, current, current + 1, last].filter((page) => page >= 1 && page <= last);
  const sorted = [...new Set(near)].toSorted((a, b) => a - b);
  return sorted.flatMap((page, index) => {
    const before = sorted[index - 1];
    if (before === undefined || page === before + 1) return [page];
    return page === before + 2 ? [page - 1, page] : [undefined, page];
  });
}
