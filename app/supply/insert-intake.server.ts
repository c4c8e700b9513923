import { can } from "~/access/permissions";
import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { addDays, dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { failed, succeeded, type Result } from "~/kernel/result";
import { Prisma, type Transaction } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import type { IntakeFailure } from "./intake-failure";
import type { Conformity } from "./conformity";
import { intakeHash } from "./intake-hash.server";
import { amountAtIntake, netOf, type Weighing } from "./intake-weight";
import { isPaidAtIntake, type IntakeMode } from "./settlement-mode";
import { plausibleAtMost, type DeliveredBefore } from "./unusual-weight";

export type NewIntake = {
  readonly actor: Actor;
  /** made by the weigher's device or form: sending it twice stores once */
  readonly clientId: string;
  readonly cooperativeId: string;
  /** null = an unregistered supplier: stays in sums as OTHER */
  readonly householdId: string | null;
  readonly supplierNote?: string | null;
  readonly productId: string;
  readonly grade: string;
  /** base units: grams, or pieces */
  readonly weighing: Weighing;
  readonly settlementMode: IntakeMode;
  /** fen per kg or piece; null = price later (consigned goods only) */
  readonly unitPriceFen: Fen | null;
  readonly weighedBy: string;
  readonly slipMediaId?: string | null;
  readonly note?: string | null;
  /** the number printed on the paper slip: the same number is the same slip */
  readonly paperNumber?: string | null;
  /** why a weight far above the household's usual is right */
  readonly unusualReason?: string | null;
  readonly conformity?: Conformity | null;
  readonly deliveredAt: Date;
  readonly now: Date;
};

export type StoredIntake = {
  readonly intakeId: string;
  readonly number: string;
  readonly cooperativeId: string;
  readonly householdId: string | null;
  readonly baseUnit: BaseUnit;
  readonly net: number;
  readonly settlementMode: IntakeMode;
  readonly unitPriceFen: Fen | null;
  /** bought out or advance: what the household is owed; null for consigned goods */
  readonly amountFen: Fen | null;
  readonly deliveredAt: Date;
  /** true = the same form had been stored before; nothing was written now */
  readonly repeated: boolean;
};

const DEAREST_UNIT_FEN = 1_000_000n;

/**
 * Stores a delivery in the caller's transaction. The household must be a member on the day of delivery.
 * A second call with the same client id and the same content answers the first one's row; other content is refused.
 * Writes no money: the caller posts what a bought-out or advanced delivery owes.
 */
export async function insertIntake(tx: Transaction, intake: NewIntake): Promise<Result<StoredIntake, IntakeFailure>> {
  const { actor, cooperativeId, now } = intake;
  if (!can(actor, "intake:record", { cooperativeId })) return failed({ kind: "no-such-cooperative" });

  const net = netOf(intake.weighing);
  if (!net.ok) return failed({ kind: "bad-weighing", problem: net.failure });
  if (intake.unitPriceFen === null && isPaidAtIntake(intake.settlementMode)) return failed({ kind: "price-missing" });
  if (intake.unitPriceFen !== null && !isUnitPrice(intake.unitPriceFen)) return failed({ kind: "bad-price" });
  if (intake.weighedBy.trim() === "") return failed({ kind: "nobody-weighed" });
  if (intake.deliveredAt > now) return failed({ kind: "delivered-in-the-future" });

  const known = await whatIsKnown(tx, intake);
  if (known.cooperativeStatus === null) return failed({ kind: "no-such-cooperative" });
  if (known.cooperativeStatus !== "APPROVED") return failed({ kind: "cooperative-not-approved" });
  const { grades, baseUnit } = known;
  if (grades === null || baseUnit === null) return failed({ kind: "no-such-product" });
  if (!grades.includes(intake.grade)) return failed({ kind: "no-such-grade", grades });
  if (intake.householdId !== null && !known.isMember) return failed({ kind: "not-a-member" });

  const hash = intakeHash(intake);
  const earlier = await findByClientId(tx, intake.clientId);
  if (earlier) return sameOrRefused(earlier, intake, net.value, hash);
  const paper = textOrNull(intake.paperNumber);
  if (paper !== null) {
    const slip = await findByPaperNumber(tx, cooperativeId, paper);
    if (slip) {
      return isSameDelivery(slip, intake, net.value)
        ? succeeded({ ...slip, repeated: true })
        : failed({ kind: "paper-number-used", paperNumber: paper, number: slip.number });
    }
  }
  if (intake.householdId !== null && textOrNull(intake.unusualReason) === null) {
    const most = plausibleAtMost(baseUnit, known);
    if (net.value > most) return failed({ kind: "unusual-weight", most, baseUnit });
  }

  const amountFen = amountAtIntake({ ...intake, net: net.value, baseUnit });
  const [inserted] = await tx.$queryRaw<StoredRow[]>`
    INSERT INTO intake AS i (id, client_id, number, cooperative_id, household_id, supplier_note, product_id, grade, base_unit,
      gross, tare, deduction, net, remaining, settlement_mode, unit_price_fen, amount_fen, weighed_by, slip_media_id,
      note, input_hash, paper_number, unusual_reason, conformity, delivered_at, created_by_id, created_at)
    VALUES (${newId(now)}::uuid, ${intake.clientId}::uuid,
      ${intakePrefix(intake.deliveredAt)} || lpad(nextval('intake_number')::text, 5, '0'),
      ${cooperativeId}::uuid, ${intake.householdId}::uuid, ${textOrNull(intake.supplierNote)}, ${intake.productId}::uuid,
      ${intake.grade}, ${baseUnit}, ${intake.weighing.gross}, ${intake.weighing.tare},
      ${intake.weighing.deduction}, ${net.value}, ${net.value}, ${intake.settlementMode}, ${intake.unitPriceFen},
      ${amountFen}, ${intake.weighedBy.trim()}, ${intake.slipMediaId ?? null}::uuid, ${textOrNull(intake.note)},
      ${hash}, ${paper}, ${textOrNull(intake.unusualReason)}, ${intake.conformity ?? null},
      ${intake.deliveredAt}, ${actor.userId === SYSTEM_USER_ID ? null : actor.userId}::uuid, ${now})
    ON CONFLICT (client_id) DO NOTHING
    RETURNING ${storedColumns}`;

  const stored = inserted ?? (await findByClientId(tx, intake.clientId));
  if (!stored) throw new Error("an intake was neither stored nor found");
  if (!inserted) return sameOrRefused(stored, intake, net.value, hash);
  if (intake.conformity === "RECEIVED" || intake.conformity === "ON_THE_SPOT")
    await keepCertificate(tx, intake, stored);
  return succeeded({ ...stored, repeated: false });
}

/** The same client id again: the first one's row when it says the same, a refusal in words when it does not. */
function sameOrRefused(
  stored: StoredRow,
  intake: NewIntake,
  net: number,
  hash: string,
): Result<StoredIntake, IntakeFailure> {
  const same = stored.inputHash === null ? isSameDelivery(stored, intake, net) : stored.inputHash === hash;
  return same ? succeeded({ ...stored, repeated: true }) : failed({ kind: "form-already-used", number: stored.number });
}

type Known = DeliveredBefore & {
  readonly cooperativeStatus: string | null;
  readonly baseUnit: BaseUnit | null;
  readonly grades: readonly string[] | null;
  readonly isMember: boolean;
};

/**
 * What decides whether a delivery is taken, in one statement. Nothing where there is no such cooperative or product.
 * `times` and `most` are what the household brought of the product in the year before, reversed slips left out.
 */
async function whatIsKnown(tx: Transaction, intake: NewIntake): Promise<Known> {
  const { cooperativeId, productId, householdId, deliveredAt } = intake;
  const day = dayOf(deliveredAt);
  const [known] = await tx.$queryRaw<[Known]>`
    SELECT c.status AS "cooperativeStatus", p.base_unit AS "baseUnit", p.grades, before.times, before.most,
      EXISTS (SELECT FROM membership m
        WHERE m.cooperative_id = ${cooperativeId}::uuid AND m.household_id = ${householdId}::uuid
          AND m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date)) AS "isMember"
    FROM (SELECT count(*)::int AS times, coalesce(max(i.net), 0)::int AS most FROM intake i
      WHERE i.household_id = ${householdId}::uuid AND i.product_id = ${productId}::uuid
        AND i.delivered_at >= ${addDays(deliveredAt, -365)} AND i.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id)) AS before
    LEFT JOIN cooperative c ON c.id = ${cooperativeId}::uuid
    LEFT JOIN product p ON p.id = ${productId}::uuid`;
  return known;
}

/** Two clerks entering the same paper wait for each other; a sheet locks all of its papers before anything else. */
export async function lockPapers(tx: Transaction, cooperativeId: string, papers: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(concat('slip ', ${cooperativeId}::text, ' ', paper), 0))
    FROM unnest(${[...papers]}::text[]) AS paper`;
}

/** The slip that counts under a paper number. */
async function findByPaperNumber(
  tx: Transaction,
  cooperativeId: string,
  paper: string,
): Promise<StoredRow | undefined> {
  await lockPapers(tx, cooperativeId, [paper]);
  const [row] = await tx.$queryRaw<StoredRow[]>`
    SELECT ${storedColumns} FROM intake i
    WHERE i.cooperative_id = ${cooperativeId}::uuid AND i.paper_number = ${paper} AND i.reverses_id IS NULL
      AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id)`;
  return row;
}

async function keepCertificate(tx: Transaction, intake: NewIntake, stored: StoredRow): Promise<void> {
  const issuedOn = dayOf(intake.deliveredAt);
  await tx.qualityDocument.create({
    data: {
      id: newId(intake.now),
      kind: "CONFORMITY",
      number: `HGZ-${stored.number}`,
      holderKind: "COOPERATIVE",
      holderId: intake.cooperativeId,
      productId: intake.productId,
      intakeId: stored.intakeId,
      issuedOn: dayToDate(issuedOn),
      keptUntil: addDays(dayToDate(issuedOn), env().CERTIFICATE_KEPT_DAYS),
      createdAt: intake.now,
    },
    select: { id: true },
  });
}

function isUnitPrice(fen: Fen): boolean {
  return fen > 0n && fen <= DEAREST_UNIT_FEN;
}

/** "RK260301-": the day of delivery; the number that follows never repeats. */
export function intakePrefix(deliveredAt: Date): string {
  return `RK${dayOf(deliveredAt).slice(2).replaceAll("-", "")}-`;
}

function textOrNull(text: string | null | undefined): string | null {
  return text?.trim() ? text.trim() : null;
}

type StoredRow = Omit<StoredIntake, "repeated"> & {
  readonly productId: string;
  readonly grade: string;
  readonly inputHash: string | null;
};

const storedColumns = Prisma.sql`
  i.id AS "intakeId", i.number, i.cooperative_id AS "cooperativeId", i.household_id AS "householdId",
  i.base_unit AS "baseUnit", i.net, i.settlement_mode AS "settlementMode", i.unit_price_fen AS "unitPriceFen",
  i.amount_fen AS "amountFen", i.delivered_at AS "deliveredAt", i.product_id AS "productId", i.grade,
  i.input_hash AS "inputHash"`;

async function findByClientId(tx: Transaction, clientId: string): Promise<StoredRow | undefined> {
  const [row] = await tx.$queryRaw<StoredRow[]>`
    SELECT ${storedColumns} FROM intake i WHERE i.client_id = ${clientId}::uuid`;
  return row;
}

function isSameDelivery(stored: StoredRow, intake: NewIntake, net: number): boolean {
  return (
    stored.cooperativeId === intake.cooperativeId &&
    stored.householdId === intake.householdId &&
    stored.productId === intake.productId &&
    stored.grade === intake.grade &&
    stored.net === net &&
    stored.settlementMode === intake.settlementMode &&
    // a price agreed at sealing is no other content than the "price later" it was recorded with
    (stored.unitPriceFen === intake.unitPriceFen || intake.unitPriceFen === null)
  );
}
