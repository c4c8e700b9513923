import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import * as newIntake from "~/routes/cooperative/new-intake";
import { aPerson, type Person } from "#tests/builders/access";
import { aFeeSchedule, aSplitRule } from "#tests/builders/catalog";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aVillage } from "#tests/builders/regions";
import { aProduct } from "#tests/builders/supply";
import { submit } from "./visit";

/** A cooperative with its people, a household that delivers, and who has no business there. */
export async function aConsole() {
  await aFeeSchedule();
  await aSplitRule();
  await aVillage("341021203201", "昌溪村");
  const coop = await anApprovedCooperative({ name: "昌溪合作社" });
  const other = await anApprovedCooperative({ name: "别村合作社" });
  const staff = (role: "COOP_MANAGER" | "COOP_WEIGHER" | "COOP_PACKER" | "COOP_TREASURER", scopeId: string) =>
    aPerson({ roles: [{ role, scopeId }] });
  return {
    coop,
    product: await aProduct({ name: "绿梅" }),
    eggs: await aProduct({ name: "土鸡蛋", baseUnit: "PIECE", pieceName: "枚", grades: ["散养"] }),
    household: await aMember(coop, { headName: "程有福" }),
    manager: await staff("COOP_MANAGER", coop),
    weigher: await staff("COOP_WEIGHER", coop),
    packer: await staff("COOP_PACKER", coop),
    treasurer: await staff("COOP_TREASURER", coop),
    stranger: await staff("COOP_MANAGER", other),
    shopper: await aPerson({ roles: [{ role: "SHOPPER" }] }),
  };
}

type Delivery = { readonly coop: string; readonly household: string; readonly product: string };

/** The form of the scale as a weigher fills it in: 47 斤 less 2 斤 at 3 yuan a 斤. */
export function scaleForm({ coop, household, product }: Delivery, changes: Record<string, string | Blob> = {}) {
  return {
    clientId: newId(),
    cooperativeId: coop,
    householdId: household,
    productId: product,
    grade: "一级",
    unit: "jin",
    gross: "47",
    tare: "2",
    deduction: "",
    mode: "BOUGHT_OUT",
    price: "3",
    weighedBy: "吴过秤",
    deliveredOn: dayOf(new Date()),
    note: "",
    ...changes,
  };
}

export const sendIntake = (fields: Record<string, string | Blob>, { cookie }: Person) =>
  submit(newIntake.action, paths.coop.newIntake(), cookie, fields);
