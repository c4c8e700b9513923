import type { Actor } from "~/access/actor";
import { approveFeeSchedule } from "~/catalog/approve-fee-schedule.server";
import { approveSplitRule } from "~/catalog/approve-split-rule.server";
import { proposeFeeSchedule } from "~/catalog/propose-fee-schedule.server";
import { proposeSplitRule } from "~/catalog/propose-split-rule.server";
import { newId } from "~/kernel/ids";
import { addDays, addHours, startOfDay } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { freightTemplates, shippers } from "../data/freight";
import { linkageAgreements, memberships } from "../data/memberships";
import { promotions } from "../data/promotions";
import { qualityDocuments } from "../data/quality-documents";
import { feeSchedules, splitRules } from "../data/rules";
import { sellers, servicePoints } from "../data/sellers";
import { accepted } from "./at-once";
import { idOf } from "./places";

type Ids = ReadonlyMap<string, string>;

export async function loadServicePoints(): Promise<Ids> {
  const ids = new Map(servicePoints.map((point) => [point.key, newId(startOfDay(point.openedOn))]));
  await db().servicePoint.createMany({
    data: servicePoints.map(({ key, name, nameEn, areaCode, phone, openedOn }, index) => ({
      id: idOf(ids, key),
      number: `FWD-${String(index + 1).padStart(3, "0")}`,
      name,
      nameEn,
      areaCode,
      phone,
      status: "ACTIVE",
      createdAt: startOfDay(openedOn),
    })),
  });
  return ids;
}

/** Cooperatives, their members, agreements and papers. Answers the sellers' ids by key. */
export async function loadCooperatives(households: Ids, products: Ids): Promise<Ids> {
  const ids = new Map(sellers.map((seller) => [seller.key as string, newId(startOfDay(seller.approvedOn))]));
  await db().cooperative.createMany({
    data: sellers.map(({ key, approvedOn, members: _members, splitRuleCode: _rule, ...seller }, index) => ({
      ...seller,
      id: idOf(ids, key),
      number: `HZS-${String(index + 1).padStart(4, "0")}`,
      status: "APPROVED",
      createdAt: addDays(startOfDay(approvedOn), -20),
      approvedAt: addHours(startOfDay(approvedOn), 10),
    })),
  });
  await db().membership.createMany({
    data: memberships.map(({ sellerKey, householdKey, shareFen, joinedOn, leftOn }) => ({
      id: newId(startOfDay(joinedOn)),
      cooperativeId: idOf(ids, sellerKey),
      householdId: idOf(households, householdKey),
      shareFen,
      joinedOn: day(joinedOn),
      leftOn: leftOn === null ? null : day(leftOn),
    })),
  });
  await db().linkageAgreement.createMany({
    data: linkageAgreements.map(({ sellerKey, householdKey, flow, terms, version, startsOn, endsOn }) => ({
      id: newId(startOfDay(startsOn)),
      cooperativeId: idOf(ids, sellerKey),
      householdId: idOf(households, householdKey),
      flow,
      terms,
      version,
      startsOn: day(startsOn),
      endsOn: endsOn === null ? null : day(endsOn),
    })),
  });
  await db().qualityDocument.createMany({
    data: qualityDocuments.map(({ kind, number, sellerKey, productCode, issuedOn, expiresOn }) => ({
      id: newId(startOfDay(issuedOn)),
      kind,
      number,
      holderKind: "COOPERATIVE",
      holderId: idOf(ids, sellerKey),
      productId: productCode === null ? null : idOf(products, productCode),
      issuedOn: day(issuedOn),
      expiresOn: expiresOn === null ? null : day(expiresOn),
      createdAt: startOfDay(issuedOn),
    })),
  });
  return ids;
}

/** Who carries what where, for how much. Answers template ids by key. */
export async function loadFreight(cooperatives: Ids, households: Ids, at: Date): Promise<Ids> {
  const shipperIds = new Map(shippers.map(({ key }) => [key as string, newId(at)]));
  const ids = new Map(freightTemplates.map(({ key }) => [key, newId(at)]));
  await db().freightTemplate.createMany({
    data: freightTemplates.map(({ key, sellerKind, sellerKey, name, shipperKey, shipperName }) => ({
      id: idOf(ids, key),
      sellerKind,
      sellerId: idOf(sellerKind === "COOPERATIVE" ? cooperatives : households, sellerKey),
      name,
      shipperName,
      shipperId: idOf(shipperIds, shipperKey),
      createdAt: at,
    })),
  });
  await db().freightZone.createMany({
    data: freightTemplates.flatMap(({ key, zones }) =>
      zones.map((zone, position) => ({
        templateId: idOf(ids, key),
        position,
        ...zone,
        provinces: [...zone.provinces],
      })),
    ),
  });
  return ids;
}

export async function loadPromotions(cooperatives: Ids, now: Date): Promise<void> {
  await db().promotion.createMany({
    data: promotions.map(({ sellerKey, fromDaysAgo, toDaysAgo, ...promotion }) => ({
      ...promotion,
      id: newId(now),
      sellerKind: sellerKey === null ? null : "COOPERATIVE",
      sellerId: sellerKey === null ? null : idOf(cooperatives, sellerKey),
      validFrom: addDays(now, -fromDaysAgo),
      validTo: addDays(now, -toDaysAgo),
    })),
  });
}

/** Split rules and fee schedules, each proposed by one person and approved by another. */
export async function loadRules(
  { proposer, approver }: { proposer: Actor; approver: Actor },
  now: Date,
): Promise<void> {
  for (const { code, name, nameEn, version, beganDaysAgo, ...rates } of splitRules) {
    const validFrom = addDays(now, -beganDaysAgo);
    const at = addDays(validFrom, -3);
    const what = `split rule ${code} v${version}`;
    const proposed = accepted(
      what,
      await proposeSplitRule({ actor: proposer, code, name, nameEn, rates, validFrom, now: at }),
    );
    accepted(what, await approveSplitRule({ actor: approver, ruleId: proposed.id, now: addDays(at, 1) }));
  }
  for (const { version, beganDaysAgo, ...rates } of feeSchedules) {
    const validFrom = addDays(now, -beganDaysAgo);
    const at = addDays(validFrom, -3);
    const what = `fee schedule v${version}`;
    const proposed = accepted(what, await proposeFeeSchedule({ actor: proposer, rates, validFrom, now: at }));
    accepted(what, await approveFeeSchedule({ actor: approver, scheduleId: proposed.id, now: addDays(at, 1) }));
  }
}

function day(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}
