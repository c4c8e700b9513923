type Version = { readonly code: string; readonly approvedAt: Date | null; readonly validFrom: Date };

/** Of the versions of rules, newest of a code first: those in force at an instant, one a code. */
export function rulesInForce<Rule extends Version>(versions: readonly Rule[], now: Date): Rule[] {
  const begun = versions.filter(
    ({ approvedAt, validFrom }) => approvedAt !== null && approvedAt <= now && validFrom <= now,
  );
  return begun.filter((rule, index) => begun.findIndex(({ code }) => code === rule.code) === index);
}

/** The instant since when a version is in force: its own, or its approval when that came later. */
export function inForceSince({ approvedAt, validFrom }: Omit<Version, "code">): Date {
  return approvedAt !== null && approvedAt > validFrom ? approvedAt : validFrom;
}
