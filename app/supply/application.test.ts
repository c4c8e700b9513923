import { expect, test } from "vitest";
import { checkApplication, type SellerApplication } from "./application";
import { scCheckDigit } from "./sc-number";

const TODAY = "2026-11-28";

const COOPERATIVE: SellerApplication = {
  kind: "COOPERATIVE",
  name: " 昌溪合作社 ",
  nameEn: "",
  areaCode: "341021203201",
  licenceNumber: "9133 0100 7161 0585 2f",
  selfProduce: false,
  householdNumber: "",
  scNumber: "",
  scExpiresOn: null,
  contactName: "王",
  phone: "139-0000-0000",
  email: "",
  declaredHouseholds: 3,
  story: "",
  linkages: [],
};

function wrongFields(change: Partial<SellerApplication>) {
  const checked = checkApplication({ ...COOPERATIVE, ...change }, TODAY);
  return checked.ok ? [] : checked.failure.map(({ problem }) => problem);
}

test("what is right is stored in one form", () => {
  const checked = checkApplication(COOPERATIVE, TODAY);
  expect(checked).toMatchObject({
    ok: true,
    value: { name: "昌溪合作社", licenceNumber: "91330100716105852F", phone: "13900000000" },
  });
});

test("a household that sells what it grew needs no licence, but declares it and gives its number", () => {
  const household = {
    kind: "HOUSEHOLD",
    licenceNumber: "",
    selfProduce: true,
    householdNumber: "341021203201-0007",
  } as const;
  expect(wrongFields(household)).toEqual([]);
  expect(wrongFields({ ...household, selfProduce: false })).toEqual(["not-declared"]);
  expect(wrongFields({ ...household, householdNumber: " " })).toEqual(["no-household-number"]);
});

test("everybody else has a licence whose check letter is right", () => {
  expect(wrongFields({ licenceNumber: "" })).toEqual(["bad-licence"]);
  expect(wrongFields({ licenceNumber: "91330100716105853F", selfProduce: true })).toEqual(["bad-licence"]);
});

test("a food licence has a right check digit and an end that is still to come", () => {
  const scNumber = `SC1143410210012${scCheckDigit("1143410210012")}`;
  expect(wrongFields({ scNumber, scExpiresOn: "2027-01-01" })).toEqual([]);
  expect(wrongFields({ scNumber, scExpiresOn: null })).toEqual(["sc-without-end"]);
  expect(wrongFields({ scNumber, scExpiresOn: "2026-11-27" })).toEqual(["sc-expired"]);
  expect(wrongFields({ scNumber: "SC12345678901234", scExpiresOn: "2027-01-01" })).toEqual(["bad-sc"]);
});

test("an agreement does not end before it begins", () => {
  const linkage = { householdNumber: "1", flow: "WAGE", startsOn: "2026-02-01", endsOn: "2026-01-01" } as const;
  expect(wrongFields({ linkages: [linkage] })).toEqual(["bad-linkage"]);
  expect(wrongFields({ phone: "12", email: "x" })).toEqual(["bad-phone", "bad-email"]);
});
