import { mayFollow, standingOn, type Attribute, type Cause, type StatusEventType } from "~/households/status";
import type { SeedMember } from "./household-members";
import { sample, weighted, type Random } from "./random";
import { day, laterOf } from "./some-day";

export type SeedStatusEvent = {
  readonly type: StatusEventType;
  readonly attribute: Attribute | null;
  readonly effectiveOn: string;
  readonly evidence: string;
  readonly recordedBy: string;
};

/** Why a household is poor: one main cause and up to two others, likely for who lives in it. */
export function causesOf(members: readonly SeedMember[], random: Random): Cause[] {
  const present = members.filter(({ leftOn }) => leftOn === null);
  const likely: Cause[] = [];
  if (present.some(({ health }) => health === "残疾")) likely.push("因残");
  if (present.some(({ health }) => health === "患有大病" || health === "长期慢性病")) likely.push("因病");
  if (!present.some(({ labour }) => labour.endsWith("普通劳动力") || labour === "技能劳动力")) likely.push("缺劳力");
  if (present.some(({ education }) => education.startsWith("高中") || education.startsWith("中职")))
    likely.push("因学");
  const others: readonly Cause[] = ["缺技术", "缺资金", "交通条件落后", "自身发展动力不足", "因灾", "缺土地"];
  const causes = [...likely, ...sample(random, others, likely.length === 0 ? 2 : 1)];
  return causes.slice(0, random.int(1, 3));
}

/** What became of a household that was registered as poor, as far as one event may follow another. */
export function helpedEvents(attribute: Attribute, registeredOn: string, random: Random): SeedStatusEvent[] {
  const recordedBy = "县农业农村局（演示）";
  const events: SeedStatusEvent[] = [];
  const push = (type: StatusEventType, effectiveOn: string, evidence: string, next: Attribute | null = null) => {
    const stands = standingOn([{ type: "REGISTERED", attribute, effectiveOn: registeredOn }, ...events], effectiveOn);
    if (mayFollow(stands, type)) events.push({ type, attribute: next, effectiveOn, evidence, recordedBy });
  };

  const supplemented = random.chance(0.06);
  const identified = supplemented
    ? day(random, 2018, 2018, 7, 8)
    : laterOf(registeredOn, day(random, 2015, 2016, 1, 6));
  push(supplemented ? "SUPPLEMENTED" : "NEWLY_IDENTIFIED", identified, "民主评议与村级公示记录", attribute);
  push("EXITED", day(random, supplemented ? 2019 : 2017, 2020, 11, 12), "退出验收表，农户签字");
  const course = weighted(
    random,
    ["calm", "unstable", "sudden", "cleared", "watched"] as const,
    (kind) => ({ calm: 74, unstable: 7, sudden: 5, cleared: 11, watched: 3 })[kind],
  );
  switch (course) {
    case "unstable":
      push(
        "MONITORED_UNSTABLE",
        day(random, 2024, 2025),
        "入户核查表与承诺授权书",
        random.chance(0.3) ? "低保户" : null,
      );
      break;
    case "sudden":
      push("MONITORED_SUDDEN", day(random, 2024, 2025), "医疗费用清单与信息比对结果");
      break;
    case "cleared": {
      const since = day(random, 2021, 2022);
      push("MONITORED_UNSTABLE", since, "入户核查表与承诺授权书");
      push("RISK_CLEARED", `${Number(since.slice(0, 4)) + 1}${since.slice(4)}`, "收入持续稳定半年以上，民主评议公示");
      break;
    }
    case "watched":
      push("MONITORED_UNSTABLE", day(random, 2022, 2023), "入户核查表与承诺授权书");
      break;
    default:
  }
  return events;
}

/** A few ordinary households are watched: income near the line. */
export function ordinaryEvents(random: Random): SeedStatusEvent[] {
  if (!random.chance(0.12)) return [];
  const recordedBy = "县农业农村局（演示）";
  const since = day(random, 2024, 2025);
  return [
    { type: "MONITORED_MARGINAL", attribute: null, effectiveOn: since, evidence: "入户核查表与承诺授权书", recordedBy },
  ];
}
