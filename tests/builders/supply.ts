import { systemActor, type Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { addDays, dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { db, withTransaction } from "~/platform/db.server";
import { insertIntake, type NewIntake, type StoredIntake } from "~/supply/insert-intake.server";
import type { SealedLot } from "~/supply/insert-lot.server";
import { sealLot, type ChosenIntake, type SealLotRequest } from "~/supply/seal-lot.server";
import type { IntakeMode } from "~/supply/settlement-mode";

export const DELIVERED_AT = new Date("2026-11-18T02:00:00Z");

let count = 0;

/** A product with its category. */
export async function aProduct(
  options: {
    name?: string;
    nameEn?: string;
    code?: string;
    baseUnit?: BaseUnit;
    pieceName?: string;
    perishable?: boolean;
    certified?: boolean;
    processed?: boolean;
    grades?: readonly string[];
    category?: { code: string; name: string; nameEn: string };
  } = {},
): Promise<string> {
  const serial = (count += 1);
  const category = options.category ?? { code: "fruit", name: "水果", nameEn: "Fruit" };
  await db().category.createMany({ data: [{ ...category, position: 1 }], skipDuplicates: true });
  const id = newId();
  await db().product.create({
    data: {
      id,
      code: options.code ?? `product-${serial}-${id.slice(-6)}`,
      name: options.name ?? "猕猴桃",
      nameEn: options.nameEn ?? "Kiwi",
      aliases: "",
      categoryCode: category.code,
      baseUnit: options.baseUnit ?? "GRAM",
      ...(options.pieceName === undefined ? {} : { pieceName: options.pieceName }),
      perishable: options.perishable ?? true,
      certified: options.certified ?? false,
      processed: options.processed ?? false,
      grades: [...(options.grades ?? ["特级", "一级", "二级"])],
    },
  });
  return id;
}

export type ADelivery = {
  cooperativeId: string;
  productId: string;
  householdId?: string | null;
  /** base units without crate and dirt */
  net?: number;
  mode?: IntakeMode;
  /** fen per kg or piece; null = price later */
  priceFen?: Fen | null;
  grade?: string;
  actor?: Actor;
  clientId?: string;
  at?: Date;
};

/** What a delivery says, as insertIntake and recordIntake take it: 10 kg consigned at 6 yuan unless told. */
export function aDelivery(delivery: ADelivery): NewIntake {
  const at = delivery.at ?? DELIVERED_AT;
  return {
    actor: delivery.actor ?? systemActor,
    clientId: delivery.clientId ?? newId(),
    cooperativeId: delivery.cooperativeId,
    householdId: delivery.householdId ?? null,
    productId: delivery.productId,
    grade: delivery.grade ?? "一级",
    weighing: { gross: delivery.net ?? 10_000, tare: 0, deduction: 0 },
    settlementMode: delivery.mode ?? "CONSIGNED",
    unitPriceFen: delivery.priceFen === undefined ? 600n : delivery.priceFen,
    weighedBy: "吴过秤",
    deliveredAt: at,
    now: at,
  };
}

/** A delivery in the books, without the money a bought-out one owes (benefits' recordIntake posts that). */
export async function anIntake(delivery: ADelivery): Promise<StoredIntake> {
  const stored = await withTransaction("an intake", (tx) => insertIntake(tx, aDelivery(delivery)));
  if (!stored.ok) throw new Error(`no intake: ${stored.failure.kind}`);
  return stored.value;
}

/** A sealed lot out of all that is left of the deliveries; good for 30 days. */
export async function aSealedLot(
  cooperativeId: string,
  intakes: readonly (StoredIntake | ChosenIntake)[],
  options: Partial<Omit<SealLotRequest, "cooperativeId" | "intakes">> = {},
): Promise<SealedLot> {
  const now = options.now ?? addDays(DELIVERED_AT, 1);
  const sealed = await sealLot({
    actor: systemActor,
    cooperativeId,
    intakes: intakes.map((intake) => ("number" in intake ? { intakeId: intake.intakeId } : intake)),
    expiresOn: dayOf(addDays(now, 30)),
    ...options,
    now,
  });
  if (!sealed.ok) throw new Error(`no lot: ${sealed.failure.kind}`);
  return sealed.value;
}
