import { newId } from "~/kernel/ids";
import { savePhoto } from "~/media/save-photo.server";
import type { SellerApplication } from "~/supply/application";
import { type NewPaper, submitApplication } from "~/supply/submit-application.server";
import { photoBytes } from "./catalog";
import { aCreditCode } from "./cooperatives";
import { aVillage } from "./regions";

let count = 0;

/** What a cooperative that applies has typed. */
export function aTypedApplication(changes: Partial<SellerApplication> = {}): SellerApplication {
  const serial = (count += 1);
  return {
    kind: "COOPERATIVE",
    name: `新社${serial}`,
    nameEn: `New cooperative ${serial}`,
    areaCode: "341021203201",
    licenceNumber: aCreditCode(500_000 + serial),
    selfProduce: false,
    householdNumber: "",
    scNumber: "",
    scExpiresOn: null,
    contactName: "周会长",
    phone: `1370000${String(serial).padStart(4, "0")}`,
    email: "",
    declaredHouseholds: 12,
    story: "",
    linkages: [],
    ...changes,
  };
}

/** A private photo of a paper, for an application that is handed in next. */
export async function aPaper(applicationId: string, kind: NewPaper["kind"], now: Date): Promise<NewPaper> {
  const owner = { kind: "APPLICATION", id: applicationId } as const;
  const bytes = await photoBytes();
  const saved = await savePhoto({ bytes, kind: "CERTIFICATE", owner, alt: "", public: false, now });
  if (!saved.ok) throw new Error(saved.failure.kind);
  return { kind, mediaId: saved.value.mediaId };
}

/** An application with its licence, handed in. */
export async function anApplication(
  changes: Partial<SellerApplication> = {},
  now: Date = new Date("2026-11-18T02:00:00Z"),
): Promise<{ applicationId: string; token: string; number: string; application: SellerApplication; licence: string }> {
  const application = aTypedApplication(changes);
  await aVillage(application.areaCode);
  const applicationId = newId(now);
  const licence = await aPaper(applicationId, "LICENCE", now);
  const papers = application.scNumber === "" ? [licence] : [licence, await aPaper(applicationId, "SC", now)];
  const sent = await submitApplication({ applicationId, application, papers, locale: "zh", now });
  if (!sent.ok) throw new Error(JSON.stringify(sent.failure));
  return { applicationId, application, licence: licence.mediaId, ...sent.value };
}
