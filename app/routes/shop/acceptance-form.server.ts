import { isId } from "~/kernel/ids";
import { isDay } from "~/kernel/period";
import { isPlainText } from "~/kernel/written";
import { LONGEST_ACCEPTED_BY, LONGEST_REMARKS, MOST_ACCEPTANCE_PAGES } from "~/orders/acceptance";
import type { RecordAcceptance } from "~/orders/record-acceptance.server";
import { readForm, type FormReply } from "~/platform/form.server";
import type { AcceptanceWords } from "./acceptance-words";
import { hasLongNumber } from "./long-number";

export type AcceptanceForm = Pick<
  RecordAcceptance,
  "shipmentId" | "acceptedBy" | "acceptedOn" | "remarks" | "report" | "invoice" | "requestKey"
>;

/** An acceptance as it was typed, or everything that is wrong with it at its field. */
export async function readAcceptanceForm(
  request: Request,
  words: AcceptanceWords,
): Promise<{ value: AcceptanceForm | undefined } & FormReply> {
  const form = await readForm(request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.normalize("NFC").trim() : "";
  };
  const files = (name: string) =>
    form.getAll(name).filter((file): file is File => file instanceof File && file.size > 0);
  const typed = {
    shipment: text("shipment"),
    acceptedBy: text("acceptedBy").slice(0, 200),
    acceptedOn: text("acceptedOn").slice(0, 20),
    result: text("result"),
    remarks: text("remarks").slice(0, 2_000),
    requestKey: text("requestKey"),
  };
  const { acceptedBy, acceptedOn, requestKey } = typed;
  const [report, invoice] = [files("report"), files("invoice")];
  const remarks = typed.result === "REMARKS" ? typed.remarks : null;
  const tooLong = (value: string, most: number) => [...value].length > most;

  const errors: Record<string, string[]> = {};
  if (!isId(typed.shipment)) errors["shipment"] = [words.errors.shipment];
  if (acceptedBy === "" || tooLong(acceptedBy, LONGEST_ACCEPTED_BY) || !isPlainText(acceptedBy)) {
    errors["acceptedBy"] = [words.errors.by];
  } else if (hasLongNumber(acceptedBy)) errors["acceptedBy"] = [words.errors.personal];
  if (!isDay(acceptedOn)) errors["acceptedOn"] = [words.errors.on];
  if (typed.result !== "FULL" && typed.result !== "REMARKS") errors["result"] = [words.errors.result];
  if (remarks === "" || tooLong(remarks ?? "", LONGEST_REMARKS) || !isPlainText(remarks ?? ""))
    errors["remarks"] = [words.errors.remarks];
  else if (hasLongNumber(remarks ?? "")) errors["remarks"] = [words.errors.personal];
  if (report.length > MOST_ACCEPTANCE_PAGES.REPORT) errors["report"] = [words.errors.report];
  if (invoice.length > MOST_ACCEPTANCE_PAGES.INVOICE) errors["invoice"] = [words.errors.invoice];
  if (!isId(requestKey)) errors[""] = [words.errors.expired];
  if (Object.keys(errors).length > 0) return { value: undefined, errors, typed };

  const bytes = (all: readonly File[]) => Promise.all(all.map(async (one) => new Uint8Array(await one.arrayBuffer())));
  const value = {
    shipmentId: typed.shipment,
    ...{ acceptedBy, acceptedOn, remarks, requestKey },
    report: await bytes(report),
    invoice: await bytes(invoice),
  };
  return { value, errors, typed };
}
