/** 在社 · 已退社 · 全部. */
export const MEMBER_STATES = { present: "在社", former: "已退社", all: "全部" } as const;
export type MemberState = keyof typeof MEMBER_STATES;

export type MemberFilter = {
  /** of a name, its pinyin or a number */
  readonly query: string;
  readonly state: MemberState;
};

/** Reads the list's URL; the page and its export read the same one. */
export function parseMemberFilter(search: URLSearchParams): MemberFilter {
  const state = search.get("state") ?? "";
  return {
    query: (search.get("q") ?? "").replaceAll("\0", "").trim().slice(0, 40),
    state: Object.hasOwn(MEMBER_STATES, state) ? (state as MemberState) : "present",
  };
}
