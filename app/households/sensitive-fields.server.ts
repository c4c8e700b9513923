import {
  blindIndex,
  decryptField,
  encryptField,
  newRecordKey,
  rewrapRecordKey,
} from "~/platform/field-encryption.server";
import { normalPhone } from "./phone-number";

// A household and its members share one data key, that of the household's row. A member's number is bound to the member.

const TABLE = "household";

export function newHouseholdKey(householdId: string): string {
  return newRecordKey({ table: TABLE, rowId: householdId });
}

export type HouseholdKey = { readonly householdId: string; readonly wrappedKey: string };
export type HouseholdColumn = "phone_cipher" | "bank_account_cipher";

export function encryptHouseholdField(key: HouseholdKey, column: HouseholdColumn, text: string): string {
  return encryptField({ ...recordOf(key), column }, text);
}

export function decryptHouseholdField(key: HouseholdKey, column: HouseholdColumn, cipher: string): string {
  return decryptField({ ...recordOf(key), column }, cipher);
}

export function encryptIdNumber(key: HouseholdKey, memberId: string, idNumber: string): string {
  return encryptField({ ...recordOf(key), column: memberColumn(memberId) }, normalIdNumber(idNumber));
}

export function decryptIdNumber(key: HouseholdKey, memberId: string, cipher: string): string {
  return decryptField({ ...recordOf(key), column: memberColumn(memberId) }, cipher);
}

/** For finding a person by number without storing it: the same number gives the same index. */
export function idNumberIndex(idNumber: string): string {
  return blindIndex("household-member-id-number", normalIdNumber(idNumber));
}

export function encryptHealth(key: HouseholdKey, memberId: string, health: string): string {
  return encryptField({ ...recordOf(key), column: healthColumn(memberId) }, health);
}

export function decryptHealth(key: HouseholdKey, memberId: string, cipher: string): string {
  return decryptField({ ...recordOf(key), column: healthColumn(memberId) }, cipher);
}

/** The household's key under the newest of FIELD_KEYS; undefined when it already is. */
export function rewrapHouseholdKey(key: HouseholdKey): string | undefined {
  return rewrapRecordKey(recordOf(key));
}

/** For signing in by phone: the same number gives the same index, however it is written. */
export function phoneIndex(phone: string): string {
  return blindIndex("household-phone", normalPhone(phone));
}

/** For finding an account that stands on several cards, however it is written. */
export function bankAccountIndex(account: string): string {
  return blindIndex("household-bank-account", account.normalize("NFKC").replace(/[\s-]/g, ""));
}

function normalIdNumber(idNumber: string): string {
  return idNumber.trim().toUpperCase();
}

function memberColumn(memberId: string): string {
  return `household_member.id_number_cipher:${memberId}`;
}

function healthColumn(memberId: string): string {
  return `household_member.health_cipher:${memberId}`;
}

function recordOf({ householdId, wrappedKey }: HouseholdKey) {
  return { table: TABLE, rowId: householdId, wrappedKey };
}
