import { pinyin } from "pinyin-pro";
import { mayFollow, standingOn, type Attribute, type Cause, type StatusEventType } from "~/households/status";
import { area, VILLAGES, villages } from "./areas";
import { householdShops, type HouseholdShop } from "./household-shops";
import { inventedBankAccount, inventedIdNumber, inventedPhone } from "./invented-numbers";
import { familyName, givenName, personName, type Sex } from "./names";
import { sample, shuffled, stream, weighted, type Random } from "./random";

export type SeedMember = {
  readonly name: string;
  readonly relation: string;
  readonly sex: Sex;
  readonly birthYear: number;
  /** invented, with a wrong check digit: nobody has this number */
  readonly idNumber: string;
  readonly education: string;
  readonly health: string;
  readonly labour: string;
  /** Shanghai days */
  readonly joinedOn: string;
  readonly leftOn: string | null;
  readonly leftReason: string | null;
};

export type SeedStatusEvent = {
  readonly type: StatusEventType;
  readonly attribute: Attribute | null;
  readonly effectiveOn: string;
  readonly evidence: string;
  readonly recordedBy: string;
};

export type SeedConsent = {
  readonly purpose: "STORY" | "PHOTO" | "NAME";
  readonly givenOn: string;
  readonly confirmedOn: string | null;
  readonly withdrawnOn: string | null;
};

export type SeedHousehold = {
  /** archive number, also the key the other modules use: village code, number within the village */
  readonly key: string;
  readonly areaCode: string;
  readonly groupName: string;
  readonly headName: string;
  readonly headPinyin: string;
  readonly registeredOn: string;
  readonly phone: string;
  readonly bankName: string;
  readonly bankAccount: string;
  readonly shop: HouseholdShop | null;
  readonly members: readonly SeedMember[];
  readonly causes: readonly Cause[];
  /** the attribute at registration; the later events change it */
  readonly attribute: Attribute;
  readonly registrationEvidence: string;
  /** after the registration itself, oldest first */
  readonly statusEvents: readonly SeedStatusEvent[];
  readonly assignments: readonly { personName: string; unit: string; fromOn: string; toOn: string | null }[];
  readonly consents: readonly SeedConsent[];
};

type VillagePlan = {
  readonly areaCode: string;
  readonly households: number;
  /** people in the households today */
  readonly persons: number;
  readonly groups: number;
  readonly bankName: string;
  /** out of 100: 低保户, 特困供养户; the rest are 一般户 */
  readonly minimumLiving: number;
  readonly supported: number;
  /** out of 100: ordinary households that were never identified */
  readonly ordinary: number;
};

const ANHUI_BANK = "皖南农商银行（演示）";

/**
 * 昌溪, 双源, 万二: households and persons exactly as line 75 prints them, all of them households to be helped.
 * 茂林: ten of each village, attributes in the proportions of line 263 (782 with 低保 and 49 特困供养 out of 960).
 * 孔雀: 60 of its 217 households, at the plan's 1,200 / 217 persons each (line 13). The others are free.
 */
export const villagePlans: readonly VillagePlan[] = [
  {
    areaCode: VILLAGES.changxi,
    households: 36,
    persons: 80,
    groups: 12,
    bankName: ANHUI_BANK,
    minimumLiving: 38,
    supported: 8,
    ordinary: 0,
  },
  {
    areaCode: VILLAGES.shuangyuan,
    households: 22,
    persons: 60,
    groups: 9,
    bankName: ANHUI_BANK,
    minimumLiving: 36,
    supported: 5,
    ordinary: 0,
  },
  {
    areaCode: VILLAGES.waner,
    households: 18,
    persons: 62,
    groups: 8,
    bankName: ANHUI_BANK,
    minimumLiving: 33,
    supported: 5,
    ordinary: 0,
  },
  ...villages
    .filter(({ parentCode }) => parentCode === "341823101")
    .map(({ code }, index) => ({
      areaCode: code,
      households: 10,
      persons: index % 3 === 0 ? 22 : 20,
      groups: 14,
      bankName: ANHUI_BANK,
      minimumLiving: 81,
      supported: index % 2 === 0 ? 10 : 0,
      ordinary: 0,
    })),
  {
    areaCode: VILLAGES.liping,
    households: 40,
    persons: 138,
    groups: 6,
    bankName: "沐江农商银行（演示）",
    minimumLiving: 22,
    supported: 3,
    ordinary: 35,
  },
  {
    areaCode: VILLAGES.kongque,
    households: 60,
    persons: 332,
    groups: 17,
    bankName: "堵河农商银行（演示）",
    minimumLiving: 20,
    supported: 3,
    ordinary: 31,
  },
  {
    areaCode: VILLAGES.rengang,
    households: 24,
    persons: 86,
    groups: 5,
    bankName: "舂陵农商银行（演示）",
    minimumLiving: 24,
    supported: 4,
    ordinary: 30,
  },
];

/** The day the cards below describe: ages, and who lives in the household now. */
export const HOUSEHOLDS_AS_OF = "2026-06-30";

export const households: readonly SeedHousehold[] = villagePlans.flatMap(peopleOf);

const byKey = new Map(households.map((household) => [household.key, household]));

export function household(key: string): SeedHousehold {
  const found = byKey.get(key);
  if (!found) throw new Error(`no household ${key}`);
  return found;
}

export function householdsOf(areaCode: string): SeedHousehold[] {
  return households.filter((one) => one.areaCode === areaCode);
}

function peopleOf(plan: VillagePlan): SeedHousehold[] {
  const random = stream(`people of ${plan.areaCode}`);
  const cadres = cadresOf(plan, random);
  const attributes = attributesOf(plan, random);
  return sizesOf(plan, random).map((size, index) => {
    const number = `${plan.areaCode}-${String(index + 1).padStart(4, "0")}`;
    return householdOf(plan, number, size, attributes[index] ?? "一般户", cadres, stream(`household ${number}`));
  });
}

/** Sizes from one to seven that add up to the plan's persons. */
function sizesOf(plan: VillagePlan, random: Random): number[] {
  const sizes = Array.from({ length: plan.households }, () => 1);
  for (let left = plan.persons - plan.households; left > 0;) {
    const index = random.int(0, sizes.length - 1);
    const size = sizes[index] ?? 7;
    // Small households grow more readily than large ones, so that most end near the mean.
    if (size >= 7 || !random.chance(1 - size / 9)) continue;
    sizes[index] = size + 1;
    left--;
  }
  return sizes;
}

function attributesOf(plan: VillagePlan, random: Random): Attribute[] {
  const supported = Math.round((plan.households * plan.supported) / 100);
  const minimumLiving = Math.round((plan.households * plan.minimumLiving) / 100);
  return shuffled(
    random,
    Array.from({ length: plan.households }, (_, index): Attribute => {
      if (index < supported) return "特困供养户";
      return index < supported + minimumLiving ? "低保户" : "一般户";
    }),
  );
}

type Cadre = { readonly personName: string; readonly unit: string };

function cadresOf(plan: VillagePlan, random: Random): Cadre[] {
  const village = area(plan.areaCode);
  const township = area(village.parentCode ?? "");
  const county = area(township.parentCode ?? "");
  const units = [
    `${township.shortName}人民政府`,
    `${village.shortName}驻村工作队`,
    `${county.shortName}农业农村局`,
    `${village.name}`,
    `${township.shortName}中心学校`,
  ];
  return units.map((unit) => ({
    personName: personName(random, random.pick(["M", "F"] as const), random.int(1970, 1995)),
    unit,
  }));
}

function householdOf(
  plan: VillagePlan,
  key: string,
  size: number,
  attribute: Attribute,
  cadres: readonly Cadre[],
  random: Random,
): SeedHousehold {
  const ordinary = attribute === "一般户" && random.int(1, 100) <= (plan.ordinary * 100) / ordinaryShare(plan);
  const registeredOn = ordinary ? day(random, 2021, 2023) : day(random, 2014, 2015);
  const members = membersOf(plan, size, registeredOn, random);
  const headName = members[0]?.name ?? "";
  return {
    key,
    areaCode: plan.areaCode,
    groupName: `${chineseNumber(random.int(1, plan.groups))}组`,
    headName,
    headPinyin: searchable(headName),
    registeredOn,
    phone: inventedPhone(random),
    bankName: plan.bankName,
    bankAccount: inventedBankAccount(random),
    shop: householdShops.find(({ householdKey }) => householdKey === key) ?? null,
    members,
    causes: ordinary ? [] : causesOf(members, random),
    attribute,
    registrationEvidence: ordinary ? "农户自主申报登记表" : "建档立卡登记表（演示）",
    statusEvents: ordinary ? ordinaryEvents(random) : helpedEvents(attribute, registeredOn, random),
    assignments: ordinary ? [] : assignmentsOf(cadres, random),
    consents: consentsOf(random),
  };
}

function ordinaryShare(plan: VillagePlan): number {
  return Math.max(1, 100 - plan.minimumLiving - plan.supported);
}

// Members ------------------------------------------------------------------------------------------------------------

type Seat = { readonly relation: string; readonly sex: Sex; readonly birthYear: number; readonly family: string };

function membersOf(plan: VillagePlan, size: number, registeredOn: string, random: Random): SeedMember[] {
  const seats = seatsOf(size, random);
  const present = seats.map((seat) => memberOf(plan, seat, registeredOn, random));
  return [...present, ...departedOf(plan, seats, registeredOn, random)];
}

/** Who lives together: one or two old people, a couple with children, or three generations under one roof. */
function seatsOf(size: number, random: Random): Seat[] {
  const family = familyName(random);
  const alone = size <= 2;
  const headBorn = alone ? random.int(1941, 1966) : random.int(1954, 1974);
  const headSex: Sex = random.chance(alone && size === 1 ? 0.6 : 0.86) ? "M" : "F";
  const seats: Seat[] = [{ relation: "户主", sex: headSex, birthYear: headBorn, family }];
  const other: Sex = headSex === "M" ? "F" : "M";
  const children = headSex === "M" ? family : familyName(random);
  const generation = headBorn + random.int(23, 27);
  const grown = generation < 1998;

  const queue: Seat[] = [];
  if (size === 2 && random.chance(0.3)) {
    queue.push({
      relation: grown ? "孙子" : "子",
      sex: "M",
      birthYear: grown ? random.int(2009, 2015) : generation,
      family: children,
    });
  } else {
    queue.push({ relation: "配偶", sex: other, birthYear: headBorn + random.int(-2, 4), family: familyName(random) });
  }
  queue.push({ relation: "子", sex: "M", birthYear: generation, family: children });
  if (grown && random.chance(0.7)) {
    queue.push({ relation: "儿媳", sex: "F", birthYear: generation + random.int(-1, 3), family: familyName(random) });
    queue.push({ relation: "孙女", sex: "F", birthYear: generation + random.int(23, 26), family: children });
    queue.push({ relation: "孙子", sex: "M", birthYear: generation + random.int(27, 30), family: children });
  } else {
    queue.push({ relation: "女", sex: "F", birthYear: generation + random.int(2, 6), family: children });
    queue.push({ relation: "母亲", sex: "F", birthYear: headBorn - random.int(20, 24), family: familyName(random) });
    queue.push({ relation: "女", sex: "F", birthYear: generation + random.int(7, 10), family: children });
  }
  queue.push({ relation: "母亲", sex: "F", birthYear: headBorn - random.int(19, 24), family: familyName(random) });
  for (const seat of queue) {
    if (seats.length >= size) break;
    if (seat.relation === "母亲" && seats.some(({ relation }) => relation === "母亲")) continue;
    seats.push({ ...seat, birthYear: Math.min(seat.birthYear, 2024) });
  }
  while (seats.length < size) {
    seats.push({ relation: "孙女", sex: "F", birthYear: random.int(2010, 2020), family: children });
  }
  return seats;
}

function memberOf(plan: VillagePlan, seat: Seat, registeredOn: string, random: Random): SeedMember {
  const bornLater = seat.birthYear > Number(registeredOn.slice(0, 4));
  const marriedIn = seat.relation === "儿媳" && seat.birthYear > 1990;
  const joinedOn = bornLater
    ? `${seat.birthYear}-${twoDigits(random.int(1, 12))}-${twoDigits(random.int(1, 28))}`
    : marriedIn
      ? laterOf(registeredOn, day(random, 2016, 2021))
      : registeredOn;
  return {
    name: seat.family + givenName(random, seat.sex, seat.birthYear),
    relation: seat.relation,
    sex: seat.sex,
    birthYear: seat.birthYear,
    idNumber: inventedIdNumber(random, {
      countyCode: plan.areaCode.slice(0, 6),
      birthYear: seat.birthYear,
      sex: seat.sex,
    }),
    ...conditionOf(2026 - seat.birthYear, random),
    joinedOn,
    leftOn: null,
    leftReason: null,
  };
}

function conditionOf(age: number, random: Random): { education: string; health: string; labour: string } {
  const education =
    age < 6
      ? "学龄前"
      : age < 12
        ? "小学在读"
        : age < 15
          ? "初中在读"
          : age < 19
            ? random.pick(["高中在读", "中职在读"])
            : age < 40
              ? random.pick(["初中", "初中", "高中", "大专及以上"])
              : age < 65
                ? random.pick(["小学", "小学", "初中", "初中", "文盲或半文盲"])
                : random.pick(["小学", "小学", "文盲或半文盲"]);
  const ill = random.int(1, 100) <= (age < 30 ? 4 : age < 60 ? 16 : 42);
  const health = ill ? random.pick(["长期慢性病", "长期慢性病", "患有大病", "残疾"]) : "健康";
  const labour =
    age < 16
      ? "无劳动能力"
      : age > 74 || (ill && health !== "长期慢性病")
        ? "丧失劳动力"
        : age > 60 || ill
          ? "弱劳动力或半劳动力"
          : random.pick(["普通劳动力", "普通劳动力", "技能劳动力"]);
  return { education, health, labour };
}

/** Who has died or married away since the registration: they stay on the card, with the day they left. */
function departedOf(plan: VillagePlan, seats: readonly Seat[], registeredOn: string, random: Random): SeedMember[] {
  const head = seats[0];
  if (head === undefined) return [];
  const died = random.chance(0.16);
  const married = !died && seats.length >= 3 && random.chance(0.14);
  if (!died && !married) return [];
  const seat: Seat = died
    ? {
        relation: head.birthYear < 1958 ? "配偶" : "父亲",
        sex: head.birthYear < 1958 && head.sex === "M" ? "F" : "M",
        birthYear: head.birthYear < 1958 ? head.birthYear + 1 : head.birthYear - 25,
        family: head.family,
      }
    : { relation: "女", sex: "F", birthYear: random.int(1990, 1998), family: head.family };
  if (seat.relation === "配偶" && seats.some(({ relation }) => relation === "配偶")) return [];
  const member = memberOf(plan, seat, registeredOn, random);
  return [
    {
      ...member,
      leftOn: laterOf(day(random, 2017, 2025), daysLater(member.joinedOn, 400)),
      leftReason: died ? "去世" : "婚嫁迁出",
    },
  ];
}

// Status -------------------------------------------------------------------------------------------------------------

function causesOf(members: readonly SeedMember[], random: Random): Cause[] {
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

function helpedEvents(attribute: Attribute, registeredOn: string, random: Random): SeedStatusEvent[] {
  const recordedBy = "县农业农村局（演示）";
  const events: SeedStatusEvent[] = [];
  const push = (type: StatusEventType, effectiveOn: string, evidence: string, next: Attribute | null = null) => {
    const standing = standingOn(
      [{ type: "REGISTERED", attribute, effectiveOn: registeredOn }, ...events],
      effectiveOn,
    ).standing;
    if (mayFollow(standing, type)) events.push({ type, attribute: next, effectiveOn, evidence, recordedBy });
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

function ordinaryEvents(random: Random): SeedStatusEvent[] {
  if (!random.chance(0.12)) return [];
  const recordedBy = "县农业农村局（演示）";
  const since = day(random, 2024, 2025);
  return [
    { type: "MONITORED_MARGINAL", attribute: null, effectiveOn: since, evidence: "入户核查表与承诺授权书", recordedBy },
  ];
}

function assignmentsOf(cadres: readonly Cadre[], random: Random): SeedHousehold["assignments"] {
  const [first, second] = sample(random, cadres, 2);
  if (!first || !second) return [];
  if (random.chance(0.55)) return [{ ...second, fromOn: "2021-03-01", toOn: null }];
  const changed = day(random, 2023, 2025, 2, 3);
  return [
    { ...first, fromOn: "2018-03-01", toOn: changed },
    { ...second, fromOn: changed, toOn: null },
  ];
}

/** About a third allow something; a few have taken it back. */
function consentsOf(random: Random): SeedConsent[] {
  if (!random.chance(0.33)) return [];
  const purposes = random.chance(0.3)
    ? (["STORY", "PHOTO"] as const)
    : ([random.pick(["STORY", "PHOTO", "NAME"] as const)] as const);
  const givenOn = day(random, 2024, 2025);
  const confirmedOn = random.chance(0.9) ? daysLater(givenOn, random.int(5, 14)) : null;
  const withdrawnOn = confirmedOn !== null && random.chance(0.12) ? daysLater(confirmedOn, random.int(20, 120)) : null;
  return purposes.map((purpose) => ({ purpose, givenOn, confirmedOn, withdrawnOn }));
}

// Days ---------------------------------------------------------------------------------------------------------------

function day(random: Random, fromYear: number, toYear: number, fromMonth = 1, toMonth = 12): string {
  return `${random.int(fromYear, toYear)}-${twoDigits(random.int(fromMonth, toMonth))}-${twoDigits(random.int(1, 28))}`;
}

function daysLater(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** "zhaojiasheng zjs": syllables and initials, as the register searches by them. */
function searchable(name: string): string {
  const syllables = pinyin(name, { toneType: "none", type: "array", surname: "head", v: true });
  return `${syllables.join("")} ${syllables.map((syllable) => syllable.charAt(0)).join("")}`;
}

function chineseNumber(number: number): string {
  const ones = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
  const tens = Math.trunc(number / 10);
  return `${tens > 1 ? ones[tens] : ""}${tens > 0 ? "十" : ""}${ones[number % 10]}`;
}
