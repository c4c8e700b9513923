import { systemActor } from "~/access/actor";
import { applyCooperative } from "~/cooperatives/apply-cooperative.server";
import { withCreditCheck, type CooperativeKind } from "~/cooperatives/cooperative";
import { joinCooperative } from "~/cooperatives/join-cooperative.server";
import { approveCooperative } from "~/cooperatives/move-cooperative.server";
import { openServicePoint } from "~/cooperatives/open-service-point.server";
import type { Fen } from "~/kernel/money";
import { aPerson, type Person } from "./access";
import { aHousehold } from "./households";

const FOUNDED = new Date("2024-01-10T02:00:00Z");

let count = 0;

/** A made-up but well-formed unified social credit code. */
export function aCreditCode(serial: number): string {
  return withCreditCheck(`93341021MA${String(serial).padStart(7, "0")}`);
}

/** A cooperative that was approved and may take deliveries and sell; `approved: false` leaves it at its application. */
export async function anApprovedCooperative(
  options: {
    name?: string;
    nameEn?: string;
    kind?: CooperativeKind;
    areaCode?: string;
    slug?: string;
    licenceNumber?: string;
    phone?: string;
    story?: string;
    storyEn?: string;
    declaredHouseholds?: number;
    approved?: boolean;
    now?: Date;
  } = {},
): Promise<string> {
  const serial = (count += 1);
  const { now = FOUNDED } = options;
  const applied = await applyCooperative({
    actor: systemActor,
    application: {
      kind: options.kind ?? "COOPERATIVE",
      name: options.name ?? `第${serial}合作社`,
      nameEn: options.nameEn ?? `Cooperative ${serial}`,
      areaCode: options.areaCode ?? "341021203201",
      licenceNumber: options.licenceNumber ?? aCreditCode(serial),
      phone: options.phone ?? "0559-6500000",
      story: options.story ?? "",
      storyEn: options.storyEn ?? "",
      declaredHouseholds: options.declaredHouseholds ?? 0,
    },
    ...(options.slug === undefined ? {} : { slug: options.slug }),
    now,
  });
  if (!applied.ok) throw new Error(`no cooperative: ${applied.failure.kind}`);
  const { cooperativeId } = applied.value;
  if (options.approved === false) return cooperativeId;
  const approved = await approveCooperative({ actor: systemActor, cooperativeId, now });
  if (!approved.ok) throw new Error(`not approved: ${approved.failure.kind}`);
  return cooperativeId;
}

/** A registered household that is a member. */
export async function aMember(
  cooperativeId: string,
  options: { headName?: string; areaCode?: string; joinedOn?: string; shareFen?: Fen } = {},
): Promise<string> {
  const { joinedOn = "2024-02-01", shareFen, ...household } = options;
  const { id } = await aHousehold(household);
  await joined(cooperativeId, id, { joinedOn, ...(shareFen === undefined ? {} : { shareFen }) });
  return id;
}

export async function joined(
  cooperativeId: string,
  householdId: string,
  options: { joinedOn?: string; shareFen?: Fen } = {},
): Promise<void> {
  const { joinedOn = "2024-02-01" } = options;
  const result = await joinCooperative({
    actor: systemActor,
    cooperativeId,
    householdId,
    joinedOn,
    ...(options.shareFen === undefined ? {} : { shareFen: options.shareFen }),
    now: new Date(`${joinedOn}T02:00:00Z`),
  });
  if (!result.ok) throw new Error(`no member: ${result.failure.kind}`);
}

export async function aServicePoint(
  options: { name?: string; nameEn?: string; areaCode?: string; phone?: string; now?: Date } = {},
): Promise<string> {
  const opened = await openServicePoint({
    actor: systemActor,
    name: options.name ?? "昌溪村服务点",
    nameEn: options.nameEn ?? "Changxi service point",
    areaCode: options.areaCode ?? "341021203201",
    phone: options.phone ?? "0559-6500001",
    now: options.now ?? FOUNDED,
  });
  if (!opened.ok) throw new Error(`no service point: ${opened.failure.kind}`);
  return opened.value.servicePointId;
}

export function aManager(cooperativeId: string, options: { now?: Date } = {}): Promise<Person> {
  return aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: cooperativeId }], ...options });
}

export function aWeigher(cooperativeId: string, options: { now?: Date } = {}): Promise<Person> {
  return aPerson({ roles: [{ role: "COOP_WEIGHER", scopeId: cooperativeId }], ...options });
}
