import type { ExportKinds } from "~/access/export-kind.server";
import { priceExport } from "~/catalog/price-export.server";
import { memberExport } from "~/households/member-export.server";
import { cooperativeExport, institutionExport } from "./sales-export.server";
import { linkageExport, performanceExport } from "./linkage-export.server";
import { problemExport } from "./problem-export.server";
import { reportExport } from "./report-export.server";
import { intakeExport } from "~/supply/intake-export.server";

/** Every list that can leave as a file, by the console that offers it. The pages and the worker read the same one. */
export const COOP_EXPORTS: ExportKinds = [intakeExport, memberExport, priceExport];
export const GOV_EXPORTS: ExportKinds = [
  linkageExport,
  performanceExport,
  cooperativeExport,
  institutionExport,
  problemExport,
  reportExport,
];

export const EXPORT_KINDS: ExportKinds = [...COOP_EXPORTS, ...GOV_EXPORTS];
