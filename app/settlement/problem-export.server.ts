import { exportKind } from "~/access/export-kind.server";
import { areaScopes } from "~/access/scopes";
import { dateToDay } from "~/kernel/calendar-day";
import { dayOf } from "~/kernel/period";
import { rowBatches } from "~/platform/row-batches.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import { ALERTS } from "./alert";
import { PROBLEM_KINDS, PROBLEM_STATES } from "./problem";
import { parseProblemFilter, type ProblemFilter } from "./problem-filter";
import { countProblems, problemRows, shownProblem, type FoundProblem } from "./problem-store.server";

/** 整改台账 as the screen lists it, all pages of it. Names are masked as there. */
export const problemExport = exportKind<ProblemFilter, FoundProblem>({
  name: "gov-problems",
  title: "整改台账",
  needs: "problem:work",
  prepare: ({ actor, search, now }) => {
    const prefixes = areaScopes(actor);
    return {
      query: parseProblemFilter(search, prefixes, dayOf(now)),
      subject: { kind: "area", id: prefixes.join(" ") },
    };
  },
  count: countProblems,
  columns: ({ today }) => columns(today),
  batches: (tx, filter) => rowBatches<FoundProblem>(tx, problemRows(filter)),
  cover: async (db, filter) => {
    const code = filter.areaCode ?? filter.prefixes.join(" ");
    const areas = await db.area.findMany({ where: { code: { in: code.split(" ") } }, select: { name: true } });
    return {
      facts: [
        ["范围", `${areas.map(({ name }) => name).join("、")}（${code}）`],
        ["进度", filter.state === undefined ? "全部" : PROBLEM_STATES[filter.state]],
        ["类别", filter.kind === undefined ? "全部" : PROBLEM_KINDS[filter.kind]],
        ...(filter.rule === undefined ? [] : [["预警规则", ALERTS[filter.rule].label] as const]),
        ...(filter.household === undefined ? [] : [["农户", filter.household] as const]),
        ...(filter.open ? [["只列", "未销号"] as const] : []),
        ...(filter.overdue ? [["只列", "已超期"] as const] : []),
        ...(filter.lookBack ? [["只列", "待回头看"] as const] : []),
      ],
      definitions: [
        ["超期", "办结期限已过而没有销号的。"],
        ["已销号", "由登记人、责任人、答复人以外的人核实后销号。"],
        ["佐证", "答复、销号和回头看时附上的照片张数；照片在台账里看。"],
      ],
    };
  },
});

function columns(today: string): readonly SheetColumn<FoundProblem>[] {
  return [
    { header: "编号", kind: "text", value: (row) => row.number },
    { header: "类别", kind: "text", value: (row) => PROBLEM_KINDS[row.kind] },
    { header: "地区", kind: "text", value: (row) => row.areaName ?? row.areaCode },
    { header: "对象", kind: "text", value: (row) => shownProblem(row).about },
    { header: "问题", kind: "text", value: (row) => row.evidence, width: 60 },
    { header: "登记日期", kind: "day", value: (row) => dayOf(row.openedAt) },
    { header: "责任人", kind: "text", value: (row) => row.owner ?? "未指定" },
    { header: "期限", kind: "day", value: (row) => dateToDay(row.deadlineOn) },
    { header: "超期", kind: "text", value: (row) => (isLate(row, today) ? "是" : "否") },
    { header: "进度", kind: "text", value: (row) => PROBLEM_STATES[row.state] },
    { header: "整改答复", kind: "text", value: (row) => row.answer ?? "", width: 40 },
    { header: "佐证", kind: "count", value: (row) => row.photos },
    { header: "销号意见", kind: "text", value: (row) => row.outcome ?? "", width: 40 },
  ];
}

function isLate(row: FoundProblem, today: string): boolean {
  return row.state !== "CLOSED" && dateToDay(row.deadlineOn) < today;
}
