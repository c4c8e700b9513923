import { notFound } from "~/access/not-found";
import type { PageRequest } from "~/kernel/page";
import { offsetOf, pageRequest } from "~/kernel/page";
import { periodOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { parseLinkageFilter } from "~/settlement/linkage-filter";
import { ownAreasAndBelow } from "./area-choices-store.server";
import { requireOfficial } from "./gov-frame.server";

const PAGE_SIZE = 20;

/** What a list of an area and some months is asked for, by whom, and the page of it; the filter holds the official's own areas. */
export async function askedForMonths(request: Request, now: Date) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const filter = parseLinkageFilter(search, areaPrefixes, now);
  if (!filter) throw notFound();
  const { areaCode: area, from, to } = filter;
  return {
    filter,
    shown: {
      frame,
      query: { area, from, to },
      latest: periodOf(now),
      areas: await ownAreasAndBelow(db(), areaPrefixes),
    },
    page: pageRequest(search, PAGE_SIZE),
  };
}

/** Of a list that is short enough to be worked out whole. */
export function rowsOnPage<Row>(rows: readonly Row[], page: PageRequest): readonly Row[] {
  const first = offsetOf(page);
  return rows.slice(first, first + page.size);
}
