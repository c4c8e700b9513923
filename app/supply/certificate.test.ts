import { expect, test } from "vitest";
import { certificateProblem, type CertificateDraft } from "./certificate";
import { scCheckDigit } from "./sc-number";

const today = "2026-11-28";
const green: CertificateDraft = {
  kind: "GREEN",
  number: "LB-45-20261234567A",
  holderName: "",
  issuedOn: "2026-01-10",
  expiresOn: "2029-01-09",
};
const sc = `SC1073410210001${scCheckDigit("1073410210001").toString()}`.replace(/^SC(\d{13})(\d)$/, "SC$1$2");

test("certificates as they are written are taken", () => {
  expect(certificateProblem(green, today)).toBeUndefined();
  expect(certificateProblem({ ...green, kind: "ORGANIC", number: "１２３op1234567" }, today)).toBeUndefined();
  expect(certificateProblem({ ...green, kind: "ORGANIC", number: "12326123456789012" }, today)).toBeUndefined();
  expect(certificateProblem({ ...green, kind: "SC", number: sc }, today)).toBeUndefined();
  expect(
    certificateProblem({ ...green, kind: "GI", number: "国知保使字2026第12号", holderName: "歙县茶叶协会" }, today),
  ).toBeUndefined();
});

test.each<[Partial<CertificateDraft>, string]>([
  [{ number: "45-20261234567A" }, "bad-number"],
  [{ kind: "SC", number: sc.slice(0, -1) + ((Number(sc.at(-1)) + 1) % 10) }, "bad-number"],
  [{ kind: "ORGANIC", number: "1234" }, "bad-number"],
  [{ kind: "GI", number: "'; DROP" }, "bad-number"],
  [{ kind: "GI", number: "国知保使字2026第12号" }, "no-holder"],
  [{ issuedOn: "2026-13-01" }, "bad-issue-day"],
  [{ issuedOn: "2026-11-29" }, "bad-issue-day"],
  [{ expiresOn: "" }, "bad-expiry"],
  [{ expiresOn: "2026-01-10" }, "bad-expiry"],
  [{ expiresOn: "2026-11-27" }, "expired"],
  [{ expiresOn: "2029-02-01" }, "too-long"],
])("%o is refused as %s", (change, problem) => {
  expect(certificateProblem({ ...green, ...change }, today)).toBe(problem);
});

test("on its last day a certificate is still valid", () => {
  expect(certificateProblem({ ...green, expiresOn: today }, today)).toBeUndefined();
});
