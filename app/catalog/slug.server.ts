import { pinyin } from "pinyin-pro";
import type { Transaction } from "~/platform/db.server";

const LONGEST = 60;

/** A name in an address: its English title, or the pinyin of its Chinese one. */
export function slugFrom(titleEn: string, title: string): string {
  const latin = titleEn.trim() || pinyin(title, { toneType: "none", nonZh: "consecutive" });
  const slug = latin
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f']/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST)
    .replace(/-+$/, "");
  return slug || "produce";
}

/** `slug`, or the first of `slug-2`, `slug-3` … that no listing has: nor gets from another before this transaction ends. */
export async function freeSlug(tx: Transaction, slug: string): Promise<string> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('listing slug', 0))`;
  const rows = await tx.listing.findMany({ where: { slug: { startsWith: slug } }, select: { slug: true } });
  const taken = new Set(rows.map((row) => row.slug));
  let candidate = slug;
  for (let number = 2; taken.has(candidate); number++) candidate = `${slug}-${number}`;
  return candidate;
}
