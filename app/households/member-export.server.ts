import type { Actor } from "~/access/actor";
import { exportKind } from "~/access/export-kind.server";
import { cooperativesFor } from "~/access/scopes";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { dayOf } from "~/kernel/period";
import { rowBatches } from "~/platform/row-batches.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import { MEMBER_STATES, parseMemberFilter, type MemberFilter } from "./member-filter";
import { allMembers, countMembers, type MemberRow } from "./member-list-store.server";

type Query = { readonly cooperativeId: string; readonly day: string; readonly filter: MemberFilter };

/** The members as their list shows them, whoever left included when they are asked for. */
export const memberExport = exportKind<Query, MemberRow>({
  name: "coop-members",
  title: "社员",
  needs: "membership:edit",
  prepare: ({ actor, search, now }) => {
    const cooperativeId = chosenCooperative(actor, search);
    if (cooperativeId === undefined) return undefined;
    return {
      query: { cooperativeId, day: dayOf(now), filter: parseMemberFilter(search) },
      subject: { kind: "cooperative", id: cooperativeId },
    };
  },
  count: countMembers,
  columns: () => COLUMNS,
  batches: (tx, query) => rowBatches<MemberRow>(tx, allMembers(query)),
  cover: async (db, { cooperativeId, day, filter }) => ({
    facts: [
      ["范围", (await findCooperatives(db, [cooperativeId])).map(({ name }) => name).join("、")],
      ["状态", `${MEMBER_STATES[filter.state]}（${day}）`],
      ["姓名、拼音或编号", filter.query || "全部"],
    ],
    definitions: [
      ["退社日期", "从这一天起不是社员；以前的交货、应付和付款照旧。"],
      ["出资额", "入社时登记的出资。"],
    ],
  }),
});

/** The one the list was opened for, else the first of theirs. */
function chosenCooperative(actor: Actor, search: URLSearchParams): string | undefined {
  const own = cooperativesFor(actor, "membership:edit");
  return own.find((id) => id === search.get("coop")) ?? own[0];
}

const COLUMNS: readonly SheetColumn<MemberRow>[] = [
  { header: "农户编号", kind: "identifier", value: (row) => row.number },
  { header: "户主姓名", kind: "text", value: (row) => row.headName },
  { header: "入社日期", kind: "day", value: (row) => row.joinedOn },
  { header: "出资额（元）", kind: "yuan", value: (row) => row.shareFen },
  { header: "村民组", kind: "text", value: (row) => row.groupName },
  { header: "退社日期", kind: "day", value: (row) => row.leftOn },
];
