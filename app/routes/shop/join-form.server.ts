import { isDay } from "~/kernel/period";
import {
  APPLICANT_KINDS,
  type ApplicationFailure,
  LINKAGES,
  type Linkage,
  type LinkageAgreed,
  MOST_LINKAGES,
  type PaperKind,
  type SellerApplication,
} from "~/supply/application";
import type { Messages } from "./messages/messages";

/** What was typed, by field; rows of agreements are "household0", "flow0" … */
export type JoinTyped = Readonly<Record<string, string>>;
export type JoinErrors = Readonly<Record<string, readonly string[]>>;

const LONGEST = 300;
const DAY_FIELDS = ["scExpiresOn"] as const;

export const PHOTO_FIELDS = { licencePhoto: "LICENCE", scPhoto: "SC", otherPhoto: "OTHER" } as const satisfies Record<
  string,
  PaperKind
>;

/** Every text of the form, trimmed and cut to a length that nobody types in earnest. */
export function readTyped(form: FormData): JoinTyped {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(
    texts.slice(0, 100).map(([name, value]) => [name, value.normalize("NFC").trim().slice(0, 1_000)]),
  );
}

/** The application as it was typed, or what cannot be read as one. What it must say is checked where it is handed in. */
export function readApplication(
  typed: JoinTyped,
  m: Messages["join"],
): { application: SellerApplication; errors: JoinErrors } {
  const errors: Record<string, readonly string[]> = {};
  const text = (name: string) => typed[name] ?? "";
  for (const name of [
    "name",
    "nameEn",
    "contactName",
    "email",
    "licenceNumber",
    "householdNumber",
    "scNumber",
    "story",
  ]) {
    if (text(name).length > LONGEST) errors[name] = [m.tooLong];
  }
  const kind = APPLICANT_KINDS.find((one) => one === text("kind"));
  if (kind === undefined) errors["kind"] = [m.badKind];
  const count = text("declaredHouseholds").normalize("NFKC") || "0";
  if (!/^\d{1,6}$/.test(count)) errors["declaredHouseholds"] = [m.badCount];
  for (const name of DAY_FIELDS) if (text(name) !== "" && !isDay(text(name))) errors[name] = [m.badDay];
  const linkages: LinkageAgreed[] = [];
  for (let row = 0; row < MOST_LINKAGES; row++) {
    const [number, flow, from, until] = [`household${row}`, `flow${row}`, `from${row}`, `until${row}`].map(text);
    if (!number && !from && !until) continue;
    const whole = number && flow && Object.hasOwn(LINKAGES, flow) && isDay(from) && (!until || isDay(until));
    if (!whole) errors[`household${row}`] = [m.problems["bad-linkage"]];
    else
      linkages.push({
        householdNumber: number.slice(0, 40),
        flow: flow as Linkage,
        startsOn: from,
        endsOn: until || null,
      });
  }
  return {
    errors,
    application: {
      kind: kind ?? "COOPERATIVE",
      name: text("name"),
      nameEn: text("nameEn"),
      areaCode: text("areaCode"),
      licenceNumber: text("licenceNumber"),
      selfProduce: text("selfProduce") !== "",
      householdNumber: text("householdNumber"),
      scNumber: text("scNumber"),
      scExpiresOn: isDay(text("scExpiresOn")) ? text("scExpiresOn") : null,
      contactName: text("contactName"),
      phone: text("phone"),
      email: text("email"),
      declaredHouseholds: /^\d{1,6}$/.test(count) ? Number(count) : 0,
      story: text("story"),
      linkages,
    },
  };
}

export function wordsOf(failures: readonly ApplicationFailure[], m: Messages["join"]): JoinErrors {
  return Object.fromEntries(
    failures.map(({ field, problem }) => [field === "linkages" ? "household0" : field, [m.problems[problem]]]),
  );
}

/** An application as the form shows it again. */
export function typedOf(application: SellerApplication): JoinTyped {
  const { linkages, selfProduce, declaredHouseholds, scExpiresOn, ...texts } = application;
  return {
    ...texts,
    declaredHouseholds: String(declaredHouseholds),
    scExpiresOn: scExpiresOn ?? "",
    ...(selfProduce ? { selfProduce: "on" } : {}),
    ...Object.fromEntries(
      linkages.flatMap(({ householdNumber, flow, startsOn, endsOn }, row) => [
        [`household${row}`, householdNumber],
        [`flow${row}`, flow],
        [`from${row}`, startsOn],
        [`until${row}`, endsOn ?? ""],
      ]),
    ),
  };
}
