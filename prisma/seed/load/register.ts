import { createHash } from "node:crypto";
import { decideStatusChange } from "~/households/decide-status-change.server";
import { importRegister } from "~/households/import-register.server";
import { HEAD } from "~/households/member";
import { proposeStatusChange } from "~/households/propose-status-change.server";
import { REGISTER_SHEET, type RegisterField } from "~/households/register-sheet";
import { reviewStatusChange } from "~/households/review-status-change.server";
import { addDays, dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { VILLAGES } from "../data/areas";
import { accepted } from "./at-once";
import type { Staff } from "./users";

type Desk = { readonly staff: Pick<Staff, "person">; readonly now: Date };

/** A grown son sets up a household of his own: proposed in the village, reviewed in the town, decided in the county. */
export async function loadSplit({ staff, now }: Desk): Promise<void> {
  const [leaves] = await db().$queryRaw<{ id: string; householdId: string; groupName: string }[]>`
    SELECT m.id, m.household_id AS "householdId", h.group_name AS "groupName"
    FROM household_member m JOIN household h ON h.id = m.household_id
    WHERE h.area_code = ${VILLAGES.kuifeng} AND m.relation = '子' AND m.left_on IS NULL AND m.birth_year < 2000
    ORDER BY h.number, m.birth_year LIMIT 1`;
  if (!leaves) throw new Error("nobody of the village can leave a household");
  const proposedAt = addDays(now, -40);
  const { caseId } = accepted(
    "a split",
    await proposeStatusChange({
      actor: staff.person("kuifeng-cun"),
      householdId: leaves.householdId,
      type: "SPLIT",
      effectiveOn: dayOf(proposedAt),
      evidence: "分户申请与村民代表会议记录",
      split: { groupName: leaves.groupName, members: [{ id: leaves.id, relation: HEAD }] },
      now: proposedAt,
    }),
  );
  const reviewed = { caseId, noticeResult: "公示七天，没有异议。", now: addDays(proposedAt, 10) };
  accepted("a split", await reviewStatusChange({ ...reviewed, actor: staff.person("maolin-zhen") }));
  const decision = { caseId, approve: true, note: "", now: addDays(proposedAt, 12) };
  accepted("a split", await decideStatusChange({ ...decision, actor: staff.person("jingxian") }));
}

/** Two households that were registered on paper come in as a sheet, without numbers: nobody has been asked for them yet. */
export async function loadRegisterSheet({ staff, now }: Desk): Promise<void> {
  const at = addDays(now, -6);
  const person = (number: string, name: string, relation: string, sex: string, birthYear: string) => ({
    number,
    area: VILLAGES.kuifeng,
    name,
    relation,
    sex,
    birthYear,
  });
  const head = {
    group: "第二村民组",
    attribute: "一般户",
    registeredOn: dayOf(addDays(at, -20)),
    evidence: "入户登记表",
  };
  const people: readonly Partial<Record<RegisterField, string>>[] = [
    { ...person(`${VILLAGES.kuifeng}-1001`, "章桂英", HEAD, "女", "1957"), ...head, cause: "缺劳力" },
    { ...person(`${VILLAGES.kuifeng}-1002`, "胡长林", HEAD, "男", "1969"), ...head, cause: "缺技术" },
    person(`${VILLAGES.kuifeng}-1002`, "吴秀珍", "配偶", "女", "1971"),
  ];
  const fields = Object.keys(REGISTER_SHEET) as RegisterField[];
  const table = {
    headers: fields.map((field) => REGISTER_SHEET[field]),
    rows: people.map((row, index) => ({ number: index + 2, cells: fields.map((field) => row[field] ?? "") })),
  };
  const imported = {
    actor: staff.person("kuifeng-cun"),
    table,
    fileDigest: createHash("sha256").update(JSON.stringify(table)).digest("hex"),
    now: at,
  };
  accepted("a register sheet", await importRegister(imported));
}
