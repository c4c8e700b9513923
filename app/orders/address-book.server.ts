import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { lockOpenAccount } from "./open-account.server";

export type SavedAddress = {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly provinceCode: string;
  readonly addressLine: string;
  readonly isDefault: boolean;
};

export const MOST_ADDRESSES = 20;

const FIELDS = { id: true, name: true, phone: true, provinceCode: true, addressLine: true, isDefault: true } as const;

/** A shopper's addresses, the usual one first. */
export function addressesOf(db: Db, userId: string): Promise<SavedAddress[]> {
  return db.savedAddress.findMany({
    where: { userId },
    select: FIELDS,
    orderBy: [{ isDefault: "desc" }, { createdAt: "desc" }],
  });
}

export type SaveAddressFailure = { readonly kind: "not-found" } | { readonly kind: "too-many"; readonly most: number };

/** Adds an address, once, or changes the one named. The first is the usual one; another may take its place. */
export async function saveAddress(request: {
  readonly userId: string;
  readonly addressId?: string | undefined;
  readonly address: Omit<SavedAddress, "id" | "isDefault">;
  readonly isDefault: boolean;
  readonly now: Date;
}): Promise<Result<{ readonly id: string }, SaveAddressFailure>> {
  const { userId, addressId, now } = request;
  return withTransaction("save address", async (tx) => {
    if (!(await lockOpenAccount(tx, userId))) return failed({ kind: "not-found" });
    const own = await bookOf(tx, userId);
    if (addressId !== undefined && !own.some(({ id }) => id === addressId)) return failed({ kind: "not-found" });
    const { name, phone, provinceCode, addressLine } = request.address;
    const same = own.find((one) =>
      (["name", "phone", "provinceCode", "addressLine"] as const).every((key) => one[key] === request.address[key]),
    );
    if (addressId === undefined && same) return succeeded({ id: same.id });
    if (addressId === undefined && own.length >= MOST_ADDRESSES) {
      return failed({ kind: "too-many", most: MOST_ADDRESSES });
    }
    const others = own.filter(({ id }) => id !== addressId);
    const isDefault = request.isDefault || !others.some((other) => other.isDefault);
    if (isDefault) await tx.savedAddress.updateMany({ where: { userId, isDefault: true }, data: { isDefault: false } });
    const data = { name, phone, provinceCode, addressLine, isDefault };
    const id = addressId ?? newId(now);
    await tx.savedAddress.upsert({
      where: { id },
      create: { id, userId, createdAt: now, ...data },
      update: data,
      select: { id: true },
    });
    return succeeded({ id });
  });
}

/** Takes an address out of the book; the newest of the others becomes the usual one when it was that. */
export async function deleteAddress({
  userId,
  addressId,
}: {
  readonly userId: string;
  readonly addressId: string;
}): Promise<void> {
  await withTransaction("delete address", async (tx) => {
    await lockOpenAccount(tx, userId);
    const own = await bookOf(tx, userId);
    const gone = own.find(({ id }) => id === addressId);
    if (!gone) return;
    await tx.savedAddress.delete({ where: { id: addressId }, select: { id: true } });
    const heir = own.find(({ id }) => id !== addressId);
    if (gone.isDefault && heir) {
      await tx.savedAddress.update({ where: { id: heir.id }, data: { isDefault: true }, select: { id: true } });
    }
  });
}

/** The account's row is locked, so there is never more than one usual address. */
async function bookOf(tx: Db, userId: string): Promise<SavedAddress[]> {
  return tx.savedAddress.findMany({
    where: { userId },
    select: FIELDS,
    orderBy: { createdAt: "desc" },
  });
}
