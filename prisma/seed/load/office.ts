import { decideIncomeList } from "~/benefits/decide-income-list.server";
import { proposeIncomeList } from "~/benefits/propose-income-list.server";
import { decideStatusChange } from "~/households/decide-status-change.server";
import { GUARANTEE_KEYS, type GuaranteeChecks } from "~/households/guarantee";
import { planVisits } from "~/households/plan-visits.server";
import { HOUSEHOLD_FIELDS } from "~/households/profile-fields";
import { proposeStatusChange } from "~/households/propose-status-change.server";
import { recordProfile } from "~/households/record-profile.server";
import { recordVisit } from "~/households/record-visit.server";
import { reviewStatusChange } from "~/households/review-status-change.server";
import { writePlan } from "~/households/write-plan.server";
import { newId } from "~/kernel/ids";
import { addDays, boundsOf, dayOf, periodOf, shiftPeriod, yearAndMonth } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { advanceNotice } from "~/settlement/advance-notice.server";
import { advanceReport } from "~/settlement/advance-report.server";
import { ALERTS } from "~/settlement/alert";
import { findAlerts } from "~/settlement/alert-store.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { drawAudit } from "~/settlement/draw-audit.server";
import { openFinding } from "~/settlement/open-finding.server";
import { lastEnded } from "~/settlement/periodic-report";
import { raiseAlerts } from "~/settlement/raise-alerts.server";
import { setAlertRule } from "~/settlement/set-alert-rule.server";
import { recordAuditCheck } from "~/settlement/record-audit-check.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { submitReport } from "~/settlement/submit-report.server";
import { submitApplication } from "~/supply/submit-application.server";
import { workProblem } from "~/settlement/work-problem.server";
import { writeNotice } from "~/settlement/write-notice.server";
import { VILLAGES } from "../data/areas";
import { stream } from "../data/random";
import { targets } from "../data/targets";
import { accepted, atOnce } from "./at-once";
import type { Staff } from "./users";

/** How the desk of one township looks after a year: surveys, visits, plans, declarations, cases, a closed month, a notice. */
export async function loadOffice({
  staff,
  now,
}: {
  readonly staff: Pick<Staff, "person">;
  readonly now: Date;
}): Promise<void> {
  await db().areaTarget.createMany({ data: targets.map((target) => ({ id: newId(now), ...target })) });
  const households = await db().household.findMany({
    where: { areaCode: VILLAGES.changxi },
    select: { id: true, number: true },
    orderBy: { number: "asc" },
    take: 18,
  });
  const village = staff.person("changxi-cun");
  const township = staff.person("changxi-xiang");
  const county = staff.person("shexian");
  const month = periodOf(now);
  await loadApplication(addDays(now, -1));
  const random = stream("office");
  const plans = households.map((household, index) => ({
    ...household,
    index,
    arable: (random.int(8, 60) / 10).toFixed(1),
    house: String(random.int(60, 160)),
    structure: random.pick(["砖混", "砖木", "砖木", "土木"]),
    dry: random.int(0, 9) === 0,
  }));

  await atOnce(4, plans, async (plan) => {
    const seen = addDays(now, -20 - (plan.index % 50));
    const facts: Record<string, string> = {
      standard: "国家标准",
      arable: plan.arable,
      houseArea: plan.house,
      houseStructure: plan.structure,
      houseGrade: "A",
      safeWater: plan.dry ? "否" : "是",
      powerLiving: "是",
      powerWork: "是",
      road: "水泥路",
      industry: "种植",
      organisation: "合作社",
      toilet: "是",
    };
    const known = new Set(HOUSEHOLD_FIELDS.map(({ key }) => key));
    const household = Object.fromEntries(Object.entries(facts).filter(([key]) => known.has(key)));
    accepted(
      `survey of ${plan.number}`,
      await recordProfile({
        actor: village,
        householdId: plan.id,
        surveyedOn: dayOf(seen),
        facts: { household, members: {} },
        now: seen,
      }),
    );
    const guarantees = Object.fromEntries(
      GUARANTEE_KEYS.map((key) => [
        key,
        key === "WATER" && plan.dry ? { ok: false, note: "枯水期供水不稳，已报乡镇" } : { ok: true, note: "" },
      ]),
    ) as GuaranteeChecks;
    accepted(
      `visit to ${plan.number}`,
      await recordVisit({
        actor: village,
        householdId: plan.id,
        visitedOn: dayOf(seen),
        visitorName: "村级干部",
        guarantees,
        summary: "核对收入与交货，家里情况稳定。",
        needs: plan.dry ? "希望尽快接通备用水源。" : "",
        nextVisitOn: dayOf(addDays(seen, 60)),
        photoIds: [],
        now: seen,
      }),
    );
    accepted(
      `plan of ${plan.number}`,
      await writePlan({
        actor: village,
        householdId: plan.id,
        basedOn: 0,
        year: yearAndMonth(month).year,
        targetFen: 3_000_000n,
        target: "茶、笋按质论价，全年收入稳定",
        stages: "春：采茶交社；夏：管护；秋冬：笋干、销售与务工。",
        measures: [
          { measure: "入社代销春茶与笋干", who: "合作社", until: "10 月", outcome: "已交货" },
          { measure: "农技培训一次", who: "乡镇农技站", until: "6 月", outcome: "" },
        ],
        now: seen,
      }),
    );
  });

  await visitsPlanned();
  await listsOfIncome();
  await changesOfStatus();
  await closedMonth();
  await auditedMonth();
  await quarterlyReport();
  await alertsRaised();
  await openProblems();

  /** Some households are to be visited by whoever answers for them; two of these visits should have been made by now. */
  async function visitsPlanned(): Promise<void> {
    for (const { of, days, due } of [
      { of: plans.slice(0, 5), days: -1, due: 9 },
      { of: plans.slice(10, 12), days: -12, due: -3 },
    ])
      accepted(
        "planned visits",
        await planVisits({
          actor: township,
          householdIds: of.map(({ id }) => id),
          visitor: "responsible",
          dueOn: dayOf(addDays(now, due)),
          requestKey: newId(now),
          now: addDays(now, days),
        }),
      );
  }

  /** What the townships' offices paid to every household of the year so far: proposed in one township, decided in the county. */
  async function listsOfIncome(): Promise<void> {
    const paidTo = await db().$queryRaw<{ number: string; people: number }[]>`
      SELECT h.number, greatest(count(m.id), 1)::int AS people FROM household h
      LEFT JOIN household_member m ON m.household_id = h.id AND m.left_on IS NULL
      WHERE starts_with(h.area_code, ${VILLAGES.changxi.slice(0, 9)}) GROUP BY h.id ORDER BY h.number`;
    const period = shiftPeriod(month, -2);
    const at = addDays(boundsOf(period).to, 5);
    const months = `1–${yearAndMonth(period).month} 月`;
    const payment = (row: number, householdNumber: string) => ({
      row,
      householdNumber,
      period,
      costFen: 0n,
      product: "",
      quantity: "",
    });
    const yearly = paidTo.map(({ number, people }) => ({
      number,
      fen: BigInt(people * random.int(84, 180)) * 10_000n,
    }));
    const lists = [
      {
        title: `务工收入（${months}，已扣除房租与生活费）`,
        evidence: "务工登记表与银行代发流水",
        rows: yearly.map(({ number, fen }, index) => ({
          ...payment(index + 2, number),
          flow: index % 5 === 0 ? ("PUBLIC_JOB" as const) : ("MIGRANT_WAGE" as const),
          grossFen: (fen * 4n) / 5n,
          organisation: index % 5 === 0 ? "昌溪乡人民政府" : "外出务工用工单位",
          basis: `${months}工资合计`,
        })),
      },
      {
        title: `养老金与土地流转（${months}）`,
        evidence: "社保发放表、流转合同",
        rows: yearly.map(({ number, fen }, index) => ({
          ...payment(index + 2, number),
          flow: index % 3 === 0 ? ("LAND_RENT" as const) : ("PENSION" as const),
          grossFen: fen / 5n,
          organisation: index % 3 === 0 ? "村集体流转" : "社保经办机构",
          basis: `${months}合计`,
        })),
      },
    ];
    for (const { title, evidence, rows } of lists) {
      const proposal = { actor: township, title, evidence, rows, fileDigest: title, now: at };
      const { listId } = accepted("a list of income", await proposeIncomeList(proposal));
      const decision = { actor: county, listId, approve: true, note: "", now: at };
      accepted("a list of income", await decideIncomeList(decision));
    }
  }

  async function changesOfStatus(): Promise<void> {
    const general = await db().$queryRaw<{ id: string }[]>`
      SELECT s.household_id AS id FROM household_standing(${dayOf(now)}::date) s JOIN household h ON h.id = s.household_id
      WHERE h.area_code = ${VILLAGES.changxi} AND s.standing IN ('EXITED', 'GENERAL') ORDER BY h.number LIMIT 2`;
    for (const [index, { id }] of general.entries()) {
      const proposedAt = addDays(now, index === 0 ? -30 : -2);
      const { caseId } = accepted(
        "status change",
        await proposeStatusChange({
          actor: village,
          householdId: id,
          type: index === 0 ? "MONITORED_SUDDEN" : "MONITORED_MARGINAL",
          effectiveOn: dayOf(proposedAt),
          evidence: "入户核查与民主评议会议记录",
          now: proposedAt,
        }),
      );
      if (index > 0) continue;
      const later = addDays(proposedAt, 10);
      const noticeResult = "公示七天，没有异议。";
      accepted("status change", await reviewStatusChange({ actor: township, caseId, noticeResult, now: later }));
      accepted(
        "status change",
        await decideStatusChange({ actor: county, caseId, approve: true, note: "", now: later }),
      );
    }
  }

  async function closedMonth(): Promise<void> {
    const period = shiftPeriod(month, -2);
    // Signed at loading: an entry is recorded when it is loaded, and none may be younger than the closing of its month.
    const signing = new Date();
    const { closeId } = accepted(
      "closing a month",
      await beginAreaClose({ actor: village, areaCode: VILLAGES.changxi, period, now: signing }),
    );
    for (const actor of [village, township, county]) {
      accepted("closing a month", await signAreaClose({ actor, closeId, remark: "情况属实", now: signing }));
    }
    const { noticeId } = accepted(
      "a notice",
      await writeNotice({
        actor: village,
        source: { closeId },
        title: `昌溪村 ${period} 农户收入情况公示`,
        preface: "按三级签字的月度报告公示。数字为地区合计，不涉及任何一户。",
        contact: "昌溪乡人民政府农业服务中心；监督电话 12317",
        now: signing,
      }),
    );
    accepted("a notice", await advanceNotice({ actor: township, noticeId, step: { step: "check" }, now: signing }));
    const step = { step: "publish", days: 30 } as const;
    accepted("a notice", await advanceNotice({ actor: county, noticeId, step, now: signing }));
  }

  async function auditedMonth(): Promise<void> {
    const areaCode = VILLAGES.changxi;
    const { drawId } = accepted(
      "an audit",
      await drawAudit({ actor: township, areaCode, period: shiftPeriod(month, -2), now }),
    );
    const sample = await db().auditSample.findMany({
      where: { drawId },
      select: { householdId: true },
      orderBy: { position: "asc" },
      take: 2,
    });
    for (const { householdId } of sample) {
      const note = "入户核对存折与入库单，相符。";
      accepted("an audit", await recordAuditCheck({ actor: township, drawId, householdId, holds: true, note, now }));
    }
  }

  async function quarterlyReport(): Promise<void> {
    const kind = "QUARTER";
    const period = lastEnded(kind, dayOf(now));
    const asked = {
      actor: village,
      areaCode: VILLAGES.changxi,
      kind,
      period,
      remark: "与结账的月份一致。",
      now,
    } as const;
    const { reportId } = accepted("a report", await submitReport(asked));
    accepted("a report", await advanceReport({ actor: township, reportId, step: { step: "check" }, now }));
    accepted("a report", await advanceReport({ actor: county, reportId, step: { step: "approve" }, now }));
  }

  /** Rules switched on by who has seen how many they find, and what a night found by them. */
  async function alertsRaised(): Promise<void> {
    const areaCode = VILLAGES.changxi.slice(0, 9);
    for (const key of ["BELOW_LINE", "NO_INCOME", "DECLARED_NOT_PAID"] as const) {
      const { factor } = ALERTS[key];
      const found = await findAlerts(db(), { key, areaCode, factor, month: shiftPeriod(periodOf(now), -1) });
      const rule = { actor: township, areaCode, key, factor, enabled: true, seen: found.length, now };
      accepted("an alert rule", await setAlertRule(rule));
    }
    await raiseAlerts({ now });
  }

  async function openProblems(): Promise<void> {
    const opened = addDays(now, -12);
    const finding = { actor: township, areaCode: VILLAGES.changxi, deadlineOn: dayOf(addDays(now, 3)), now: opened };
    const water = accepted(
      "a finding",
      await openFinding({
        ...finding,
        kind: "FINDING",
        householdNumber: plans.find(({ dry }) => dry)?.number ?? "",
        evidence: "走访发现枯水期饮水不稳，需接通备用水源。",
      }),
    );
    const answer = { step: "answer", note: "备用水源已接通，水质检测合格，照片存档。" } as const;
    accepted("an answer", await workProblem({ actor: village, problemId: water.problemId, step: answer, now }));
    accepted(
      "a finding",
      await openFinding({
        ...finding,
        kind: "DATA",
        householdNumber: plans[3]?.number ?? "",
        evidence: "名册人口与户籍比对相差一人，待入户核实。",
      }),
    );
  }
}

/** A household that wants to sell under a shop name of its own: it waits for the county, then for the operator. */
async function loadApplication(now: Date): Promise<void> {
  const household = await db().household.findFirstOrThrow({
    where: { areaCode: VILLAGES.changxi, shopName: null },
    select: { number: true },
    orderBy: { number: "desc" },
  });
  const application = {
    kind: "HOUSEHOLD",
    name: "溪口菜园",
    nameEn: "Xikou garden",
    areaCode: VILLAGES.changxi,
    licenceNumber: "",
    selfProduce: true,
    householdNumber: household.number,
    scNumber: "",
    scExpiresOn: null,
    contactName: "方玉兰",
    phone: "13900005566",
    email: "",
    declaredHouseholds: 0,
    story: "自家菜地种的笋干、干豆角，按季节卖。",
    linkages: [],
  } as const;
  const sent = { applicationId: newId(now), application, papers: [], locale: "zh", now } as const;
  accepted("an application", await submitApplication(sent));
}
