// Builds the search index anew beside the old one and swaps them: node --import tsx scripts/reindex-search.ts --apply
import { disconnect } from "~/platform/db.server";
import { searchEngine } from "~/platform/search-engine.server";
import { rebuildListingIndex } from "~/search/listing-index.server";

if (!searchEngine()) {
  console.log("No search engine is configured (MEILI_URL): search runs on PostgreSQL, there is nothing to build.");
} else if (process.argv.includes("--apply")) {
  const count = await rebuildListingIndex(new Date());
  console.log(`${count} listings are in the index.`);
} else {
  console.log("Would read every published listing, build a new index and swap it in. Repeat with --apply to do so.");
}
await disconnect();
