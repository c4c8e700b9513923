import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { lockHousehold } from "./household-lock.server";
import { HEAD } from "./member";
import { searchPinyin } from "./pinyin.server";

export type ChangeHeadFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "is-head" }
  | { readonly kind: "relation-missing" };

/** Another member becomes the head; the one before gets a relation to them. The card goes by the new head's name. */
export async function changeHead(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly memberId: string;
  /** what the head before is to the new one */
  readonly relation: string;
  readonly now: Date;
}): Promise<Result<undefined, ChangeHeadFailure>> {
  const { actor, householdId, memberId, now } = input;
  const relation = input.relation.trim();
  if (relation === "" || relation === HEAD) return failed({ kind: "relation-missing" });
  return withTransaction("change head", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const member = await tx.householdMember.findFirst({
      where: { id: memberId, householdId, leftOn: null },
      select: { name: true, relation: true },
    });
    if (!member) return failed({ kind: "not-found" });
    if (member.relation === HEAD) return failed({ kind: "is-head" });
    await tx.householdMember.updateMany({
      where: { householdId, relation: HEAD, leftOn: null },
      data: { relation },
    });
    await tx.householdMember.update({ where: { id: memberId }, data: { relation: HEAD }, select: { id: true } });
    await tx.household.update({
      where: { id: householdId },
      data: { headName: member.name, headPinyin: searchPinyin(member.name) },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "household:head", subjectKind: "household", subjectId: householdId, now });
    return succeeded(undefined);
  });
}

export function explainChangeHeadFailure(failure: ChangeHeadFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这位成员，或已不在本户。";
    case "is-head":
      return "此人已经是户主。";
    case "relation-missing":
      return "请写明原户主与新户主的关系。";
  }
}
