/** A slice of a list, as asked for in the URL (`?page=2`). Pages count from 1. */
export type PageRequest = { readonly number: number; readonly size: number };
export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly number: number;
  readonly size: number;
};

const FARTHEST_PAGE = 10_000;

/** Reads `?page=`; nonsense is page 1. */
export function pageRequest(search: URLSearchParams, size: number): PageRequest {
  const asked = search.get("page") ?? "1";
  const number = /^\d{1,5}$/.test(asked) ? Math.min(Math.max(Number(asked), 1), FARTHEST_PAGE) : 1;
  return { number, size };
}

export function offsetOf(request: PageRequest): number {
  return (request.number - 1) * request.size;
}

export function pageCount(page: Pick<Page<unknown>, "total" | "size">): number {
  return Math.max(1, Math.ceil(page.total / page.size));
}
