import { randomBytes } from "node:crypto";
import { lotCodeFrom } from "./lot-code";

export function newLotCode(): string {
  return lotCodeFrom(randomBytes(8));
}
