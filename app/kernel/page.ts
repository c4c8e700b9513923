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
  return { number: pageAsked(search.get("page")), size };
}

/** A page's number as an address has it; nonsense is page 1. */
export function pageAsked(text: string | null): number {
  return text !== null && /^\d{1,5}$/.test(text) ? Math.min(Math.max(Number(text), 1), FARTHEST_PAGE) : 1;
}

export function offsetOf(request: PageRequest): number {
  return (request.number - 1) * request.size;
}

export function pageCount(page: Pick<Page<unknown>, "total" | "size">): number {
  return Math.max(1, Math.ceil(page.total / page.size));
}
