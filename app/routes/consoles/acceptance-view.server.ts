import { minuteOf } from "~/kernel/period";
import type { AcceptanceView } from "~/orders/acceptance-store.server";

/** An acceptance as consoles draw it. */
export function acceptanceView({ id, acceptedBy, acceptedOn, remarks, recordedAt, pages }: AcceptanceView) {
  return { id, acceptedBy, acceptedOn, remarks, recordedAt: minuteOf(recordedAt), pages };
}

export type ShownAcceptance = ReturnType<typeof acceptanceView>;
