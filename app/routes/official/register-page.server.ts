import { notFound } from "~/access/not-found";
import { registerCounts, registerTotal, villageRegister } from "~/households/register-book-store.server";
import { isDay, dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { findArea } from "~/regions/area-store.server";
import { requireOfficial } from "./gov-frame.server";

/** The register of one area on a day: households of a village, or counts of the areas below. Screen and Excel read the same. */
export async function openRegister(request: Request, code: string | undefined) {
  const official = await requireOfficial(request);
  const now = new Date();
  const today = dayOf(now);
  const asked = new URL(request.url).searchParams.get("day");
  const day = isDay(asked) && asked <= today ? asked : today;
  const area = await findArea(db(), code ?? "", official.areaPrefixes);
  if (!area) throw notFound();
  const total = await registerTotal(db(), official.areaPrefixes, area.code, day);
  if (area.level === "VILLAGE") {
    const rows = await villageRegister(db(), official.areaPrefixes, area.code, day);
    const people = rows.reduce((sum, row) => sum + row.people, 0);
    const adds = rows.length === total.households && people === total.people;
    return { ...official, now, today, day, area, total, adds, book: "village" as const, rows };
  }
  const counts = await registerCounts(db(), official.areaPrefixes, area.code, day);
  const households = counts.reduce((sum, row) => sum + row.households, 0);
  const people = counts.reduce((sum, row) => sum + row.people, 0);
  const adds = households === total.households && people === total.people;
  return { ...official, now, today, day, area, total, adds, book: "archive" as const, counts };
}
