import { isDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { LotDaysFailure } from "./lot-failure";

/** A lot is harvested by today, and may still be sold today. All are Shanghai days as text. */
export function checkLotDays(days: {
  readonly harvestedOn: string;
  readonly expiresOn: string;
  readonly today: string;
}): Result<undefined, LotDaysFailure> {
  const { harvestedOn, expiresOn, today } = days;
  if (!isDay(harvestedOn) || !isDay(expiresOn)) return failed({ kind: "bad-day" });
  if (harvestedOn > today) return failed({ kind: "harvested-in-the-future" });
  if (expiresOn < harvestedOn) return failed({ kind: "expires-before-harvest" });
  if (expiresOn < today) return failed({ kind: "expired" });
  return succeeded(undefined);
}
