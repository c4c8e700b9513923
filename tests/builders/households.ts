import { systemActor, type Actor } from "~/access/actor";
import { HEAD, type NewMember } from "~/households/member";
import { registerHousehold } from "~/households/register-household.server";
import type { Attribute, Cause } from "~/households/status";
import { aVillage } from "./regions";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A well-formed identity number of nobody: 9999xx is no area where numbers were ever issued. */
export function anIdNumber(serial: number, birthYear = 1960): string {
  const place = 999_900 + (Math.floor(serial / 1000) % 100);
  const body = `${place}${birthYear}0101${String(serial % 1000).padStart(3, "0")}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + "10X98765432".charAt(sum % 11);
}

let count = 0;

/** A registered household of two people in a village that is made when it is not there. */
export async function aHousehold(
  options: {
    areaCode?: string;
    headName?: string;
    number?: string;
    members?: readonly NewMember[];
    attribute?: Attribute;
    causes?: readonly Cause[];
    phone?: string;
    bankAccount?: string;
    shopName?: { zh: string; en: string };
    servicePointId?: string;
    registeredOn?: string;
    actor?: Actor;
    now?: Date;
  } = {},
): Promise<{ id: string; number: string; areaCode: string; headName: string }> {
  const serial = (count += 1);
  const areaCode = await aVillage(options.areaCode);
  const headName = options.headName ?? "王建国";
  const members = options.members ?? [
    { name: headName, relation: HEAD, sex: "M", birthYear: 1962, idNumber: anIdNumber(serial * 2, 1962) },
    { name: "李秀英", relation: "配偶", sex: "F", birthYear: 1965, idNumber: anIdNumber(serial * 2 + 1, 1965) },
  ];
  const registered = await registerHousehold({
    actor: options.actor ?? systemActor,
    ...(options.number === undefined ? {} : { number: options.number }),
    areaCode,
    groupName: "第一组",
    registeredOn: options.registeredOn ?? "2024-01-15",
    members,
    attribute: options.attribute ?? "一般户",
    causes: options.causes ?? ["缺技术"],
    phone: options.phone ?? `1380000${String(serial).padStart(4, "0")}`,
    bank: { name: "农村信用社", account: options.bankAccount ?? `622848${String(serial).padStart(12, "0")}0` },
    ...(options.shopName ? { shopName: options.shopName } : {}),
    ...(options.servicePointId ? { servicePointId: options.servicePointId } : {}),
    evidence: "村民代表会议记录",
    now: options.now ?? new Date("2024-01-15T02:00:00Z"),
  });
  if (!registered.ok) throw new Error(`no household: ${registered.failure.kind}`);
  return { id: registered.value.householdId, number: registered.value.number, areaCode, headName };
}
