import { inventedIdNumber } from "./invented-numbers";
import { familyName, givenName, type Sex } from "./names";
import type { Random } from "./random";
import { day, daysLater, laterOf, twoDigits } from "./some-day";
import type { VillagePlan } from "./village-plans";

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

/** The day the cards below describe: ages, and who lives in the household now. */
export const HOUSEHOLDS_AS_OF = "2026-06-30";

type Seat = { readonly relation: string; readonly sex: Sex; readonly birthYear: number; readonly family: string };

/** Who lives in a household, and who has left it. */
export function membersOf(plan: VillagePlan, size: number, registeredOn: string, random: Random): SeedMember[] {
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
