import { recordIntake } from "~/benefits/record-intake.server";
import { proposeSplitRule } from "~/catalog/propose-split-rule.server";
import { newId } from "~/kernel/ids";
import { addDays, addHours, addMinutes } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { inventedLicence, inventedPhone } from "../data/invented-numbers";
import { sample, stream } from "../data/random";
import { sellers } from "../data/sellers";
import { weighers } from "../data/users";
import { accepted, atOnce } from "../load/at-once";
import { idOf } from "../load/places";
import { market } from "./demo-market";
import type { World } from "./world";

/** What lies on people's desks when the demonstration is opened: goods to seal, a rule to approve, a newcomer to look at. */
export async function loadPresent(world: World): Promise<void> {
  await atOnce(4, sellers, ({ key }) => deliverToday(key, world));
  const now = world.until;
  accepted(
    "the waiting split rule",
    await proposeSplitRule({
      actor: world.staff.person("operator2"),
      code: "standard",
      name: "代销标准",
      nameEn: "Standard consignment",
      rates: { cooperativeBps: 750, reserveBps: 2_500, servicePointBps: 500, villageBps: 50 },
      validFrom: addDays(now, 14),
      now: addHours(now, -20),
    }),
  );
  await db().cooperative.createMany({ data: newcomers(now) });
}

/** Deliveries since yesterday that nobody has sealed yet; some consigned goods still without their price. */
async function deliverToday(key: (typeof sellers)[number]["key"], world: World): Promise<void> {
  const random = stream(`today at ${key}`);
  const listing = market.findLast((one) => one.sellerKey === key);
  if (!listing) return;
  const { product, grade, mode } = listing;
  for (const [index, householdKey] of sample(random, listing.growers, random.int(2, 4)).entries()) {
    const gram = product.baseUnit === "GRAM";
    const net = gram ? random.int(8, 90) * 250 : random.int(3, 40);
    const tare = gram ? 500 : 0;
    const at = addMinutes(world.until, -random.int(25, 26 * 60));
    accepted(
      `today's delivery to ${key}`,
      await recordIntake({
        actor: world.staff.holder("COOP_MANAGER", key),
        clientId: newId(at),
        cooperativeId: idOf(world.cooperatives, key),
        householdId: idOf(world.households, householdKey),
        supplierNote: null,
        productId: idOf(world.products, product.code),
        grade: grade.name,
        weighing: { gross: net + tare, tare, deduction: 0 },
        settlementMode: mode,
        unitPriceFen: mode === "CONSIGNED" && index === 0 ? null : grade.typicalFen,
        weighedBy: random.pick(weighers[key]),
        deliveredAt: at,
        now: at,
      }),
    );
  }
}

/** One that was let in and sells nothing yet, one that asks to be let in. */
function newcomers(now: Date) {
  const phone = (key: string) => inventedPhone(stream(key));
  const licence = (key: string, county: string) => inventedLicence(stream(key), "COOPERATIVE", county);
  return [
    {
      id: newId(addDays(now, -24)),
      number: "HZS-0091",
      slug: "xikou-bamboo-weaving",
      kind: "COOPERATIVE",
      name: "溪口竹编专业合作社",
      nameEn: "Xikou Bamboo Weaving Cooperative",
      areaCode: "341823101201",
      licenceNumber: licence("xikou", "341823"),
      phone: phone("xikou"),
      story: "九位篾匠刚成立的合作社，样品正在拍摄，还没有上架商品。",
      storyEn:
        "Nine weavers who have just founded a cooperative; their samples are being photographed, nothing is on sale yet.",
      status: "APPROVED",
      declaredHouseholds: 9,
      createdAt: addDays(now, -24),
      approvedAt: addDays(now, -9),
    },
    {
      id: newId(addDays(now, -2)),
      number: "HZS-0092",
      slug: "dabei-spring-tea",
      kind: "FAMILY_FARM",
      name: "大碑春茶家庭农场",
      nameEn: "Dabei Spring Tea Farm",
      areaCode: "511129105201",
      licenceNumber: licence("dabei", "511129"),
      phone: phone("dabei"),
      story: "四十亩老茶园，想在明年春茶前上线。",
      storyEn: "Forty mu of old tea garden that hopes to open before next spring's picking.",
      status: "APPLIED",
      declaredHouseholds: 6,
      createdAt: addDays(now, -2),
      approvedAt: null,
    },
  ];
}
